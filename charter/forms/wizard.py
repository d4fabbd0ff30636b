"""The steps of a new project."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from charter.forms.fields import CodeField
from charter.forms.members import RolesField
from charter.forms.project import FRAME, HELP, DatesInOrder, frame_widgets
from charter.models import Project
from crmproject.toolkit.forms import CadrageForm

TYPICAL_DEPARTMENTS = [
    {"code": "COM", "name": "Commercial"},
    {"code": "MKT", "name": "Marketing"},
    {"code": "SAV", "name": "Service client"},
    {"code": "DIR", "name": "Direction"},
    {"code": "SI", "name": "Systèmes d’information"},
]
MAX_ROWS = 60


class OrganisationForm(forms.ModelForm[Project], CadrageForm):
    class Meta:
        model = Project
        fields = ["organisation", "name", "activity"]
        widgets = {"activity": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"activity": HELP["activity"]}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("name", "Mise en place du CRM")


class FrameForm(DatesInOrder, forms.ModelForm[Project], CadrageForm):
    class Meta:
        model = Project
        fields = FRAME
        widgets = frame_widgets()
        help_texts = HELP


class DepartmentDraftForm(CadrageForm):
    """One department; a row left empty counts for nothing."""

    code = CodeField(
        label="Code",
        required=False,
        max_length=6,
        validators=[
            RegexValidator(r"^[A-Z][A-Z0-9]{1,5}$", "De 2 à 6 capitales ou chiffres, une lettre d’abord.")
        ],
    )
    name = forms.CharField(label="Nom", required=False, max_length=120)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("name") and not data.get("code") and "code" not in self.errors:
            self.add_error("code", "Donnez un code à ce service.")
        if data.get("code") and not data.get("name"):
            self.add_error("name", "Donnez un nom à ce service.")
        return data


class DepartmentFormSet(forms.BaseFormSet[DepartmentDraftForm]):
    def clean(self) -> None:
        codes = [row["code"] for row in self.rows()]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        if twice:
            raise forms.ValidationError(f"Deux services portent le même code\u00a0: {', '.join(twice)}.")
        if not codes and not any(self.errors):
            raise forms.ValidationError("Un projet concerne au moins un service.")

    def rows(self) -> list[dict[str, Any]]:
        """The departments that were filled in."""
        return [form.cleaned_data for form in self.forms if form.is_valid() and form.cleaned_data.get("code")]


class OwnPlaceForm(CadrageForm):
    """The creator’s own place: the manager is a member too."""

    title = forms.CharField(label="Votre fonction", max_length=160, initial="Chef de projet CRM")
    department = forms.ChoiceField(label="Votre service", required=False)

    def __init__(self, *args: Any, departments: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["department"]
        field.choices = [("", "—"), *departments]


class MemberDraftForm(CadrageForm):
    """One person to invite; a row left empty counts for nothing."""

    email = forms.EmailField(label="Adresse e-mail", required=False, max_length=254)
    title = forms.CharField(label="Fonction", required=False, max_length=160)
    department = forms.ChoiceField(label="Service", required=False)
    roles = RolesField(help_text="")

    def __init__(self, *args: Any, departments: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["department"]
        field.choices = [("", "—"), *departments]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not data.get("email") and (data.get("title") or data.get("roles")) and "email" not in self.errors:
            self.add_error("email", "Donnez l’adresse e-mail de cette personne.")
        if data.get("email") and not data.get("title"):
            self.add_error("title", "Donnez la fonction de cette personne.")
        return data


class MemberFormSet(forms.BaseFormSet[MemberDraftForm]):
    own_email = ""

    def clean(self) -> None:
        emails = [row["email"].lower() for row in self.rows()]
        twice = sorted({email for email in emails if emails.count(email) > 1})
        if twice:
            raise forms.ValidationError(f"Une personne est invitée deux fois\u00a0: {', '.join(twice)}.")
        if self.own_email in emails:
            raise forms.ValidationError("Vous êtes déjà du projet\u00a0: retirez votre propre adresse.")

    def rows(self) -> list[dict[str, Any]]:
        """The people that were filled in."""
        return [
            form.cleaned_data for form in self.forms if form.is_valid() and form.cleaned_data.get("email")
        ]


Departments = forms.formset_factory(
    DepartmentDraftForm, formset=DepartmentFormSet, extra=2, max_num=MAX_ROWS, absolute_max=MAX_ROWS
)
Members = forms.formset_factory(
    MemberDraftForm, formset=MemberFormSet, extra=3, max_num=MAX_ROWS, absolute_max=MAX_ROWS
)
