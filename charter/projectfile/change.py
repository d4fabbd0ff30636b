"""The change plan."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import Field

from charter.filepart import (
    Checking,
    Choice,
    Figure,
    FileModel,
    FilePart,
    Loading,
    one_of,
    register,
    required,
    upto,
)
from charter.models import Benefit, Communication, Project, Support, Training
from charter.models.change import Channel, SupportKind, TrainingLevel
from charter.projectfiles.rows import create_rows, entry_of, kept_departments, live_email, live_rows
from charter.projectfiles.schema import EmailReference

Hours = Annotated[Figure, Field(ge=Decimal("0.25"), le=400)]


class CommunicationEntry(FileModel):
    written: ClassVar[frozenset[str]] = frozenset({"channel"})

    held_on: date
    audience: Annotated[str, required(200)]
    channel: Annotated[Choice, one_of(Channel)] = Channel.MEETING.value
    message: Annotated[str, required(2000)]
    owner: EmailReference = None
    is_launch: bool = Field(default=False, alias="launch")
    is_done: bool = Field(default=False, alias="done")


class BenefitEntry(FileModel):
    profile: Annotated[str, required(160)]
    department: str | None = None
    benefit: Annotated[str, required(500)]


class TrainingEntry(FileModel):
    level: Annotated[Choice, one_of(TrainingLevel)]
    audience: Annotated[str, required(200)]
    held_on: date | None = None
    hours: Hours | None = None
    people: Annotated[int, Field(ge=1, le=100_000)] | None = None
    trainer: Annotated[str, upto(160)] = ""
    is_refresher: bool = Field(default=False, alias="refresher")


class SupportEntry(FileModel):
    kind: Annotated[Choice, one_of(SupportKind)]
    title: Annotated[str, required(200)]
    people: Annotated[str, upto(200)] = ""
    starts_on: date | None = None
    ends_on: date | None = None
    owner: EmailReference = None


class ChangeEntry(FileModel):
    communications: list[CommunicationEntry] = Field(default_factory=list)
    benefits: list[BenefitEntry] = Field(default_factory=list)
    trainings: list[TrainingEntry] = Field(default_factory=list)
    supports: list[SupportEntry] = Field(default_factory=list)


def _check(checking: Checking, entry: ChangeEntry) -> None:
    for index, talk in enumerate(entry.communications):
        checking.member(talk.owner, f"change.communications[{index}].owner")
    for index, benefit in enumerate(entry.benefits):
        checking.department(benefit.department, f"change.benefits[{index}].department")
    for index, support in enumerate(entry.supports):
        path = f"change.supports[{index}]"
        checking.member(support.owner, f"{path}.owner")
        if support.ends_on and (support.starts_on is None or support.ends_on < support.starts_on):
            checking.refuse(f"{path}.ends_on", "la fin suit le début, qui est à donner aussi")


def _load(loading: Loading, entry: ChangeEntry) -> None:
    def owned(one: Any) -> dict[str, Any]:
        return {**one.model_dump(), "owner": loading.member(one.owner)}

    create_rows(Communication, loading, map(owned, entry.communications))
    create_rows(
        Benefit,
        loading,
        (
            {
                **one.model_dump(),
                "department": loading.departments[one.department] if one.department else None,
            }
            for one in entry.benefits
        ),
    )
    create_rows(Training, loading, (one.model_dump() for one in entry.trainings))
    create_rows(Support, loading, map(owned, entry.supports))


def _entry(schema: type[FileModel], row: Any, **changes: Any) -> Any:
    """Like `entry_of`, by the names that the file gives."""
    made = {
        info.alias or name: getattr(row, name)
        for name, info in schema.model_fields.items()
        if name not in changes
    }
    return schema(**made, **changes)


def _dump(project: Project) -> ChangeEntry | None:
    codes = {one.pk: one.code for one in kept_departments(project)}
    entry = ChangeEntry(
        communications=[
            _entry(CommunicationEntry, row, owner=live_email(row.owner))
            for row in live_rows(Communication, project, "owner__user")
        ],
        benefits=[
            entry_of(BenefitEntry, row, department=codes.get(row.department_id))
            for row in live_rows(Benefit, project)
        ],
        trainings=[_entry(TrainingEntry, row) for row in live_rows(Training, project)],
        supports=[
            entry_of(SupportEntry, row, owner=live_email(row.owner))
            for row in live_rows(Support, project, "owner__user")
        ],
    )
    filled = any((entry.communications, entry.benefits, entry.trainings, entry.supports))
    return entry if filled else None


register(FilePart("change", ChangeEntry, _load, _dump, 105, check=_check, default=ChangeEntry))
