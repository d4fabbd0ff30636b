"""A matrix of somebody else compared with that of the project: what applying it would write, cell by cell."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from charter.models import Project
from crmproject.toolkit.text import normalised
from planning.exchange.people import Directory
from planning.models import Phase, Task
from raci.exchange.reading import CellDraft, MatrixDraft, RowDraft
from raci.exchange.workbook import column_names, in_words
from raci.holders import Holder, load_holders
from raci.letters import POSSIBLE, read_letters
from raci.matrix import Matrix, load_matrix

# The key of a column that would be made, as a function of this name.
NEW = "+"


@dataclass(frozen=True)
class CellLine:
    """One cell that would change, or that is wrong. `column` is the key of a holder, or NEW and a name."""

    column: str
    name: str
    before: str
    after: str
    error: str = ""

    @property
    def told(self) -> str:
        return f"{in_words(self.before)} → {in_words(self.after)}"


@dataclass(frozen=True)
class MatrixLine:
    """A row of the file. `activity` is the number of its line in the matrix, None for one to make."""

    place: str
    key: str
    title: str
    activity: int | None
    task: int | None = None
    phase: int | None = None
    cells: tuple[CellLine, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def is_new(self) -> bool:
        return self.activity is None

    @property
    def errors(self) -> list[CellLine]:
        return [one for one in self.cells if one.error]


@dataclass(frozen=True)
class MatrixDryRun:
    """All rows that say something, the columns that nobody knows, and what was left out."""

    lines: list[MatrixLine]
    unknown: list[str]
    made: list[str]
    remarks: list[str] = field(default_factory=list)
    read: str = ""

    @cached_property
    def cells(self) -> int:
        return sum(len(line.cells) for line in self.lines)

    @cached_property
    def errors(self) -> int:
        return sum(len(line.errors) for line in self.lines)

    @property
    def new_lines(self) -> int:
        return sum(line.is_new for line in self.lines)

    @property
    def may_apply(self) -> bool:
        return not self.unknown and not self.errors and bool(self.lines)

    @cached_property
    def stamp(self) -> str:
        seen = [
            [line.activity, line.task, line.title]
            + [[cell.column, cell.before, cell.after, cell.error] for cell in line.cells]
            for line in self.lines
        ]
        return hashlib.sha256(json.dumps([self.read, seen, self.unknown, self.made]).encode()).hexdigest()


def compare(project: Project, draft: MatrixDraft, *, make: bool = False, read: str = "") -> MatrixDryRun:
    """What applying this matrix would do; `make` turns columns that nobody knows into functions.

    Rows and columns that the file doesn’t name are left alone.
    """
    matrix = load_matrix(project.pk)
    columns = _columns(project, matrix, draft)
    unknown = [name for name, key in columns.items() if key.startswith(NEW)]
    comparing = _Comparing(project, matrix, columns if make else _known(columns))
    lines = list(comparing.lines(draft))
    return MatrixDryRun(
        lines=lines,
        unknown=[] if make else unknown,
        made=unknown if make else [],
        remarks=comparing.remarks,
        read=f"{read}{'+' if make else ''}",
    )


def _known(columns: dict[str, str]) -> dict[str, str]:
    return {name: key for name, key in columns.items() if not key.startswith(NEW)}


def _columns(project: Project, matrix: Matrix, draft: MatrixDraft) -> dict[str, str]:
    """The key of each column of the file: as we head it, then by e-mail, name or title, then by function."""
    holders = [one for one in load_holders(project.pk) if not one.is_deleted]
    headed = {
        normalised(name): holder.key
        for name, holder in zip(column_names(matrix), matrix.holders, strict=True)
    }
    functions = {normalised(one.label): one.key for one in holders if one.is_function}
    directory = Directory(one.people[0] for one in holders if not one.is_function)
    found: dict[str, str] = {}
    for name in draft.columns:
        member = directory.named(name)
        key = headed.get(normalised(name)) or (f"m{member.pk}" if member else functions.get(normalised(name)))
        found[name] = key or f"{NEW}{name[:120]}"
    return found


class _Comparing:
    """Compares row after row; remembers the group under which the next rows stand."""

    def __init__(self, project: Project, matrix: Matrix, columns: dict[str, str]) -> None:
        self.matrix, self.columns = matrix, columns
        self.remarks: list[str] = []
        self._holders: dict[str, Holder] = {one.key: one for one in load_holders(project.pk)}
        self._by_key = {line.reference: line for line in matrix.lines if line.reference}
        self._by_title = {normalised(str(line.activity)): line for line in reversed(matrix.lines)}
        tasks = list(Task.objects.live().filter(project=project))
        self._tasks = {one.key: one for one in tasks}
        self._task_titles = {normalised(one.title): one for one in reversed(tasks)}
        self._phases = {normalised(one.title): one.pk for one in Phase.objects.live().filter(project=project)}
        self._group: int | None = None
        self._seen: set[object] = set()

    def lines(self, draft: MatrixDraft) -> Iterator[MatrixLine]:
        doubles = {name for name in draft.columns if draft.columns.count(name) > 1}
        if doubles:
            self.remarks.append(
                f"Colonnes en double\u00a0: {', '.join(sorted(doubles))}. La dernière compte."
            )
        for row in draft.rows:
            line = self._line(row)
            if line is not None and (line.cells or line.is_new or line.remarks):
                yield line

    def _line(self, row: RowDraft) -> MatrixLine | None:
        title = normalised(row.title)
        standing = self._by_key.get(row.key) or self._by_title.get(title)
        task = None if standing else self._tasks.get(row.key) or self._task_titles.get(title)
        if standing is None and task is None and row.is_bare:
            # A heading: the rows below belong to its phase, when it is one.
            self._group = self._phases.get(title)
            return None
        if standing is None and task is None and not row.title:
            self.remarks.append(f"{row.place.capitalize()}\u00a0: sans activité, laissée de côté.")
            return None
        who = standing.activity.pk if standing else f"task {task.pk}" if task else title
        if who in self._seen:
            name = f"«\u00a0{row.title or row.key}\u00a0»"
            self.remarks.append(f"{row.place.capitalize()}\u00a0: {name} est en double, la première compte.")
            return None
        self._seen.add(who)
        letters = dict(standing.letters) if standing else {}
        return MatrixLine(
            place=row.place,
            key=standing.reference if standing else task.key if task else "",
            title=str(standing.activity) if standing else task.title if task else row.title,
            activity=standing.activity.pk if standing else None,
            task=task.pk if task else None,
            phase=None if standing or task else self._group,
            cells=tuple(self._cells(row, letters)),
        )

    def _cells(self, row: RowDraft, standing: dict[str, str]) -> Iterator[CellLine]:
        wanted = dict(standing)
        changed: list[tuple[str, CellDraft, str]] = []
        for cell in row.cells:
            key = self.columns.get(cell.column)
            if key is None:
                continue
            letters = read_letters(cell.text)
            before = standing.get(key, "")
            if letters is None:
                text = f"«\u00a0{cell.text[:20]}\u00a0» n’est pas un rôle\u00a0: {POSSIBLE}."
                yield CellLine(key, cell.column, before, "", text)
            elif letters != before:
                wanted[key] = letters
                changed.append((key, cell, before))
        approving = [key for key, letters in wanted.items() if "A" in letters]
        for key, cell, before in changed:
            yield CellLine(key, cell.column, before, wanted[key], self._second(key, wanted[key], approving))

    def _second(self, key: str, letters: str, approving: list[str]) -> str:
        """Why this A is one too many [R-RACI-A]."""
        others = [one for one in approving if one != key]
        if "A" not in letters or not others:
            return ""
        return (
            f"Deux A sur cette ligne, celui-ci et celui de {self._name(others[0])}\u00a0: il en faut un seul."
        )

    def _name(self, key: str) -> str:
        holder = self._holders.get(key)
        return str(holder) if holder else key.removeprefix(NEW)
