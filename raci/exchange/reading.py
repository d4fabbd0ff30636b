"""A matrix read from the rows of a workbook, of a CSV file or of what somebody pasted."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from crmproject.toolkit.frenchcsv import UnreadableCsvError, as_it_was, read_csv
from crmproject.toolkit.text import normalised
from crmproject.toolkit.xlsx import UnreadableWorkbookError, is_workbook, read_workbook
from raci.exchange.workbook import KEY_HEAD, PROBLEM_HEAD, TITLE_HEAD

MAX_BYTES = 5 * 1024 * 1024
MEGABYTE = 1_048_576
MAX_ROWS, MAX_COLUMNS = 1_500, 150
HEADER_WITHIN = 20
KEY_HEADS = {normalised(one) for one in (KEY_HEAD, "Code", "N°", "No", "Réf", "Référence", "Ref", "Id")}
TITLE_HEADS = {
    normalised(one)
    for one in (
        TITLE_HEAD,
        "Activités",
        "Tâche",
        "Tâches",
        "Étape",
        "Livrable",
        "Intitulé",
        "Action",
        "Actions",
    )
}
LEFT_OUT = {
    normalised(one) for one in (PROBLEM_HEAD, "Phase", "Groupe", "Commentaire", "Commentaires", "Total")
}
LONGEST_TITLE = 200


class MatrixFileError(ValueError):
    """The file isn’t read as a matrix; the message says why in French."""


@dataclass(frozen=True)
class CellDraft:
    """What one cell says, as it was typed, under this column."""

    column: str
    text: str


@dataclass(frozen=True)
class RowDraft:
    """A row with its cells; blank ones count, under a column of the file."""

    number: int
    key: str
    title: str
    cells: tuple[CellDraft, ...]

    @property
    def place(self) -> str:
        return f"ligne {self.number}"

    @property
    def is_bare(self) -> bool:
        """Whether it has a title and no letter at all, as the heading of a group has."""
        return not any(cell.text for cell in self.cells)


@dataclass
class MatrixDraft:
    """The columns of the file in their order, and its rows."""

    columns: list[str] = field(default_factory=list)
    rows: list[RowDraft] = field(default_factory=list)


def read_matrix(content: bytes) -> MatrixDraft:
    """The matrix in this file: Excel or CSV, told by what it holds. Raises MatrixFileError."""
    if len(content) > MAX_BYTES:
        raise too_big(len(content))
    if not content.strip():
        raise MatrixFileError("Ce fichier est vide.")
    if content.startswith((b"%PDF", b"\xd0\xcf\x11\xe0", b"<")):
        raise MatrixFileError(
            "Ce fichier n’est ni un .xlsx ni un CSV\u00a0: enregistrez la matrice en .xlsx."
        )
    try:
        if not is_workbook(content):
            return read_rows(read_csv(content, max_rows=MAX_ROWS))
        for rows in read_workbook(content, max_rows=MAX_ROWS).values():
            if _header(rows) is not None:
                return read_rows(rows)
    except (UnreadableWorkbookError, UnreadableCsvError) as unreadable:
        raise MatrixFileError(str(unreadable)) from unreadable
    raise _no_header()


def too_big(size: int) -> MatrixFileError:
    return MatrixFileError(
        f"Ce fichier pèse {size / MEGABYTE:.0f} Mo\u00a0; la limite est de {MAX_BYTES // MEGABYTE} Mo."
    )


def read_pasted(text: str) -> MatrixDraft:
    """The matrix that somebody copied from a spreadsheet, cells between tabs or semicolons."""
    try:
        return read_rows(read_csv(text.encode(), max_rows=MAX_ROWS))
    except UnreadableCsvError as unreadable:
        raise MatrixFileError(str(unreadable)) from unreadable


def read_rows(rows: Sequence[Sequence[object]]) -> MatrixDraft:
    """The matrix in these rows, whose header names the activities and the people."""
    at = _header(rows)
    if at is None:
        raise _no_header()
    heads = [_text(cell) for cell in rows[at]]
    key_at = next((n for n, head in enumerate(heads) if normalised(head) in KEY_HEADS), None)
    title_at = next((n for n, head in enumerate(heads) if normalised(head) in TITLE_HEADS), 0)
    people = {
        n: head
        for n, head in enumerate(heads)
        if head and n not in {key_at, title_at} and normalised(head) not in LEFT_OUT
    }
    if len(people) > MAX_COLUMNS:
        raise MatrixFileError(
            f"Cette matrice a {len(people)} colonnes\u00a0; la limite est de {MAX_COLUMNS}."
        )
    draft = MatrixDraft(list(people.values()))
    for number, row in enumerate(rows[at + 1 :], start=at + 2):
        title = _at(row, title_at)
        key = _at(row, key_at) if key_at is not None else ""
        cells = tuple(CellDraft(head, _at(row, n)) for n, head in people.items())
        if title or key or any(cell.text for cell in cells):
            draft.rows.append(RowDraft(number, key[:20], title[:LONGEST_TITLE], cells))
    if not draft.rows:
        raise MatrixFileError("Cette matrice n’a aucune ligne sous ses en-têtes.")
    return draft


def _header(rows: Sequence[Sequence[object]]) -> int | None:
    """The first row that names the activities and at least one more column; else the first that has several cells."""
    several: int | None = None
    for at, row in enumerate(rows[:HEADER_WITHIN]):
        heads = [normalised(_text(cell)) for cell in row if _text(cell)]
        if len(heads) > 1 and TITLE_HEADS.intersection(heads):
            return at
        # The corner above the activities is often left blank.
        if several is None and len(heads) > 1 and row and not _text(row[0]):
            several = at
    return several


def _no_header() -> MatrixFileError:
    return MatrixFileError(
        "Aucune ligne d’en-têtes\u00a0: il faut une colonne «\u00a0Activité\u00a0», puis une colonne par personne ou "
        "fonction."
    )


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return as_it_was(" ".join(str(cell).split())) if cell is not None else ""


def _at(row: Sequence[object], at: int) -> str:
    return _text(row[at]) if at < len(row) else ""
