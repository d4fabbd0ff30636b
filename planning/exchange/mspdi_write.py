"""The planning as MS Project XML, which MS Project, ProjectLibre and others open."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import cast

import holidays
from lxml import etree

from charter.models import Membership, Project
from planning.exchange.mspdi import (
    AS_SOON,
    AUTHOR,
    CALENDAR_NAME,
    DAYS,
    EVENING,
    GATE,
    KEY_ALIAS,
    KEY_FIELD,
    KEY_NAME,
    KIND_ALIAS,
    KIND_FIELD,
    KIND_NAME,
    LINK_TYPES,
    MORNING,
    MUST_START,
    NAMESPACE,
    NOBODY,
    PHASE,
    START_FROM,
    TASK,
    duration,
)
from planning.models import Baseline, BaselineLine
from planning.reading import GateLine, PhaseLine, Planning, TaskLine

# The legal week of 35 hours makes days of seven.
HOURS = 7
BREAK = {7: datetime.time(12, 30), 8: datetime.time(13)}
RESUME = {7: datetime.time(14), 8: datetime.time(14)}
LEAVE = {7: datetime.time(17, 30), 8: datetime.time(18)}
HOLIDAY_NAMES = "fr"


def planning_mspdi(
    project: Project, planning: Planning, *, baseline: Baseline | None = None, hours: int = HOURS
) -> bytes:
    """This planning, whose days last so many hours (7 or 8), with the reference dates when there is a reference."""
    return _Writer(project, planning, baseline, hours).write()


@dataclass
class _Writer:
    project: Project
    planning: Planning
    baseline: Baseline | None
    hours: int = HOURS
    _uids: dict[str, str] = field(default_factory=dict)
    _owners: dict[int, tuple[str, Membership]] = field(default_factory=dict)
    _frozen: dict[str, BaselineLine] = field(default_factory=dict)

    @property
    def minutes(self) -> int:
        return self.hours * 60

    @property
    def first_day(self) -> datetime.date:
        return self.planning.project_start

    def write(self) -> bytes:
        self._number()
        root = etree.Element(f"{{{NAMESPACE}}}Project", nsmap=cast("dict[str, str]", {None: NAMESPACE}))
        self._head(root)
        self._calendar(_sub(root, "Calendars"))
        self._tasks(_sub(root, "Tasks"))
        self._resources(_sub(root, "Resources"))
        self._assignments(_sub(root, "Assignments"))
        return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))

    def _number(self) -> None:
        uid = 0
        for phase in self._phases:
            uid += 1
            self._uids[f"phase:{phase.phase.key}"] = str(uid)
            for line in phase.tasks:
                uid += 1
                self._uids[f"task:{line.task.key}"] = str(uid)
                owner = line.task.owner
                if owner and owner.pk not in self._owners:
                    self._owners[owner.pk] = (str(len(self._owners) + 1), owner)
        for gate in self.planning.gates:
            uid += 1
            self._uids[f"gate:{gate.gate.key}"] = str(uid)
        if self.baseline:
            for frozen in self.baseline.lines.all():
                self._frozen[f"{'gate' if frozen.gate_id else 'task'}:{frozen.key}"] = frozen

    @property
    def _phases(self) -> list[PhaseLine]:
        return self.planning.phases

    def _head(self, root: etree._Element) -> None:
        start = self.planning.project_start
        end = self.planning.end or start
        _add(root, "SaveVersion", "14")
        _add(root, "Name", f"{self.project.slug}.xml")
        _add(root, "Title", self.project.name)
        _add(root, "Company", self.project.organisation)
        _add(root, "Author", AUTHOR)
        _add(root, "ScheduleFromStart", "1")
        _add(root, "StartDate", _at(start, MORNING))
        _add(root, "FinishDate", _at(end, self._leave))
        _add(root, "CalendarUID", "1")
        _add(root, "DefaultStartTime", MORNING.isoformat())
        _add(root, "DefaultFinishTime", self._leave.isoformat())
        _add(root, "MinutesPerDay", self.minutes)
        _add(root, "MinutesPerWeek", self.minutes * 5)
        _add(root, "DaysPerMonth", 20)
        _add(root, "DefaultTaskType", "1")
        _add(root, "CurrencySymbol", "€")
        _add(root, "CurrencyCode", "EUR")
        _add(root, "DurationFormat", DAYS)
        _add(root, "HonorConstraints", "0")
        _add(root, "NewTasksAreManual", "0")
        fields = _sub(root, "ExtendedAttributes")
        for number, name, alias in (
            (KEY_FIELD, KEY_NAME, KEY_ALIAS),
            (KIND_FIELD, KIND_NAME, KIND_ALIAS),
        ):
            one = _sub(fields, "ExtendedAttribute")
            _add(one, "FieldID", number)
            _add(one, "FieldName", name)
            _add(one, "Alias", alias)

    @property
    def _leave(self) -> datetime.time:
        return LEAVE.get(self.hours, EVENING)

    def _calendar(self, calendars: etree._Element) -> None:
        """Weekends, public holidays and closing days; the same as the dates are computed with."""
        one = _sub(calendars, "Calendar")
        _add(one, "UID", "1")
        _add(one, "Name", CALENDAR_NAME)
        _add(one, "IsBaseCalendar", "1")
        week = _sub(one, "WeekDays")
        for number in range(1, 8):  # Sunday first
            day = _sub(week, "WeekDay")
            works = 2 <= number <= 6
            _add(day, "DayType", number)
            _add(day, "DayWorking", int(works))
            if works:
                times = _sub(day, "WorkingTimes")
                for start, end in ((MORNING, BREAK[self.hours]), (RESUME[self.hours], self._leave)):
                    time = _sub(times, "WorkingTime")
                    _add(time, "FromTime", start.isoformat())
                    _add(time, "ToTime", end.isoformat())
        exceptions = _sub(one, "Exceptions")
        for name, first, last in self._days_off():
            off = _sub(exceptions, "Exception")
            _add(off, "EnteredByOccurrences", "0")
            period = _sub(off, "TimePeriod")
            _add(period, "FromDate", _at(first, datetime.time(0)))
            _add(period, "ToDate", _at(last, datetime.time(23, 59)))
            _add(off, "Occurrences", (last - first).days + 1)
            _add(off, "Name", name)
            _add(off, "Type", "1")
            _add(off, "DayWorking", "0")

    def _days_off(self) -> Iterator[tuple[str, datetime.date, datetime.date]]:
        """Public holidays from the year of the first day to the one after the last, then closings."""
        days = [self.planning.start, self.planning.end, self.first_day]
        years = sorted(day.year for day in days if day)
        named = holidays.country_holidays("FR", years=range(years[0], years[-1] + 2), language=HOLIDAY_NAMES)
        for day, name in sorted(named.items()):
            # Tools refuse two exceptions on the same day: a closing says enough.
            if day not in self.planning.closed:
                yield name, day, day
        for closing in self.planning.closings:
            yield closing.title, closing.first_day, closing.last_day

    def _tasks(self, tasks: etree._Element) -> None:
        for number, phase in enumerate(self._phases, start=1):
            self._phase(tasks, phase, number)
            for rank, line in enumerate(phase.tasks, start=1):
                self._task(tasks, line, f"{number}.{rank}")
        for number, gate in enumerate(self.planning.gates, start=len(self._phases) + 1):
            self._gate(tasks, gate, str(number))

    def _begin(self, tasks: etree._Element, name: str, title: str, outline: str) -> etree._Element:
        one = _sub(tasks, "Task")
        uid = self._uids[name]
        _add(one, "UID", uid)
        _add(one, "ID", uid)
        _add(one, "Name", title)
        _add(one, "Active", "1")
        _add(one, "Manual", "0")
        _add(one, "Type", "1")
        _add(one, "IsNull", "0")
        _add(one, "WBS", outline)
        _add(one, "OutlineNumber", outline)
        _add(one, "OutlineLevel", outline.count(".") + 1)
        return one

    def _phase(self, tasks: etree._Element, phase: PhaseLine, number: int) -> None:
        one = self._begin(tasks, f"phase:{phase.phase.key}", phase.phase.title, str(number))
        start = phase.start or self.first_day
        self._dates(one, _at(start, MORNING), _at(phase.end or start, self._leave))
        _add(one, "Milestone", "0")
        _add(one, "Summary", "1")
        self._keys(one, phase.phase.key, PHASE)

    def _task(self, tasks: etree._Element, line: TaskLine, outline: str) -> None:
        task, dates = line.task, line.dates
        one = self._begin(tasks, f"task:{task.key}", task.title, outline)
        start, end = self._moments(line)
        self._dates(one, start, end)
        minutes = task.days * self.minutes
        _add(one, "Duration", duration(minutes))
        _add(one, "DurationFormat", DAYS)
        if task.effort is not None:
            _add(one, "Work", duration(float(task.effort) * self.minutes))
        _add(one, "Milestone", int(task.is_milestone))
        _add(one, "Summary", "0")
        if dates:
            _add(one, "Critical", int(dates.is_critical))
            _add(one, "FreeSlack", dates.free_days * self.minutes * 10)
            _add(one, "TotalSlack", dates.float_days * self.minutes * 10)
        _add(one, "PercentComplete", task.progress)
        if task.progress:
            _add(one, "ActualStart", start)
            if task.progress == 100:
                _add(one, "ActualFinish", end)
            _add(one, "ActualDuration", duration(minutes * task.progress / 100))
            _add(one, "RemainingDuration", duration(minutes * (100 - task.progress) / 100))
        kind = MUST_START if task.fixed_start else START_FROM if task.start else AS_SOON
        _add(one, "ConstraintType", kind)
        _add(one, "CalendarUID", "-1")
        if day := task.fixed_start or task.start:
            _add(one, "ConstraintDate", _at(day, MORNING))
        if task.due:
            _add(one, "Deadline", _at(task.due, self._leave))
        for link in line.links:
            self._link(one, f"task:{link.key}", LINK_TYPES[link.kind], link.lag)
        self._keys(one, task.key, TASK)
        self._reference(one, f"task:{task.key}")

    def _gate(self, tasks: etree._Element, gate: GateLine, outline: str) -> None:
        one = self._begin(tasks, f"gate:{gate.gate.key}", gate.gate.title, outline)
        at = _at(gate.date, self._leave) if gate.date else _at(self.first_day, MORNING)
        self._dates(one, at, at)
        _add(one, "Duration", duration(0))
        _add(one, "DurationFormat", DAYS)
        _add(one, "Milestone", "1")
        _add(one, "Summary", "0")
        _add(one, "ConstraintType", AS_SOON)
        _add(one, "CalendarUID", "-1")
        for key in gate.after:
            self._link(one, f"task:{key}", "1", 0)
        self._keys(one, gate.gate.key, GATE)
        self._reference(one, f"gate:{gate.gate.key}")

    def _moments(self, line: TaskLine) -> tuple[str, str]:
        """When a task starts and ends; a milestone that waits falls on the evening of the last day before it."""
        if line.dates is None:
            return _at(self.first_day, MORNING), _at(self.first_day, self._leave)
        start, end = line.dates.start, line.dates.end
        if not line.task.is_milestone:
            return _at(start, MORNING), _at(end, self._leave)
        waits = any(self._ends.get(link.key) == start for link in line.links)
        at = _at(start, self._leave if waits else MORNING)
        return at, at

    @cached_property
    def _ends(self) -> dict[str, datetime.date]:
        return {one.task.key: one.dates.end for one in self.planning.tasks if one.dates}

    def _link(self, one: etree._Element, name: str, kind: str, lag: int) -> None:
        link = _sub(one, "PredecessorLink")
        _add(link, "PredecessorUID", self._uids[name])
        _add(link, "Type", kind)
        _add(link, "CrossProject", "0")
        _add(link, "LinkLag", lag * self.minutes * 10)
        _add(link, "LagFormat", DAYS)

    @staticmethod
    def _dates(one: etree._Element, start: str, end: str) -> None:
        _add(one, "Start", start)
        _add(one, "Finish", end)

    @staticmethod
    def _keys(one: etree._Element, key: str, kind: str) -> None:
        for number, value in ((KEY_FIELD, key), (KIND_FIELD, kind)):
            said = _sub(one, "ExtendedAttribute")
            _add(said, "FieldID", number)
            _add(said, "Value", value)

    def _reference(self, one: etree._Element, name: str) -> None:
        frozen = self._frozen.get(name)
        if frozen is None:
            return
        said = _sub(one, "Baseline")
        _add(said, "Number", "0")
        _add(said, "Start", _at(frozen.start, self._leave if frozen.gate_id else MORNING))
        _add(said, "Finish", _at(frozen.end, self._leave))
        _add(said, "Duration", duration(frozen.days * self.minutes))
        _add(said, "DurationFormat", DAYS)

    def _resources(self, resources: etree._Element) -> None:
        for uid, owner in self._owners.values():
            one = _sub(resources, "Resource")
            _add(one, "UID", uid)
            _add(one, "ID", uid)
            _add(one, "Name", owner.display_name)
            _add(one, "Type", "1")
            _add(one, "IsNull", "0")
            _add(one, "EmailAddress", owner.user.email)
            _add(one, "MaxUnits", "1.00")
            _add(one, "CalendarUID", "1")

    def _assignments(self, assignments: etree._Element) -> None:
        """Who does what; work without anybody is told too, so that it isn’t lost."""
        told: Iterable[TaskLine] = (
            line for line in self.planning.tasks if line.task.owner or line.task.effort is not None
        )
        for uid, line in enumerate(told, start=1):
            owner = line.task.owner
            start, end = self._moments(line)
            one = _sub(assignments, "Assignment")
            _add(one, "UID", uid)
            _add(one, "TaskUID", self._uids[f"task:{line.task.key}"])
            _add(one, "ResourceUID", self._owners[owner.pk][0] if owner else NOBODY)
            _add(one, "Finish", end)
            _add(one, "Start", start)
            _add(one, "Units", "1")
            if line.task.effort is not None:
                _add(one, "Work", duration(float(line.task.effort) * self.minutes))


def _at(day: datetime.date, time: datetime.time) -> str:
    return datetime.datetime.combine(day, time).isoformat()


def _sub(parent: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")


def _add(parent: etree._Element, name: str, value: object) -> None:
    _sub(parent, name).text = _printable(str(value))


def _printable(text: str) -> str:
    """This text without the characters that XML can’t hold."""
    return "".join(char for char in text if char in "\t\n" or (char >= " " and char not in "\ufffe\uffff"))
