"""Writes on change requests: each move is a conditional update, kept as a step, and told to the right people."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from accounts.models import User
from charter.harvest import Raw
from charter.models import Membership, Project, UsageRequestEvent
from crmproject.toolkit.refusals import ContentChangedError, RefusedError
from planning.execution.delays import (
    DECISION_DAYS,
    OPINION_DAYS,
    STUDY_DAYS,
    load_closed,
    working_day_after,
)
from planning.execution.telling import tell
from planning.models import ChangeOpinion, ChangeRequest, ChangeState, ChangeStep, Move
from planning.models.changes import AMENDING, PENDING
from planning.routing import Route, holds, load_routing
from requirements.harvests import create_requirement
from requirements.models import Requirement

NBSP = "\u00a0"


class NotEntitledError(RefusedError):
    """The matrix gives this move to somebody else."""


class MovedError(ContentChangedError):
    """Somebody moved or wrote the request since it was read."""


def route_of(request: ChangeRequest) -> Route:
    """Through whom this request goes, as the matrix stands now."""
    return load_routing(request.project_id).through(request.line)


def check_entitled(*, request: ChangeRequest, move: Move, by: User) -> Route:
    """The route of the request, for who may make this move; NotEntitledError, which says who may, for anybody else."""
    route = route_of(request)
    match move:
        case Move.STUDIED:
            people, said = route.instructors, "Cette demande est instruite par"
        case Move.ACCEPTED | Move.REFUSED:
            people, said = route.approvers, "Cette demande est décidée par"
        case Move.REOPENED:
            people, said = route.approvers, "Cette demande ne peut être rouverte que par"
        case Move.OPINION:
            people, said = route.consulted, "L’avis demandé sur cette demande est celui de"
        case Move.DONE:
            people, said = route.instructors, "Une demande réalisée est notée par le chef de projet ou par"
        case _:
            people, said = (), "Une demande est retirée par son auteur"
    if holds(people, by.pk) or _is_apart(request, move, by):
        return route
    raise NotEntitledError(
        f"{said} {_named(people) or ('personne' if move == Move.OPINION else '')}".strip() + "."
    )


def _is_apart(request: ChangeRequest, move: Move, by: User) -> bool:
    """Whether this person makes the move without any letter: an author withdraws, the manager notes what is done."""
    if move == Move.DONE:
        return by.pk == request.project.manager_id
    return move == Move.WITHDRAWN and request.author_id == by.pk


@transaction.atomic
def submit_change(
    *, request: ChangeRequest, requirements: Collection[Requirement], by: User
) -> ChangeRequest:
    """File a request under the next number of its project; those who instruct and are consulted are told."""
    project = Project.objects.select_for_update(of=("self",), no_key=True).get(pk=request.project_id)
    last = ChangeRequest.objects.filter(project=project).aggregate(last=Max("number"))["last"] or 0
    request.number = request.position = last + 1
    request.author, request.author_name = by, str(by)
    _give_time(request)
    request.save()
    request.requirements.set(requirements)
    _step(request, Move.SUBMITTED, by, request.source)
    if request.usage_request is not None:
        said = f"en a tiré la demande d’évolution {request.ref}"
        UsageRequestEvent.objects.create(request=request.usage_request, who=str(by), what=said)
    return request


def _give_time(request: ChangeRequest) -> dict[str, Any]:
    """The days by which opinions and instruction are due from today on."""
    today, closed = timezone.localdate(), load_closed(request.project_id)
    dates = {
        "opinions_due": working_day_after(today, OPINION_DAYS, closed),
        "study_due": working_day_after(today, STUDY_DAYS, closed),
    }
    for name, day in dates.items():
        setattr(request, name, day)
    return dates


@transaction.atomic
def study_change(*, request: ChangeRequest, values: dict[str, Any], by: User, read_version: int) -> None:
    """Write the instruction (`impact`, `cost`, `days`, `opinion`), by those who hold R; those who hold A are told.

    It can be completed until the decision. Raises NotEntitledError, MovedError, RefusedError without an opinion.
    """
    route = check_entitled(request=request, move=Move.STUDIED, by=by)
    if not str(values.get("opinion", "")).strip():
        raise RefusedError("Donnez l’avis de l’instruction\u00a0: c’est sur lui que porte la décision.")
    again = request.state == ChangeState.STUDIED
    due = working_day_after(timezone.localdate(), DECISION_DAYS, load_closed(request.project_id))
    _move(request, PENDING, read_version, state=ChangeState.STUDIED, decision_due=due, **values)
    _step(request, Move.RESTUDIED if again else Move.STUDIED, by, values["opinion"], route)


@transaction.atomic
def decide_change(
    *, request: ChangeRequest, accepted: bool, reason: str, by: User, read_version: int
) -> None:
    """Accept or refuse an instructed request, by who holds A; both are said with their reasons.

    Raises NotEntitledError, RefusedError without a reason, MovedError after another decision or a new instruction.
    """
    route = check_entitled(request=request, move=Move.ACCEPTED, by=by)
    if request.state == ChangeState.SUBMITTED:
        raise RefusedError("Cette demande n’est pas encore instruite\u00a0: rien ne se décide avant.")
    reason = _said(reason, "Motivez la décision\u00a0: son auteur et les personnes informées la liront.")
    state = ChangeState.ACCEPTED if accepted else ChangeState.REFUSED
    _move(request, [ChangeState.STUDIED], read_version, state=state, reason=reason)
    _step(request, Move.ACCEPTED if accepted else Move.REFUSED, by, reason, route)


@transaction.atomic
def reopen_change(*, request: ChangeRequest, reason: str, by: User, read_version: int) -> None:
    """Take a decided request back to its instruction, by who holds A, with a reason. Raises as `decide_change`."""
    route = check_entitled(request=request, move=Move.REOPENED, by=by)
    reason = _said(reason, "Dites pourquoi la demande est rouverte.")
    decided = [ChangeState.ACCEPTED, ChangeState.REFUSED, ChangeState.DONE]
    dates = _give_time(request)
    values = {"state": ChangeState.SUBMITTED, "reason": "", "decision_due": None, **dates}
    _move(request, decided, read_version, **values)
    _step(request, Move.REOPENED, by, reason, route)


@transaction.atomic
def finish_change(*, request: ChangeRequest, note: str, by: User, read_version: int) -> None:
    """Note that an accepted request is done, by those who hold R or the manager.

    Raises NotEntitledError, MovedError.
    """
    route = check_entitled(request=request, move=Move.DONE, by=by)
    _move(request, [ChangeState.ACCEPTED], read_version, state=ChangeState.DONE)
    _step(request, Move.DONE, by, note.strip(), route)


@transaction.atomic
def withdraw_change(*, request: ChangeRequest, note: str, by: User, read_version: int) -> None:
    """Take a request back before it is decided, by its author alone. Raises NotEntitledError, MovedError."""
    route = check_entitled(request=request, move=Move.WITHDRAWN, by=by)
    was_studied = request.state == ChangeState.STUDIED
    _move(request, PENDING, read_version, state=ChangeState.WITHDRAWN)
    _step(request, Move.WITHDRAWN, by, note.strip(), route, was_studied=was_studied)


@transaction.atomic
def give_opinion(*, request: ChangeRequest, text: str, by: User) -> None:
    """Say or amend what one thinks of a request, by those who hold C, until its decision.

    Raises NotEntitledError, RefusedError without words, MovedError once it is decided.
    """
    route = check_entitled(request=request, move=Move.OPINION, by=by)
    member = next(one for one in route.consulted if one.user_id == by.pk)
    text = _said(text, "Écrivez votre avis.")
    standing = ChangeRequest.objects.pending().filter(pk=request.pk)
    if not standing.select_for_update(of=("self",)).exists():
        raise MovedError(_told_state(request))
    ChangeOpinion.objects.update_or_create(
        request=request,
        member=member,
        defaults={"name": member.display_name, "text": text, "given_at": timezone.now()},
    )
    _step(request, Move.OPINION, by, text, route)


def note_edited(*, request: ChangeRequest, by: User) -> None:
    """Keep that the request was mended by its author or the manager; nobody is told."""
    _step(request, Move.EDITED, by, "")


@transaction.atomic
def make_requirement(*, request: ChangeRequest, values: Mapping[str, Any], raw: Raw, by: User) -> Requirement:
    """Make a requirement of an accepted request, which says where it comes from and stays linked to it."""
    pk = create_requirement(request.project, by, values, raw)
    made: Requirement = Requirement.objects.get(pk=pk)
    request.requirements.add(made)
    _step(request, Move.LINKED, by, str(made))
    return made


@transaction.atomic
def note_amended(*, request: ChangeRequest, requirement: Requirement, by: User) -> None:
    """Note that a requirement was changed for an accepted request, in the transaction of that change, and link them.

    Raises MovedError when the request is not accepted any more.
    """
    standing = ChangeRequest.objects.live().filter(pk=request.pk, state__in=AMENDING)
    if not standing.select_for_update(of=("self",)).exists():
        raise MovedError(_told_state(request))
    request.requirements.add(requirement)
    _step(request, Move.AMENDED, by, str(requirement))


def _move(request: ChangeRequest, allowed: Collection[ChangeState], read_version: int, **values: Any) -> None:
    """Write these values if the request is still in one of these states, as it was read; else raise MovedError."""
    rows = ChangeRequest.objects.filter(pk=request.pk, state__in=allowed, version=read_version)
    if not rows.update(**values, version=F("version") + 1):
        raise MovedError(_told_state(request))
    for name, value in values.items():
        setattr(request, name, value)
    request.version = read_version + 1


def _told_state(request: ChangeRequest) -> str:
    state = ChangeState(ChangeRequest.objects.values_list("state", flat=True).get(pk=request.pk))
    return (
        f"La demande a changé depuis que vous l’avez lue\u00a0: elle est «{NBSP}{state.label.lower()}{NBSP}». "
        "Rien n’a été enregistré\u00a0: relisez-la."
    )


def _step(
    request: ChangeRequest,
    move: Move,
    by: User,
    text: str,
    route: Route | None = None,
    *,
    was_studied: bool = False,
) -> None:
    """Keep what happened with the names of the day, and tell whom it concerns."""
    route = route or route_of(request)
    step = ChangeStep.objects.create(
        request=request, move=move, by=by, name=_signature(request, by), text=text, routing=route.names
    )
    tell(step, route, was_studied=was_studied)


def _signature(request: ChangeRequest, by: User) -> str:
    """« Nom (fonction) », as it is today."""
    member = (
        Membership.objects.live().filter(project=request.project_id, user=by).select_related("user").first()
    )
    return str(member.display_name) if member else str(by)


def _named(people: Collection[Membership]) -> str:
    return ", ".join(one.display_name for one in people)


def _said(text: str, refusal: str) -> str:
    if not text.strip():
        raise RefusedError(refusal)
    return text.strip()
