"""A planning read from the rows of a spreadsheet, Excel or CSV."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from crmproject.toolkit.frenchcsv import as_it_was
from planning.exchange.cells import clean, text_of
from planning.exchange.columns import FIELDS, Field, field_of
from planning.exchange.draft import MAX_TASKS, Draft, ExchangeError, OwnerDraft, PhaseDraft, TaskDraft
from planning.notation import NotationError, parse
from planning.schedule import Link

# The header stands among the first rows: people put a title above.
HEADER_WITHIN = 20
VALUES = ("days", "start", "fixed_start", "due", "effort", "progress")


def read_sheets(sheets: dict[str, list[list[object]]]) -> Draft:
    """The planning in the first sheet that has its columns. Raises ExchangeError."""
    for title, rows in sheets.items():
        if _header(rows) is not None:
            draft = read_rows(rows, source="Excel")
            others = [one for one in sheets if one != title]
            if others:
                names = ", ".join(f"«\u00a0{one}\u00a0»" for one in others)
                draft.remark(f"Feuille «\u00a0{title}\u00a0»", f"Seule cette feuille est lue, pas {names}.")
            return draft
    raise _no_header()


def read_rows(rows: Sequence[Sequence[object]], *, source: str) -> Draft:
    """The planning in these rows, whose header is looked for among the first. Raises ExchangeError."""
    at = _header(rows)
    if at is None:
        raise _no_header()
    draft = Draft(source)
    columns = _columns(draft, rows[at])
    lines = [
        (number, row)
        for number, row in enumerate(rows[at + 1 :], start=at + 2)
        if any(text_of(cell) for cell in row)
    ]
    if len(lines) > MAX_TASKS:
        raise ExchangeError(f"Ce fichier a {len(lines)} tâches\u00a0; la limite est de {MAX_TASKS}.")
    for number, row in lines:
        _read(draft, _Row(number, columns, row))
    return draft


def _no_header() -> ExchangeError:
    names = ", ".join(one.label for one in FIELDS if not one.is_computed)
    return ExchangeError(
        "Aucune ligne de ce fichier n’a d’en-tête connu\u00a0: il faut au moins une colonne "
        f"«\u00a0Clé\u00a0» ou «\u00a0Tâche\u00a0». Les colonnes lues sont\u00a0: {names}."
    )


def _header(rows: Sequence[Sequence[object]]) -> int | None:
    """The place of the row that names the key or the title of a task, and another column."""
    for at, row in enumerate(rows[:HEADER_WITHIN]):
        names = {found.name for cell in row if (found := field_of(text_of(cell)))}
        if names & {"key", "title"} and (len(names) > 1 or names == {"title"}):
            return at
    return None


def _columns(draft: Draft, header: Sequence[object]) -> dict[str, int]:
    """Where each field stands; what isn’t read is told."""
    found: dict[str, int] = {}
    unknown: list[str] = []
    for at, cell in enumerate(header):
        text = text_of(cell)
        field: Field | None = field_of(text)
        if field is None:
            unknown += [text] if text else []
        elif field.name and field.name not in found:
            found[field.name] = at
        elif field.name:
            draft.remark(
                "En-tête", f"La colonne «\u00a0{text}\u00a0» est en double\u00a0: la première compte."
            )
    if unknown:
        names = ", ".join(f"«\u00a0{one[:40]}\u00a0»" for one in unknown[:10])
        draft.remark("En-tête", f"Colonnes laissées de côté, que le planning n’a pas\u00a0: {names}.")
    return found


def _cell(columns: dict[str, int], row: Sequence[object], name: str) -> str:
    at = columns.get(name)
    return as_it_was(text_of(row[at])) if at is not None and at < len(row) else ""


@dataclass(frozen=True)
class _Row:
    number: int
    columns: dict[str, int]
    cells: Sequence[object]

    @property
    def place(self) -> str:
        return f"Ligne {self.number}"

    def has(self, name: str) -> bool:
        return name in self.columns

    def text(self, name: str) -> str:
        return _cell(self.columns, self.cells, name)

    def raw(self, name: str) -> object:
        at = self.columns[name]
        value = self.cells[at] if at < len(self.cells) else None
        return as_it_was(value) if isinstance(value, str) else value


def _read(draft: Draft, row: _Row) -> None:
    errors: list[str] = []
    values: dict[str, Any] = {}
    for name in VALUES:
        if row.has(name):
            try:
                values[name] = clean(name, row.raw(name))
            except ValidationError as refused:
                label = next(one.label for one in FIELDS if one.name == name)
                errors += [f"{label}\u00a0: {text}" for text in refused.messages]
    links = _links(row, errors)
    phase = _phase(draft, row.text("phase")) if row.has("phase") else None
    owner = None
    if row.has("owner") or row.has("email"):
        owner = OwnerDraft(row.text("email"), row.text("owner"))
    key = row.text("key")
    draft.tasks.append(
        TaskDraft(
            place=row.place,
            ref=key or f"#{row.number}",
            key=key,
            title=row.text("title"),
            phase=phase,
            owner=owner,
            links=links,
            values=values,
            errors=tuple(errors),
        )
    )


def _links(row: _Row, errors: list[str]) -> tuple[Link, ...] | None:
    if not row.has("links"):
        return None
    try:
        return parse(row.text("links"))
    except NotationError as unreadable:
        errors.append(f"Prédécesseurs\u00a0: {unreadable}")
        return None


def _phase(draft: Draft, title: str) -> str | None:
    """The phase of this title; a row without one says nothing of it."""
    if not title:
        return None
    if all(one.ref != title for one in draft.phases):
        draft.phases.append(PhaseDraft(ref=title, title=title))
    return title
