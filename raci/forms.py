"""Forms of the matrix."""

from typing import Any

from django import forms
from django.db.models import Q

from charter.forms.rows import ProjectRowForm
from planning.models import Task
from raci.models import Activity, Function

LABELS = {
    "": "Aucun rôle",
    "R": "R : réalise",
    "A": "A : approuve",
    "AR": "A/R : approuve et réalise",
    "C": "C : est consulté",
    "I": "I : est informé",
}


class ActivityForm(ProjectRowForm[Activity]):
    """A line of the matrix: a task that has none yet, or an activity with a title of its own."""

    class Meta:
        model = Activity
        fields = ("task", "title", "phase", "purpose")
        help_texts = {
            "task": "Les tâches du planning qui n’ont pas encore leur ligne.",
            "title": "Pour une activité hors planning, ou pour renommer la ligne d’une tâche.",
            "phase": "D’une activité hors planning\u00a0: le groupe où elle se range. Une tâche reste dans la sienne.",
            "purpose": (
                "«\u00a0Les demandes d’évolution\u00a0»\u00a0: cette ligne dit qui les instruit (R), qui les accorde "
                "ou les refuse (A), qui est consulté et informé."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        placed = (
            Activity.objects.live()
            .filter(project=self.project)
            .exclude(task=None)
            .exclude(pk=self.instance.pk)
        )
        field = self.fields["task"]
        own = Q(pk=self.instance.task_id)
        free = Q(deleted_at=None) & ~Q(pk__in=placed.values("task"))
        field.queryset = Task.objects.filter(project=self.project).filter(own | free)  # type: ignore[attr-defined]
        field.empty_label = "Hors planning"  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["phase"].empty_label = "Aucune"  # type: ignore[attr-defined]  # a ModelChoiceField


class FunctionForm(ProjectRowForm[Function]):
    """A column that is no single person, and who holds it."""

    class Meta:
        model = Function
        fields = ("name", "holders")
        widgets = {"holders": forms.CheckboxSelectMultiple}
        help_texts = {
            "name": "Par exemple\u00a0: «\u00a0Intégrateur\u00a0», «\u00a0Comité de pilotage\u00a0».",
            "holders": "Une ou plusieurs personnes du projet\u00a0; personne tant que la fonction est à pourvoir.",
        }
