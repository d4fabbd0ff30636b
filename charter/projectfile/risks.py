"""Risks and fears. What was left without a name is in no file."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from charter.filepart import Checking, Choice, FileModel, FilePart, Loading, one_of, register, required, upto
from charter.models import Project, Risk
from charter.models.risks import RiskKind, RiskStatus, Strategy
from charter.projectfiles.rows import create_rows, entry_of, kept_departments, live_email, live_rows
from charter.projectfiles.schema import EmailReference


class RiskEntry(FileModel):
    written: ClassVar[frozenset[str]] = frozenset({"kind"})

    title: Annotated[str, required(300)]
    kind: Annotated[Choice, one_of(RiskKind)] = RiskKind.INTERNAL.value
    probability: Annotated[int, Field(ge=1, le=5)]
    impact: Annotated[int, Field(ge=1, le=5)]
    score_reason: Annotated[str, upto(300)] = ""
    strategy: Annotated[Choice, one_of(Strategy)] | None = None
    response: str = ""
    owner: EmailReference = None
    due: date | None = None
    status: Annotated[Choice, one_of(RiskStatus)] = RiskStatus.OPEN.value
    profile: Annotated[str, upto(160)] = ""
    department: str | None = None
    workshop: Annotated[str, upto(200)] = ""


def _check_risks(checking: Checking, entries: list[RiskEntry]) -> None:
    for index, entry in enumerate(entries):
        checking.member(entry.owner, f"risks[{index}].owner")
        checking.department(entry.department, f"risks[{index}].department")


def _load_risks(loading: Loading, entries: list[RiskEntry]) -> None:
    create_rows(
        Risk,
        loading,
        (
            {
                **entry.model_dump(),
                "strategy": entry.strategy or "",
                "owner": loading.member(entry.owner),
                "department": loading.departments[entry.department] if entry.department else None,
            }
            for entry in entries
        ),
    )


def _dump_risks(project: Project) -> list[RiskEntry]:
    codes = {one.pk: one.code for one in kept_departments(project)}
    return [
        entry_of(
            RiskEntry,
            row,
            owner=live_email(row.owner),
            strategy=row.strategy or None,
            department=codes.get(row.department_id),
        )
        for row in live_rows(Risk, project, "owner__user")
    ]


register(FilePart("risks", list[RiskEntry], _load_risks, _dump_risks, 100, check=_check_risks))
