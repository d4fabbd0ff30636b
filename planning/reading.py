"""A project’s planning with its computed dates, read in a constant number of queries."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from charter.models import Membership, Project
from crmproject.toolkit.blocks import Json
from planning.models import Closing, Gate, GateDependency, Phase, Task, TaskDependency
from planning.schedule import Link, LinkKind, PlannedTask, ScheduleError, TaskDates, compute


@dataclass(frozen=True)
class TaskLine:
    """A task and its dates; `dates` is None when the planning can’t be computed."""

    task: Task
    owner: str
    links: tuple[Link, ...]
    dates: TaskDates | None

    @property
    def after(self) -> tuple[str, ...]:
        """Keys of its predecessors."""
        return tuple(link.key for link in self.links)

    @property
    def common_lag(self) -> int | None:
        """The delay after all its predecessors, when each is simply waited for until its end; else None."""
        return common_lag(self.links)

    @property
    def planned(self) -> PlannedTask:
        return planned_task(self.task, self.links)

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
    project_start: datetime.date = datetime.date.min
    closings: list[Closing] = field(default_factory=list)

    @property
    def closed(self) -> frozenset[datetime.date]:
        """Every closing day of the company."""
        return frozenset(day for closing in self.closings for day in closing.days)

    def task(self, key: str) -> TaskLine | None:
        return next((line for line in self.tasks if line.task.key == key), None)

    @property
    def tasks(self) -> list[TaskLine]:
        return [line for phase in self.phases for line in phase.tasks]

    @property
    def dates(self) -> dict[str, TaskDates]:
        """The dates of each task that has some, by key."""
        return {line.task.key: line.dates for line in self.tasks if line.dates}

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
    """The planning of this project: eight queries, whatever its size."""
    project_start = Project.objects.values_list("start", flat=True).get(pk=project_id)
    phases = {phase.pk: phase for phase in Phase.objects.filter(project_id=project_id)}
    # Each owner is read once, and not with each of their tasks.
    members = Membership.objects.filter(project_id=project_id).select_related("user").in_bulk()
    tasks = list(Task.objects.live().filter(project_id=project_id).order_by("position", "pk"))
    links = _links(project_id)
    closings = list(Closing.objects.live().filter(project_id=project_id))
    closed = frozenset(day for closing in closings for day in closing.days)
    dates, problem = _dates([planned_task(task, links[task.pk]) for task in tasks], project_start, closed)
    lines: dict[int, list[TaskLine]] = defaultdict(list)
    for task in tasks:
        task.phase = phases[task.phase_id]
        if task.owner_id in members:
            task.owner = members[task.owner_id]
        owner = task.owner.display_name if task.owner else ""
        lines[task.phase_id].append(TaskLine(task, owner, links[task.pk], dates.get(task.key)))
    return Planning(
        # A phase that was put aside stays as long as tasks are in it.
        phases=[
            PhaseLine(phase, lines[pk]) for pk, phase in phases.items() if not phase.is_deleted or lines[pk]
        ],
        gates=_gates(project_id, dates),
        problem=problem,
        project_start=project_start,
        closings=closings,
    )


def planned_task(task: Task, links: tuple[Link, ...]) -> PlannedTask:
    """What the dates of this task depend on."""
    return PlannedTask(task.key, task.days, links, task.start, task.fixed_start, task.due)


def common_lag(links: Iterable[Link]) -> int | None:
    """The one delay of these links, when all simply wait for the end of their predecessor; None when they differ."""
    lags = {link.lag for link in links}
    plain = all(link.kind == LinkKind.FINISH_START for link in links)
    return max(lags, default=0) if plain and len(lags) < 2 else None


def _links(project_id: int) -> dict[int, tuple[Link, ...]]:
    """Links to the live predecessors of each task, by its number."""
    rows = TaskDependency.objects.filter(
        task__project_id=project_id, task__deleted_at=None, predecessor__deleted_at=None
    ).values_list("task_id", "predecessor__key", "kind", "lag")
    found: dict[int, list[Link]] = defaultdict(list)
    for task_id, key, kind, lag in rows:
        found[task_id].append(Link(key, LinkKind(kind), lag))
    return defaultdict(tuple, {task_id: tuple(links) for task_id, links in found.items()})


def _grouped(links: Iterable[tuple[int, str]]) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = defaultdict(list)
    for owner, key in links:
        found[owner].append(key)
    return defaultdict(tuple, {owner: tuple(keys) for owner, keys in found.items()})


def _dates(
    tasks: list[PlannedTask], project_start: datetime.date, closed: frozenset[datetime.date]
) -> tuple[dict[str, TaskDates], str]:
    try:
        return compute(tasks, project_start=project_start, closed=closed), ""
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
    """The planning as plain data, which a block shows and an edition freezes; without its empty phases.

    What a planning may go without stands only where it says something, so that a validated section stays as it is when
    the site learns a new thing. Progress, effort and reference dates move with the work: no section shows them.
    """
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
    data: dict[str, Json] = {"rows": rows, "gates": gates, "problem": planning.problem}
    if planning.closings:
        data["closings"] = [
            {"title": one.title, "start": _iso(one.first_day), "end": _iso(one.last_day)}
            for one in planning.closings
        ]
    return data


def _task_data(line: TaskLine) -> Json:
    task, dates, lag = line.task, line.dates, line.common_lag
    found: dict[str, Json] = {
        "key": task.key,
        "title": task.title,
        "owner": line.owner,
        "days": task.days,
        "after": list(line.after),
        "lag": lag or 0,
        "start": _iso(dates.start if dates else None),
        "end": _iso(dates.end if dates else None),
        "latest_end": _iso(dates.latest_end if dates else None),
        "float_days": dates.float_days if dates else None,
        "critical": bool(dates and dates.is_critical),
    }
    if lag is None:
        found["links"] = [{"key": one.key, "kind": one.kind.value, "lag": one.lag} for one in line.links]
    if task.fixed_start:
        found["fixed"] = _iso(task.fixed_start)
    if task.due:
        found["due"] = _iso(task.due)
    return found


def _iso(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""
