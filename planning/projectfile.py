"""Phases, tasks, gates, closing days and references in a project file."""

from collections import defaultdict
from datetime import date
from typing import Annotated, Any

from django.db.models import Q
from pydantic import Field

from charter.filepart import (
    Amount,
    Checking,
    Choice,
    FileModel,
    FilePart,
    Loading,
    one_of,
    register,
    required,
)
from charter.models import Project
from charter.projectfiles.rows import create_rows, entry_of, live_email, live_rows
from charter.projectfiles.schema import EmailReference
from planning.baselinefile import BaselineEntry, check_baselines, dump_baselines, load_baselines
from planning.gatefile import GateEntry, Key, check_gates, choose_sections, dump_gates, load_gates
from planning.models import Closing, LinkKind, Phase, Task, TaskDependency
from planning.models.closings import LONGEST_CLOSING
from planning.models.tasks import LARGEST_EFFORT, LONGEST_LAG, LONGEST_TASK
from planning.reading import common_lag
from planning.schedule import Link, PlannedTask, ScheduleError, check_span, compute, find_cycle
from planning.schedule import LinkKind as Kind


class PhaseEntry(FileModel):
    key: Key
    title: Annotated[str, required(160)]


type Lag = Annotated[int, Field(ge=-LONGEST_LAG, le=LONGEST_LAG)]


class LinkEntry(FileModel):
    """A predecessor whose link is not the plain one: its kind (FS, SS, FF, SF), and its own delay."""

    task: str
    kind: Annotated[Choice, one_of(LinkKind)] = Kind.FINISH_START.value
    lag: Lag = 0


class TaskEntry(FileModel):
    """A task. `after` and `lag` say « the end of each, so many days later »; `links` says anything else."""

    key: Key
    phase: str
    title: Annotated[str, required(200)]
    owner: EmailReference = None
    days: Annotated[int, Field(ge=0, le=LONGEST_TASK)]
    start: date | None = None
    fixed_start: date | None = None
    due: date | None = None
    progress: Annotated[int, Field(ge=0, le=100)] = 0
    effort: Annotated[Amount, Field(le=LARGEST_EFFORT)] | None = None
    after: list[str] = Field(default_factory=list)
    lag: Lag = 0
    links: list[LinkEntry] = Field(default_factory=list)

    def all_links(self) -> list[Link]:
        """The links of both spellings."""
        plain = [Link(key, Kind.FINISH_START, self.lag) for key in self.after]
        return plain + [Link(one.task, Kind(one.kind), one.lag) for one in self.links]


class ClosingEntry(FileModel):
    title: Annotated[str, required(120)]
    first_day: date
    last_day: date


class PlanningEntry(FileModel):
    phases: list[PhaseEntry] = Field(default_factory=list)
    tasks: list[TaskEntry] = Field(default_factory=list)
    gates: list[GateEntry] = Field(default_factory=list)
    closings: list[ClosingEntry] = Field(default_factory=list)
    baselines: list[BaselineEntry] = Field(default_factory=list)


def _check(checking: Checking, entry: PlanningEntry) -> None:
    checking.declare("phase", ((one.key, f"planning.phases[{i}].key") for i, one in enumerate(entry.phases)))
    checking.declare("task", ((one.key, f"planning.tasks[{i}].key") for i, one in enumerate(entry.tasks)))
    checking.declare("gate", ((one.key, f"planning.gates[{i}].key") for i, one in enumerate(entry.gates)))
    for index, task in enumerate(entry.tasks):
        path = f"planning.tasks[{index}]"
        checking.expect("phase", task.phase, f"{path}.phase", unknown="phase inconnue")
        checking.member(task.owner, f"{path}.owner")
        _check_after(checking, task.after, path)
        _check_links(checking, task, path)
        if task.start and task.fixed_start:
            checking.refuse(f"{path}.fixed_start", "un début au plus tôt ou une date imposée, pas les deux")
    for index, closing in enumerate(entry.closings):
        path = f"planning.closings[{index}].last_day"
        if closing.last_day < closing.first_day:
            checking.refuse(path, "finit avant de commencer")
        elif (closing.last_day - closing.first_day).days >= LONGEST_CLOSING:
            checking.refuse(path, f"une fermeture dure au plus {LONGEST_CLOSING} jours")
    for index, gate in enumerate(entry.gates):
        _check_after(checking, gate.after, f"planning.gates[{index}]")
    check_gates(checking, entry.gates)
    check_baselines(checking, entry.baselines)
    _check_dates(checking, entry)


def _check_after(checking: Checking, after: list[str], path: str) -> None:
    checking.once(after, f"{path}.after")
    for place, key in enumerate(after):
        checking.expect("task", key, f"{path}.after[{place}]", unknown="tâche inconnue")


def _check_links(checking: Checking, task: TaskEntry, path: str) -> None:
    keys = [one.task for one in task.links]
    checking.once(keys, f"{path}.links")
    for place, key in enumerate(keys):
        checking.expect("task", key, f"{path}.links[{place}].task", unknown="tâche inconnue")
        if key in task.after:
            checking.refuse(f"{path}.links[{place}].task", f"déjà dans after\u00a0: «\u00a0{key}\u00a0»")


def _check_dates(checking: Checking, entry: PlanningEntry) -> None:
    """Refuse tasks that wait for each other, and dates out of the calendar."""
    keys = {task.key: index for index, task in reversed(list(enumerate(entry.tasks)))}
    links = {
        task.key: tuple({one.key: one for one in task.all_links() if one.key in keys}.values())
        for task in entry.tasks
    }
    after = {key: [one.key for one in some] for key, some in links.items()}
    if cycle := find_cycle(after):
        path = f"planning.tasks[{keys[cycle[-1]]}].after"
        checking.refuse(path, f"ces tâches s’attendent en boucle : « {' → '.join(cycle)} »")
        return
    project = checking.values.get("project")
    if project is None or len(keys) < len(entry.tasks):
        return
    tasks = [
        PlannedTask(one.key, one.days, links[one.key], one.start, one.fixed_start, one.due)
        for one in entry.tasks
    ]
    closed = {day for one in entry.closings for day in Closing(**one.model_dump()).days}
    try:
        check_span(compute(tasks, project_start=project.start, closed=closed))
    except ScheduleError as error:
        checking.refuse("planning.tasks", str(error))


def _load(loading: Loading, entry: PlanningEntry) -> None:
    phases = {row.key: row for row in create_rows(Phase, loading, (one.model_dump() for one in entry.phases))}
    rows = create_rows(
        Task,
        loading,
        (
            {
                **one.model_dump(exclude={"after", "lag", "links"}),
                "phase": phases[one.phase],
                "owner": loading.member(one.owner),
            }
            for one in entry.tasks
        ),
    )
    tasks = loading.named["task"] = {row.key: row for row in rows}
    TaskDependency.objects.bulk_create(
        TaskDependency(task=tasks[one.key], predecessor=tasks[link.key], kind=link.kind, lag=link.lag)
        for one in entry.tasks
        for link in one.all_links()
    )
    create_rows(Closing, loading, (one.model_dump() for one in entry.closings))
    load_gates(loading, entry.gates)
    load_baselines(loading, entry.baselines)


def _finish(loading: Loading, entry: PlanningEntry) -> None:
    choose_sections(loading, entry.gates)


def _dump(project: Project) -> PlanningEntry:
    links: dict[int, list[Link]] = defaultdict(list)
    rows = TaskDependency.objects.filter(task__project=project, predecessor__deleted_at=None).order_by("pk")
    for task_id, key, kind, lag in rows.values_list("task_id", "predecessor__key", "kind", "lag"):
        links[task_id].append(Link(key, Kind(kind), lag))
    # A phase put aside while it still has tasks is needed to name theirs.
    kept = Q(deleted_at=None) | Q(tasks__deleted_at=None, tasks__isnull=False)
    phases = Phase.objects.filter(kept, project=project).distinct().order_by("position", "pk")
    return PlanningEntry(
        phases=[entry_of(PhaseEntry, row) for row in phases],
        tasks=[
            entry_of(
                TaskEntry,
                row,
                phase=row.phase.key,
                owner=live_email(row.owner),
                **_spelled(links[row.pk]),
            )
            for row in live_rows(Task, project, "phase", "owner__user")
        ],
        gates=dump_gates(project),
        closings=[entry_of(ClosingEntry, row) for row in live_rows(Closing, project)],
        baselines=dump_baselines(project),
    )


def _spelled(links: list[Link]) -> dict[str, Any]:
    """The links of a task as a file says them: plainly where that is enough."""
    lag = common_lag(links)
    if lag is not None:
        return {"after": [one.key for one in links], "lag": lag, "links": []}
    entries = [LinkEntry(task=one.key, kind=one.kind.value, lag=one.lag) for one in links]
    return {"after": [], "lag": 0, "links": entries}


register(
    FilePart(
        "planning", PlanningEntry, _load, _dump, 120, check=_check, default=PlanningEntry, finish=_finish
    )
)
