"""What the optimisation plan leaves open, and reminds its owners of."""

import datetime
from collections.abc import Iterator

from django.urls import reverse

from accounts.reminders import Obligation, obliges
from charter.models import Project
from charter.openpoints import OpenPoint, leaves_open
from planning.models import Improvement

OPTIMISATION = "Actions d’optimisation"


def _url(project: Project) -> str:
    return reverse("register", args=[project.slug, "optimisation"])


@leaves_open
def overdue_improvements(project: Project) -> Iterator[OpenPoint]:
    """Actions whose day has passed while they are still to do, and those that nobody owes or that have no day."""
    actions = Improvement.objects.open().filter(project=project).select_related("owner__user")
    for action in actions.order_by("due", "pk"):
        if action.is_late or not action.has_owner or action.due is None:
            yield OpenPoint(
                kind=OPTIMISATION,
                text=action.title,
                url=_url(project),
                who=str(action.owner.user) if action.has_owner and action.owner else "",
                due=action.due,
            )


@obliges
def improvements_to_make(horizon: datetime.date) -> Iterator[Obligation]:
    """Actions due; the manager’s, when nobody owns them or their owner left the project."""
    due = Improvement.objects.open().filter(due__lte=horizon, project__deleted_at=None)
    for action in due.select_related("owner__user", "project__manager").order_by("due", "pk"):
        if action.due is None:
            continue
        yield Obligation(
            user=action.owner.user if action.owner and action.has_owner else action.project.manager,
            key=f"improvement:{action.pk}",
            due=action.due,
            text=f"Action d’optimisation\u00a0: {action.title}",
            url=_url(action.project),
            about=action.project.name,
        )
