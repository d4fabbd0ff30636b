"""The minutes of a meeting of any kind, as frozen data: the same parts make the page and the PDF."""

import datetime
import hashlib
from dataclasses import asdict, dataclass, field

from crmproject.toolkit.fingerprints import canonical_json, short


@dataclass(frozen=True)
class Fact:
    """A line of the identification: « Lieu », « Salle Jura »."""

    label: str
    text: str


@dataclass(frozen=True)
class Item:
    """A thing that was looked at: its title, the conclusion in two words, what was said, and smaller lines.

    `tone` colours the conclusion: ok, warn, danger, or nothing. `url` leads to it on the page; no PDF carries it.
    """

    title: str
    number: str = ""
    mark: str = ""
    tone: str = ""
    text: str = ""
    notes: list[str] = field(default_factory=list)
    url: str = ""


@dataclass(frozen=True)
class Column:
    """A column; `width` is wide (takes what is left), person, date, short or number."""

    title: str
    width: str = "wide"


@dataclass(frozen=True)
class Table:
    """Rows of plain texts under these columns."""

    columns: list[Column]
    rows: list[list[str]]

    @property
    def lines(self) -> list[list[tuple[Column, str]]]:
        """Each row with the columns of its cells."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Part:
    """A titled part: an introduction, then a text, items, points or a table; `empty` is said when there is nothing."""

    title: str
    lead: str = ""
    text: str = ""
    items: list[Item] = field(default_factory=list)
    points: list[str] = field(default_factory=list)
    table: Table | None = None
    empty: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.items or self.points or (self.table and self.table.rows))


@dataclass(frozen=True)
class Minutes:
    """All that minutes say. They bear no signature: they tell what was said, and approve nothing.

    `dated` is the day of the meeting, `state` the words beside it at the foot of each page (« En cours », …).
    """

    kind: str
    title: str
    organisation: str
    project: str
    dated: datetime.date
    drawn_up: datetime.datetime
    author: str
    facts: list[Fact]
    parts: list[Part]
    state: str = ""

    @property
    def full_title(self) -> str:
        return f"{self.kind} – {self.title}"

    @property
    def fingerprint(self) -> str:
        """SHA-256 of what they say, whenever they were drawn up."""
        said = asdict(self)
        del said["drawn_up"]
        said["dated"] = self.dated.isoformat()
        return hashlib.sha256(canonical_json(said)).hexdigest()

    @property
    def short_fingerprint(self) -> str:
        return short(self.fingerprint)
