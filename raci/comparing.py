"""What changed between two versions of the matrix: cells, activities, columns."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from crmproject.toolkit.blocks import Json
from crmproject.toolkit.diagnostics import counted
from raci.blocks import RaciBlock

NOTHING = "aucun rôle"


class Change(StrEnum):
    """What became of a line, a column or a cell."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"

    @property
    def label(self) -> str:
        return {"same": "inchangé", "added": "ajouté", "removed": "retiré", "changed": "changé"}[self.value]

    @property
    def icon(self) -> str:
        return {
            "same": "dash", "added": "plus-circle", "removed": "dash-circle", "changed": "arrow-left-right"
        }[self.value]  # fmt: skip


@dataclass(frozen=True)
class ComparedCell:
    """What one column said and says on a line: « R », « A/R », nothing."""

    before: str
    after: str

    @property
    def change(self) -> Change:
        if self.before == self.after:
            return Change.SAME
        if not self.before:
            return Change.ADDED
        return Change.CHANGED if self.after else Change.REMOVED

    @property
    def is_change(self) -> bool:
        return self.before != self.after

    @property
    def words(self) -> str:
        """« R → A/R »."""
        return f"{self.before or NOTHING} → {self.after or NOTHING}"


@dataclass(frozen=True)
class ComparedColumn:
    name: str
    change: Change


@dataclass(frozen=True)
class ComparedLine:
    """An activity in both versions or in one; `was` is its former title when that changed."""

    ref: str
    title: str
    group: str
    change: Change
    cells: list[ComparedCell]
    was: str = ""

    @property
    def name(self) -> str:
        return f"{self.ref} {self.title}".strip()


@dataclass(frozen=True)
class MatrixDiff:
    """Two versions side by side: the columns and lines of the later one, then those that are gone."""

    columns: list[ComparedColumn]
    lines: list[ComparedLine]

    @property
    def groups(self) -> list[tuple[str, list[ComparedLine]]]:
        found: dict[str, list[ComparedLine]] = {}
        for line in self.lines:
            found.setdefault(line.group, []).append(line)
        return list(found.items())

    @property
    def is_same(self) -> bool:
        return not self.summary

    @property
    def changed_cells(self) -> list[str]:
        """Each changed cell in words, on lines and in columns that are in both versions."""
        return [
            f"{line.name}, {column.name}\u00a0: {cell.words}"
            for line in self.lines
            if line.change is Change.CHANGED
            for column, cell in zip(self.columns, line.cells, strict=True)
            if cell.is_change and column.change is Change.SAME
        ]

    @property
    def summary(self) -> list[str]:
        """What changed in words; nothing when nothing did."""
        return list(self._summary())

    def _summary(self) -> Iterator[str]:
        if cells := len(self.changed_cells):
            yield counted(cells, "case changée", "cases changées")
        lines = Counter(line.change for line in self.lines)
        columns = Counter(column.change for column in self.columns)
        for change, word in ((Change.ADDED, "ajoutée"), (Change.REMOVED, "retirée")):
            if number := lines[change]:
                yield counted(number, f"activité {word}", f"activités {word}s")
            if number := columns[change]:
                yield counted(number, f"colonne {word}", f"colonnes {word}s")
        if renamed := sum(bool(line.was) for line in self.lines):
            yield counted(renamed, "activité renommée", "activités renommées")


@dataclass(frozen=True)
class _Line:
    ref: str
    title: str
    group: str
    cells: dict[str, str]


def compare_matrices(before: dict[str, Json], after: dict[str, Json]) -> MatrixDiff:
    """The difference of two matrices as sections keep them; the work grows with their cells."""
    old, new = _lines(before), _lines(after)
    old_columns, new_columns = _columns(before), _columns(after)
    columns = [
        ComparedColumn(name, Change.SAME if name in old_columns else Change.ADDED) for name in new_columns
    ]
    columns += [ComparedColumn(name, Change.REMOVED) for name in old_columns if name not in new_columns]
    lines = [_compared(old.get(key), line, columns) for key, line in new.items()]
    lines += [_compared(line, None, columns) for key, line in old.items() if key not in new]
    return MatrixDiff(columns, lines)


def _compared(old: _Line | None, new: _Line | None, columns: list[ComparedColumn]) -> ComparedLine:
    shown = new or old
    if shown is None:
        raise ValueError("a compared line is in one version at least")
    before, after = old.cells if old else {}, new.cells if new else {}
    cells = [ComparedCell(before.get(one.name, ""), after.get(one.name, "")) for one in columns]
    was = old.title if old and new and old.title != new.title else ""
    if old is None or new is None:
        change = Change.REMOVED if old else Change.ADDED
    else:
        change = Change.CHANGED if was or any(cell.is_change for cell in cells) else Change.SAME
    return ComparedLine(shown.ref, shown.title, shown.group, change, cells, was)


def _columns(data: dict[str, Json]) -> list[str]:
    """The names of the columns, twins told apart as the comparison of sections tells them."""
    people = data.get("people")
    names = [str(one) for one in people] if isinstance(people, list) else []
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found


def _lines(data: dict[str, Json]) -> dict[str, _Line]:
    """The lines by the key of their task, or by their title; a twin by its rank as well."""
    rows: Any = RaciBlock().compared(data).get("rows") or []
    found: dict[str, _Line] = {}
    seen: Counter[str] = Counter()
    for group in rows:
        for one in group["lines"]:
            name = f"ref:{one['ref']}" if one["ref"] else f"title:{one['title']}"
            seen[name] += 1
            line = _Line(str(one["ref"]), str(one["title"]), str(group["group"]), dict(one["cells"]))
            found[f"{name}:{seen[name]}"] = line
    return found
