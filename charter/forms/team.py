"""What people do in the project, and people from outside it."""

from typing import Any

from django import forms

from charter.forms.rows import ProjectRowForm
from charter.models import ExternalPerson, Membership
from charter.models.people import ProjectFunction

SHARE = "De 1 à 100 pour cent de son temps, en nombre entier."


class ShareField(forms.IntegerField):
    """A part of a person’s time: « 40 » and « 40 % » are the same."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        messages = {"invalid": SHARE, "min_value": SHARE, "max_value": SHARE}
        super().__init__(min_value=1, max_value=100, error_messages=messages, **kwargs)

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str):
            value = value.strip().removesuffix("%").strip()
            # More digits than a part of 100 can have: Python may refuse to read them at all.
            if len(value) > 6:
                raise forms.ValidationError(SHARE, code="invalid")
        return super().to_python(value)


class FunctionsForm(ProjectRowForm[Membership]):
    """Time and functions of a member; title, department and roles stay with the members’ own form."""

    share = ShareField(
        label="Temps consacré au projet (%)",
        required=False,
        help_text="«\u00a020\u00a0» pour un jour par semaine\u00a0; vide s’il n’est pas convenu.",
    )
    functions = forms.MultipleChoiceField(
        label="Fonctions dans le projet",
        choices=ProjectFunction.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Elles s’ajoutent aux rôles et ne donnent aucun accès.",
    )

    class Meta:
        model = Membership
        fields = ["share", "functions"]


class ExternalPersonForm(ProjectRowForm[ExternalPerson]):
    class Meta:
        model = ExternalPerson
        fields = ["kind", "name", "organisation", "role", "email", "phone"]
        help_texts = {
            "name": "Une fonction suffit\u00a0: «\u00a0Consultant intégration\u00a0».",
            "email": "Facultative. Cette personne n’a pas de compte et ne reçoit rien du site.",
            "phone": "Facultatif.",
        }

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).strip().lower()
        members = Membership.objects.live().filter(project=self.project, user__email=email)
        if email and members.exists():
            raise forms.ValidationError(
                "Cette adresse est celle d’un membre du projet\u00a0: donnez-lui sa fonction depuis la page Équipe."
            )
        return email
