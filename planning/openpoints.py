"""What the gates leave open: conditions under which one was passed, and that nobody lifted."""

from collections.abc import Iterator

from charter.models import Project
from charter.openpoints import OpenPoint, leaves_open
from planning.models import GateCondition

CONDITIONS = "Conditions à lever"


@leaves_open
def conditions_to_lift(project: Project) -> Iterator[OpenPoint]:
    """Conditions not lifted, those due first in front."""
    standing = GateCondition.objects.standing().filter(decision__gate__project=project)
    related = ("decision__gate__project", "owner__user")
    for condition in standing.select_related(*related).order_by("due", "pk"):
        gate = condition.decision.gate
        yield OpenPoint(
            kind=CONDITIONS,
            text=f"{condition.text} ({gate.title})",
            url=f"{gate.get_absolute_url()}#condition-{condition.pk}",
            who=str(condition.owner.user),
            due=condition.due,
        )
