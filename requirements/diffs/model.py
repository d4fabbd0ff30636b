"""What changed in a section, as plain data: parts, their rows, the fields of a row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Protocol

from django.utils.safestring import SafeString

# How many changes a page shows of one section, and how many unchanged rows it keeps around them.
SHOWN = 200
AROUND = 2


class Status(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


class Told(Protocol):
    """One thing that differs in a row: its French name, and its two values as safe HTML, made when it is shown."""

    @property
    def label(self) -> str: ...

    @property
    def html(self) -> SafeString: ...


@dataclass(frozen=True)
class Entry:
    """A row, or a paragraph, in both versions.

    `status` is CHANGED for one that moved and changed; `moved` says that it moved, `move` from where to where.
    `context` names its group; `is_text` marks a passage of the text, whose `name` says what kind it is. Added and
    removed rows have all their fields, others those that changed.
    """

    status: Status
    name: str
    fields: tuple[Told, ...] = ()
    moved: bool = False
    move: str = ""
    context: str = ""
    key: str = ""
    is_text: bool = False

    @property
    def is_change(self) -> bool:
        return self.status != Status.SAME

    @property
    def label(self) -> str:
        """« Modifié et déplacé »."""
        words = {
            Status.SAME: "Inchangé",
            Status.ADDED: "Ajouté",
            Status.REMOVED: "Supprimé",
            Status.CHANGED: "Modifié et déplacé" if self.moved else "Modifié",
            Status.MOVED: "Déplacé",
        }
        return words[self.status]


@dataclass(frozen=True)
class Tally:
    """How many rows were added, removed, changed or only moved."""

    added: int = 0
    removed: int = 0
    changed: int = 0
    moved: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.added + other.added,
            self.removed + other.removed,
            self.changed + other.changed,
            self.moved + other.moved,
        )

    @property
    def total(self) -> int:
        return self.added + self.removed + self.changed + self.moved

    @property
    def words(self) -> str:
        """« 3 ajouts, 1 suppression »."""
        pairs = (
            (self.added, "ajout"),
            (self.removed, "suppression"),
            (self.changed, "modification"),
            (self.moved, "déplacement"),
        )
        told = (f"{count}\u00a0{word}{'s' if count > 1 else ''}" for count, word in pairs if count)
        return ", ".join(told) or "aucun changement"


def tally_of(statuses: Iterable[Status]) -> Tally:
    counts = dict.fromkeys(Status, 0)
    for status in statuses:
        counts[status] += 1
    return Tally(*(counts[one] for one in (Status.ADDED, Status.REMOVED, Status.CHANGED, Status.MOVED)))


@dataclass(frozen=True)
class Gap:
    """Unchanged rows that a page leaves out."""

    count: int
    gap = True


@dataclass(frozen=True)
class Part:
    """The text of a section, or a list of rows of one of its blocks.

    `status` is that of the part as a whole: a block that the section shows no longer, or elsewhere.
    `block` is the block’s name, "" for the text. Groups of rows are a part of their own (`is_grouping`).
    """

    title: str
    entries: Sequence[Entry] = ()
    status: Status = Status.SAME
    block: str = ""
    is_grouping: bool = False

    @cached_property
    def tally(self) -> Tally:
        return tally_of([self.status, *(entry.status for entry in self.entries)])

    @property
    def is_change(self) -> bool:
        return self.tally.total > 0

    @property
    def label(self) -> str:
        words = {
            Status.ADDED: "Ajouté à la section",
            Status.REMOVED: "Retiré de la section",
            Status.MOVED: "Déplacé dans la section",
        }
        return words.get(self.status, "")


@dataclass(frozen=True)
class ShownPart:
    """What a page shows of a part."""

    part: Part
    lines: list[Entry | Gap]


@dataclass(frozen=True)
class SectionDiff:
    """What changed between two contents of a section.

    `status` says that the section is new (ADDED), gone (REMOVED), CHANGED or the SAME. `unseen` is set when the
    contents differ by something that no part tells. The last fields say what a page shows of it: `limit` changes
    from number `first` on, with unchanged rows around them or not, and where to read the others.
    """

    title: str
    status: Status
    parts: tuple[Part, ...] = ()
    unseen: bool = False
    first: int = 0
    limit: int = SHOWN
    only_changes: bool = False
    more_url: str = field(default="", compare=False)

    @property
    def is_empty(self) -> bool:
        """Whether the two contents are the same."""
        return self.status == Status.SAME

    @cached_property
    def tally(self) -> Tally:
        found = Tally()
        for part in self.parts:
            found += part.tally
        return found

    @property
    def changed_parts(self) -> list[str]:
        """Titles of what changed: « Texte », « Budget »; those of a block once."""
        found = [part.title.split(" – ")[0] for part in self.parts if part.is_change]
        return list(dict.fromkeys(found)) or (["Mise en forme"] if self.unseen else [])

    def limited(
        self, *, first: int = 0, limit: int = SHOWN, only_changes: bool = False, more_url: str = ""
    ) -> "SectionDiff":
        """The same, of which a page shows less."""
        return replace(self, first=first, limit=limit, only_changes=only_changes, more_url=more_url)

    @property
    def before_count(self) -> int:
        """Changes that stand before those that are shown."""
        return min(self.first, self.tally.total)

    @property
    def left_count(self) -> int:
        """Changes that stand behind those that are shown."""
        return max(0, self.tally.total - self.first - self.limit)

    @property
    def shown(self) -> list[ShownPart]:
        """The parts with the lines that a page shows."""
        found, number = [], 0
        for part in self.parts:
            count = part.tally.total
            inside = number < self.first + self.limit and number + count > self.first
            if inside and count:
                start = number + (part.status != Status.SAME)
                found.append(ShownPart(part, list(self._lines(part, start))))
            elif not count and not self.only_changes and not part.is_grouping:
                found.append(ShownPart(part, []))
            number += count
        return found

    def _lines(self, part: Part, number: int) -> Iterable[Entry | Gap]:
        same: list[Entry] = []
        began = False
        for entry in part.entries:
            if not entry.is_change:
                same.append(entry)
                continue
            if self.first <= number < self.first + self.limit:
                yield from self._around(part, same, begins=not began, ends=False)
                yield entry
                began = True
                same = []
            number += 1
            if number >= self.first + self.limit:
                return
        yield from self._around(part, same, begins=not began, ends=True)

    def _around(self, part: Part, same: list[Entry], *, begins: bool, ends: bool) -> Iterable[Entry | Gap]:
        """A run of unchanged rows, of which those next to a change are shown."""
        if self.only_changes or part.is_grouping or not same:
            return
        head = 0 if begins else AROUND
        tail = 0 if ends else AROUND
        if len(same) <= head + tail + 1:
            yield from same
            return
        yield from same[:head]
        yield Gap(len(same) - head - tail)
        yield from same[len(same) - tail :] if tail else []
