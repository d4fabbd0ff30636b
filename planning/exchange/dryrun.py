"""What applying a file would do to the planning, line by line, before anything is written."""

import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from crmproject.toolkit.diagnostics import counted
from crmproject.toolkit.rows import Row
from planning.exchange.draft import Remark
from planning.schedule import Link

# How many months a planning usually takes [R-DUREE].
USUAL_MONTHS = (3, 18)


class Fate(StrEnum):
    """What becomes of a row."""

    CREATED = "created"
    RESTORED = "restored"
    CHANGED = "changed"
    REMOVED = "removed"
    ABSENT = "absent"
    SAME = "same"

    @property
    def label(self) -> str:
        return {
            "created": "créée",
            "restored": "reprise de la corbeille",
            "changed": "modifiée",
            "removed": "retirée",
            "absent": "absente du fichier, laissée",
            "same": "inchangée",
        }[self.value]

    @property
    def plural(self) -> str:
        return {
            "created": "créées",
            "restored": "reprises de la corbeille",
            "changed": "modifiées",
            "removed": "retirées",
            "absent": "absentes du fichier, laissées",
            "same": "inchangées",
        }[self.value]

    @property
    def icon(self) -> str:
        return {
            "created": "plus-circle",
            "restored": "arrow-counterclockwise",
            "changed": "pencil",
            "removed": "trash",
            "absent": "dash-circle",
            "same": "check",
        }[self.value]

    @property
    def writes(self) -> bool:
        return self not in {Fate.ABSENT, Fate.SAME}


class What(StrEnum):
    """The kind of a row; its value is what the page says."""

    PHASE = "phase"
    TASK = "tâche"
    GATE = "point de validation"
    CLOSING = "fermeture"


@dataclass(frozen=True)
class Change:
    """One field, as it stands and as it would be."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """One row of the planning. `row` is None for one to create; `values` are its columns, `links` None when left alone.

    In `values`, « phase » is the key of a phase, « owner » the number of a member or None.
    """

    what: What
    key: str
    title: str
    fate: Fate
    place: str = ""
    changes: tuple[Change, ...] = ()
    errors: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    row: Row | None = field(default=None, compare=False)
    values: dict[str, Any] = field(default_factory=dict)
    links: tuple[Link, ...] | None = None

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to say of this line."""
        return self.fate is Fate.SAME and not self.errors and not self.remarks


@dataclass(frozen=True)
class DryRun:
    """All lines, the remarks of the whole file, and the effect on the end of the planning.

    `problem` says in French why nothing can be applied, beside the errors of the lines.
    """

    lines: list[Line]
    remarks: list[Remark]
    problem: str = ""
    warnings: tuple[str, ...] = ()
    end_before: datetime.date | None = None
    end_after: datetime.date | None = None
    read: str = ""

    @cached_property
    def errors(self) -> list[Line]:
        return [one for one in self.lines if one.errors]

    @property
    def may_apply(self) -> bool:
        return not self.problem and not self.errors and self.writes

    @property
    def writes(self) -> bool:
        return any(one.fate.writes for one in self.lines)

    def count(self, fate: Fate) -> int:
        return sum(one.fate is fate for one in self.lines)

    @property
    def counts(self) -> list[str]:
        """« 3 créées, 1 modifiée » piece by piece: how many lines have each fate, fates that none has left out."""
        found = [(self.count(fate), fate) for fate in Fate]
        return [counted(number, fate.label, fate.plural) for number, fate in found if number]

    @property
    def shown(self) -> list[Line]:
        """Lines about which there is something to say, those in error first."""
        told = [one for one in self.lines if not one.is_quiet]
        return sorted(told, key=lambda one: not one.errors)

    @property
    def absent(self) -> list[Line]:
        """What the file doesn’t name and would leave alone, or remove."""
        return [one for one in self.lines if one.fate in {Fate.ABSENT, Fate.REMOVED}]

    @property
    def moved_days(self) -> int:
        """By how many calendar days the planning would end later, fewer than none when sooner."""
        return (self.end_after - self.end_before).days if self.end_before and self.end_after else 0

    @cached_property
    def stamp(self) -> str:
        """What the person has under the eyes: another one means that something moved since."""
        seen = [
            [one.what, one.key, one.fate, one.row.pk if one.row else None, one.row.version if one.row else 0]
            + [[change.label, change.before, change.after] for change in one.changes]
            for one in self.lines
        ]
        said = json.dumps([self.read, seen, self.problem], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()


def shown(value: object) -> str:
    """A value as the page says it."""
    if isinstance(value, datetime.date):
        return value.strftime("%d/%m/%Y")
    return "" if value is None else str(value).replace(".", ",") if not isinstance(value, str) else value


def changed(pairs: Iterable[tuple[str, str, object, object]]) -> Iterator[tuple[str, Change, object]]:
    """Of (name, label, before, after), those that differ."""
    for name, label, before, after in pairs:
        if before != after:
            yield name, Change(label, shown(before), shown(after)), after
