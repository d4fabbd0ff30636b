"""What awaits a person in a project, by the day that matters next: « mes échéances »."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from charter.agenda import Entry
from planning.reading import TaskLine

SUNDAY = 6


@dataclass(frozen=True)
class Group:
    """Deadlines of one stretch of time."""

    title: str
    slug: str
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Duties:
    """What awaits a person, from the late to the distant, and the tasks that they finished."""

    groups: list[Group]
    finished: list[Entry]

    @property
    def count(self) -> int:
        return sum(len(group.entries) for group in self.groups)

    @property
    def late(self) -> int:
        return len(self.groups[0].entries)


def duties_of(member: int, entries: Iterable[Entry], today: datetime.date) -> Duties:
    """Everything dated that awaits this membership, and nothing that is done."""
    own = [one for one in entries if one.awaits and one.concerns(member)]
    waiting = sorted((one for one in own if not one.is_done), key=lambda one: (one.next_day, one.key))
    sunday = today + datetime.timedelta(days=SUNDAY - today.weekday())
    groups = [
        Group("En retard", "late"),
        Group("Cette semaine", "week"),
        Group("Ce mois-ci", "month"),
        Group("Plus tard", "later"),
    ]
    for one in waiting:
        groups[_place(one, today, sunday)].entries.append(one)
    return Duties(groups, [one for one in own if one.is_done and isinstance(one.row, TaskLine)])


def _place(one: Entry, today: datetime.date, sunday: datetime.date) -> int:
    if one.is_late:
        return 0
    if one.next_day <= sunday:
        return 1
    same = (one.next_day.year, one.next_day.month) == (today.year, today.month)
    return 2 if same else 3
