"""The raw rows of an MS Project XML file, read without entities, without network, within limits."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from planning.exchange.draft import MAX_TASKS, ExchangeError
from planning.exchange.mspdi import (
    KEY_ALIAS,
    KIND_ALIAS,
    NAMESPACE,
    minutes_of,
    moment,
)

MOST_MINUTES_A_DAY = 1440
DEFAULT_MINUTES = 480
DEEPEST = 60


@dataclass(frozen=True)
class RawLink:
    uid: str
    kind: str
    lag: float
    format: str
    elsewhere: bool


@dataclass(frozen=True)
class RawTask:
    """A task element; texts as they stand, numbers where they are some."""

    rank: int
    uid: str
    name: str
    level: int
    is_summary: bool
    is_null: bool
    is_active: bool
    is_manual: bool
    key: str
    kind: str
    start: datetime.datetime | None
    finish: datetime.datetime | None
    minutes: float | None
    format: str
    work: float | None
    is_milestone: bool
    progress: str
    constraint: str
    constraint_date: datetime.datetime | None
    deadline: datetime.datetime | None
    calendar: str
    links: tuple[RawLink, ...]
    has_baseline: bool

    @property
    def place(self) -> str:
        return f"Tâche {self.rank}"


@dataclass(frozen=True)
class RawResource:
    uid: str
    name: str
    email: str
    works: bool


@dataclass(frozen=True)
class RawAssignment:
    task: str
    resource: str
    work: float | None


@dataclass(frozen=True)
class RawCalendar:
    """A calendar: its longest working day in minutes, how many days of the week it works, and its days off."""

    uid: str
    name: str
    longest_day: float
    weekdays: int
    days_off: tuple[tuple[str, datetime.date, datetime.date], ...]

    @property
    def never_stops(self) -> bool:
        return self.longest_day >= MOST_MINUTES_A_DAY - 1


@dataclass(frozen=True)
class RawFile:
    author: str
    title: str
    start: datetime.datetime | None
    minutes_per_day: float
    calendar: str
    tasks: list[RawTask] = field(default_factory=list)
    resources: dict[str, RawResource] = field(default_factory=dict)
    assignments: list[RawAssignment] = field(default_factory=list)
    calendars: dict[str, RawCalendar] = field(default_factory=dict)


def parse_mspdi(content: bytes) -> RawFile:
    """What the file holds. Raises ExchangeError for what is no MS Project XML, declares entities, or is too big."""
    # Declarations of documents are of no use here, and the way of most attacks.
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise ExchangeError(
            "Ce fichier XML déclare des entités\u00a0: par sécurité, il n’est pas lu. Exportez-le de nouveau."
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise ExchangeError(
            "Ce fichier XML est coupé ou abîmé\u00a0: exportez-le de nouveau depuis votre outil."
        ) from None
    if getattr(root.getroottree().docinfo, "doctype", ""):  # missing in the stubs
        raise ExchangeError("Ce fichier XML déclare des entités\u00a0: par sécurité, il n’est pas lu.")
    name = etree.QName(root)
    if name.localname != "Project" or name.namespace != NAMESPACE:
        raise ExchangeError(
            "Ce fichier XML n’est pas un planning de MS Project\u00a0: dans votre outil, enregistrez-le "
            "au format «\u00a0XML de Microsoft Project (MSPDI)\u00a0»."
        )
    return _file(root)


def _file(root: etree._Element) -> RawFile:
    tasks = _all(root, "Tasks", "Task")
    if len(tasks) > MAX_TASKS:
        raise ExchangeError(f"Ce fichier a {len(tasks)} tâches\u00a0; la limite est de {MAX_TASKS}.")
    fields = {
        _text(one, "Alias"): _text(one, "FieldID")
        for one in _all(root, "ExtendedAttributes", "ExtendedAttribute")
    }
    minutes = _number(_text(root, "MinutesPerDay"))
    resources = [_resource(one) for one in _all(root, "Resources", "Resource")]
    calendars = [_calendar(one) for one in _all(root, "Calendars", "Calendar")]
    return RawFile(
        author=_text(root, "Author"),
        title=_text(root, "Title") or _text(root, "Name"),
        start=moment(_text(root, "StartDate")),
        minutes_per_day=minutes if minutes and 0 < minutes <= MOST_MINUTES_A_DAY else DEFAULT_MINUTES,
        calendar=_text(root, "CalendarUID"),
        tasks=[_task(one, rank, fields) for rank, one in enumerate(tasks, start=1)],
        resources={one.uid: one for one in resources},
        assignments=[
            RawAssignment(_text(one, "TaskUID"), _text(one, "ResourceUID"), minutes_of(_text(one, "Work")))
            for one in _all(root, "Assignments", "Assignment")
        ],
        calendars={one.uid: one for one in calendars},
    )


def _task(one: etree._Element, rank: int, fields: dict[str, str]) -> RawTask:
    custom = {_text(each, "FieldID"): _text(each, "Value") for each in _children(one, "ExtendedAttribute")}
    level = _number(_text(one, "OutlineLevel"))
    return RawTask(
        rank=rank,
        uid=_text(one, "UID"),
        name=" ".join(_text(one, "Name").split()),
        level=min(DEEPEST, max(0, int(level))) if level is not None else 1,
        is_summary=_text(one, "Summary") == "1",
        is_null=_text(one, "IsNull") == "1",
        is_active=_text(one, "Active") != "0",
        is_manual=_text(one, "Manual") == "1",
        key=custom.get(fields.get(KEY_ALIAS, ""), ""),
        kind=custom.get(fields.get(KIND_ALIAS, ""), ""),
        start=moment(_text(one, "Start")),
        finish=moment(_text(one, "Finish")),
        minutes=minutes_of(_text(one, "Duration")),
        format=_text(one, "DurationFormat"),
        work=minutes_of(_text(one, "Work")),
        is_milestone=_text(one, "Milestone") == "1",
        progress=_text(one, "PercentComplete"),
        constraint=_text(one, "ConstraintType"),
        constraint_date=moment(_text(one, "ConstraintDate")),
        deadline=moment(_text(one, "Deadline")),
        calendar=_text(one, "CalendarUID"),
        links=tuple(_links(one)),
        has_baseline=any(_text(each, "Number") in {"", "0"} for each in _children(one, "Baseline")),
    )


def _links(one: etree._Element) -> Iterator[RawLink]:
    for link in _children(one, "PredecessorLink"):
        yield RawLink(
            uid=_text(link, "PredecessorUID"),
            kind=_text(link, "Type") or "1",
            lag=_number(_text(link, "LinkLag")) or 0,
            format=_text(link, "LagFormat"),
            elsewhere=_text(link, "CrossProject") == "1",
        )


def _resource(one: etree._Element) -> RawResource:
    return RawResource(
        uid=_text(one, "UID"),
        name=" ".join(_text(one, "Name").split()),
        email=_text(one, "EmailAddress"),
        works=_text(one, "Type") in {"", "1"} and _text(one, "IsNull") != "1",
    )


def _calendar(one: etree._Element) -> RawCalendar:
    days = _all(one, "WeekDays", "WeekDay")
    lengths = [
        sum(_length(time) for time in _all(day, "WorkingTimes", "WorkingTime"))
        for day in days
        if _text(day, "DayType") not in {"", "0"} and _text(day, "DayWorking") == "1"
    ]
    return RawCalendar(
        uid=_text(one, "UID"),
        name=_text(one, "Name"),
        longest_day=max(lengths, default=0),
        weekdays=len(lengths),
        days_off=tuple(_days_off(one, days)),
    )


def _length(time: etree._Element) -> float:
    """Minutes from one time of the day to another; midnight, at the end, is that of the next day."""
    start, end = (moment(f"2000-01-01T{_text(time, name)}") for name in ("FromTime", "ToTime"))
    if start is None or end is None:
        return 0
    minutes = (end - start).total_seconds() / 60
    return minutes if minutes > 0 else minutes + MOST_MINUTES_A_DAY


def _days_off(
    one: etree._Element, days: list[etree._Element]
) -> Iterator[tuple[str, datetime.date, datetime.date]]:
    """Exceptions without work, in the spelling of MS Project 2007 and later and in the one before it."""
    older = [day for day in days if _text(day, "DayType") == "0"]
    for each in [*_all(one, "Exceptions", "Exception"), *older]:
        if _text(each, "DayWorking") == "1":
            continue
        period = _child(each, "TimePeriod")
        if period is None:
            continue
        first, last = moment(_text(period, "FromDate")), moment(_text(period, "ToDate"))
        if first and last and first <= last:
            yield _text(each, "Name"), first.date(), last.date()


def _child(one: etree._Element, name: str) -> etree._Element | None:
    return one.find(f"{{{NAMESPACE}}}{name}")


def _children(one: etree._Element, name: str) -> list[etree._Element]:
    return one.findall(f"{{{NAMESPACE}}}{name}")


def _all(one: etree._Element, folder: str, name: str) -> list[etree._Element]:
    return one.findall(f"{{{NAMESPACE}}}{folder}/{{{NAMESPACE}}}{name}")


def _text(one: etree._Element, name: str) -> str:
    found = one.findtext(f"{{{NAMESPACE}}}{name}")
    return (found or "").strip()


def _number(text: str) -> float | None:
    try:
        found = float(text)
    except ValueError:
        return None
    return found if abs(found) < 1e12 else None
