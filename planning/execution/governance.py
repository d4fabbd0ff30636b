"""The meetings of governance: when each body meets next, and what its meetings left to do."""

import calendar
import datetime
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import count, islice

from django.db.models import Prefetch
from django.utils import timezone

from charter.models import Membership
from crmproject.toolkit.blocks import Gathering
from planning.execution.delays import load_closed, working_day_after
from planning.models import GovernanceBody, GovernanceItem, GovernanceMeeting, Rhythm

SHOWN = 4
MONTHS = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3}
WEEK = datetime.timedelta(days=7)


@dataclass(frozen=True)
class BodyLine:
    """A body, its next dates, and the meetings that it held."""

    body: GovernanceBody
    next_dates: list[datetime.date]
    meetings: list[GovernanceMeeting] = field(default_factory=list)
    participants: list[Membership] = field(default_factory=list)

    @property
    def ends_at(self) -> datetime.time | None:
        """When a meeting ends that day; nothing is said of one that would pass midnight."""
        if self.body.starts_at is None:
            return None
        start = datetime.datetime.combine(datetime.date(2000, 1, 1), self.body.starts_at)
        end = start + datetime.timedelta(minutes=self.body.minutes)
        return end.time() if end.date() == start.date() else None

    @property
    def next_on(self) -> datetime.date | None:
        return self.next_dates[0] if self.next_dates else None


def dates_from(
    body: GovernanceBody, day: datetime.date, closed: Collection[datetime.date] = ()
) -> Iterator[datetime.date]:
    """When the body meets from this day on, for ever: its rhythm from `first_on`, moved to the next working day."""
    told = datetime.date.min
    for planned in _rhythm(body):
        met = working_day_after(planned, 0, closed)
        # A long closing may push two meetings onto one day: one is held.
        if met >= day and met > told:
            told = met
            yield met


def _rhythm(body: GovernanceBody) -> Iterator[datetime.date]:
    first = body.first_on
    for number in count():
        try:
            if body.rhythm == Rhythm.WEEKLY:
                yield first + number * WEEK
            else:
                yield _months_after(first, number * MONTHS[Rhythm(body.rhythm)])
        except (OverflowError, ValueError):
            return


def _months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later, the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def load_bodies(project_id: int) -> list[GovernanceBody]:
    """The bodies of a project in order, with who takes part, the meetings held, and what these decided."""
    items = Prefetch("items", GovernanceItem.objects.live().select_related("owner__user"))
    meetings = GovernanceMeeting.objects.live().select_related("project").prefetch_related(items)
    people = Membership.objects.live().select_related("user")
    rows = GovernanceBody.objects.live().filter(project=project_id).select_related("project")
    return list(rows.prefetch_related(Prefetch("participants", people), Prefetch("meetings", meetings)))


def body_lines(gathering: Gathering) -> list[BodyLine]:
    """Every body with its next dates from today."""
    today, closed = timezone.localdate(), gathering.once(load_closed)
    return [
        BodyLine(
            body,
            list(islice(dates_from(body, today, closed), SHOWN)),
            list(body.meetings.all()),
            list(body.participants.all()),
        )
        for body in gathering.once(load_bodies)
    ]


def load_open_items(project_id: int) -> list[GovernanceItem]:
    """Actions still to do, those due first in front."""
    rows = GovernanceItem.objects.open().filter(meeting__project=project_id)
    related = ("owner__user", "meeting__body", "meeting__project")
    return list(rows.select_related(*related).order_by("due", "pk"))
