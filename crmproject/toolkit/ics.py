"""Calendars that other tools open or subscribe to [RFC 5545, RFC 7986].

Hours are written in universal time, days as days: no calendar needs to know our time zone. What the same event is told
again under the same UID with a greater SEQUENCE is moved, not doubled.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.utils import timezone

PRODUCT = "-//Cadrage CRM//FR"
CONTENT_TYPE = "text/calendar; charset=utf-8"
# How often a subscribed calendar is asked to read the feed again.
REFRESH = datetime.timedelta(hours=4)
# Largest SEQUENCE: a signed number of 32 bits [RFC 5545, 3.3.8].
LARGEST = 2**31 - 1
# An all-day event rings the day before, at this hour.
RINGS_AT = datetime.timedelta(hours=9)


@dataclass(frozen=True)
class Event:
    """What a calendar shows, from `day` to `last_day`, both included; without hours it lasts whole days.

    `sequence` grows when the event changes, `changed_at` is when it last did, `stamp` the moment of which it tells: a
    feed that nothing changed stays the same to the byte. `busy` says whether it takes one’s time; `warn_days`, how many
    days before it begins a reminder rings; `is_cancelled`, that what was told under this UID is off.
    """

    uid: str
    sequence: int
    title: str
    day: datetime.date
    last_day: datetime.date | None = None
    starts_at: datetime.time | None = None
    ends_at: datetime.time | None = None
    place: str = ""
    description: str = ""
    url: str = ""
    category: str = ""
    busy: bool = True
    warn_days: int = 0
    changed_at: datetime.datetime | None = None
    stamp: datetime.datetime | None = None
    is_cancelled: bool = False


def uid_of(*parts: int | str) -> str:
    """A name that this event keeps for ever, and that no other site gives: « atelier-12@exemple.fr »."""
    named = "-".join(str(part) for part in parts)
    return f"{named}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}"


def calendar_file(events: Iterable[Event], *, name: str = "", feed: bool = False) -> bytes:
    """The calendar as UTF-8, lines ended by CRLF and folded at 75 octets; `feed` for one that is read again."""
    calendar = icalendar.Calendar()
    for key, value in [("prodid", PRODUCT), ("version", "2.0"), ("calscale", "GREGORIAN")]:
        calendar.add(key, value)
    calendar.add("method", "PUBLISH")
    if name:
        calendar.add("name", icalendar.vText(_text(name)))
        calendar.add("x-wr-calname", icalendar.vText(_text(name)))
        calendar.add("x-wr-timezone", icalendar.vText(settings.TIME_ZONE))
    if feed:
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", icalendar.vDuration(REFRESH))
    for event in events:
        calendar.add_component(_component(event))
    return bytes(calendar.to_ical())


def _component(event: Event) -> icalendar.Event:
    made = icalendar.Event()
    made.add("uid", _text(event.uid))
    made.add("dtstamp", _second(event.stamp or event.changed_at or timezone.now()))
    made.add("sequence", min(event.sequence, LARGEST))
    made.add("summary", _text(event.title))
    if event.changed_at:
        made.add("last-modified", _second(event.changed_at))
    _times(made, event)
    for key, value in [("location", event.place), ("description", event.description)]:
        if value:
            made.add(key, _text(value))
    if event.url:
        made.add("url", event.url)
    if event.category:
        made.add("categories", [_text(event.category)])
    made.add("transp", "OPAQUE" if event.busy else "TRANSPARENT")
    if event.is_cancelled:
        made.add("status", "CANCELLED")
    if event.warn_days:
        made.add_component(_alarm(event))
    return made


def _times(made: icalendar.Event, event: Event) -> None:
    if event.starts_at is None:
        last = max(event.last_day or event.day, event.day)
        made.add("dtstart", event.day)
        # The first day that is no longer part of it.
        made.add("dtend", _after(last))
        return
    made.add("dtstart", _moment(event.day, event.starts_at))
    if event.ends_at:
        made.add("dtend", _moment(event.last_day or event.day, event.ends_at))


def _after(day: datetime.date) -> datetime.date:
    return day if day == datetime.date.max else day + datetime.timedelta(days=1)


def _alarm(event: Event) -> icalendar.Alarm:
    before = datetime.timedelta(days=event.warn_days)
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _text(event.title))
    alarm.add("trigger", -before if event.starts_at else RINGS_AT - before)
    return alarm


def _moment(day: datetime.date, hour: datetime.time) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, hour)).astimezone(datetime.UTC)


def _second(moment: datetime.datetime) -> datetime.datetime:
    return moment.astimezone(datetime.UTC).replace(microsecond=0)


def _text(value: str) -> str:
    """The text without what no calendar line may hold; its ends of line are kept."""
    return "".join(char for char in value if char in "\n\t" or char.isprintable() or char == "\u00a0")
