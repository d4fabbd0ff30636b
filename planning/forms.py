"""Forms of the planning; the links between tasks are written with the row, under the same version."""

import re
from collections import defaultdict
from typing import Any, ClassVar

from django import forms
from django.db import models, transaction

from charter.forms.rows import ProjectRowForm
from charter.models import Project, ProjectRow
from planning.gatefile import section_numbers
from planning.models import Gate, GateDependency, GateKind, Phase, Task, TaskDependency
from planning.schedule import FIRST_YEAR, LAST_YEAR, CycleError, find_cycle
from requirements.models import Section


class TasksField(forms.ModelMultipleChoiceField[Task]):
    """Several tasks of the project, ticked in a list."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Task.objects.all(), required=False, **kwargs)


class LinkedForm[R: ProjectRow](ProjectRowForm[R]):
    """A row that comes after tasks: `after` is read from, and written to, a table of links."""

    link: ClassVar[type[models.Model]]
    owner_name: ClassVar[str]
    task_name: ClassVar[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["after"].initial = list(self._links().values_list(f"{self.task_name}_id", flat=True))

    def _links(self) -> "models.QuerySet[Any]":
        """Links to live tasks: one to a task put aside waits for its return."""
        return self.link._base_manager.filter(
            **{self.owner_name: self.instance, f"{self.task_name}__deleted_at": None}
        )

    def save_row(self) -> R | None:
        with transaction.atomic():
            # One writer of links at a time, so that two halves of a cycle can’t be written at once.
            Project.objects.select_for_update().get(pk=self.project.pk)
            if self._refuse_cycle():
                return None
            row = super().save_row()
            if row is not None:
                self._write_links(row)
        return row

    def _refuse_cycle(self) -> bool:
        return False

    def _write_links(self, row: R) -> None:
        wanted = {task.pk for task in self.cleaned_data["after"]}
        standing = set(self._links().values_list(f"{self.task_name}_id", flat=True))
        self._links().filter(**{f"{self.task_name}_id__in": standing - wanted}).delete()
        for pk in sorted(wanted - standing):
            self.link._base_manager.create(**{self.owner_name: row, f"{self.task_name}_id": pk})


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

    class Meta:
        model = Task
        fields = ("key", "title", "phase", "owner", "days", "start", "lag")
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
        else:
            self.fields["key"].initial = next_key(self.project)

    def clean_start(self) -> Any:
        start = self.cleaned_data["start"]
        if start and not FIRST_YEAR <= start.year < LAST_YEAR:
            raise forms.ValidationError(f"Une date de {FIRST_YEAR} à {LAST_YEAR - 1}.")
        return start

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


class SectionsField(forms.ModelMultipleChoiceField[Section]):
    """Several sections of the specification, ticked in the order of the outline."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Section.objects.none(), required=False, **kwargs)

    def offer(self, project: Project) -> None:
        """Offer the live sections of this project, with their numbers."""
        self._numbers = section_numbers(project)
        self.queryset = Section.objects.filter(pk__in=self._numbers)
        labels = dict(self.queryset.values_list("pk", "title"))
        self.choices = [
            (pk, f"{number} {labels[pk]}") for pk, number in self._numbers.items() if pk in labels
        ]


class GateForm(LinkedForm[Gate]):
    link, owner_name, task_name = GateDependency, "gate", "task"

    after = TasksField(label="Après les tâches", help_text="Sa date est la fin de la dernière d’entre elles.")
    sections = SectionsField(
        label="Sections à valider",
        help_text="Toutes, si vous n’en cochez aucune. Une section cochée comprend ses sous-sections.",
    )

    class Meta:
        model = Gate
        fields = ("key", "title", "kind", "needs_sections", "sections", "needs_checks", "needs_decision")
        help_texts = {
            "key": "Par exemple «\u00a0G2\u00a0».",
            "kind": "Un seul de chaque par projet. Le lancement se décide sur la note de cadrage, par la direction.",
            "needs_sections": "Et aucune question restée ouverte.",
            "needs_decision": "Sur l’édition validée qui a le contenu actuel.",
        }
        labels = {
            "needs_sections": "Exige des sections validées",
            "needs_checks": "Exige un contrôle de cohérence sans erreur bloquante",
            "needs_decision": "Exige une décision favorable du comité de pilotage",
        }

    field_order = (
        "key",
        "title",
        "after",
        "kind",
        "needs_sections",
        "sections",
        "needs_checks",
        "needs_decision",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sections"].offer(self.project)  # type: ignore[attr-defined]  # a SectionsField

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == GateKind.LAUNCH and cleaned.get("sections"):
            self.add_error(
                "sections",
                "Le lancement porte sur la note de cadrage\u00a0: ne cochez aucune section du cahier des charges.",
            )
        return cleaned

    def clean_kind(self) -> Any:
        kind = self.cleaned_data["kind"]
        others = Gate.objects.live().filter(project=self.project, kind=kind).exclude(pk=self.instance.pk)
        if kind != GateKind.OTHER and (twin := others.first()):
            raise forms.ValidationError(
                f"Ce projet en a déjà un\u00a0: {twin.key} «\u00a0{twin.title}\u00a0»."
            )
        return kind


def next_key(project: Project) -> str:
    """The key after the greatest of the form T12 in this project, those put aside included."""
    keys = Task.objects.filter(project=project).values_list("key", flat=True)
    numbers = [int(match[1]) for key in keys if (match := re.fullmatch(r"T(\d{1,6})[A-Z]?", key))]
    return f"T{max(numbers, default=0) + 1:02d}"
