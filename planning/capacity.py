"""Who is asked for more than their time: the load of each person by week, against what they give the project.

The effort of a task, in days of its owner’s work, is spread evenly over its working days; a milestone’s falls on its
day. A person’s capacity is the share of their time that they give (the whole of it while nobody said), on the working
days of the week.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property

from charter.models import Membership
from planning.reading import Planning, TaskLine
from planning.schedule import FIRST_YEAR, WorkingCalendar

WHOLE = 100
WEEK = datetime.timedelta(days=7)


@dataclass(frozen=True)
class WeekLoad:
    """A week of a person, from this Monday; `load` and `capacity` are days of work."""

    monday: datetime.date
    load: Fraction
    capacity: Fraction
    tasks: tuple[str, ...]

    @property
    def excess(self) -> Fraction:
        return max(Fraction(0), self.load - self.capacity)

    @property
    def is_over(self) -> bool:
        return self.load > self.capacity


@dataclass(frozen=True)
class PersonLoad:
    """A person with the weeks in which they have work; `unknown` are their tasks whose effort nobody said."""

    member: Membership
    weeks: tuple[WeekLoad, ...] = ()
    unknown: tuple[TaskLine, ...] = ()

    @property
    def share(self) -> int:
        """The share of their time, in hundredths; the whole of it while nobody said."""
        return self.member.share or WHOLE

    @cached_property
    def load(self) -> Fraction:
        return sum((week.load for week in self.weeks), Fraction(0))

    @cached_property
    def capacity(self) -> Fraction:
        """What they can give in the weeks in which they have work."""
        return sum((week.capacity for week in self.weeks), Fraction(0))

    @cached_property
    def excess(self) -> Fraction:
        return sum((week.excess for week in self.weeks), Fraction(0))

    @cached_property
    def over(self) -> list[WeekLoad]:
        return [week for week in self.weeks if week.is_over]


@dataclass(frozen=True)
class Workload:
    """The load of everybody who has a task, the most overloaded first; `unowned` efforts fall on nobody."""

    people: tuple[PersonLoad, ...] = ()
    unknown: tuple[TaskLine, ...] = ()
    unowned: tuple[TaskLine, ...] = field(default=())

    @property
    def over(self) -> list[PersonLoad]:
        return [one for one in self.people if one.over]

    def of(self, pk: int) -> PersonLoad | None:
        return next((one for one in self.people if one.member.pk == pk), None)


def workload(planning: Planning) -> Workload:
    """The load that this planning asks of each person. Empty while it has no dates."""
    dated = [line for line in planning.tasks if line.dates]
    if not dated:
        return Workload()
    first = min(line.dates.start for line in dated if line.dates)
    calendar = WorkingCalendar(max(FIRST_YEAR, (first - WEEK).year), planning.closed)
    by_owner: dict[int, list[TaskLine]] = defaultdict(list)
    for line in dated:
        if line.task.owner_id is not None:
            by_owner[line.task.owner_id].append(line)
    people = [_person(lines, calendar) for lines in by_owner.values()]
    return Workload(
        tuple(sorted(people, key=lambda one: (-one.excess, -one.load, one.member.display_name))),
        tuple(line for line in dated if line.task.effort is None and line.task.days),
        tuple(line for line in dated if line.task.effort and line.task.owner_id is None),
    )


def _person(lines: list[TaskLine], calendar: WorkingCalendar) -> PersonLoad:
    member = lines[0].task.owner
    assert member is not None  # noqa: S101 - the lines are those of an owner
    share = Fraction(member.share or WHOLE, WHOLE)
    load: dict[datetime.date, Fraction] = defaultdict(Fraction)
    tasks: dict[datetime.date, list[str]] = defaultdict(list)
    for line in lines:
        for monday, part in _spread(line, calendar):
            load[monday] += part
            tasks[monday].append(line.task.key)
    weeks = [
        WeekLoad(monday, load[monday], share * _working_days(monday, calendar), tuple(tasks[monday]))
        for monday in sorted(load)
    ]
    return PersonLoad(
        member, tuple(weeks), tuple(line for line in lines if line.task.effort is None and line.task.days)
    )


def _spread(line: TaskLine, calendar: WorkingCalendar) -> Iterator[tuple[datetime.date, Fraction]]:
    """The effort of a task that falls in each week."""
    if not line.task.effort or line.dates is None:
        return
    effort, dates = Fraction(line.task.effort), line.dates
    first, end = calendar.number(dates.start), calendar.number(dates.end)
    monday = _monday(dates.start)
    while monday <= dates.end:
        begin, over = max(first, calendar.number(monday)), min(end + 1, calendar.number(monday + WEEK))
        if over > begin:
            yield monday, effort * (over - begin) / (end + 1 - first)
        monday += WEEK


def _working_days(monday: datetime.date, calendar: WorkingCalendar) -> int:
    return calendar.number(monday + WEEK) - calendar.number(monday)


def _monday(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=day.weekday())


def in_days(amount: Fraction) -> Decimal:
    """This amount of days to the hundredth."""
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
