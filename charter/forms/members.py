"""People of a project: invited, given roles, moved."""

from typing import Any

from django import forms

from accounts.models import User
from charter.forms.rows import ProjectRowForm
from charter.models import Membership
from charter.models.people import GRANTED_ROLES

ROLE_CHOICES = [(role.value, role.label) for role in GRANTED_ROLES]
ROLE_HELP = "Sans rôle coché, la personne lit le projet."


class RolesField(forms.MultipleChoiceField):
    """Roles as boxes to tick; none means reader."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Rôles")
        kwargs.setdefault("required", False)
        kwargs.setdefault("help_text", ROLE_HELP)
        super().__init__(choices=ROLE_CHOICES, widget=forms.CheckboxSelectMultiple, **kwargs)


class MembershipForm(ProjectRowForm[Membership]):
    roles = RolesField()

    class Meta:
        model = Membership
        fields = ["title", "department", "roles"]


class InviteForm(MembershipForm):
    email = forms.EmailField(label="Adresse e-mail", max_length=254)

    field_order = ["email", "title", "department", "roles"]

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).strip().lower()
        user = User.objects.filter(email=email).first()
        if user and not user.is_active:
            raise forms.ValidationError(
                "Le compte de cette personne est fermé\u00a0: voyez l’administrateur du site."
            )
        if user and Membership.objects.live().filter(project=self.project, user=user).exists():
            raise forms.ValidationError("Cette personne est déjà membre du projet.")
        return email
