"""Budget lines."""

from charter.filepart import FilePart, Loading, register
from charter.models import (
    BudgetLine,
    Project,
)
from charter.projectfiles.rows import create_rows, entry_of, live_rows
from charter.projectfiles.schema import (
    BudgetEntry,
)


def _load_budget(loading: Loading, entries: list[BudgetEntry]) -> None:
    create_rows(BudgetLine, loading, (entry.model_dump() for entry in entries))


def _dump_budget(project: Project) -> list[BudgetEntry]:
    return [entry_of(BudgetEntry, row) for row in live_rows(BudgetLine, project)]


register(FilePart("budget", list[BudgetEntry], _load_budget, _dump_budget, 90))
