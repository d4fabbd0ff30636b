"""« Et si »: what a change would move in a planning, before anything is written. Pure computation.

A planning is reduced to what its dates come from; a change is the same planning with some tasks replaced. Both are
computed by `planning.schedule`, and compared.
"""

import datetime
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from planning.reading import Planning
from planning.schedule import Link, PlannedTask, ScheduleError, TaskDates, WorkingCalendar, compute

ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Network:
    """What the dates of a planning come from; `gates` are the tasks after which each gate comes, by its key."""

    tasks: Mapping[str, PlannedTask]
    gates: Mapping[str, tuple[str, ...]]
    project_start: datetime.date
    closed: frozenset[datetime.date] = frozenset()

    @classmethod
    def of(cls, planning: Planning) -> "Network":
        return cls(
            {line.task.key: line.planned for line in planning.tasks},
            {line.gate.key: line.after for line in planning.gates},
            planning.project_start,
            planning.closed,
        )

    def with_tasks(self, changed: Mapping[str, PlannedTask]) -> "Network":
        """The same planning, these tasks as they are given."""
        return replace(self, tasks={**self.tasks, **changed})

    def dates(self) -> dict[str, TaskDates]:
        """The dates of every task. Raises CycleError or OutOfCalendarError."""
        return compute(list(self.tasks.values()), project_start=self.project_start, closed=self.closed)

    def calendar(self, *days: datetime.date) -> WorkingCalendar:
        """The working days from the year of the earliest of these days. Raises OutOfCalendarError."""
        return WorkingCalendar(min([self.project_start, *days]).year, self.closed)

    @cached_property
    def stamp(self) -> str:
        """What a person who looks at an effect has under the eyes: another one means that something moved since."""
        tasks = sorted(map(repr, self.tasks.values()))
        gates = sorted((key, sorted(after)) for key, after in self.gates.items())
        seen = repr((tasks, gates, self.project_start, sorted(self.closed)))
        return hashlib.sha256(seen.encode()).hexdigest()


@dataclass(frozen=True)
class Shift:
    """A task whose dates move; both numbers are working days, fewer than none when it comes sooner."""

    key: str
    before: TaskDates
    after: TaskDates
    start_days: int
    days: int


@dataclass(frozen=True)
class GateShift:
    """A gate that falls on another day."""

    key: str
    before: datetime.date | None
    after: datetime.date | None
    days: int


@dataclass(frozen=True)
class Breach:
    """A date that the planning no longer holds: `day` is passed by `days` working days, `was` before the change.

    `imposed` tells an imposed day from a due date. `days` is none when the change makes the planning hold it again.
    """

    key: str
    imposed: bool
    day: datetime.date
    days: int
    was: int


@dataclass(frozen=True)
class Effect:
    """What a change does: what moves, what it breaks, and where the planning then ends.

    `critical` are the tasks that lose their float, `eased` those that find one again. `dates` are those of every task
    after the change; `problem` says why the planning had no dates before it.
    """

    dates: Mapping[str, TaskDates]
    shifts: tuple[Shift, ...] = ()
    gates: tuple[GateShift, ...] = ()
    breaches: tuple[Breach, ...] = ()
    end_before: datetime.date | None = None
    end_after: datetime.date | None = None
    end_days: int = 0
    critical: tuple[str, ...] = ()
    eased: tuple[str, ...] = ()
    problem: str = field(default="")

    @property
    def broken(self) -> list[Breach]:
        """The dates that the change breaks, or breaks further."""
        return [one for one in self.breaches if one.days > one.was]

    @property
    def healed(self) -> list[Breach]:
        """The dates that the change makes the planning hold better."""
        return [one for one in self.breaches if one.days < one.was]

    @property
    def is_nothing(self) -> bool:
        """Whether no date moves."""
        return not (self.shifts or self.gates or self.breaches or self.end_days or self.problem)


def what_if(network: Network, changed: Mapping[str, PlannedTask]) -> Effect:
    """What these tasks, put in the place of those of the same keys, would do.

    Raises CycleError or OutOfCalendarError when the planning would have no dates.
    """
    wanted = network.with_tasks(changed)
    after = wanted.dates()
    try:
        before = network.dates()
    except ScheduleError as error:
        return Effect(after, end_after=_end(after), problem=str(error))
    ruler = _Ruler(network, before, after)
    end_before, end_after = _end(before), _end(after)
    both = [key for key in after if key in before]
    return Effect(
        after,
        tuple(ruler.shifts()),
        tuple(ruler.gates(network.gates)),
        tuple(ruler.breaches(network.tasks, wanted.tasks)),
        end_before,
        end_after,
        ruler.between(end_before, end_after),
        tuple(key for key in both if after[key].is_critical and not before[key].is_critical),
        tuple(key for key in both if before[key].is_critical and not after[key].is_critical),
    )


def _end(dates: Mapping[str, TaskDates]) -> datetime.date | None:
    return max((one.end for one in dates.values()), default=None)


class _Ruler:
    """Compares the dates of the same tasks before and after a change, in working days."""

    def __init__(
        self, network: Network, before: Mapping[str, TaskDates], after: Mapping[str, TaskDates]
    ) -> None:
        self._before, self._after = before, after
        days = [one.start for dates in (before, after) for one in dates.values()]
        self._calendar = network.calendar(*days)

    def between(self, before: datetime.date | None, after: datetime.date | None) -> int:
        """Working days from the evening of one to the evening of the other."""
        if before is None or after is None or before == after:
            return 0
        return self._calendar.number(after + ONE_DAY) - self._calendar.number(before + ONE_DAY)

    def shifts(self) -> Iterator[Shift]:
        for key, after in self._after.items():
            before = self._before.get(key)
            if before and (before.start, before.end) != (after.start, after.end):
                started = self._calendar.number(after.start) - self._calendar.number(before.start)
                yield Shift(key, before, after, started, self.between(before.end, after.end))

    def gates(self, gates: Mapping[str, tuple[str, ...]]) -> Iterator[GateShift]:
        for key, tasks in gates.items():
            before, after = (
                _end({one: dates[one] for one in tasks if one in dates})
                for dates in (self._before, self._after)
            )
            if before != after:
                yield GateShift(key, before, after, self.between(before, after))

    def breaches(
        self, before: Mapping[str, PlannedTask], after: Mapping[str, PlannedTask]
    ) -> Iterator[Breach]:
        for key, dates in self._after.items():
            old, old_dates = before.get(key), self._before.get(key)
            due, fixed = after[key].due, after[key].fixed
            was = old_dates.late_days if old_dates and old and old.due == due else 0
            if due and dates.late_days != was:
                yield Breach(key, False, due, dates.late_days, was)
            was = old_dates.pushed_days if old_dates and old and old.fixed == fixed else 0
            if fixed and dates.pushed_days != was:
                yield Breach(key, True, fixed, dates.pushed_days, was)


@dataclass(frozen=True)
class Earliest:
    """The first day that the links of a task allow it, and the predecessors that it then waits for."""

    day: datetime.date
    waits_for: tuple[str, ...]


def earliest(network: Network, key: str) -> Earliest:
    """When this task could start at the soonest, had it no date of its own. Raises CycleError, OutOfCalendarError."""
    free = replace(network.tasks[key], start=None, fixed=None)
    day = network.with_tasks({key: free}).dates()[key].start
    return Earliest(day, tuple(link.key for link in free.links if _alone(network, free, link) == day))


def _alone(network: Network, task: PlannedTask, link: Link) -> datetime.date:
    """The first day that this link allows, were it the only one."""
    return network.with_tasks({task.key: replace(task, links=(link,))}).dates()[task.key].start
