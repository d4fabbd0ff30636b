"""What the specification obliges people to do by a date."""

import datetime
from collections.abc import Iterator
from typing import cast

from accounts.reminders import Obligation, obliges
from crmproject.toolkit.templatetags.french import long_date
from requirements.actions.peer_reviews import page_of
from requirements.models import PeerReview


@obliges
def peer_reviews_due(horizon: datetime.date) -> Iterator[Obligation]:
    """Sections to read, for the reviewers who are still there."""
    waiting = PeerReview.objects.filter(
        done_at=None,
        due__lte=horizon,
        member__deleted_at=None,
        member__user__is_active=True,
        section__deleted_at=None,
        section__specification__project__deleted_at=None,
    )
    for review in waiting.select_related("member__user", "section__specification__project"):
        yield Obligation(
            user=review.member.user,
            key=f"peer-review:{review.pk}:{review.due}",
            due=cast("datetime.date", review.due),  # as filtered
            text=f"Relire la section «\u00a0{review.section.title}\u00a0» pour le {long_date(review.due)}",
            url=page_of(review.section),
            about=review.section.specification.project.name,
        )
