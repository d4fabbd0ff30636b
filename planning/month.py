"""A month as a table: its weeks, and in each the bars of what lasts, one under another."""

import calendar
import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

import holidays
from django.utils import timezone

from charter.agenda import Entry
from planning.reading import Planning
from planning.schedule import FIRST_YEAR, LAST_YEAR, SATURDAY, public_holidays

DAYS = 7
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


@dataclass(frozen=True)
class Day:
    """One day of the table; `note` names the holiday or the closing on it."""

    date: datetime.date
    in_month: bool
    note: str = ""

    @property
    def is_today(self) -> bool:
        return self.date == timezone.localdate()

    @property
    def is_off(self) -> bool:
        return bool(self.note) or self.date.weekday() >= SATURDAY


@dataclass(frozen=True)
class Bar:
    """An entry over `span` days of one week, or as many empty days; it may come from, and go on in, another week."""

    span: int
    entry: Entry | None = None
    comes: bool = False
    goes: bool = False


@dataclass(frozen=True)
class Week:
    """Seven days, and under them lanes of bars that fill the week."""

    days: list[Day]
    lanes: list[list[Bar]] = field(default_factory=list)


@dataclass(frozen=True)
class Month:
    """The first day of a month, and what its weeks show."""

    first: datetime.date
    weeks: list[Week]
    entries: list[Entry]

    @property
    def previous(self) -> datetime.date | None:
        before = self.first - datetime.timedelta(days=1)
        return before.replace(day=1) if before.year >= FIRST_YEAR else None

    @property
    def following(self) -> datetime.date | None:
        after = (self.first + datetime.timedelta(days=31)).replace(day=1)
        return after if after.year <= LAST_YEAR else None

    @property
    def running(self) -> list[Entry]:
        """What began before this month, and is not over."""
        return [one for one in self.entries if one.start < self.first]

    @property
    def days(self) -> list[tuple[Day, list[Entry]]]:
        """The days of the month on which something begins or ends, or nobody works outside weekends."""
        found = [
            (day, [one for one in self.entries if day.date in {one.start, one.end}])
            for week in self.weeks
            for day in week.days
            if day.in_month
        ]
        return [(day, begun) for day, begun in found if begun or day.note]


def month_named(text: str) -> datetime.date:
    """The first day of « 2027-03 »; of this month, for a text that names none."""
    try:
        found = datetime.datetime.strptime(text[:7], "%Y-%m").date()  # noqa: DTZ007  # a day, of no zone
    except ValueError:
        found = timezone.localdate()
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        found = timezone.localdate()
    return found.replace(day=1)


def month_of(first: datetime.date, entries: Iterable[Entry], planning: Planning) -> Month:
    """The month that begins on this day."""
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    notes = _notes({day.year for week in weeks for day in week}, planning)
    begin, end = weeks[0][0], weeks[-1][-1]
    shown = [one for one in entries if one.start <= end and one.end >= begin]
    last = (first + datetime.timedelta(days=31)).replace(day=1)
    return Month(
        first,
        [_week(week, first, shown, notes) for week in weeks],
        [one for one in shown if one.start < last and one.end >= first],
    )


def nearest_month(first: datetime.date, entries: Iterable[Entry]) -> datetime.date | None:
    """The next month on which something begins, else the last on which something ended; None when nothing is dated."""
    found = list(entries)
    after = [one.start for one in found if one.start > first]
    before = [one.end for one in found if one.end < first]
    day = min(after) if after else max(before, default=None)
    return day.replace(day=1) if day else None


def _notes(years: set[int], planning: Planning) -> dict[datetime.date, str]:
    """What keeps people from working, by day: closings of the company first, then public holidays."""
    found: dict[datetime.date, str] = {}
    for year in years:
        named = holidays.country_holidays("FR", years=year, language="fr")
        found.update({day: str(named.get(day)).replace("'", "’") for day in public_holidays(year)})
    for closing in planning.closings:
        found.update(dict.fromkeys(closing.days, f"Fermeture\u00a0: {closing.title}"))
    return found


def _week(
    days: list[datetime.date], first: datetime.date, entries: list[Entry], notes: dict[datetime.date, str]
) -> Week:
    lanes: list[list[Entry]] = []
    here = [one for one in entries if one.start <= days[-1] and one.end >= days[0]]
    for one in sorted(here, key=lambda entry: (max(entry.start, days[0]), -_length(entry), entry.key)):
        free = next((lane for lane in lanes if lane[-1].end < one.start), None)
        if free is None:
            lanes.append([one])
        else:
            free.append(one)
    return Week(
        [Day(day, day.month == first.month, notes.get(day, "")) for day in days],
        [_bars(lane, days) for lane in lanes],
    )


def _length(entry: Entry) -> int:
    return (entry.end - entry.start).days


def _bars(lane: list[Entry], days: list[datetime.date]) -> list[Bar]:
    """The lane from the first to the last day of the week, its gaps included."""
    found, at = [], 0
    for one in lane:
        begin = max((one.start - days[0]).days, 0)
        last = min((one.end - days[0]).days, DAYS - 1)
        if begin > at:
            found.append(Bar(begin - at))
        found.append(Bar(last - begin + 1, one, one.start < days[0], one.end > days[-1]))
        at = last + 1
    if at < DAYS:
        found.append(Bar(DAYS - at))
    return found
