"""What people promised to do after a gate was passed under conditions."""

import datetime
from collections.abc import Iterator

from accounts.reminders import Obligation, obliges
from planning.models import GateCondition


@obliges
def conditions_to_lift(horizon: datetime.date) -> Iterator[Obligation]:
    """Conditions of the decisions that count, not lifted; the manager’s, when their owner left the project."""
    due = GateCondition.objects.standing().filter(due__lte=horizon, decision__gate__project__deleted_at=None)
    related = ("owner__user", "decision__gate__project__manager")
    for condition in due.select_related(*related).order_by("due", "pk"):
        gate = condition.decision.gate
        yield Obligation(
            user=gate.project.manager if condition.owner.is_deleted else condition.owner.user,
            key=f"gate-condition:{condition.pk}",
            due=condition.due,
            text=f"Condition à lever pour «\u00a0{gate.title}\u00a0»\u00a0: {condition.text}",
            url=f"{gate.get_absolute_url()}#condition-{condition.pk}",
            about=gate.project.name,
        )
