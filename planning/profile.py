"""What the length of a CRM project depends on: the size of the company, what is bought and how, what is replaced."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from crmproject.toolkit.templatetags.french import MONTHS

# A season longer than this leaves no time to train anybody.
LONGEST_SEASON = 6
# Projects of more than so many departments or users are full implementations [R-DUREE].
FULL_DEPARTMENTS, FULL_USERS = 3, 50
# Users from which the next size begins.
SIZES = (11, 51, 201, 501)
# Months for which two tools run side by side when nobody said how long.
USUAL_OVERLAP = 3


class Turnover(StrEnum):
    """How often people leave: those who arrive must be heard and trained too."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"

    @property
    def label(self) -> str:
        return {"low": "faible", "normal": "normal", "high": "élevé"}[self.value]


@dataclass(frozen=True)
class Season:
    """The months of the year, both included, during which users can’t be trained; it may pass the new year."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """In months."""
        return (self.last - self.first) % 12 + 1

    def holds(self, month: int) -> bool:
        """Whether this month (1 to 12) is of the season."""
        return (month - self.first) % 12 < self.length

    def begins(self, start: datetime.date, end: datetime.date) -> datetime.date | None:
        """The first day of the season between these two, both included; None when they are out of it."""
        days = (start + datetime.timedelta(days=number) for number in range((end - start).days + 1))
        return next((day for day in days if self.holds(day.month)), None)

    def over(self, day: datetime.date) -> datetime.date:
        """The first day that is out of the season, from this one on."""
        while self.holds(day.month):
            day = (day.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
        return day

    def __str__(self) -> str:
        first, last = MONTHS[self.first - 1], MONTHS[self.last - 1]
        return (
            f"de {first} à {last}".replace("de a", "d’a").replace("de o", "d’o") if first != last else first
        )


@dataclass(frozen=True)
class Profile:
    """The size and the ways of a company, as far as its CRM project is concerned.

    `connectors` are the links to other software to build, `sources` the sources of data to take over; `tender` is a
    call for tenders rather than a simplified purchase; `overlap_months` count for a replacement only.
    """

    users: int = 10
    departments: int = 3
    replacement: bool = False
    outgoing_tool: str = ""
    overlap_months: int = 0
    connectors: int = 0
    sources: int = 0
    tender: bool = True
    turnover: Turnover = Turnover.NORMAL
    season: Season | None = None

    @property
    def size(self) -> int:
        """From 0, a handful of users, to 4, hundreds of them."""
        return sum(self.users >= least for least in SIZES)

    @property
    def is_full(self) -> bool:
        """Whether this is a full implementation, which takes six months at least [R-DUREE]."""
        many = self.departments >= FULL_DEPARTMENTS or self.users >= FULL_USERS
        return many and (self.tender or self.replacement or self.connectors > 0)

    @property
    def takes_data(self) -> bool:
        return self.replacement or self.sources > 0

    @property
    def old_tool(self) -> str:
        return self.outgoing_tool or "l’ancien outil"
