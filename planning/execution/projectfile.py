"""The phase after go-live in a project file: change requests, the path of newcomers, governance.

Newcomers themselves are in no file: their names can be erased here, and could not be there.
"""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Annotated, Any

from django.utils import timezone
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from charter.filepart import Checking, Choice, FileModel, FilePart, Loading, one_of, register, required, upto
from charter.models import Project
from charter.projectfile.usage import Moment
from charter.projectfiles.rows import create_rows, entry_of, live_email, live_rows
from charter.projectfiles.schema import EmailReference, Reference
from crmproject.toolkit.richtext import clean_html
from planning.execution.changefile import ChangeEntry, check_changes, dump_changes, load_changes
from planning.models import (
    GovernanceBody,
    GovernanceItem,
    GovernanceMeeting,
    ItemKind,
    PathPage,
    PathStep,
    Rhythm,
)
from planning.models.newcomers import LONGEST_PATH


def _hour(value: str) -> str:
    try:
        time.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError(
            "choice", 'heure refusée «\u00a0{value}\u00a0»\u00a0; écrivez "09:30"', {"value": value}
        ) from None
    return value


def _web(value: str) -> str:
    if value and not value.startswith(("http://", "https://")):
        raise PydanticCustomError(
            "choice",
            "adresse refusée «\u00a0{value}\u00a0»\u00a0; elle commence par https://",
            {"value": value},
        )
    return value


Link = Annotated[str, upto(500), AfterValidator(_web)]


class StepEntry(FileModel):
    """A step of the path: so many days after the arrival, with somebody’s help or a function’s."""

    title: Annotated[str, required(200)]
    day: Annotated[int, Field(ge=0, le=LONGEST_PATH)] = 0
    helper: EmailReference = None
    helped_by: Annotated[str, upto(120)] = ""
    page: Annotated[Choice, one_of(PathPage)] = ""
    link: Link = ""


class ItemEntry(FileModel):
    kind: Annotated[Choice, one_of(ItemKind)] = ItemKind.ACTION.value
    text: Annotated[str, required(500)]
    owner: EmailReference = None
    due: date | None = None
    done_at: Moment | None = None


class MeetingEntry(FileModel):
    held_on: date
    present: list[Reference] = Field(default_factory=list)
    text: Annotated[str, upto(100_000)] = ""
    items: list[ItemEntry] = Field(default_factory=list)


class BodyEntry(FileModel):
    title: Annotated[str, required(160)]
    purpose: Annotated[str, upto(500)] = ""
    rhythm: Annotated[Choice, one_of(Rhythm)] = Rhythm.MONTHLY.value
    first_on: date
    starts_at: Annotated[str, AfterValidator(_hour)] | None = None
    minutes: Annotated[int, Field(ge=5, le=600)] = 60
    place: Annotated[str, upto(200)] = ""
    link: Link = ""
    participants: list[Reference] = Field(default_factory=list)
    meetings: list[MeetingEntry] = Field(default_factory=list)


class ExecutionEntry(FileModel):
    changes: list[ChangeEntry] = Field(default_factory=list)
    path: list[StepEntry] = Field(default_factory=list)
    governance: list[BodyEntry] = Field(default_factory=list)


def _check(checking: Checking, entry: ExecutionEntry) -> None:
    check_changes(checking, entry.changes)
    for index, step in enumerate(entry.path):
        checking.member(step.helper, f"execution.path[{index}].helper")
        if step.helper and step.helped_by:
            checking.refuse(
                f"execution.path[{index}].helped_by", "une personne ou une fonction, pas les deux"
            )
    for index, body in enumerate(entry.governance):
        path = f"execution.governance[{index}]"
        _check_people(checking, body.participants, f"{path}.participants")
        checking.once([one.held_on.isoformat() for one in body.meetings], f"{path}.meetings")
        for place, meeting in enumerate(body.meetings):
            _check_meeting(checking, meeting, f"{path}.meetings[{place}]")


def _check_meeting(checking: Checking, meeting: MeetingEntry, path: str) -> None:
    _check_people(checking, meeting.present, f"{path}.present")
    for index, item in enumerate(meeting.items):
        below = f"{path}.items[{index}]"
        checking.member(item.owner, f"{below}.owner")
        if item.kind == ItemKind.ACTION and not (item.owner and item.due):
            checking.refuse(below, "une action a un responsable (owner) et une échéance (due)")


def _check_people(checking: Checking, emails: list[str], path: str) -> None:
    checking.once(emails, path)
    for index, email in enumerate(emails):
        checking.member(email, f"{path}[{index}]")


def _load(loading: Loading, entry: ExecutionEntry) -> None:
    load_changes(loading, entry.changes)
    create_rows(
        PathStep,
        loading,
        ({**one.model_dump(), "helper": loading.member(one.helper)} for one in entry.path),
    )
    bodies = create_rows(
        GovernanceBody,
        loading,
        (
            {
                **one.model_dump(exclude={"participants", "meetings"}),
                "starts_at": time.fromisoformat(one.starts_at) if one.starts_at else None,
            }
            for one in entry.governance
        ),
    )
    for body, one in zip(bodies, entry.governance, strict=True):
        body.participants.set(_people(loading, one.participants))
        _load_meetings(loading, body, one.meetings)


def _load_meetings(loading: Loading, body: GovernanceBody, entries: list[MeetingEntry]) -> None:
    values = ({"body": body, "held_on": one.held_on, "text": clean_html(one.text)} for one in entries)
    rows = create_rows(GovernanceMeeting, loading, values)
    for row, entry in zip(rows, entries, strict=True):
        row.present.set(_people(loading, entry.present))
        GovernanceItem.objects.bulk_create(
            GovernanceItem(
                meeting=row,
                position=position,
                kind=one.kind,
                text=one.text,
                owner=loading.member(one.owner),
                due=one.due,
                done_at=datetime.fromisoformat(one.done_at) if one.done_at else None,
            )
            for position, one in enumerate(entry.items, start=1)
        )


def _people(loading: Loading, emails: Iterable[str]) -> list[Any]:
    return [loading.members[email] for email in emails]


def _dump(project: Project) -> ExecutionEntry:
    return ExecutionEntry(
        changes=dump_changes(project),
        path=[
            entry_of(StepEntry, row, helper=live_email(row.helper))
            for row in live_rows(PathStep, project, "helper__user")
        ],
        governance=[_body(row) for row in live_rows(GovernanceBody, project)],
    )


def _body(row: GovernanceBody) -> BodyEntry:
    meetings = row.meetings.filter(deleted_at=None).order_by("held_on", "pk")
    return entry_of(
        BodyEntry,
        row,
        starts_at=f"{row.starts_at:%H:%M}" if row.starts_at else None,
        participants=_emails(row.participants),
        meetings=[
            MeetingEntry(
                held_on=one.held_on,
                present=_emails(one.present),
                text=clean_html(one.text),
                items=[
                    _item(item) for item in one.items.filter(deleted_at=None).select_related("owner__user")
                ],
            )
            for one in meetings
        ],
    )


def _item(item: GovernanceItem) -> ItemEntry:
    """An action whose owner left the project is kept as a decision, which needs none."""
    owner = live_email(item.owner)
    is_orphan = item.is_action and owner is None
    return ItemEntry(
        kind=ItemKind.DECISION.value if is_orphan else item.kind,
        text=item.text,
        owner=owner,
        due=item.due,
        done_at=timezone.localtime(item.done_at).isoformat() if item.done_at else None,
    )


def _emails(people: Any) -> list[str]:
    rows = people.filter(deleted_at=None).order_by("position", "pk")
    return list(rows.values_list("user__email", flat=True))


register(FilePart("execution", ExecutionEntry, _load, _dump, 136, check=_check, default=ExecutionEntry))
