"""When the CRM goes live by the planning, and when its review and refresher are due [R-BILAN]."""

import calendar
import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from charter.blocks.change import load_trainings
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.templatetags.french import long_date
from planning.reading import TaskLine, load_planning
from planning.stepwords import GO_LIVE, GO_LIVE_TOO, REFRESHER, REVIEW, named

NBSP = "\u00a0"
# « Deux semaines à un mois après », then « un à deux mois après » the CRM is in place.
TWO_WEEKS = datetime.timedelta(days=14)
# A public holiday or a weekend more is no fault.
GRACE = datetime.timedelta(days=3)


@dataclass(frozen=True)
class Window:
    """Days from the first to the last, both included."""

    first: datetime.date
    last: datetime.date

    def meets(self, start: datetime.date, end: datetime.date) -> bool:
        """Whether a span of days has one in this window, or a few days away from it."""
        return start <= self.last + GRACE and end >= self.first - GRACE

    @property
    def words(self) -> str:
        return f"du {long_date(self.first)} au {long_date(self.last)}"


@dataclass(frozen=True)
class Appointment:
    """Something planned over days: a task of the planning by its `key`, or else a training of the change plan."""

    title: str
    start: datetime.date
    end: datetime.date
    key: str = ""
    pk: int = 0

    @property
    def words(self) -> str:
        """« T13 Bilan à un mois, le 3 mars 2027 »."""
        name = " ".join(filter(None, [self.key, self.title]))
        if self.start == self.end:
            return f"{name}, le {long_date(self.start)}"
        return f"{name}, du {long_date(self.start)} au {long_date(self.end)}"


@dataclass(frozen=True)
class Dates:
    """The dates of a project’s review: `go_live` is the evening of the task « mise en place », unknown without one."""

    go_live: Appointment | None
    reviews: list[Appointment]
    refreshers: list[Appointment]

    @property
    def live_on(self) -> datetime.date | None:
        return self.go_live.end if self.go_live else None

    @property
    def window(self) -> Window | None:
        """Two weeks to a month after the CRM is in place."""
        return Window(self.live_on + TWO_WEEKS, months_after(self.live_on, 1)) if self.live_on else None

    @property
    def refresher_window(self) -> Window | None:
        """One to two months after the CRM is in place."""
        if self.live_on is None:
            return None
        return Window(months_after(self.live_on, 1), months_after(self.live_on, 2))

    @property
    def review(self) -> Appointment | None:
        """The first review of the planning."""
        return self.reviews[0] if self.reviews else None

    @property
    def review_is_out(self) -> bool:
        """Whether the first review is planned wholly outside its window."""
        one, window = self.review, self.window
        return bool(one and window) and not window.meets(one.start, one.end)  # type: ignore[union-attr]

    @property
    def refreshers_out(self) -> list[Appointment]:
        """Refreshers planned outside their window, where none is inside it."""
        window = self.refresher_window
        if window is None or any(window.meets(one.start, one.end) for one in self.refreshers):
            return []
        return self.refreshers

    @property
    def warnings(self) -> list[str]:
        """What the page says of these dates, in French."""
        return list(_warnings(self))

    def is_live(self, day: datetime.date) -> bool:
        """Whether the CRM is in place on this day, as far as the planning tells."""
        return self.live_on is not None and self.live_on <= day


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later, or the last of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))


def review_dates(gathering: Gathering) -> Dates:
    """What the planning and the change plan say; a training that the planning holds too stands twice."""
    tasks = gathering.once(load_planning).tasks
    live = max(_appointments(named(tasks, GO_LIVE, GO_LIVE_TOO)), key=_end, default=None)
    trainings = [
        Appointment(str(one), one.held_on, one.held_on, pk=one.pk)
        for one in gathering.once(load_trainings)
        if one.is_refresher and one.held_on
    ]
    refreshers = _appointments(named(tasks, REFRESHER)) + trainings
    reviews = _appointments(named(tasks, REVIEW))
    return Dates(live, sorted(reviews, key=_end), sorted(refreshers, key=_end))


def _appointments(lines: Iterable[TaskLine]) -> list[Appointment]:
    return [
        Appointment(line.task.title, line.dates.start, line.dates.end, line.task.key, line.task.pk)
        for line in lines
        if line.dates
    ]


def _end(one: Appointment) -> datetime.date:
    return one.end


def _warnings(dates: Dates) -> Iterator[str]:
    if dates.go_live is None:
        yield (
            f"Le planning n’a pas de tâche «{NBSP}mise en place{NBSP}» datée{NBSP}: le jour du bilan ne se calcule pas."
        )
    if dates.review is None:
        yield (
            f"Aucun bilan n’est prévu au planning{NBSP}: ajoutez-en un, deux semaines à un mois après la mise en place."
        )
    elif dates.review_is_out and dates.window:
        yield f"{dates.review.words}{NBSP}: hors de la période conseillée, {dates.window.words}."
    if not dates.refreshers:
        yield f"Aucun perfectionnement n’est prévu{NBSP}: il vient un à deux mois après la mise en place."
    elif (out := dates.refreshers_out) and dates.refresher_window:
        yield (
            f"Perfectionnement hors de la période conseillée, {dates.refresher_window.words}{NBSP}: "
            f"{' ; '.join(one.words for one in out)}."
        )
