"""Dates of a planning: working days of metropolitan France and of the company, four kinds of links, critical path.

Pure computation on plain values: no database here. Working days are numbered, and each has two marks: its morning
(2n) and its evening (2n + 1). A task starts on a morning and finishes on an evening; a milestone, which lasts no day,
falls on either: on the evening of the last day of what it waits for, else on a morning.
"""

import datetime
import functools
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import holidays

from crmproject.toolkit.templatetags.french import long_date

FIRST_YEAR, LAST_YEAR = 2000, 2150
SATURDAY = 5
# A project is framed in 3 to 18 months [R-DUREE]: a planning of more than ten years is a slip of the pen.
LONGEST_PLANNING = 120


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


class TooLongError(ScheduleError):
    """The planning spans more than LONGEST_PLANNING months; `months` are those that it spans."""

    def __init__(self, start: datetime.date, end: datetime.date, months: int) -> None:
        self.months = months
        super().__init__(
            f"Le planning irait du {long_date(start)} au {long_date(end)}, soit {months} mois\u00a0: "
            f"{months - LONGEST_PLANNING} de plus que les {LONGEST_PLANNING} qu’un planning couvre au plus. "
            "Vérifiez les dates, les durées et les délais."
        )


@functools.cache
def public_holidays(year: int) -> frozenset[datetime.date]:
    """Public holidays of metropolitan France in this year."""
    return frozenset(holidays.country_holidays("FR", years=year))


def is_working_day(day: datetime.date, closed: Collection[datetime.date] = ()) -> bool:
    """Whether people work on this day: neither weekend, nor public holiday, nor closing day of the company."""
    return day.weekday() < SATURDAY and day not in public_holidays(day.year) and day not in closed


@functools.cache
def _working_days(year: int) -> tuple[datetime.date, ...]:
    first = datetime.date(year, 1, 1)
    days = (first + datetime.timedelta(days=n) for n in range((datetime.date(year + 1, 1, 1) - first).days))
    return tuple(day for day in days if is_working_day(day))


class WorkingCalendar:
    """Numbers the working days from the first of January of a year, so that durations are additions.

    `closed` are closing days of the company. Every method raises OutOfCalendarError outside FIRST_YEAR to LAST_YEAR.
    """

    def __init__(self, first_year: int, closed: Collection[datetime.date] = ()) -> None:
        if not FIRST_YEAR <= first_year <= LAST_YEAR:
            raise OutOfCalendarError
        self._next_year = first_year
        self._closed = frozenset(closed)
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
        days = _working_days(self._next_year)
        self._days.extend(day for day in days if day not in self._closed)
        self._next_year += 1


class LinkKind(StrEnum):
    """What a link ties: the finish or the start of the predecessor to the start or the finish of the task."""

    FINISH_START = "FS"
    START_START = "SS"
    FINISH_FINISH = "FF"
    START_FINISH = "SF"

    @property
    def from_finish(self) -> bool:
        return self in {LinkKind.FINISH_START, LinkKind.FINISH_FINISH}

    @property
    def to_finish(self) -> bool:
        return self in {LinkKind.FINISH_FINISH, LinkKind.START_FINISH}


@dataclass(frozen=True)
class Link:
    """What a task waits for: a predecessor, the kind of link, and `lag` working days more (fewer when negative)."""

    key: str
    kind: LinkKind = LinkKind.FINISH_START
    lag: int = 0


@dataclass(frozen=True)
class PlannedTask:
    """What a task’s dates depend on. `days` are working days, none for a milestone.

    `start` means « not before », `fixed` « on that day », `due` « finished on that day at the latest ». Links win over
    an imposed day: a task never starts before what it waits for. Nothing starts before the planning does, however far
    back a negative lag reaches.
    """

    key: str
    days: int = 1
    links: tuple[Link, ...] = ()
    start: datetime.date | None = None
    fixed: datetime.date | None = None
    due: datetime.date | None = None


@dataclass(frozen=True)
class TaskDates:
    """When a task takes place, and how many working days it may slip.

    `float_days` delay neither the end of the planning, nor a date imposed or due, its own or one further on;
    `free_days` delay no other task at all. Neither is ever negative: there is none where a date is lost already.
    `late_days` are those by which the task passes its own due date, `pushed_days` those by which its predecessors push
    it past its imposed day.
    """

    start: datetime.date
    end: datetime.date
    latest_end: datetime.date
    float_days: int
    free_days: int = 0
    late_days: int = 0
    pushed_days: int = 0

    @property
    def is_critical(self) -> bool:
        return self.float_days == 0


def compute(
    tasks: Sequence[PlannedTask],
    *,
    project_start: datetime.date,
    closed: Collection[datetime.date] = (),
) -> dict[str, TaskDates]:
    """The dates of every task, by key; `closed` are closing days of the company.

    A task with neither predecessor nor date of its own starts with the project. Raises CycleError or
    OutOfCalendarError.
    """
    if not tasks:
        return {}
    first_day = min([project_start, *(day for task in tasks for day in (task.start, task.fixed) if day)])
    dues = [task.due for task in tasks if task.due]
    calendar = WorkingCalendar(min([first_day, *dues]).year, closed)
    network = _Network(_ordered(tasks), calendar, calendar.number(project_start), calendar.number(first_day))
    return {task.key: network.dates(task) for task in tasks}


def check_span(dates: Mapping[str, TaskDates]) -> None:
    """Raise TooLongError when these dates, taken together, span more than LONGEST_PLANNING months."""
    if not dates:
        return
    start = min(one.start for one in dates.values())
    end = max(one.end for one in dates.values())
    # A month begun counts: from 1 March to 1 April are two.
    months = (end.year - start.year) * 12 + end.month - start.month + (end.day >= start.day)
    if months > LONGEST_PLANNING:
        raise TooLongError(start, end, months)


def too_long(after: Mapping[str, TaskDates], *, before: Mapping[str, TaskDates]) -> str:
    """Why these dates span too much, unless those before did already and spanned as much."""
    try:
        check_span(after)
    except TooLongError as error:
        try:
            check_span(before)
        except TooLongError as standing:
            return str(error) if error.months > standing.months else ""
        return str(error)
    return ""


def find_cycle(after: Mapping[str, Iterable[str]]) -> list[str]:
    """The keys of one cycle in order, its first key again at the end; empty when nothing waits for itself."""
    return _one_cycle(after, set(after).difference(_sorted_keys(after)))


def _ordered(tasks: Sequence[PlannedTask]) -> list[PlannedTask]:
    by_key = {task.key: task for task in tasks}
    after = {task.key: [link.key for link in task.links] for task in tasks}
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


class _Network:
    """The two passes of the critical path method over tasks that stand predecessors first.

    All instants are marks: the morning of the working day n is 2n, its evening 2n + 1.
    """

    def __init__(
        self, in_order: Sequence[PlannedTask], calendar: WorkingCalendar, project_start: int, origin: int
    ) -> None:
        self._calendar = calendar
        self._project_start, self._origin = project_start, origin
        self._days = {task.key: task.days for task in in_order}
        self._starts: dict[str, int] = {}
        for task in in_order:
            self._starts[task.key] = self._earliest(task)
        # The evening on which all is over.
        self._last = max(self._finish(key) for key in self._days) | 1
        self._latest = {task.key: self._held_until(task) for task in in_order}
        self._free = dict.fromkeys(self._days, self._last)
        for task in reversed(in_order):
            self._backward(task)

    def _finish(self, key: str) -> int:
        days = self._days[key]
        return self._starts[key] + (2 * days - 1 if days else 0)

    def _earliest(self, task: PlannedTask) -> int:
        """The earliest start that the links, the dates of the task and the origin allow."""
        own = [2 * self._calendar.number(day) for day in (task.start, task.fixed) if day]
        first = 2 * (self._origin if task.links else self._project_start)
        start = max([*(own or [first]), *(self._reached(link) + _step(task, link) for link in task.links)])
        return start + start % 2 if task.days else start

    def _reached(self, link: Link) -> int:
        """Where the predecessor is when the link lets go."""
        return self._finish(link.key) if link.kind.from_finish else self._starts[link.key]

    def _held_until(self, task: PlannedTask) -> int:
        """The latest finish by which the end of the planning and the task’s own dates are held."""
        held = self._last
        if task.due:
            held = min(held, 2 * self._due(task.due) + 1)
        if task.fixed:
            held = min(held, 2 * (self._calendar.number(task.fixed) + max(task.days, 1)) - 1)
        return held

    def _backward(self, task: PlannedTask) -> None:
        """Bring the latest start of this task into the latest finish of its predecessors, and their free float."""
        start = self._starts[task.key]
        latest_start = self._latest[task.key] - (self._finish(task.key) - start)
        for link in task.links:
            key, step = link.key, _step(task, link)
            self._latest[key] = min(self._latest[key], self._finish_within(link, latest_start - step))
            self._free[key] = min(self._free[key], self._finish_within(link, start - step))

    def _finish_within(self, link: Link, mark: int) -> int:
        """The latest finish of the predecessor that is past this link at this mark."""
        days = self._days[link.key]
        if not days:
            return mark
        if link.kind.from_finish:
            return mark - (mark + 1) % 2
        return mark - mark % 2 + 2 * days - 1

    def _due(self, day: datetime.date) -> int:
        """The number of this day, or of the last working day before it."""
        return self._calendar.number(day + datetime.timedelta(days=1)) - 1

    def dates(self, task: PlannedTask) -> TaskDates:
        """What the passes say of this task, as days. What can’t be held in time has no float."""
        start, finish = self._starts[task.key] // 2, self._finish(task.key)
        spare = max(0, (self._latest[task.key] - finish) // 2)
        end = finish // 2
        return TaskDates(
            start=self._calendar.day(start),
            end=self._calendar.day(end),
            latest_end=self._calendar.day(end + spare),
            float_days=spare,
            free_days=max(0, min((self._free[task.key] - finish) // 2, spare)),
            late_days=max(0, end - self._due(task.due)) if task.due else 0,
            pushed_days=max(0, start - self._calendar.number(task.fixed)) if task.fixed else 0,
        )


def _step(task: PlannedTask, link: Link) -> int:
    """Marks from where the predecessor lets go to the earliest start of the task.

    A task that finishes when another one starts (SF) finishes on the evening before.
    """
    if not task.days or not link.kind.to_finish:
        return 2 * link.lag
    return 2 * link.lag - 2 * task.days + (1 if link.kind.from_finish else 0)
