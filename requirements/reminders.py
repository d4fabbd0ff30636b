"""What the specification obliges people to do by a date."""

import datetime
from collections.abc import Iterator
from typing import cast

from accounts.reminders import Obligation, obliges
from crmproject.toolkit.templatetags.french import long_date
from requirements.actions.peer_reviews import page_of
from requirements.delegations import active_delegations, open_seats
from requirements.models import Delegation, PeerReview, Specification, Submission
from requirements.outline import Node, outline


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


@obliges
def submissions_due(horizon: datetime.date) -> Iterator[Obligation]:
    """Sections to decide on, for the validators who said nothing yet and for their delegates.

    A content that changed since it was submitted awaits its submission, not them.
    """
    late = Submission.objects.filter(
        due__lte=horizon,
        section__deleted_at=None,
        section__specification__project__deleted_at=None,
    )
    concerned = Specification.objects.filter(pk__in=late.values("section__specification"))
    for specification in concerned.select_related("project").order_by("pk"):
        delegations = active_delegations(specification.project_id)
        for node in outline(specification).nodes:
            submission = node.record.submission
            if submission and submission.due and submission.due <= horizon:
                yield from decisions_due(node, submission, submission.due, delegations)


def decisions_due(
    node: Node, submission: Submission, due: datetime.date, delegations: list[Delegation]
) -> Iterator[Obligation]:
    """What is expected from each validator of a section, and from who may decide in his place."""
    record, project = node.record, node.section.specification.project
    for validator in record.validators:
        if not open_seats(record, node.fingerprint, validator.member, []):
            continue
        title = f"«\u00a0{node.number} {node.section.title}\u00a0»"
        text = f"Vous prononcer sur la section {title} pour le {long_date(due)}"
        proxies = [one.delegate for one in delegations if one.principal_id == validator.member_id]
        asked = [] if validator.member.is_deleted else [(validator.member.user, text)]
        asked += [(one.user, f"{text}, au nom de {validator.member.display_name}") for one in proxies]
        for user, told in asked:
            if user.is_active:
                yield Obligation(
                    user=user,
                    key=f"submission:{submission.pk}:{validator.member_id}",
                    due=due,
                    text=told,
                    url=node.section.get_absolute_url(),
                    about=project.name,
                )
