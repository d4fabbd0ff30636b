"""What a file says of a planning, before anything is compared with the project."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from planning.schedule import Link

# Rules of the whole file.
MAX_BYTES = 10 * 1024 * 1024
MAX_TASKS = 2_000


class ExchangeError(ValueError):
    """The file isn’t read; the message says why in French, and what to do."""


@dataclass(frozen=True)
class Remark:
    """What was mended or left out while reading, and where: « ligne 12 », or the name of a task."""

    place: str
    text: str


@dataclass(frozen=True)
class OwnerDraft:
    """Who the file says is in charge; both empty for nobody."""

    email: str = ""
    name: str = ""

    @property
    def is_nobody(self) -> bool:
        return not (self.email or self.name)

    def __str__(self) -> str:
        return self.name or self.email


@dataclass(frozen=True)
class PhaseDraft:
    """A phase; `ref` names it within the file, `key` is empty when the file gives none."""

    ref: str
    title: str
    key: str = ""


@dataclass(frozen=True)
class TaskDraft:
    """A task; `ref` names it within the file, and is what links name.

    `values` holds the fields of which the file speaks, those of the task form; `phase`, `owner` and `links` are None
    where it doesn’t. `said_end` is the end that the other tool computed.
    """

    place: str
    ref: str
    key: str = ""
    title: str = ""
    phase: str | None = None
    owner: OwnerDraft | None = None
    links: tuple[Link, ...] | None = None
    values: dict[str, Any] = field(default_factory=dict)
    said_end: datetime.date | None = None
    errors: tuple[str, ...] = ()


@dataclass(frozen=True)
class GateDraft:
    """A gate after the tasks of these refs."""

    place: str
    key: str
    title: str
    after: tuple[str, ...]


@dataclass(frozen=True)
class ClosingDraft:
    title: str
    first_day: datetime.date
    last_day: datetime.date


@dataclass
class Draft:
    """All that a file says. `source` names its format; `gates` is None when the format speaks of none."""

    source: str
    phases: list[PhaseDraft] = field(default_factory=list)
    tasks: list[TaskDraft] = field(default_factory=list)
    gates: list[GateDraft] | None = None
    closings: list[ClosingDraft] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    name: str = ""

    def remark(self, place: str, text: str) -> None:
        self.remarks.append(Remark(place, text))
