"""Who may decide in whose place today."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from charter.models import Membership
from requirements.models import Delegation
from requirements.states import Record


@dataclass(frozen=True)
class Seat:
    """A validator’s place that a person may take in a decision: their own, or by delegation."""

    member: Membership
    delegation: Delegation | None = None


def active_delegations(project_id: int) -> list[Delegation]:
    """The delegations in force today between people who are still there."""
    today = timezone.localdate()
    return list(
        Delegation.objects.live()
        .filter(project=project_id, starts__lte=today, ends__gte=today, delegate__deleted_at=None)
        .select_related("principal__user", "principal__project", "delegate__user", "delegate__project")
    )


def active_delegation(*, principal: Membership, delegate: Membership) -> Delegation | None:
    """The delegation by which one may decide for the other today."""
    found = active_delegations(principal.project_id)
    pair = (principal.pk, delegate.pk)
    return next((one for one in found if (one.principal_id, one.delegate_id) == pair), None)


def delegates_of(project_id: int, members: Iterable[Membership]) -> list[Membership]:
    """Those who may decide today for one of these validators."""
    principals = {member.pk for member in members}
    return [one.delegate for one in active_delegations(project_id) if one.principal_id in principals]


def seats(record: Record, member: Membership | None, delegations: list[Delegation]) -> list[Seat]:
    """The validators’ places that this person may take for a section, their own first."""
    if member is None:
        return []
    named = {one.member_id: one.member for one in record.validators}
    own = [Seat(named[member.pk])] if member.pk in named else []
    return own + [
        Seat(named[one.principal_id], one)
        for one in delegations
        if one.delegate_id == member.pk and one.principal_id in named
    ]


def open_seats(
    record: Record, fingerprint: str, member: Membership | None, delegations: list[Delegation]
) -> list[Seat]:
    """Those of these places from which nothing was said yet on the content that was submitted last."""
    submission = record.submission
    if submission is None or submission.revision.fingerprint != fingerprint:
        return []
    said = {
        one.member_id
        for one in record.decisions
        if one.submission_id == submission.pk and not one.withdrawn_at
    }
    approved = {one.decision.member_id for one in record.approvals_of(fingerprint)}
    return [seat for seat in seats(record, member, delegations) if seat.member.pk not in said | approved]
