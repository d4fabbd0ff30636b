"""Writing what a person changed in the planning, all of one act or nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from charter.models import Project
from crmproject.toolkit.refusals import RefusedError
from crmproject.toolkit.rows import StaleWriteError
from planning.models import Task, TaskDependency
from planning.reading import load_planning
from planning.schedule import CycleError, Link, find_cycle
from planning.whatif import Network


class PlanningMovedError(RefusedError):
    """The planning is no longer the one whose effect was shown."""

    def __init__(self) -> None:
        super().__init__("Le planning a changé depuis que vous regardiez cet effet.")


@dataclass(frozen=True)
class TaskWrite:
    """What one act writes of a task: columns, and all its links when they change; `read_version` is the one read."""

    pk: int
    read_version: int
    values: Mapping[str, Any] = field(default_factory=dict)
    links: tuple[Link, ...] | None = None


@transaction.atomic
def write_moves(*, project: Project, writes: Sequence[TaskWrite], seen: str) -> None:
    """Write all of an act, under the lock of the project’s planning; `seen` is the stamp of the planning shown.

    Raises PlanningMovedError when dates moved since, StaleWriteError when somebody wrote one of these tasks, and
    CycleError when tasks would wait for each other; then nothing at all is written.
    """
    Project.objects.select_for_update().get(pk=project.pk)
    planning = load_planning(project.pk)
    if Network.of(planning).stamp != seen:
        # A task that somebody wrote is told as such: it says who, and what stands there.
        _check_versions(writes)
        raise PlanningMovedError
    rows = {line.task.pk: line for line in planning.tasks}
    after = {line.task.key: list(line.after) for line in planning.tasks}
    after |= {
        rows[one.pk].task.key: [link.key for link in one.links]
        for one in writes
        if one.links is not None and one.pk in rows
    }
    if cycle := find_cycle(after):
        raise CycleError(cycle)
    keys = {line.task.key: line.task.pk for line in planning.tasks}
    for one in writes:
        task = Task.objects.get(pk=one.pk, project=project)
        task.write(read_version=one.read_version, **one.values)
        if one.links is not None:
            _write_links(task, one.links, keys)


def _check_versions(writes: Sequence[TaskWrite]) -> None:
    for one in writes:
        current = Task.objects.filter(pk=one.pk).first()
        if current is None or current.version != one.read_version:
            raise StaleWriteError(current)


def _write_links(task: Task, wanted: Iterable[Link], keys: Mapping[str, int]) -> None:
    """Make the links to live tasks these: one to a task put aside waits for its return."""
    by_pk = {keys[link.key]: link for link in wanted}
    standing: Any = TaskDependency.objects.filter(task=task, predecessor__deleted_at=None)
    standing.exclude(predecessor_id__in=by_pk).delete()
    rows = {row.predecessor_id: row for row in standing}
    for pk, link in by_pk.items():
        row = rows.get(pk)
        if row is None:
            TaskDependency.objects.create(task=task, predecessor_id=pk, kind=link.kind, lag=link.lag)
        elif (row.kind, row.lag) != (link.kind, link.lag):
            row.kind, row.lag = link.kind, link.lag
            row.save(update_fields=["kind", "lag"])
