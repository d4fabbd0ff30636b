"""What a member holds in the planning: tasks, conditions to lift, links of calendars."""

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from charter.handover import Duty, Held, hands_over, owned
from charter.models import Membership
from planning.execution import handovers as execution_handovers
from planning.models import CalendarFeed, GateCondition, Task

owned(
    "tasks",
    "Tâches du planning",
    Task,
    url=lambda row: f"{reverse('planning', args=[row.project.slug])}#tache-{row.key}",
    related=("project",),
)
owned(
    "gate-conditions",
    "Conditions à lever",
    GateCondition,
    url=lambda row: f"{row.decision.gate.get_absolute_url()}#condition-{row.pk}",
    still=Q(lifted_at=None),
    related=("decision__gate__project",),
    without="",
)


def _feeds(member: Membership) -> Iterable[Held]:
    for one in CalendarFeed.objects.filter(member=member, revoked_at=None):
        yield Held(f"Lien d’agenda «\u00a0{one.get_scope_display()}\u00a0»")


def _close_feeds(member: Membership, to: Membership | None, by: User) -> None:
    CalendarFeed.objects.filter(member=member, revoked_at=None).update(revoked_at=timezone.now())


hands_over(
    Duty(
        "feeds",
        "Liens d’agenda",
        ("planning.CalendarFeed.member",),
        _feeds,
        _close_feeds,
        without="Ils ne répondent plus\u00a0; un lien secret ne passe à personne.",
        ends=True,
    )
)

# Imported for what it registers.
__all__ = ["execution_handovers"]
