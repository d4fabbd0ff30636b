"""Forms of the matrix."""

from typing import Any

from django import forms
from django.db.models import Q

from charter.forms.rows import ProjectRowForm
from planning.models import Task
from raci.actions import CHOICES
from raci.models import Activity

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
        fields = ("task", "title")
        help_texts = {
            "task": "Les tâches du planning qui n’ont pas encore leur ligne.",
            "title": "Pour une activité hors planning, ou pour renommer la ligne d’une tâche.",
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


class CellForm(forms.Form):
    """The letters of one cell. `read` is what the page showed; `take_from` is whose A is taken over."""

    letters = forms.ChoiceField(
        label="Rôle",
        choices=[(letters, LABELS[letters]) for letters in CHOICES],
        required=False,
        widget=forms.RadioSelect,
    )
    read = forms.RegexField(r"^[ARCI]{0,4}$", required=False, widget=forms.HiddenInput)
    take_from = forms.IntegerField(required=False, widget=forms.HiddenInput)
