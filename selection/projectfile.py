"""The criteria of choice in a project file."""

from typing import Annotated

from pydantic import Field

from charter.filepart import FileModel, FilePart, Loading, register, required
from charter.models import Project
from charter.projectfiles.rows import create_rows, entry_of, live_rows
from selection.models import Criterion


class CriterionEntry(FileModel):
    title: Annotated[str, required(200)]
    weight: Annotated[int, Field(ge=1, le=100)]


def _load(loading: Loading, entries: list[CriterionEntry]) -> None:
    create_rows(Criterion, loading, (entry.model_dump() for entry in entries))


def _dump(project: Project) -> list[CriterionEntry]:
    return [entry_of(CriterionEntry, row) for row in live_rows(Criterion, project)]


register(FilePart("criteria", list[CriterionEntry], _load, _dump, 110))
