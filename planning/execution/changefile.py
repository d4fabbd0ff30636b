"""Change requests in a project file: what was asked, said and decided, with the names of those days."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any

from django.utils import timezone
from pydantic import Field

from charter.filepart import Amount, Checking, Choice, FileModel, Loading, one_of, required, upto
from charter.models import Project
from charter.projectfile.usage import Moment
from charter.projectfiles.rows import create_rows, live_email, live_rows
from charter.projectfiles.schema import EmailReference, Reference
from planning.execution.delays import OPINION_DAYS, STUDY_DAYS, working_day_after
from planning.models import ChangeOpinion, ChangeRequest, ChangeState, ChangeStep, Move
from planning.models.changes import LARGEST_WORK, LONGEST_TEXT
from planning.routing import Routing, load_routing
from requirements.models import Requirement

Text = Annotated[str, upto(LONGEST_TEXT)]


class ChangeOpinionEntry(FileModel):
    member: Reference
    name: Annotated[str, upto(300)] = ""
    text: Annotated[str, required(LONGEST_TEXT)]
    given_at: Moment


class ChangeStepEntry(FileModel):
    """What happened, who did it as they were called that day, and who held which letter."""

    move: Annotated[Choice, one_of(Move)]
    at: Moment
    name: Annotated[str, required(300)]
    text: Text = ""
    routing: dict[str, list[str]] = Field(default_factory=dict)


class ChangeEntry(FileModel):
    """A request. `line` names the line of the matrix that rules it, by its title, where several do."""

    number: Annotated[int, Field(ge=1, le=1_000_000)]
    title: Annotated[str, required(200)]
    need: Annotated[str, required(LONGEST_TEXT)]
    description: Text = ""
    department: str | None = None
    requirements: list[str] = Field(default_factory=list)
    line: Annotated[str, upto(200)] = ""
    author: EmailReference = None
    author_name: Annotated[str, required(200)]
    source: Annotated[str, upto(200)] = ""
    state: Annotated[Choice, one_of(ChangeState)] = ChangeState.SUBMITTED.value
    created_at: Moment
    opinions_due: date | None = None
    study_due: date | None = None
    decision_due: date | None = None
    impact: Text = ""
    cost: Amount | None = None
    days: Annotated[Amount, Field(le=LARGEST_WORK)] | None = None
    opinion: Text = ""
    reason: Text = ""
    opinions: list[ChangeOpinionEntry] = Field(default_factory=list)
    steps: list[ChangeStepEntry] = Field(default_factory=list)


# What an entry and its row both call by this name and hold alike.
SAME = (
    "number",
    "title",
    "need",
    "description",
    "author_name",
    "source",
    "state",
    "decision_due",
    "impact",
    "cost",
    "days",
    "opinion",
    "reason",
)


def check_changes(checking: Checking, entries: list[ChangeEntry]) -> None:
    """Refuse numbers given twice, unknown names, and what the database would."""
    numbers = ((str(one.number), f"execution.changes[{index}].number") for index, one in enumerate(entries))
    checking.declare("change", numbers)
    for index, entry in enumerate(entries):
        path = f"execution.changes[{index}]"
        checking.department(entry.department, f"{path}.department")
        checking.member(entry.author, f"{path}.author")
        checking.once(entry.requirements, f"{path}.requirements")
        for place, ref in enumerate(entry.requirements):
            checking.expect("requirement", ref, f"{path}.requirements[{place}]", unknown="exigence inconnue")
        checking.once([one.member for one in entry.opinions], f"{path}.opinions")
        for place, one in enumerate(entry.opinions):
            checking.member(one.member, f"{path}.opinions[{place}].member")
        if entry.state == ChangeState.REFUSED and not entry.reason:
            checking.refuse(f"{path}.reason", "valeur manquante\u00a0; un refus se motive")
        if entry.state == ChangeState.STUDIED and not (entry.opinion and entry.decision_due):
            checking.refuse(f"{path}.opinion", "une demande instruite a un avis (opinion) et decision_due")


def load_changes(loading: Loading, entries: list[ChangeEntry]) -> None:
    """Write the requests, once the matrix and the requirements are there."""
    if not entries:
        return
    keys = {one.title: one.key for one in load_routing(loading.project.pk).routes}
    rows = create_rows(ChangeRequest, loading, (_values(loading, one, keys) for one in entries))
    found = Requirement.objects.live().filter(project=loading.project)
    by_ref = {one.ref: one for one in found}
    for row, entry in zip(rows, entries, strict=True):
        row.requirements.set([by_ref[ref] for ref in entry.requirements if ref in by_ref])
        _load_words(loading, row, entry)


def _values(loading: Loading, entry: ChangeEntry, keys: dict[str, str]) -> dict[str, Any]:
    author = loading.member(entry.author)
    asked = datetime.fromisoformat(entry.created_at)
    day = timezone.localdate(asked)
    return {
        **{name: getattr(entry, name) for name in SAME},
        "department": loading.departments[entry.department] if entry.department else None,
        "line": keys.get(entry.line, ""),
        "author": author.user if author else None,
        "created_at": asked,
        "opinions_due": entry.opinions_due or working_day_after(day, OPINION_DAYS),
        "study_due": entry.study_due or working_day_after(day, STUDY_DAYS),
    }


def _load_words(loading: Loading, row: ChangeRequest, entry: ChangeEntry) -> None:
    for one in entry.opinions:
        member = loading.members[one.member]
        name, at = one.name or member.display_name, datetime.fromisoformat(one.given_at)
        ChangeOpinion.objects.create(request=row, member=member, name=name, text=one.text, given_at=at)
    ChangeStep.objects.bulk_create(
        ChangeStep(
            request=row,
            move=one.move,
            at=datetime.fromisoformat(one.at),
            name=one.name,
            text=one.text,
            routing=one.routing,
        )
        for one in entry.steps
    )


def dump_changes(project: Project) -> list[ChangeEntry]:
    """The live requests, the oldest first."""
    rows = live_rows(ChangeRequest, project, "department").order_by("number")
    rows = rows.prefetch_related("opinions__member__user", "steps", "requirements")
    routing = load_routing(project.pk)
    emails = dict(project.membership_rows.filter(deleted_at=None).values_list("user_id", "user__email"))
    return [_entry(row, routing, emails) for row in rows]


def _entry(row: ChangeRequest, routing: Routing, emails: dict[int, str]) -> ChangeEntry:
    department = row.department
    return ChangeEntry(
        **{name: getattr(row, name) for name in SAME},
        department=department.code if department and not department.is_deleted else None,
        requirements=sorted(one.ref for one in row.requirements.all() if not one.is_deleted),
        line=next((one.title for one in routing.routes if one.key == row.line), ""),
        author=emails.get(row.author_id or 0),
        created_at=_said(row.created_at),
        opinions_due=row.opinions_due,
        study_due=row.study_due,
        opinions=[
            ChangeOpinionEntry(member=email, name=one.name, text=one.text, given_at=_said(one.given_at))
            for one in row.opinions.all()
            if (email := live_email(one.member))
        ],
        steps=_steps(row.steps.all()),
    )


def _steps(steps: Iterable[ChangeStep]) -> list[ChangeStepEntry]:
    return [
        ChangeStepEntry(move=one.move, at=_said(one.at), name=one.name, text=one.text, routing=one.routing)
        for one in steps
    ]


def _said(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat()
