"""One event for people’s calendars, as a small iCalendar file [RFC 5545]."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

LINE_OCTETS = 75
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True)
class Event:
    """What a calendar shows. `sequence` grows when the event changes; without hours it lasts the whole day."""

    uid: str
    sequence: int
    title: str
    day: datetime.date
    starts_at: datetime.time | None = None
    ends_at: datetime.time | None = None
    place: str = ""
    description: str = ""
    url: str = ""


def calendar_file(event: Event) -> bytes:
    """The file that calendars open: UTF-8, lines ended by CRLF and folded at 75 octets."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Cadrage CRM//FR",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{_text(event.uid)}",
        f"DTSTAMP:{_moment(timezone.now())}",
        f"SEQUENCE:{event.sequence}",
        *_times(event),
        f"SUMMARY:{_text(event.title)}",
        *(f"{name}:{_text(value)}" for name, value in _more(event) if value),
        *([f"URL:{event.url}"] if event.url else []),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def _more(event: Event) -> list[tuple[str, str]]:
    return [("LOCATION", event.place), ("DESCRIPTION", event.description)]


def _times(event: Event) -> list[str]:
    if event.starts_at is None:
        after = event.day + datetime.timedelta(days=1)
        return [f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]
    found = [f"DTSTART:{_at(event.day, event.starts_at)}"]
    return [*found, f"DTEND:{_at(event.day, event.ends_at)}"] if event.ends_at else found


def _at(day: datetime.date, hour: datetime.time) -> str:
    return _moment(timezone.make_aware(datetime.datetime.combine(day, hour)))


def _moment(moment: datetime.datetime) -> str:
    return f"{moment.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    kept = "".join(char for char in value if char in "\n\t" or char.isprintable() or char == "\u00a0")
    return kept.translate(ESCAPES)


def _folded(line: str) -> bytes:
    """The line, cut between characters so that none of its parts passes 75 octets."""
    parts, size = [b""], 0
    for char in line:
        octets = char.encode()
        if size + len(octets) > LINE_OCTETS:
            parts.append(b" ")
            size = 1
        parts[-1] += octets
        size += len(octets)
    return b"\r\n".join(parts) + b"\r\n"
