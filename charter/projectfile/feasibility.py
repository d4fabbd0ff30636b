"""The feasibility study and its constraints."""

from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from charter.filepart import (
    Amount,
    Checking,
    Choice,
    FileModel,
    FilePart,
    Loading,
    one_of,
    register,
    required,
    upto,
)
from charter.models import Feasibility, Project, ProjectConstraint
from charter.models.feasibility import ConstraintNature, Opinion
from charter.projectfiles.rows import create_rows, entry_of, live_rows


def _opinion(value: str) -> str:
    if value and value not in Opinion.values:
        raise PydanticCustomError(
            "choice",
            "valeur inconnue «\u00a0{value}\u00a0»\u00a0; valeurs possibles\u00a0: {possible}",
            {"value": value, "possible": ", ".join(Opinion.values)},
        )
    return value


class ConstraintEntry(FileModel):
    written: ClassVar[frozenset[str]] = frozenset({"nature"})

    text: Annotated[str, required(300)]
    nature: Annotated[Choice, one_of(ConstraintNature)] = ConstraintNature.ORGANISATIONAL.value
    imperative: bool = False


class FeasibilityEntry(FileModel):
    constraints: list[ConstraintEntry] = Field(default_factory=list)
    person_days: Annotated[int, Field(ge=0, le=100_000)] | None = None
    people: Annotated[str, upto(2000)] = ""
    known_budget: Amount | None = None
    tools: Annotated[str, upto(2000)] = ""
    opinion: Annotated[Choice, AfterValidator(_opinion)] = ""
    reasons: Annotated[str, upto(4000)] = ""
    reserves: Annotated[str, upto(4000)] = ""
    given_by: Annotated[str, upto(200)] = ""
    given_on: date | None = None


def _check(checking: Checking, entry: FeasibilityEntry) -> None:
    if entry.opinion == Opinion.RESERVED and not entry.reserves:
        checking.refuse("feasibility.reserves", "un avis sous réserve dit ses réserves")
    if entry.opinion == Opinion.UNFAVOURABLE and not entry.reasons:
        checking.refuse("feasibility.reasons", "un avis défavorable dit ses motifs")


def _study(entry: FeasibilityEntry) -> dict[str, Any]:
    return entry.model_dump(exclude={"constraints"})


def _load(loading: Loading, entry: FeasibilityEntry) -> None:
    create_rows(ProjectConstraint, loading, (one.model_dump() for one in entry.constraints))
    if _study(entry) != _study(FeasibilityEntry()):
        create_rows(Feasibility, loading, [_study(entry)])


def _dump(project: Project) -> FeasibilityEntry | None:
    rows = [entry_of(ConstraintEntry, row) for row in live_rows(ProjectConstraint, project)]
    study = live_rows(Feasibility, project).first()
    if study:
        return entry_of(FeasibilityEntry, study, constraints=rows)
    return FeasibilityEntry(constraints=rows) if rows else None


register(FilePart("feasibility", FeasibilityEntry, _load, _dump, 47, check=_check, default=FeasibilityEntry))
