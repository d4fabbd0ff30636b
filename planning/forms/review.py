"""Forms of the review: its conclusion, its judgements line by line, its lessons and its actions."""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction

from charter.forms.fields import AmountField, FrenchDecimalField
from charter.forms.people import PersonField
from charter.forms.rows import ProjectRowForm
from charter.forms.usage import RichRowForm
from charter.models import Indicator, Membership, OperationalObjective, Project, ProjectRow
from crmproject.toolkit.forms import CadrageForm, FieldConflict
from crmproject.toolkit.richtext import plain_text
from planning.forms.tasks import in_calendar
from planning.models import ActualCost, Improvement, Lesson, ObjectiveVerdict, Review, RiskOutcome
from planning.models.tasks import LARGEST_EFFORT

MAX_CONCLUSION = 40_000


class ConclusionForm(RichRowForm[Review]):
    """The day of the review, what it concludes, and the opinion."""

    class Meta:
        model = Review
        fields = ["held_on", "opinion", "conclusion"]
        help_texts = {
            "held_on": "Les mesures faites après ce jour n’y comptent pas. Vide\u00a0: aujourd’hui.",
            "opinion": "Poursuivre tel quel, corriger ce qui ne va pas, ou arrêter.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["conclusion"].widget.attrs["data-label"] = "Conclusion"
        if self.instance._state.adding:
            # Two people may write the first one at the same time: the second must not pass for its reader.
            self.fields["version"].initial = 0

    def clean_held_on(self) -> datetime.date | None:
        day = in_calendar(self.cleaned_data["held_on"])
        if day and day < self.project.start:
            raise forms.ValidationError("Un bilan ne précède pas le début du projet.")
        return day

    def clean_conclusion(self) -> str:
        text = str(self.cleaned_data["conclusion"] or "")
        if len(text) > MAX_CONCLUSION:
            raise forms.ValidationError(
                f"Cette conclusion est trop longue\u00a0: la limite est de {MAX_CONCLUSION} caractères."
            )
        return text if plain_text(text) else ""


class CloseForm(CadrageForm):
    """What is sent to close a review: what was read, and why when the CRM isn’t in place."""

    read = forms.CharField(widget=forms.HiddenInput, max_length=64)
    early_reason = forms.CharField(
        label="Pourquoi clore avant la mise en place",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, is_live: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_live:
            del self.fields["early_reason"]


class LineForm[R: ProjectRow](ProjectRowForm[R]):
    """One line of a table that is written at once; a row that nobody wrote yet is made when something is typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.fields["version"].initial = 0
        for name, field in self.fields.items():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 2
            if name != "version":
                field.widget.attrs["class"] = (
                    "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
                )

    @property
    def is_touched(self) -> bool:
        """Whether something else is typed than what stands."""
        return any(name != "version" for name in self.changed_data)


class VerdictForm(LineForm[ObjectiveVerdict]):
    class Meta:
        model = ObjectiveVerdict
        fields = ["verdict", "comment"]


class OutcomeForm(LineForm[RiskOutcome]):
    class Meta:
        model = RiskOutcome
        fields = ["outcome", "comment"]


class CostForm(LineForm[ActualCost]):
    amount = AmountField(label="Montant réel (€ HT)", required=False, help_text="")

    class Meta:
        model = ActualCost
        fields = ["amount", "comment"]


@dataclass(frozen=True)
class Line:
    """A line of such a table: what it is about, and its form."""

    title: str
    detail: str
    form: LineForm[Any]


@dataclass(frozen=True)
class Table:
    """The lines of a table, written all together or not at all."""

    lines: Sequence[Line]

    def is_valid(self) -> bool:
        """Whether every line can be written; all are looked at, so that all problems are told."""
        valid = [line.form.is_valid() for line in self.lines]
        return all(valid)

    def save(self) -> bool:
        """Write the lines that changed; nothing at all where one was written by somebody else meanwhile."""
        with transaction.atomic():
            written = [line.form.save_row() for line in self.lines if line.form.is_touched]
            if None in written:
                transaction.set_rollback(True)
                return False
        return True

    @property
    def conflicts(self) -> list[FieldConflict]:
        return [
            FieldConflict(one.name, f"{line.title}, {one.label.lower()}", one.typed, one.stored)
            for line in self.lines
            for one in line.form.conflicts
        ]


def table_of[T, R: ProjectRow](
    subjects: Iterable[T],
    form: type[LineForm[R]],
    *,
    rows: Mapping[Any, R],
    key: Callable[[T], int | str],
    new: Callable[[T], R],
    told: Callable[[T], tuple[str, str]],
    project: Project,
    data: Any,
) -> Table:
    """A line for each of these subjects, on the row that stands under its `key`, or on a `new` one."""
    return Table(
        [
            Line(
                *told(one),
                form(data, prefix=f"l{key(one)}", instance=rows.get(key(one)) or new(one), project=project),
            )
            for one in subjects
        ]
    )


class LessonForm(ProjectRowForm[Lesson]):
    class Meta:
        model = Lesson
        fields = ["kind", "category", "title", "detail", "concerns", "follow_up"]
        widgets = {"detail": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "title": "Une phrase\u00a0: un fait, pas un reproche.",
            "concerns": "Un service, un profil d’utilisateurs, l’éditeur…",
            "follow_up": "Ce qui en est fait\u00a0; une action du plan d’optimisation peut s’y rattacher.",
        }


class ImprovementForm(ProjectRowForm[Improvement]):
    owner = PersonField(
        queryset=Membership.objects.all(),
        label="Responsable",
        required=False,
        error_messages={
            "invalid_choice": "Cette personne n’est pas, ou n’est plus, du projet\u00a0: choisissez-en une autre."
        },
    )
    lesson = forms.ModelChoiceField(queryset=Lesson.objects.all(), label="Enseignement", required=False)
    indicator = forms.ModelChoiceField(queryset=Indicator.objects.all(), label="Indicateur", required=False)
    objective = forms.ModelChoiceField(
        queryset=OperationalObjective.objects.all(), label="Objectif", required=False
    )
    effort = FrenchDecimalField(
        label="Charge (jours de travail)",
        required=False,
        max_digits=7,
        decimal_places=2,
        min_value=0,
        max_value=LARGEST_EFFORT,
    )

    class Meta:
        model = Improvement
        fields = [
            "title", "reason", "lesson", "indicator", "objective", "owner", "due", "state", "effort",
        ]  # fmt: skip
        help_texts = {
            "title": "Ce qui sera fait, en commençant par un verbe.",
            "reason": "Ce que l’action corrige, ou ce qu’elle rend possible.",
        }

    def clean_due(self) -> datetime.date | None:
        return in_calendar(self.cleaned_data["due"])
