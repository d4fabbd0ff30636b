"""Signing the usage charter, for the members of a project."""

import datetime
from collections.abc import Iterator

from django.urls import reverse

from accounts.reminders import Obligation, obliges
from charter.usage.reminding import is_notified, pending
from crmproject.toolkit.templatetags.french import long_date


@obliges
def usage_charter_to_sign(horizon: datetime.date) -> Iterator[Obligation]:
    """Members who were asked, and said nothing yet."""
    for invitation in pending(horizon):
        member = invitation.member
        if member is None or not is_notified(invitation):
            continue
        campaign = invitation.campaign
        project = campaign.charter.project
        yield Obligation(
            user=member.user,
            key=f"usage-signature:{invitation.pk}",
            due=campaign.due,
            text=f"Signer la charte d’usage pour le {long_date(campaign.due)}",
            url=reverse("usage_mine", args=[project.slug]),
            about=project.name,
        )
