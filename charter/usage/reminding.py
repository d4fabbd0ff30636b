"""Reminders to sign, for those whom the site can’t notify: the same stages as for members, by direct messages.

A stage has its own key in the outbox, so two rounds at once remind nobody twice, and what is due is asked for by
« due <= horizon », so a round that didn’t run is made up for by the next. They stop with a signature, a refusal, a
« je ne suis pas concerné », a revoked link, or the end of the campaign.
"""

import datetime

from django.utils import timezone

from accounts.reminding import BEFORE, DAY_BEGINS, DAY_ENDS, stage_of
from charter.models import Project, UsageInvitation, UsageMail
from charter.models.usage_mails import UsageMailKind
from charter.usage import outbox


def pending(horizon: datetime.date) -> "list[UsageInvitation]":
    """Those who said nothing in an open campaign due by `horizon`."""
    invitations = UsageInvitation.objects.pending().filter(campaign__due__lte=horizon)
    return list(invitations.select_related("campaign__charter__project", "member__user").order_by("pk"))


def pending_in(project: Project) -> "list[UsageInvitation]":
    """Members who said nothing in the open campaigns of this project, whenever they are due."""
    invitations = UsageInvitation.objects.pending().filter(campaign__charter__project=project)
    return list(invitations.exclude(member=None).select_related("campaign").order_by("pk"))


def is_notified(invitation: UsageInvitation) -> bool:
    """Whether the site reminds this person, as a member of the project."""
    member = invitation.member
    return member is not None and not member.is_deleted and member.user.is_active


def remind_all() -> int:
    """Write the reminders of this moment; how many were new."""
    now = timezone.localtime()
    if not DAY_BEGINS <= now.hour < DAY_ENDS:
        return 0
    today = now.date()
    mails = [
        one
        for invitation in pending(today + datetime.timedelta(days=BEFORE))
        if not is_notified(invitation)
        for one in _reminder(invitation, today)
    ]
    told = set(UsageMail.objects.filter(key__in=[one.key for one in mails]).values_list("key", flat=True))
    new = [one for one in mails if one.key not in told]
    if new:
        outbox.post(new)
    return len(new)


def _reminder(invitation: UsageInvitation, today: datetime.date) -> "list[UsageMail]":
    """The reminder of the stage reached; none on the day of the first message."""
    due = invitation.campaign.due
    stage = stage_of((today - due).days)
    if stage is None or timezone.localdate(invitation.asked_at) >= max(
        today, due + datetime.timedelta(days=stage)
    ):
        return []
    key = f"{invitation.pk}:{due:%Y%m%d}:{stage:+d}"
    charter = invitation.campaign.charter
    return [outbox.written(UsageMailKind.REMINDER, key, charter, to=invitation.email, invitation=invitation)]
