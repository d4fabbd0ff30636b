"""Dates of a planning: working days of metropolitan France, finish-to-start links, critical path.

Pure computation on plain values: no database here. A task of d days occupies d consecutive working days,
both ends included; its successor starts on the next working day, `lag` working days later.
"""

import datetime
import functools
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import holidays

FIRST_YEAR, LAST_YEAR = 2000, 2150
SATURDAY = 5


class ScheduleError(ValueError):
    """The planning has no dates; the message says why, in French."""


class CycleError(ScheduleError):
    """Tasks wait for each other; `path` lists their keys in order, the first one again at the end."""

    def __init__(self, path: Sequence[str]) -> None:
        self.path = list(path)
        super().__init__(f"Ces tâches s’attendent en boucle : «\u00a0{' → '.join(self.path)}\u00a0».")


class OutOfCalendarError(ScheduleError):
    """A date leaves the years for which public holidays are known here."""

    def __init__(self) -> None:
        super().__init__(
            f"Le planning sort du calendrier ({FIRST_YEAR} à {LAST_YEAR})\u00a0: vérifiez les dates et durées."
        )


@functools.cache
def public_holidays(year: int) -> frozenset[datetime.date]:
    """Public holidays of metropolitan France in this year."""
    return frozenset(holidays.country_holidays("FR", years=year))


def is_working_day(day: datetime.date) -> bool:
    return day.weekday() < SATURDAY and day not in public_holidays(day.year)


@functools.cache
def _working_days(year: int) -> tuple[datetime.date, ...]:
    first = datetime.date(year, 1, 1)
    days = (first + datetime.timedelta(days=n) for n in range((datetime.date(year + 1, 1, 1) - first).days))
    return tuple(day for day in days if is_working_day(day))


class WorkingCalendar:
    """Numbers the working days from the first of January of a year, so that durations are additions.

    Every method raises OutOfCalendarError outside FIRST_YEAR to LAST_YEAR.
    """

    def __init__(self, first_year: int) -> None:
        if not FIRST_YEAR <= first_year <= LAST_YEAR:
            raise OutOfCalendarError
        self._next_year = first_year
        self._days: list[datetime.date] = []

    def number(self, day: datetime.date) -> int:
        """The number of this day, or of the next working day when it isn’t one."""
        while not self._days or self._days[-1] < day:
            self._grow()
        return bisect_left(self._days, day)

    def day(self, number: int) -> datetime.date:
        """The working day of this number."""
        while number >= len(self._days):
            self._grow()
        return self._days[number]

    def _grow(self) -> None:
        if self._next_year > LAST_YEAR:
            raise OutOfCalendarError
        self._days.extend(_working_days(self._next_year))
        self._next_year += 1


@dataclass(frozen=True)
class PlannedTask:
    """What a task’s dates depend on. `days` and `lag` count working days, `start` means « not before »."""

    key: str
    days: int = 1
    after: tuple[str, ...] = ()
    lag: int = 0
    start: datetime.date | None = None


@dataclass(frozen=True)
class TaskDates:
    """When a task takes place, and how many working days it may slip without delaying the whole."""

    start: datetime.date
    end: datetime.date
    latest_end: datetime.date
    float_days: int

    @property
    def is_critical(self) -> bool:
        return self.float_days == 0


def compute(tasks: Sequence[PlannedTask], *, project_start: datetime.date) -> dict[str, TaskDates]:
    """The dates of every task, by key.

    A task with neither predecessor nor date of its own starts with the project. Raises CycleError or
    OutOfCalendarError.
    """
    if not tasks:
        return {}
    calendar = WorkingCalendar(min([project_start, *(task.start for task in tasks if task.start)]).year)
    in_order = _ordered(tasks)
    starts = _forward(in_order, calendar, calendar.number(project_start))
    floats = _floats(in_order, starts)
    return {
        task.key: TaskDates(
            start=calendar.day(starts[task.key]),
            end=calendar.day(starts[task.key] + task.days - 1),
            latest_end=calendar.day(starts[task.key] + task.days - 1 + floats[task.key]),
            float_days=floats[task.key],
        )
        for task in tasks
    }


def find_cycle(after: Mapping[str, Iterable[str]]) -> list[str]:
    """The keys of one cycle in order, its first key again at the end; empty when nothing waits for itself."""
    return _one_cycle(after, set(after).difference(_sorted_keys(after)))


def _ordered(tasks: Sequence[PlannedTask]) -> list[PlannedTask]:
    by_key = {task.key: task for task in tasks}
    after = {task.key: task.after for task in tasks}
    keys = _sorted_keys(after)
    if len(keys) < len(by_key):
        raise CycleError(_one_cycle(after, by_key.keys() - keys))
    return [by_key[key] for key in keys]


def _sorted_keys(after: Mapping[str, Iterable[str]]) -> list[str]:
    """Keys, predecessors first; those of a cycle and what follows it are missing."""
    waits_for = {key: len(set(predecessors)) for key, predecessors in after.items()}
    successors: dict[str, list[str]] = {key: [] for key in after}
    for key, predecessors in after.items():
        for predecessor in set(predecessors):
            successors[predecessor].append(key)
    ready = [key for key, count in waits_for.items() if count == 0]
    for key in ready:
        for successor in successors[key]:
            waits_for[successor] -= 1
            if waits_for[successor] == 0:
                ready.append(successor)  # the list is the queue that this loop consumes
    return ready


def _one_cycle(after: Mapping[str, Iterable[str]], unsorted: Collection[str]) -> list[str]:
    """Walk back from predecessor to predecessor among the unsorted keys, until one comes again."""
    if not unsorted:
        return []
    walked: list[str] = []
    key = min(unsorted)
    while key not in walked:
        walked.append(key)
        key = min(predecessor for predecessor in after[key] if predecessor in unsorted)
    cycle = walked[walked.index(key) :][::-1]
    first = cycle.index(min(cycle))
    return [*cycle[first:], *cycle[:first], cycle[first]]


def _forward(
    in_order: Sequence[PlannedTask], calendar: WorkingCalendar, project_start: int
) -> dict[str, int]:
    starts: dict[str, int] = {}
    ends: dict[str, int] = {}
    for task in in_order:
        bounds = [calendar.number(task.start)] if task.start else []
        if task.after:
            bounds.append(max(ends[key] for key in task.after) + 1 + task.lag)
        starts[task.key] = max(bounds, default=project_start)
        ends[task.key] = starts[task.key] + task.days - 1
    return starts


def _floats(in_order: Sequence[PlannedTask], starts: Mapping[str, int]) -> dict[str, int]:
    """Total floats, by the backward pass of the critical path method."""
    last = max(starts[task.key] + task.days - 1 for task in in_order)
    latest_ends = dict.fromkeys(starts, last)
    floats: dict[str, int] = {}
    for task in reversed(in_order):
        latest_start = latest_ends[task.key] - task.days + 1
        floats[task.key] = latest_start - starts[task.key]
        for key in task.after:
            latest_ends[key] = min(latest_ends[key], latest_start - 1 - task.lag)
    return floats
