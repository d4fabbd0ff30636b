"""Registry of what has a date in a project: what its calendar shows, and what awaits each person by a day.

An app fills it from its own `agendas.py`, found by autodiscovery: a function takes the project and its gathering, and
gives the entries of its kind in a number of queries that doesn’t depend on how many there are. The month, « mes
échéances » and the calendars that people subscribe to read this registry and nothing else.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils import timezone

from charter.models import Project
from crmproject.toolkit.blocks import Gathering


@dataclass(frozen=True)
class Entry:
    """Something from `start` to `end`, both included.

    `key` names it for ever (« atelier-12 »), `nature` is its kind in words, `people` the memberships that it concerns.
    `who` says it in words, and `edit_url` is where those who may change it do so.
    An entry that `awaits` is to be done by them until `end`, unless `is_done`. `is_shared` says that it belongs to the
    calendar of the whole project. `row` is what it stands for; `version` grows when it changes; what
    `is_computed` moves with other rows too.
    """

    key: str
    nature: str
    title: str
    start: datetime.date
    end: datetime.date
    url: str
    icon: str = "calendar-event"
    people: frozenset[int] = frozenset()
    who: str = ""
    edit_url: str = ""
    awaits: bool = False
    is_done: bool = False
    is_shared: bool = True
    starts_at: datetime.time | None = None
    ends_at: datetime.time | None = None
    place: str = ""
    detail: str = ""
    state: str = ""
    tone: str = ""
    version: int = 0
    is_computed: bool = False
    row: object = field(default=None, compare=False, repr=False)

    @property
    def is_late(self) -> bool:
        """Whether its day has passed while it still awaits somebody."""
        return self.awaits and not self.is_done and self.end < timezone.localdate()

    @property
    def next_day(self) -> datetime.date:
        """The day that matters next: the one on which it begins, then the one on which it ends."""
        return self.start if self.start > timezone.localdate() else self.end

    def is_on(self, day: datetime.date) -> bool:
        return self.start <= day <= self.end

    def concerns(self, member: int) -> bool:
        return member in self.people


type Source = Callable[[Project, Gathering], Iterable[Entry]]

_sources: list[Source] = []


def dates(source: Source) -> Source:
    """Decorator: this function lists dated things of a project."""
    _sources.append(source)
    return source


def entries(project: Project, gathering: Gathering) -> list[Entry]:
    """All that has a date in this project, the earliest first."""
    found = [entry for source in _sources for entry in source(project, gathering)]
    return sorted(found, key=lambda one: (one.start, one.starts_at or datetime.time.min, one.end, one.key))
