"""Peer reviews on a project’s home."""

from django.urls import reverse

from charter.access import Access, Permission
from charter.homepanel import Awaiting, awaits
from charter.models import Project
from crmproject.toolkit.templatetags.french import long_date
from requirements.models import PeerReview


@awaits
def reviews_that_await(project: Project, access: Access) -> list[Awaiting]:
    """Sections that this person was asked to read."""
    if access.membership is None or not access.allows(Permission.COMMENT):
        return []
    waiting = PeerReview.objects.filter(member=access.membership, done_at=None, section__deleted_at=None)
    return [
        Awaiting(
            f"À relire\u00a0: «\u00a0{review.section.title}\u00a0»"
            + (f", pour le {long_date(review.due)}" if review.due else ""),
            reverse("section", args=[project.slug, review.section_id]) + "?volet=commentaires#relectures",
            "eye",
        )
        for review in waiting.select_related("section").order_by("due", "pk")
    ]
