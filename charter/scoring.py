"""How a risk was scored over time, as its history tells: when, by whom, and why."""

import datetime
from dataclasses import dataclass
from typing import Any

from pghistory.core import event_models

from accounts.models import User
from charter.models import Risk
from charter.models.risks import level_of


@dataclass(frozen=True)
class Scoring:
    """One score of a risk, until the next one; `who` is empty when nobody signed in gave it."""

    probability: int
    impact: int
    when: datetime.datetime
    who: str
    why: str

    @property
    def criticality(self) -> int:
        return self.probability * self.impact

    @property
    def level(self) -> str:
        return level_of(self.criticality)


def scorings(risk: Risk) -> list[Scoring]:
    """Each score that this risk was given, the first one first: three queries, whatever their number."""
    (model,) = event_models(tracks_model=Risk)
    events: Any = model._base_manager.filter(pgh_obj=risk.pk).select_related("pgh_context").order_by("pgh_id")
    kept: list[Any] = []
    for event in events:
        last = kept[-1] if kept else None
        if last is None or (event.probability, event.impact) != (last.probability, last.impact):
            kept.append(event)
    names = _names([_metadata(event) for event in kept])
    return [
        Scoring(
            event.probability,
            event.impact,
            event.pgh_created_at,
            names.get(_metadata(event).get("user"), ""),
            event.score_reason or str(_metadata(event).get("reason", "")),
        )
        for event in kept
    ]


def _metadata(event: Any) -> dict[str, Any]:
    return event.pgh_context.metadata if event.pgh_context else {}


def _names(contexts: list[dict[str, Any]]) -> dict[Any, str]:
    wanted: set[Any] = {context.get("user") for context in contexts} - {None}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=wanted)} if wanted else {}


def trend_of(scored: list[Scoring]) -> str:
    """« en baisse », « en hausse » or « stable » between the first score and the last; empty for a single one."""
    if len(scored) < 2:
        return ""
    change = scored[-1].criticality - scored[0].criticality
    return "en baisse" if change < 0 else "en hausse" if change > 0 else "stable"
