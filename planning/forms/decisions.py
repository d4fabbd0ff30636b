"""Forms of a gate: what was decided, under which conditions, and that one of them is fulfilled."""

from typing import Any, cast

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils import timezone

from charter.models import Membership, Project
from crmproject.toolkit.forms import CadrageForm
from planning.actions.gates import ConditionDraft
from planning.gates import GateReview
from planning.models import GateKind, Outcome
from requirements.models import Edition

MOST_CONDITIONS = 20
# What the direction says of the launch.
LAUNCHING = [
    (Outcome.PASSED.value, "Lancer le projet"),
    (Outcome.CONDITIONAL.value, "Lancer sous conditions"),
    (Outcome.POSTPONED.value, "Ajourner"),
]
# Blank lines offered for conditions.
BLANK = 2


class ConditionForm(CadrageForm):
    """One condition to lift; a line left blank is none."""

    text = forms.CharField(label="Condition à lever", max_length=500)
    owner = forms.TypedChoiceField(label="Responsable", coerce=int, empty_value=None)
    due = forms.DateField(label="Échéance", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, people: dict[int, Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        names = [(pk, member.display_name) for pk, member in people.items()]
        cast("forms.TypedChoiceField", self.fields["owner"]).choices = [("", "Choisir…"), *names]

    def clean_due(self) -> Any:
        due = self.cleaned_data["due"]
        if due < timezone.localdate():
            raise forms.ValidationError("L’échéance ne peut pas être passée.")
        return due

    @property
    def draft(self) -> ConditionDraft:
        return ConditionDraft(
            self.cleaned_data["text"], self.people[self.cleaned_data["owner"]], self.cleaned_data["due"]
        )


class BaseConditions(BaseFormSet[ConditionForm]):
    def initial_form_count(self) -> int:
        """None: a line typed before may be blanked."""
        return 0

    @property
    def drafts(self) -> list[ConditionDraft]:
        """The conditions that were written, in their order."""
        return [form.draft for form in self.forms if form.has_changed()]


def conditions_of(
    project: Project, data: QueryDict | None = None, *, blank: int = BLANK, **kwargs: Any
) -> Any:
    """The lines of conditions, for the people of this project."""
    made = formset_factory(
        ConditionForm,
        formset=BaseConditions,
        extra=blank,
        max_num=MOST_CONDITIONS,
        absolute_max=MOST_CONDITIONS,
        validate_max=True,
    )
    members = Membership.objects.live().filter(project=project).select_related("user")
    people = {member.pk: member for member in members}
    return made(data, prefix="conditions", form_kwargs={"people": people}, **kwargs)


class GateDecisionForm(CadrageForm):
    """What was decided at a gate; `accepted` names what lacks and is left so."""

    outcome = forms.ChoiceField(label="Décision", choices=Outcome, widget=forms.RadioSelect)
    text = forms.CharField(
        label="Motif",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Obligatoire pour un passage sous conditions ou un ajournement.",
    )
    edition = forms.ModelChoiceField(
        Edition.objects.none(), label="Édition concernée", required=False, empty_label="Aucune"
    )
    accepted = forms.MultipleChoiceField(
        label="Ce qui manque, et que vous acceptez de laisser en suspens",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Pour un passage sous conditions, cochez chaque élément.",
    )
    password = forms.CharField(
        label="Votre mot de passe",
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="Il prouve que c’est bien vous qui décidez, maintenant.",
        error_messages={"required": "Tapez votre mot de passe pour décider."},
    )
    read = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, data: QueryDict | None = None, *, review: GateReview, **kwargs: Any) -> None:
        current = review.facts.edition
        kwargs["initial"] = {"read": review.stamp, "edition": current, **kwargs.get("initial", {})}
        super().__init__(data, **kwargs)
        editions = Edition.objects.filter(specification=review.facts.document)
        cast("forms.ModelChoiceField[Edition]", self.fields["edition"]).queryset = editions
        accepted = cast("forms.MultipleChoiceField", self.fields["accepted"])
        accepted.choices = [(lack.key, lack.text) for lack in review.missing]
        if not review.missing:
            del self.fields["accepted"]
        if review.gate.kind == GateKind.LAUNCH:
            cast("forms.ChoiceField", self.fields["outcome"]).choices = LAUNCHING
        else:
            del self.fields["password"]

    def clean_accepted(self) -> set[str]:
        return set(self.cleaned_data["accepted"])


class LiftForm(CadrageForm):
    """That a condition is fulfilled, and how."""

    note = forms.CharField(
        label="Ce qui permet de la lever", max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
