"""Writes on what meetings of governance decided and promised."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Kind, User
from accounts.notify import Notice, notify
from crmproject.toolkit.templatetags.french import long_date
from planning.models import GovernanceItem


@transaction.atomic
def tell_owner(*, item: GovernanceItem, by: User) -> None:
    """Tell whoever promised something, once for each owner and day."""
    if not item.is_action or item.owner is None or item.done_at is not None:
        return
    meeting = item.meeting
    notify(
        [item.owner.user],
        Notice(
            key=f"governance-item:{item.pk}:{item.owner_id}:{item.due}",
            kind=Kind.MEETING,
            text=f"Action pour le {long_date(item.due)}\u00a0: {item.text}",
            url=f"{meeting.get_absolute_url()}#decisions",
            about=meeting.project.name,
            detail=f"Décidée par «\u00a0{meeting.body}\u00a0» le {long_date(meeting.held_on)}.",
        ),
        but=by,
    )


def mark_done(*, item: GovernanceItem, done: bool) -> None:
    """Note that an action is done, or that it is not after all; twice does no harm."""
    if (item.done_at is not None) != done:
        item.write(read_version=item.version, done_at=timezone.now() if done else None)
