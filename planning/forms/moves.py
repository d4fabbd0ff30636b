"""What a person asks of one task: a gesture on the chart, or a row of the table filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django import forms

from charter.models import Membership
from crmproject.toolkit.forms import CadrageForm
from crmproject.toolkit.refusals import RefusedError
from planning import notation
from planning.drags import carried, pulled
from planning.forms.tasks import in_calendar
from planning.models import LinkKind, Task
from planning.models.tasks import LONGEST_LAG, LONGEST_TASK
from planning.reading import TaskLine
from planning.schedule import Link, PlannedTask
from planning.schedule import LinkKind as Kind
from planning.whatif import Network


@dataclass(frozen=True)
class Wanted:
    """A task as somebody wants it: what its dates come from, the columns and links to write, what had to be mended."""

    task: PlannedTask
    values: Mapping[str, Any] = field(default_factory=dict)
    links: tuple[Link, ...] | None = None
    remarks: tuple[str, ...] = ()


class AskingForm(CadrageForm):
    """A change of one task; `version` is the one under the person’s eyes."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def wanted(self, network: Network, line: TaskLine) -> Wanted:
        """The task as this form wants it. Raises RefusedError or ScheduleError when that makes no sense."""
        raise NotImplementedError


class GestureForm(AskingForm):
    """A gesture on the chart: a bar carried to `begin` or pulled to `finish`, progress, a link drawn or taken away."""

    begin = forms.DateField(required=False)
    finish = forms.DateField(required=False)
    progress = forms.IntegerField(required=False, min_value=0, max_value=100)
    predecessor = forms.CharField(required=False, max_length=20)
    kind = forms.ChoiceField(choices=LinkKind.choices, required=False)
    lag = forms.IntegerField(required=False, min_value=-LONGEST_LAG, max_value=LONGEST_LAG)
    unlink = forms.CharField(required=False, max_length=20)

    def wanted(self, network: Network, line: TaskLine) -> Wanted:
        asked, task = self.cleaned_data, line.planned
        if asked["predecessor"] or asked["unlink"]:
            links = self._links(network, line)
            return Wanted(replace(task, links=links), {}, links)
        if asked["progress"] is not None:
            return Wanted(task, {"progress": asked["progress"]})
        if line.dates is None or not asked["begin"]:
            raise RefusedError("Cette tâche n’a pas de dates\u00a0: corrigez d’abord le planning.")
        if asked["finish"] and task.days:
            drag = pulled(network, task.key, begin=asked["begin"], finish=asked["finish"])
        else:
            drag = carried(network, task.key, asked["begin"])
        values = {"start": drag.task.start, "fixed_start": drag.task.fixed, "days": drag.task.days}
        return Wanted(drag.task, values, None, drag.remarks)

    def _links(self, network: Network, line: TaskLine) -> tuple[Link, ...]:
        asked, key = self.cleaned_data, line.task.key
        if gone := asked["unlink"]:
            if gone not in line.after:
                raise RefusedError(f"{key} n’attend plus {gone}\u00a0: ce lien a déjà été retiré.")
            return tuple(link for link in line.links if link.key != gone)
        predecessor = asked["predecessor"]
        if predecessor not in network.tasks:
            raise RefusedError(f"La tâche {predecessor} n’existe plus.")
        if predecessor == key:
            raise RefusedError("Une tâche ne peut pas dépendre d’elle-même.")
        new = Link(predecessor, Kind(asked["kind"] or Kind.FINISH_START), asked["lag"] or 0)
        kept = [new if link.key == predecessor else link for link in line.links]
        return tuple(kept if predecessor in line.after else [*kept, new])


class RowForm(AskingForm):
    """A row of the table: what may be changed of a task without leaving the planning."""

    tie = forms.ChoiceField(
        label="Début", choices=[("", "dès que possible"), ("start", "pas avant le"), ("fixed", "imposé le")],
        required=False,
    )  # fmt: skip
    day = forms.DateField(
        label="Date",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    days = forms.IntegerField(
        label="Jours ouvrés", min_value=0, max_value=LONGEST_TASK, help_text="0\u00a0: un jalon."
    )
    progress = forms.IntegerField(label="Avancement (%)", required=False, min_value=0, max_value=100)
    owner = forms.ModelChoiceField(
        Membership.objects.none(), label="Responsable", required=False, empty_label="Sans responsable"
    )
    links = forms.CharField(
        label="Après", required=False, max_length=2000, help_text="T01, ou T01 DD+3\u00a0: lien et délai."
    )

    def __init__(self, data: Any = None, *, line: TaskLine, known: Mapping[str, Any]) -> None:
        task = line.task
        super().__init__(data, initial=initial_of(line), auto_id=f"tache{task.pk}_%s")
        self._known = known
        owners = Membership.objects.filter(project=task.project_id, deleted_at=None).select_related("user")
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]  # a ModelChoiceField
        self.key = task.key

    def clean_day(self) -> Any:
        return in_calendar(self.cleaned_data["day"])

    def clean_links(self) -> tuple[Link, ...]:
        try:
            links = notation.parse(self.cleaned_data["links"], self._known)
        except notation.NotationError as error:
            raise forms.ValidationError(str(error)) from error
        if self.key in [link.key for link in links]:
            raise forms.ValidationError("Une tâche ne peut pas dépendre d’elle-même.")
        return links

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("tie") and "day" in found and not found["day"]:
            self.add_error("day", "Donnez la date.")
        return found

    def wanted(self, network: Network, line: TaskLine) -> Wanted:
        asked = self.cleaned_data
        start = asked["day"] if asked["tie"] == "start" else None
        fixed = asked["day"] if asked["tie"] == "fixed" else None
        planned = replace(line.planned, start=start, fixed=fixed, days=asked["days"], links=asked["links"])
        values = {
            "start": start,
            "fixed_start": fixed,
            "days": asked["days"],
            "progress": asked["progress"] or 0,
            "owner": asked["owner"],
        }
        links = asked["links"] if set(asked["links"]) != set(line.links) else None
        return Wanted(planned, values, links)


def initial_of(line: TaskLine) -> dict[str, Any]:
    """The row as it stands."""
    task: Task = line.task
    return {
        "version": task.version,
        "tie": "fixed" if task.fixed_start else "start" if task.start else "",
        "day": task.fixed_start or task.start,
        "days": task.days,
        "progress": task.progress,
        "owner": task.owner_id,
        "links": notation.write(line.links),
    }
