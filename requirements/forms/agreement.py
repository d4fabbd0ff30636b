"""Forms of agreement: minor corrections, objections, delegations, replacements."""

from typing import Any, cast

from django import forms
from django.utils import timezone

from charter.forms.people import PersonField
from charter.models import Membership, Role
from crmproject.toolkit.forms import CadrageForm
from requirements.models import Specification

VALIDATING = [Role.HEAD.value, Role.SPONSOR.value]


class ReasonForm(CadrageForm):
    """A reason, and the fingerprint of the content that it is about."""

    read = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    reason = forms.CharField(label="Motif", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class MinorForm(ReasonForm):
    """Why a correction is editorial."""

    reason = forms.CharField(
        label="Pourquoi cette correction est-elle mineure\u00a0?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Typographie, orthographe, mise en forme\u00a0: rien de ce que les validateurs ont approuvé ne "
        "change de sens. Ce motif est imprimé avec leurs approbations.",
        error_messages={"required": "Dites pourquoi cette correction est mineure."},
    )


class ObjectionForm(ReasonForm):
    """Why a correction is not editorial."""

    reason = forms.CharField(
        label="Pourquoi n’est-elle pas mineure\u00a0?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Dites pourquoi cette correction n’est pas mineure."},
    )


class ObjectionDelayForm(forms.ModelForm[Specification], CadrageForm):
    """How long validators may object to a minor correction."""

    class Meta:
        model = Specification
        fields = ("objection_days",)
        help_texts = {
            "objection_days": "De 0 (le jour même seulement) à 60 jours. "
            "Les corrections déjà déclarées gardent leur date."
        }


class DelegationForm(CadrageForm):
    """Who decides in one’s place, and when."""

    to = PersonField(Membership.objects.none(), label="Déléguer à", empty_label="— Choisissez —")
    starts = forms.DateField(label="Du", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    ends = forms.DateField(
        label="Au (inclus)", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(
        label="Motif", max_length=300, required=False, help_text="Congés, déplacement… Visible de tous."
    )

    def __init__(self, *args: Any, principal: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = Membership.objects.live().filter(project=principal.project_id).exclude(pk=principal.pk)
        # A validator without a department has no colleague to delegate to.
        choice = cast("PersonField", self.fields["to"])
        choice.queryset = colleagues.filter(
            department=principal.department_id, department__isnull=False
        ).select_related("user", "project")
        self.fields["starts"].initial = timezone.localdate()


class ReplacementForm(CadrageForm):
    """Who takes the place of a validator."""

    new = forms.TypedChoiceField(label="Remplacer par", coerce=int)

    def __init__(self, *args: Any, old: Membership, fit: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "prefix": str(old.pk)})
        self.fit = {one.pk: one for one in fit if one.pk != old.pk}
        choice = cast("forms.TypedChoiceField", self.fields["new"])
        choice.choices = [("", "— Choisissez —"), *((pk, one.display_name) for pk, one in self.fit.items())]

    @property
    def chosen(self) -> Membership:
        """The person of a valid form."""
        return self.fit[self.cleaned_data["new"]]


def fit_to_validate(project_id: int) -> list[Membership]:
    """Those whose role lets them be validators."""
    members = Membership.objects.live().filter(project=project_id, roles__overlap=VALIDATING)
    return list(members.select_related("user", "project"))
