"""Workshops in templates."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template

from crmproject.toolkit.forms import FieldConflict
from requirements.models import Workshop
from requirements.workshops import Confirmation, hours_of

register = template.Library()

TO_SAY = {Confirmation.SIGN, Confirmation.CHANGED, Confirmation.UNSUBMITTED}


@dataclass(frozen=True)
class Tally:
    """How many actions a workshop left, how many are still to do, how many of these are late."""

    total: int
    open: int
    late: int


@register.filter
def hours(workshop: Workshop) -> str:
    """« de 14 h à 16 h 30 »."""
    return hours_of(workshop)


@register.filter
def concluded(workshop: Workshop) -> int:
    """How many sections the workshop concluded on; its sections were prefetched."""
    return sum(entry.is_concluded for entry in workshop.sections.all())


@register.filter
def action_tally(workshop: Workshop) -> Tally:
    """The figures of a workshop’s actions, which were prefetched."""
    actions = list(workshop.actions.all())
    return Tally(
        total=len(actions),
        open=sum(action.done_at is None for action in actions),
        late=sum(action.is_late for action in actions),
    )


@register.filter
def to_confirm(lines: Iterable[Any]) -> list[Any]:
    """The sections about whose agreement this person must be told something."""
    return [line for line in lines if line.confirmation in TO_SAY]


@register.filter
def typed_texts(conflicts: Iterable[FieldConflict]) -> str:
    """What this person typed, field by field."""
    return "\n".join(f"{one.label}\u00a0: {one.typed}" for one in conflicts)


@register.filter
def stored_texts(conflicts: Iterable[FieldConflict]) -> str:
    """What stands in the database, field by field."""
    return "\n".join(f"{one.label}\u00a0: {one.stored}" for one in conflicts)
