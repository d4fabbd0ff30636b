"""What people promised to do after a gate was passed under conditions."""

import datetime
from collections.abc import Iterator

from django.db.models import F, OuterRef, Subquery

from accounts.reminders import Obligation, obliges
from planning.models import GateCondition, GateDecision


@obliges
def conditions_to_lift(horizon: datetime.date) -> Iterator[Obligation]:
    """Conditions of the decisions that count, not lifted; the manager’s, when their owner left the project."""
    latest = GateDecision.objects.filter(gate=OuterRef("decision__gate")).values("pk")[:1]
    standing = GateCondition.objects.live().filter(
        lifted_at=None,
        due__lte=horizon,
        decision__gate__deleted_at=None,
        decision__gate__project__deleted_at=None,
    )
    counting = standing.annotate(latest=Subquery(latest)).filter(decision=F("latest"))
    related = ("owner__user", "decision__gate__project__manager")
    for condition in counting.select_related(*related).order_by("due", "pk"):
        gate = condition.decision.gate
        yield Obligation(
            user=gate.project.manager if condition.owner.is_deleted else condition.owner.user,
            key=f"gate-condition:{condition.pk}",
            due=condition.due,
            text=f"Condition à lever pour «\u00a0{gate.title}\u00a0»\u00a0: {condition.text}",
            url=f"{gate.get_absolute_url()}#condition-{condition.pk}",
            about=gate.project.name,
        )
