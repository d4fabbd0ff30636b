"""Forms of phases, tasks and closing days."""

import datetime
import re
from typing import Any, cast

from django import forms

from charter.forms.fields import FrenchDecimalField
from charter.forms.people import PersonField, person_label
from charter.forms.rows import ProjectRowForm
from charter.models import Membership, Project
from crmproject.toolkit.templatetags.french import long_date
from planning.edits import judge
from planning.forms.linkrows import LinkRow, LinksField
from planning.forms.links import LinkedForm
from planning.models import Closing, Phase, Task, TaskDependency
from planning.models.closings import LONGEST_CLOSING
from planning.models.tasks import LARGEST_EFFORT
from planning.reading import load_planning
from planning.schedule import FIRST_YEAR, LAST_YEAR, PlannedTask


class PhaseForm(ProjectRowForm[Phase]):
    class Meta:
        model = Phase
        fields = ("key", "title")
        help_texts = {"key": "Courte et stable, par exemple « preparation »."}


class TaskForm(LinkedForm[Task]):
    """A task with its predecessors, one row for each."""

    link, owner_name, task_name = TaskDependency, "task", "predecessor"

    owner = PersonField(
        queryset=Membership.objects.all(),
        label="Responsable",
        required=False,
        help_text="Chaque tâche a un responsable.",
        error_messages={"invalid_choice": "Cette personne n’est pas, ou n’est plus, membre du projet."},
    )
    after = LinksField(
        label="Prédécesseurs",
        help_text=(
            "«\u00a0Fin à début\u00a0»\u00a0: la tâche commence quand l’autre est finie. Un délai négatif les fait se "
            "recouvrir. Pour retirer un lien, choisissez «\u00a0Aucune\u00a0»."
        ),
    )
    effort = FrenchDecimalField(
        label="Charge (jours de travail)",
        required=False,
        max_digits=7,
        decimal_places=2,
        min_value=0,
        max_value=LARGEST_EFFORT,
        help_text="Facultatif\u00a0: le travail du responsable, réparti sur les jours de la tâche.",
        error_messages={
            "min_value": "Une charge ne peut pas être négative.",
            "max_value": "Au plus 10\u00a0000 jours de travail.",
        },
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
            "key": "Elle désigne la tâche dans le planning et la matrice RACI\u00a0: T07, par exemple.",
            "days": "Jours fériés et fermetures exclus. Zéro pour un jalon.",
            "start": "Facultatif\u00a0: la tâche ne commence pas avant cette date.",
            "fixed_start": "Facultatif\u00a0: elle commence ce jour-là, si ce qu’elle attend le permet.",
            "due": "Facultatif\u00a0: elle doit être finie ce jour-là.",
            "progress": "Ce qui est fait, de 0 à 100.",
        }

    field_order = (
        "key",
        "title",
        "phase",
        "owner",
        "days",
        "after",
        "start",
        "fixed_start",
        "due",
        "effort",
        "progress",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Task.objects.live().filter(project=self.project).exclude(pk=self.instance.pk)
        cast("LinksField", self.fields["after"]).offer(others.order_by("position", "pk"))
        if not self.instance.pk:
            self.fields["key"].initial = next_key(self.project)
        elif (owner := self.instance.owner) and owner.is_deleted:
            self.fields["owner"].help_text = f"{person_label(owner)}\u00a0: choisissez un autre responsable."

    def _standing(self) -> list[LinkRow]:
        rows = self._links().order_by("pk").values_list("predecessor_id", "kind", "lag")
        return [LinkRow(str(pk), kind, str(lag)) for pk, kind, lag in rows]

    def clean_start(self) -> Any:
        return in_calendar(self.cleaned_data["start"])

    def clean_fixed_start(self) -> Any:
        return in_calendar(self.cleaned_data["fixed_start"])

    def clean_due(self) -> Any:
        return in_calendar(self.cleaned_data["due"])

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        start = self.cleaned_data.get("fixed_start") or self.cleaned_data.get("start")
        due = self.cleaned_data.get("due")
        if start and due and due < start:
            self.add_error(
                "due",
                f"La tâche finirait avant de commencer\u00a0: son début est au plus tôt le {long_date(start)}.",
            )
        if not self.errors:
            self._refuse_dates()
        return data

    def _refuse_dates(self) -> bool:
        """Refuse a cycle, told as a path, and a planning without end; keep the warnings for when it is saved."""
        planning = load_planning(self.project.pk)
        stored = next((line.task for line in planning.tasks if line.task.pk == self.instance.pk), None)
        typed = self.cleaned_data
        if stored is None and planning.task(typed["key"]):
            return False  # the key is taken: that is told at its field
        links = tuple(one.link for one in typed["after"])
        key = stored.key if stored else typed["key"]
        outcome = judge(
            planning,
            PlannedTask(key, typed["days"], links, typed["start"], typed["fixed_start"], typed["due"]),
        )
        self.warnings = [*outcome.warnings]
        if typed["owner"] is None and stored and stored.owner and stored.owner.is_deleted:
            self.warnings.append(f"{key} n’a plus de responsable\u00a0: {person_label(stored.owner)}.")
        if outcome.problem:
            self.add_error("after" if outcome.in_links else None, outcome.problem)
        return bool(outcome.problem)

    def _write_links(self, row: Task) -> None:
        wanted = {one.task.pk: one.link for one in self.cleaned_data["after"]}
        standing = self._links()
        standing.exclude(predecessor_id__in=wanted).delete()
        kept = {link.predecessor_id: link for link in standing}
        for pk, link in wanted.items():
            stored = kept.get(pk)
            if stored is None:
                TaskDependency.objects.create(task=row, predecessor_id=pk, kind=link.kind, lag=link.lag)
            elif (stored.kind, stored.lag) != (link.kind, link.lag):
                stored.kind, stored.lag = link.kind, link.lag
                stored.save(update_fields=["kind", "lag"])


class ClosingForm(ProjectRowForm[Closing]):
    class Meta:
        model = Closing
        fields = ("title", "first_day", "last_day")
        help_texts = {
            "title": "Par exemple «\u00a0Fermeture d’été\u00a0».",
            "last_day": "Compris. Pour un seul jour, la même date.",
        }

    def clean_first_day(self) -> Any:
        return in_calendar(self.cleaned_data["first_day"])

    def clean_last_day(self) -> Any:
        first = self.cleaned_data.get("first_day")
        last: datetime.date = self.cleaned_data["last_day"]
        if first and (last - first).days >= LONGEST_CLOSING:
            raise forms.ValidationError(f"Une fermeture dure au plus {LONGEST_CLOSING} jours.")
        return in_calendar(last)


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
