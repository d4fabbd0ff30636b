"""Writes on what is addressed to the committee of the charter."""

from django.db import transaction
from django.utils import timezone

from accounts import limits
from accounts.models import Kind, User
from accounts.notify import Notice, notify
from charter.actions.usage import charter_of
from charter.models import (
    Membership,
    Project,
    UsageInvitation,
    UsageRequest,
    UsageRequestEvent,
    UsageSeat,
)
from charter.models.usage_committee import REQUEST_TRANSITIONS, RequestCategory, RequestState
from charter.models.usage_mails import UsageMailKind
from charter.usage import outbox
from crmproject.toolkit.refusals import RefusedError

MESSAGES_PER_HOUR = 10


def address_from_member(
    *, project: Project, by: Membership | None, user: User, category: str, text: str
) -> UsageRequest:
    """A member writes to the committee."""
    department = by.department.name if by and by.department else ""
    return _address(
        UsageRequest(
            project=project,
            category=category,
            text=text,
            author=user,
            author_name=str(user),
            author_email=user.email,
            department=department,
        )
    )


def address_from_link(*, invitation: UsageInvitation, category: str, text: str) -> UsageRequest:
    """Somebody who was asked to sign writes to the committee. Raises RefusedError after too many messages."""
    if not limits.take(f"usage-message:{invitation.pk}", limit=MESSAGES_PER_HOUR, seconds=3600):
        raise RefusedError(
            "Le comité a déjà reçu beaucoup de messages de vous\u00a0: attendez une heure, puis recommencez."
        )
    return _address(
        UsageRequest(
            project=invitation.campaign.charter.project,
            category=category,
            text=text,
            invitation=invitation,
            author_name=invitation.signed.name if invitation.signed else str(invitation),
            author_email=invitation.email,
            department=invitation.department,
        )
    )


@transaction.atomic
def _address(request: UsageRequest) -> UsageRequest:
    request.save()
    _note(request, request.author_name, "a écrit au comité")
    _tell(request)
    _answer_by_mail(request, UsageMailKind.RECEIVED, "")
    return request


def _note(request: UsageRequest, who: str, what: str, text: str = "") -> None:
    UsageRequestEvent.objects.create(request=request, who=who, what=what, text=text)


def _tell(request: UsageRequest) -> None:
    """Tell the committee and the manager, without a word of what it says: it is read on its page."""
    project = request.project
    seats = UsageSeat.objects.held().filter(project=project).select_related("member__user")
    kind = RequestCategory(request.category).label.lower()
    notify(
        [project.manager, *(seat.member.user for seat in seats)],
        Notice(
            f"usage-request:{request.pk}",
            Kind.MEETING,
            f"Le comité de la charte a reçu un message\u00a0: {kind}",
            request.get_absolute_url(),
            about=project.name,
        ),
        but=request.author,
    )


def _answer_by_mail(request: UsageRequest, kind: UsageMailKind, key: str) -> None:
    outbox.post(
        [
            outbox.written(
                kind,
                f"{request.pk}{key}",
                charter_of(request.project),
                to=request.author_email,
                request=request,
            )
        ]
    )


@transaction.atomic
def follow_up(
    *,
    request: UsageRequest,
    state: str,
    answer: str,
    assigned: Membership | None,
    note: str,
    read_version: int,
    by: User,
) -> None:
    """Write where a request stands, who has it in charge, and the answer, which its author gets by mail.

    Raises RefusedError for a move that makes no sense or an answer without words, StaleWriteError when somebody wrote
    in between.
    """
    new, old = RequestState(state), RequestState(request.state)
    if new != old and new not in REQUEST_TRANSITIONS[old]:
        raise RefusedError(f"Une demande «\u00a0{old.label}\u00a0» ne devient pas «\u00a0{new.label}\u00a0».")
    if new == RequestState.ANSWERED and not answer.strip():
        raise RefusedError("Écrivez la réponse\u00a0: son auteur la recevra.")
    before, answer = request.answer, answer.strip()
    given_before = request.assigned_id
    request.write(read_version=read_version, state=new.value, answer=answer, assigned=assigned)
    answered = new == RequestState.ANSWERED and (old != new or answer != before)
    _note(request, str(by), _what(old, new, assigned if request.assigned_id != given_before else None), note)
    if assigned and assigned.pk != given_before:
        _tell_assigned(request, assigned, by)
    if answered:
        _note(request, str(by), "a répondu à l’auteur", answer)
        _answer_by_mail(request, UsageMailKind.ANSWERED, f":{timezone.now():%Y%m%d%H%M%S%f}")


def _what(old: RequestState, new: RequestState, assigned: Membership | None) -> str:
    said = []
    if old != new:
        said.append(f"a passé la demande à «\u00a0{new.label}\u00a0»")
    if assigned:
        said.append(f"l’a confiée à {assigned.display_name}")
    return ", ".join(said) or "a complété la demande"


def _tell_assigned(request: UsageRequest, assigned: Membership, by: User) -> None:
    notify(
        [assigned.user],
        Notice(
            f"usage-request-assigned:{request.pk}:{request.version}",
            Kind.MEETING,
            "Une demande au comité de la charte vous est confiée",
            request.get_absolute_url(),
            about=request.project.name,
        ),
        but=by,
    )
