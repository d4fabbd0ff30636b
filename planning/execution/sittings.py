"""The meetings of governance to come, and who knows of each: read in the notices that they got."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.standing import Told, ToldByTopic, last_told
from charter.members import load_members
from charter.models import Membership, Project
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.fingerprints import fingerprint
from crmproject.toolkit.ics import Event, uid_of
from planning.execution.delays import load_closed
from planning.execution.governance import BodyLine, body_lines, dates_from
from requirements.workshops import hours, moment

CANCELLED = "cancelled"


@dataclass(frozen=True)
class Sitting:
    """One meeting of a body on a day: whether the body still meets then, and what each person was told of it."""

    line: BodyLine
    day: datetime.date
    stands: bool
    members: list[Membership]
    told: dict[int, Told] = field(default_factory=dict)

    @property
    def topic(self) -> str:
        return topic_of(self.line.body.pk, self.day)

    @cached_property
    def state(self) -> str:
        """What people must know of it, in a word that changes with it; CANCELLED when the body no longer meets."""
        if not self.stands:
            return CANCELLED
        body = self.line.body
        said = [
            body.title,
            body.starts_at and body.starts_at.isoformat(),
            body.minutes,
            body.place,
            body.link,
        ]
        return fingerprint(said)[:16]

    @property
    def is_to_come(self) -> bool:
        return self.day >= timezone.localdate()

    @property
    def hours(self) -> str:
        """« de 9 h 30 à 10 h 30 », « à 23 h 30 », or nothing."""
        return hours(self.line.body.starts_at, self.line.ends_at)

    @property
    def when(self) -> str:
        """« le 3 mars 2027 de 9 h 30 à 10 h 30 »."""
        return moment(self.day, self.line.body.starts_at, self.line.ends_at)

    @property
    def reached(self) -> list[tuple[Membership, datetime.datetime]]:
        """Who was told how it stands now, and when."""
        return [(one, told.at) for one, told in self._told() if told.state == self.state]

    @property
    def waiting(self) -> list[Membership]:
        """Who has to be told: participants who don’t know how it stands; everybody who was told of it, if it is off."""
        known = {one.pk for one, _ in self.reached}
        asked = self.line.participants if self.stands else [one for one, _ in self._told()]
        return [one for one in asked if one.pk not in known and one.user.is_active]

    @property
    def has_changed(self) -> bool:
        """Whether somebody who has to be told was told something else before."""
        return any(one.user_id in self.told for one in self.waiting)

    def _told(self) -> Iterable[tuple[Membership, Told]]:
        return [(one, self.told[one.user_id]) for one in self.members if one.user_id in self.told]

    def get_absolute_url(self) -> str:
        body = self.line.body
        return reverse("governance_sitting", args=[body.project.slug, body.pk, self.day.isoformat()])


def topic_of(body: int, day: datetime.date) -> str:
    return f"governance-meeting:{body}:{day:%Y%m%d}"


def load_told(gathering: Gathering) -> ToldByTopic:
    """What the members of the project know of the meetings of each body, past ones included."""
    people = [one.user_id for one in gathering.once(load_members)]
    return last_told([f"governance-meeting:{line.body.pk}:" for line in body_lines(gathering)], people)


def sittings_of(line: BodyLine, gathering: Gathering) -> list[Sitting]:
    """The next meetings of this body, and those of which somebody was told but that are no longer held."""
    today = timezone.localdate()
    known = (day for body, day in map(_read, gathering.derived(load_told)) if body == line.body.pk)
    days = sorted({*line.next_dates, *(day for day in known if day >= today)})
    found = [_sitting(line, day, gathering) for day in days]
    return [one for one in found if one.stands or one.waiting]


def find_sitting(gathering: Gathering, body: int, day: datetime.date) -> Sitting | None:
    """The meeting of this body on this day, to come or told of; None when nobody ever heard of it."""
    line = next((one for one in body_lines(gathering) if one.body.pk == body), None)
    if line is None:
        return None
    if day not in line.next_dates and topic_of(body, day) not in gathering.derived(load_told):
        return None
    return _sitting(line, day, gathering)


def event_of(line: BodyLine, day: datetime.date, project: Project, *, is_cancelled: bool = False) -> Event:
    """A meeting of a body as calendars show it."""
    body = line.body
    return Event(
        uid=uid_of("gouvernance", f"{body.pk}-{day:%Y%m%d}"),
        sequence=body.version,
        title=f"{body.title} – {project.name}",
        day=day,
        starts_at=body.starts_at,
        ends_at=line.ends_at,
        place=body.place or body.link,
        description=body.purpose,
        url=settings.SITE_URL + reverse("governance", args=[project.slug]),
        is_cancelled=is_cancelled,
    )


def _sitting(line: BodyLine, day: datetime.date, gathering: Gathering) -> Sitting:
    told = gathering.derived(load_told).get(topic_of(line.body.pk, day), {})
    closed = gathering.once(load_closed)
    stands = day in line.next_dates or next(dates_from(line.body, day, closed), None) == day
    return Sitting(line, day, stands, gathering.once(load_members), told)


def _read(topic: str) -> tuple[int, datetime.date]:
    _, body, day = topic.split(":")
    return int(body), datetime.date.fromisoformat(day)
