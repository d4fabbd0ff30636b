"""A project’s planning with its computed dates, read in a constant number of queries."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from charter.models import Project
from crmproject.toolkit.blocks import Json
from planning.models import Gate, GateDependency, Phase, Task, TaskDependency
from planning.schedule import PlannedTask, ScheduleError, TaskDates, compute


@dataclass(frozen=True)
class TaskLine:
    """A task and its dates; `dates` is None when the planning can’t be computed."""

    task: Task
    owner: str
    after: tuple[str, ...]
    dates: TaskDates | None

    @property
    def has_owner(self) -> bool:
        """Every task has somebody in charge of it [E-RESPONSABLE]."""
        return bool(self.owner)


@dataclass(frozen=True)
class PhaseLine:
    """A phase, from the start of its first task to the end of its last."""

    phase: Phase
    tasks: list[TaskLine]

    @property
    def start(self) -> datetime.date | None:
        return min((line.dates.start for line in self.tasks if line.dates), default=None)

    @property
    def end(self) -> datetime.date | None:
        return max((line.dates.end for line in self.tasks if line.dates), default=None)


@dataclass(frozen=True)
class GateLine:
    """A gate, on the day when the last of its tasks ends."""

    gate: Gate
    after: tuple[str, ...]
    date: datetime.date | None


@dataclass(frozen=True)
class Planning:
    """The whole planning in order; `problem` says in French why it has no dates."""

    phases: list[PhaseLine] = field(default_factory=list)
    gates: list[GateLine] = field(default_factory=list)
    problem: str = ""

    @property
    def tasks(self) -> list[TaskLine]:
        return [line for phase in self.phases for line in phase.tasks]

    @property
    def start(self) -> datetime.date | None:
        return min((phase.start for phase in self.phases if phase.start), default=None)

    @property
    def end(self) -> datetime.date | None:
        return max((phase.end for phase in self.phases if phase.end), default=None)

    @property
    def without_owner(self) -> list[TaskLine]:
        return [line for line in self.tasks if not line.has_owner]


def load_planning(project_id: int) -> Planning:
    """The planning of this project: six queries, whatever its size."""
    project_start = Project.objects.values_list("start", flat=True).get(pk=project_id)
    phases = list(Phase.objects.filter(project_id=project_id))
    tasks = list(
        Task.objects.live()
        .filter(project_id=project_id)
        .select_related("owner__user")
        .order_by("position", "pk")
    )
    after = _predecessors(project_id)
    dates, problem = _dates(tasks, after, project_start)
    lines: dict[int, list[TaskLine]] = defaultdict(list)
    for task in tasks:
        owner = task.owner.display_name if task.owner else ""
        lines[task.phase_id].append(TaskLine(task, owner, after[task.pk], dates.get(task.key)))
    return Planning(
        # A phase that was put aside stays as long as tasks are in it.
        phases=[
            PhaseLine(phase, lines[phase.pk]) for phase in phases if not phase.is_deleted or lines[phase.pk]
        ],
        gates=_gates(project_id, dates),
        problem=problem,
    )


def _predecessors(project_id: int) -> dict[int, tuple[str, ...]]:
    """Keys of the live predecessors of each task, by its number."""
    links = TaskDependency.objects.filter(
        task__project_id=project_id, task__deleted_at=None, predecessor__deleted_at=None
    ).values_list("task_id", "predecessor__key")
    return _grouped(links)


def _grouped(links: Iterable[tuple[int, str]]) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = defaultdict(list)
    for owner, key in links:
        found[owner].append(key)
    return defaultdict(tuple, {owner: tuple(keys) for owner, keys in found.items()})


def _dates(
    tasks: list[Task], after: dict[int, tuple[str, ...]], project_start: datetime.date
) -> tuple[dict[str, TaskDates], str]:
    plan = [PlannedTask(task.key, task.days, after[task.pk], task.lag, task.start) for task in tasks]
    try:
        return compute(plan, project_start=project_start), ""
    except ScheduleError as error:
        return {}, str(error)


def _gates(project_id: int, dates: dict[str, TaskDates]) -> list[GateLine]:
    gates = Gate.objects.live().filter(project_id=project_id)
    links = GateDependency.objects.filter(
        gate__project_id=project_id, gate__deleted_at=None, task__deleted_at=None
    ).values_list("gate_id", "task__key")
    after = _grouped(links)
    return [
        GateLine(
            gate,
            after[gate.pk],
            max((dates[key].end for key in after[gate.pk] if key in dates), default=None),
        )
        for gate in gates
    ]


def as_data(planning: Planning) -> dict[str, Json]:
    """The planning as plain data, which a block shows and an edition freezes; without its empty phases."""
    rows: list[Json] = [
        {
            "key": line.phase.key,
            "title": line.phase.title,
            "start": _iso(line.start),
            "end": _iso(line.end),
            "tasks": [_task_data(task) for task in line.tasks],
        }
        for line in planning.phases
        if line.tasks
    ]
    gates: list[Json] = [
        {"key": line.gate.key, "title": line.gate.title, "date": _iso(line.date), "after": list(line.after)}
        for line in planning.gates
    ]
    return {"rows": rows, "gates": gates, "problem": planning.problem}


def _task_data(line: TaskLine) -> Json:
    task, dates = line.task, line.dates
    return {
        "key": task.key,
        "title": task.title,
        "owner": line.owner,
        "days": task.days,
        "after": list(line.after),
        "lag": task.lag,
        "start": _iso(dates.start if dates else None),
        "end": _iso(dates.end if dates else None),
        "latest_end": _iso(dates.latest_end if dates else None),
        "float_days": dates.float_days if dates else None,
        "critical": bool(dates and dates.is_critical),
    }


def _iso(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""
