"""References of the planning in a project file: the dates that they keep, line by line."""

import datetime
from typing import Annotated, Any

from django.utils import timezone
from pydantic import Field

from charter.filepart import Checking, FileModel, Loading, required
from charter.models import Membership, Project
from charter.projectfiles.schema import EmailReference
from planning.gatefile import Key
from planning.models import Baseline, BaselineLine, Gate
from planning.models.tasks import LONGEST_TASK
from planning.schedule import FIRST_YEAR, LAST_YEAR

NOON = datetime.time(12)


class BaselineLineEntry(FileModel):
    """A task or a gate as it stood. `task` or `gate` names what it is today, when it is still there."""

    key: Key
    title: Annotated[str, required(200)]
    task: str | None = None
    gate: str | None = None
    days: Annotated[int, Field(ge=0, le=LONGEST_TASK)] = 0
    start: datetime.date
    end: datetime.date


class BaselineEntry(FileModel):
    """A reference; they stand in the order of their numbers. `name` is who took it, `by` the member that is."""

    title: Annotated[str, required(120)]
    taken_on: datetime.date
    name: Annotated[str, required(300)]
    by: EmailReference = None
    lines: list[BaselineLineEntry]


def check_baselines(checking: Checking, entries: list[BaselineEntry]) -> None:
    """Refuse unknown people, tasks and gates, and dates that make no sense."""
    for index, entry in enumerate(entries):
        path = f"planning.baselines[{index}]"
        checking.member(entry.by, f"{path}.by")
        if not entry.lines:
            checking.refuse(f"{path}.lines", "une référence garde au moins une tâche")
        for place, line in enumerate(entry.lines):
            _check_line(checking, line, f"{path}.lines[{place}]")


def _check_line(checking: Checking, line: BaselineLineEntry, path: str) -> None:
    checking.expect("task", line.task, f"{path}.task", unknown="tâche inconnue")
    checking.expect("gate", line.gate, f"{path}.gate", unknown="point de validation inconnu")
    if line.task and line.gate:
        checking.refuse(f"{path}.gate", "une ligne est une tâche ou un point de validation, pas les deux")
    if line.end < line.start:
        checking.refuse(f"{path}.end", "finit avant de commencer")
    if not FIRST_YEAR <= line.start.year <= line.end.year < LAST_YEAR and line.end >= line.start:
        checking.refuse(f"{path}.start", f"une date de {FIRST_YEAR} à {LAST_YEAR - 1}")


def load_baselines(loading: Loading, entries: list[BaselineEntry]) -> None:
    """Write the references; one whose author is no member is signed by name, on the account of the manager."""
    if not entries:
        return
    tasks: dict[str, Any] = loading.named["task"]
    gates = {gate.key: gate for gate in Gate.objects.filter(project=loading.project)}
    for number, entry in enumerate(entries, start=1):
        member = loading.member(entry.by)
        baseline = Baseline.objects.create(
            project=loading.project,
            number=number,
            title=entry.title,
            taken_at=timezone.make_aware(datetime.datetime.combine(entry.taken_on, NOON)),
            taken_by=member.user if member else loading.project.manager,
            name=entry.name,
        )
        BaselineLine.objects.bulk_create(
            BaselineLine(
                baseline=baseline,
                task=tasks[line.task] if line.task else None,
                gate=gates[line.gate] if line.gate else None,
                **line.model_dump(exclude={"task", "gate"}),
            )
            for line in entry.lines
        )


def dump_baselines(project: Project) -> list[BaselineEntry]:
    """The references in the order of their numbers; what they compare to is named while it stands."""
    rows = list(
        Baseline.objects.filter(project=project)
        .order_by("number")
        .prefetch_related("lines__task", "lines__gate")
    )
    if not rows:
        return []
    members = Membership.objects.live().filter(project=project).select_related("user")
    names = {member.user_id: member for member in members}
    return [
        BaselineEntry(
            title=one.title,
            taken_on=timezone.localdate(one.taken_at),
            name=one.name,
            by=_author(one, names),
            lines=[_line(line) for line in one.lines.all()],
        )
        for one in rows
    ]


def _author(baseline: Baseline, members: dict[int, Membership]) -> str | None:
    """The member who took it, under the name that it bears; the manager who only lent an account is not."""
    member = members.get(baseline.taken_by_id)
    return member.user.email if member and member.display_name == baseline.name else None


def _line(line: BaselineLine) -> BaselineLineEntry:
    return BaselineLineEntry(
        key=line.key,
        title=line.title,
        task=line.task.key if line.task and not line.task.is_deleted else None,
        gate=line.gate.key if line.gate and not line.gate.is_deleted else None,
        days=line.days,
        start=line.start,
        end=line.end,
    )
