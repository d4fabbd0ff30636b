"""Forms of phases and tasks."""

import datetime
import re
from collections import defaultdict
from typing import Any

from django import forms

from charter.forms.rows import ProjectRowForm
from charter.models import Project
from planning.forms.links import LinkedForm, TasksField
from planning.models import Phase, Task, TaskDependency
from planning.models.tasks import LONGEST_LAG
from planning.schedule import FIRST_YEAR, LAST_YEAR, CycleError, find_cycle


class PhaseForm(ProjectRowForm[Phase]):
    class Meta:
        model = Phase
        fields = ("key", "title")
        help_texts = {"key": "Courte et stable, par exemple « preparation »."}


class TaskForm(LinkedForm[Task]):
    link, owner_name, task_name = TaskDependency, "task", "predecessor"

    after = TasksField(
        label="Prédécesseurs",
        help_text="La tâche commence le jour ouvré qui suit la fin du dernier d’entre eux.",
    )
    lag = forms.IntegerField(
        label="Délai après les prédécesseurs (jours ouvrés)",
        required=False,
        initial=0,
        min_value=-LONGEST_LAG,
        max_value=LONGEST_LAG,
        help_text="Par exemple 20 pour un bilan un mois après la mise en place.",
    )

    class Meta:
        model = Task
        fields = (
            "key",
            "title",
            "phase",
            "owner",
            "days",
            "start",
            "fixed_start",
            "due",
            "effort",
            "progress",
        )
        help_texts = {
            "key": "Elle désigne la tâche dans le planning et la matrice RACI : T07, par exemple.",
            "owner": "Chaque tâche a un responsable.",
            "days": "Jours fériés français exclus.",
            "start": "Facultatif : la tâche ne commence pas avant cette date.",
            "lag": "Par exemple 20 pour un bilan un mois après la mise en place.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = self.fields["after"].queryset  # type: ignore[attr-defined]  # a TasksField
        if self.instance.pk:
            self.fields["after"].queryset = choices.exclude(pk=self.instance.pk)  # type: ignore[attr-defined]
            self.fields["lag"].initial = max(self._links().values_list("lag", flat=True), default=0)
        else:
            self.fields["key"].initial = next_key(self.project)

    def clean_start(self) -> Any:
        return in_calendar(self.cleaned_data["start"])

    def clean_fixed_start(self) -> Any:
        return in_calendar(self.cleaned_data["fixed_start"])

    def clean_due(self) -> Any:
        return in_calendar(self.cleaned_data["due"])

    def _write_links(self, row: Task) -> None:
        super()._write_links(row)
        self._links().exclude(lag=self.cleaned_data["lag"] or 0).update(lag=self.cleaned_data["lag"] or 0)

    def clean_after(self) -> Any:
        after = self.cleaned_data["after"]
        if cycle := self._cycle([task.key for task in after]):
            raise forms.ValidationError(str(CycleError(cycle)))
        return after

    def _cycle(self, predecessors: list[str]) -> list[str]:
        if not self.instance.pk:
            return []
        stored = Task.objects.get(pk=self.instance.pk)
        after: dict[str, list[str]] = defaultdict(list)
        tasks = Task.objects.live().filter(project=self.project)
        for key, predecessor in tasks.values_list("key", "dependencies__predecessor__key"):
            after[key] += [predecessor] if predecessor else []
        after[stored.key] = predecessors
        live = after.keys()
        return find_cycle({key: [one for one in before if one in live] for key, before in after.items()})

    def _refuse_cycle(self) -> bool:
        cycle = self._cycle([task.key for task in self.cleaned_data["after"]])
        if cycle:
            self.add_error("after", str(CycleError(cycle)))
        return bool(cycle)


def in_calendar(day: datetime.date | None) -> datetime.date | None:
    """This day. Raises a ValidationError outside the years for which public holidays are known."""
    if day and not FIRST_YEAR <= day.year < LAST_YEAR:
        raise forms.ValidationError(f"Une date de {FIRST_YEAR} à {LAST_YEAR - 1}.")
    return day


def next_key(project: Project) -> str:
    """The key after the greatest of the form T12 in this project, those put aside included."""
    keys = Task.objects.filter(project=project).values_list("key", flat=True)
    numbers = [int(match[1]) for key in keys if (match := re.fullmatch(r"T(\d{1,6})[A-Z]?", key))]
    return f"T{max(numbers, default=0) + 1:02d}"
