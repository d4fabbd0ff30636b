"""Writing what a file brings into the planning: all of it, or nothing."""

from collections.abc import Iterable
from typing import Any

import pghistory
from django.db import IntegrityError, transaction

from charter.models import Project
from crmproject.toolkit.refusals import ContentChangedError, RefusedError
from crmproject.toolkit.rows import StaleWriteError, next_position
from planning.exchange.compare import compare
from planning.exchange.draft import Draft
from planning.exchange.dryrun import DryRun, Fate, Line, What
from planning.models import Closing, Gate, GateDependency, Phase, Task, TaskDependency
from planning.schedule import Link


@transaction.atomic
def apply_import(*, project: Project, draft: Draft, read: str, remove: bool, stamp: str) -> DryRun:
    """Apply a file as its dry run of this `stamp` said.

    Raises ContentChangedError when the planning moved since, RefusedError when the dry run has errors.
    """
    # One writer of links at a time, so that two halves of a cycle can’t be written at once.
    Project.objects.select_for_update().get(pk=project.pk)
    run = compare(project, draft, remove=remove, read=read)
    if run.stamp != stamp:
        raise ContentChangedError(
            "Le planning a changé depuis cette lecture\u00a0: la voici refaite. Rien n’a été écrit."
        )
    if not run.may_apply:
        raise RefusedError("Ce fichier a des erreurs, ou ne change rien\u00a0: rien n’a été écrit.")
    try:
        with transaction.atomic(), pghistory.context(reason=f"import du planning ({draft.source})"):
            _write(project, run)
    except (StaleWriteError, IntegrityError) as moved:
        raise ContentChangedError(
            "Le planning a changé pendant l’écriture\u00a0: rien n’a été écrit. Relisez, puis recommencez."
        ) from moved
    return run


def _write(project: Project, run: DryRun) -> None:
    writing = [line for line in run.lines if line.fate.writes]
    of = {what: [line for line in writing if line.what is what] for what in What}
    _write_rows(Phase, project, of[What.PHASE])
    phases = {one.key: one for one in Phase._base_manager.filter(project=project)}
    _write_rows(Task, project, of[What.TASK], phases)
    tasks = {one.key: one.pk for one in Task._base_manager.filter(project=project)}
    for line in of[What.TASK]:
        if line.links is not None:
            _write_links(tasks, line.key, line.links)
    _write_rows(Gate, project, of[What.GATE])
    gates = {one.key: one.pk for one in Gate._base_manager.filter(project=project)}
    for line in of[What.GATE]:
        if "after" in line.values:
            _write_after(gates[line.key], tasks, line.values["after"])
    position = next_position(Closing._base_manager.filter(project=project))
    for at, line in enumerate(of[What.CLOSING]):
        Closing.objects.create(project=project, position=position + at, **line.values)


def _write_rows(
    model: type[Phase | Task | Gate],
    project: Project,
    lines: Iterable[Line],
    phases: dict[str, Phase] | None = None,
) -> None:
    """Create, change, bring back or put aside the rows of these lines, new ones last in the order of the file."""
    made: list[Any] = []
    position = next_position(model._base_manager.filter(project=project))
    for line in lines:
        columns = {name: value for name, value in line.values.items() if name != "after"}
        if "owner" in columns:
            columns["owner_id"] = columns.pop("owner")
        if "phase" in columns and phases is not None:
            columns["phase"] = phases[columns["phase"]]
        if line.row is None:
            made.append(model(project=project, key=line.key, position=position + len(made), **columns))
        elif line.fate is Fate.REMOVED:
            line.row.put_aside(read_version=line.row.version)
        else:
            back = {"deleted_at": None} if line.fate is Fate.RESTORED else {}
            line.row.write(read_version=line.row.version, **columns, **back)
    model._base_manager.bulk_create(made)


def _write_links(tasks: dict[str, int], key: str, links: Iterable[Link]) -> None:
    """Make these the links of a task; those to tasks put aside wait for their return."""
    standing = TaskDependency.objects.filter(task=tasks[key], predecessor__deleted_at=None)
    standing.delete()
    TaskDependency.objects.filter(task=tasks[key], predecessor__in=[tasks[one.key] for one in links]).delete()
    TaskDependency.objects.bulk_create(
        TaskDependency(task_id=tasks[key], predecessor_id=tasks[one.key], kind=one.kind.value, lag=one.lag)
        for one in links
    )


def _write_after(gate: int, tasks: dict[str, int], after: Iterable[str]) -> None:
    GateDependency.objects.filter(gate=gate, task__deleted_at=None).delete()
    GateDependency.objects.filter(gate=gate, task__in=[tasks[key] for key in after]).delete()
    GateDependency.objects.bulk_create(GateDependency(gate_id=gate, task_id=tasks[key]) for key in after)
