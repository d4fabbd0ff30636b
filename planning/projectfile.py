"""Phases, tasks and gates in a project file."""

from collections import defaultdict
from datetime import date
from typing import Annotated

from django.db.models import Q
from pydantic import Field

from charter.filepart import Checking, FileModel, FilePart, Loading, register, required
from charter.models import Project
from charter.projectfiles.rows import create_rows, entry_of, live_email, live_rows
from charter.projectfiles.schema import EmailReference
from planning.gatefile import GateEntry, Key, check_gates, choose_sections, dump_gates, load_gates
from planning.models import Phase, Task, TaskDependency
from planning.schedule import PlannedTask, ScheduleError, compute, find_cycle


class PhaseEntry(FileModel):
    key: Key
    title: Annotated[str, required(160)]


class TaskEntry(FileModel):
    key: Key
    phase: str
    title: Annotated[str, required(200)]
    owner: EmailReference = None
    days: Annotated[int, Field(ge=1, le=1000)]
    start: date | None = None
    after: list[str] = Field(default_factory=list)
    lag: Annotated[int, Field(ge=0, le=500)] = 0


class PlanningEntry(FileModel):
    phases: list[PhaseEntry] = Field(default_factory=list)
    tasks: list[TaskEntry] = Field(default_factory=list)
    gates: list[GateEntry] = Field(default_factory=list)


def _check(checking: Checking, entry: PlanningEntry) -> None:
    checking.declare("phase", ((one.key, f"planning.phases[{i}].key") for i, one in enumerate(entry.phases)))
    checking.declare("task", ((one.key, f"planning.tasks[{i}].key") for i, one in enumerate(entry.tasks)))
    checking.declare("gate", ((one.key, f"planning.gates[{i}].key") for i, one in enumerate(entry.gates)))
    for index, task in enumerate(entry.tasks):
        path = f"planning.tasks[{index}]"
        checking.expect("phase", task.phase, f"{path}.phase", unknown="phase inconnue")
        checking.member(task.owner, f"{path}.owner")
        _check_after(checking, task.after, path)
    for index, gate in enumerate(entry.gates):
        _check_after(checking, gate.after, f"planning.gates[{index}]")
    check_gates(checking, entry.gates)
    _check_dates(checking, entry)


def _check_after(checking: Checking, after: list[str], path: str) -> None:
    checking.once(after, f"{path}.after")
    for place, key in enumerate(after):
        checking.expect("task", key, f"{path}.after[{place}]", unknown="tâche inconnue")


def _check_dates(checking: Checking, entry: PlanningEntry) -> None:
    """Refuse tasks that wait for each other, and dates out of the calendar."""
    keys = {task.key: index for index, task in reversed(list(enumerate(entry.tasks)))}
    after = {task.key: tuple(key for key in dict.fromkeys(task.after) if key in keys) for task in entry.tasks}
    if cycle := find_cycle(after):
        path = f"planning.tasks[{keys[cycle[-1]]}].after"
        checking.refuse(path, f"ces tâches s’attendent en boucle : « {' → '.join(cycle)} »")
        return
    project = checking.values.get("project")
    if project is None or len(keys) < len(entry.tasks):
        return
    tasks = [PlannedTask(one.key, one.days, after[one.key], one.lag, one.start) for one in entry.tasks]
    try:
        compute(tasks, project_start=project.start)
    except ScheduleError as error:
        checking.refuse("planning.tasks", str(error))


def _load(loading: Loading, entry: PlanningEntry) -> None:
    phases = {row.key: row for row in create_rows(Phase, loading, (one.model_dump() for one in entry.phases))}
    rows = create_rows(
        Task,
        loading,
        (
            {
                **one.model_dump(exclude={"after"}),
                "phase": phases[one.phase],
                "owner": loading.member(one.owner),
            }
            for one in entry.tasks
        ),
    )
    tasks = loading.named["task"] = {row.key: row for row in rows}
    TaskDependency.objects.bulk_create(
        TaskDependency(task=tasks[one.key], predecessor=tasks[key])
        for one in entry.tasks
        for key in one.after
    )
    load_gates(loading, entry.gates)


def _finish(loading: Loading, entry: PlanningEntry) -> None:
    choose_sections(loading, entry.gates)


def _dump(project: Project) -> PlanningEntry:
    after: dict[int, list[str]] = defaultdict(list)
    links = TaskDependency.objects.filter(task__project=project, predecessor__deleted_at=None).order_by("pk")
    for task_id, key in links.values_list("task_id", "predecessor__key"):
        after[task_id].append(key)
    # A phase put aside while it still has tasks is needed to name theirs.
    kept = Q(deleted_at=None) | Q(tasks__deleted_at=None, tasks__isnull=False)
    phases = Phase.objects.filter(kept, project=project).distinct().order_by("position", "pk")
    return PlanningEntry(
        phases=[entry_of(PhaseEntry, row) for row in phases],
        tasks=[
            entry_of(TaskEntry, row, phase=row.phase.key, owner=live_email(row.owner), after=after[row.pk])
            for row in live_rows(Task, project, "phase", "owner__user")
        ],
        gates=dump_gates(project),
    )


register(
    FilePart(
        "planning", PlanningEntry, _load, _dump, 120, check=_check, default=PlanningEntry, finish=_finish
    )
)
