"""What the gates leave open: conditions under which one was passed, and that nobody lifted."""

from collections.abc import Iterator

from django.urls import reverse

from charter.models import Project
from charter.openpoints import OpenPoint, leaves_open
from planning.models import GateCondition

CONDITIONS = "Conditions à lever"


@leaves_open
def conditions_to_lift(project: Project) -> Iterator[OpenPoint]:
    """Conditions not lifted, those due first in front."""
    standing = GateCondition.objects.filter(
        decision__gate__project=project, decision__gate__deleted_at=None, deleted_at=None, lifted_at=None
    )
    for condition in standing.select_related("decision__gate", "owner__user").order_by("due", "pk"):
        gate = condition.decision.gate
        yield OpenPoint(
            kind=CONDITIONS,
            text=f"{condition.text} ({gate.title})",
            url=reverse("planning", args=[project.slug]),
            who=str(condition.owner.user),
            due=condition.due,
        )
