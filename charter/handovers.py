"""What a member holds in the charter."""

from collections.abc import Callable, Iterable

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from charter.handover import Duty, Held, hands_over, owned, stays
from charter.models import Communication, Indicator, Membership, Risk, Support, UsageSeat
from charter.models.leaving import ExitPlan
from charter.models.project import ProjectRow
from charter.models.usage_committee import RequestState, UsageRequest


def in_list(register: str) -> Callable[[ProjectRow], str]:
    """The editing list in which such a row stands."""
    return lambda row: reverse("register", args=[row.project.slug, register])


owned("risks", "Risques et craintes", Risk, url=in_list("risques"), related=("project",))
owned(
    "indicators",
    "Indicateurs à mesurer",
    Indicator,
    url=lambda row: reverse("indicator", args=[row.project.slug, row.pk]),
    related=("project",),
)
owned(
    "communications",
    "Communications",
    Communication,
    url=in_list("communications"),
    still=Q(is_done=False),
    related=("project",),
)
owned("supports", "Accompagnement", Support, url=in_list("accompagnement"), related=("project",))
owned(
    "exit",
    "Décision d’arrêt de l’ancien outil",
    ExitPlan,
    "decider",
    url=lambda row: reverse("exit_plan", args=[row.project.slug]),
    related=("project",),
)
owned(
    "usage-requests",
    "Demandes au comité de la charte",
    UsageRequest,
    "assigned",
    url=lambda row: row.get_absolute_url(),
    still=Q(state__in=[RequestState.RECEIVED, RequestState.IN_PROGRESS]),
    related=("project",),
)


def _seats(member: Membership) -> Iterable[Held]:
    for seat in UsageSeat.objects.live().filter(member=member).select_related("department", "project"):
        yield Held(
            f"Siège du service {seat.department}", reverse("usage_committee", args=[seat.project.slug])
        )


def _give_seats(member: Membership, to: Membership | None, by: User) -> None:
    """A seat without anybody is put aside: its department has no representative any more."""
    seats = UsageSeat.objects.filter(member=member)
    if to is None:
        seats.live().update(deleted_at=timezone.now(), version=F("version") + 1)
    else:
        seats.update(member=to, version=F("version") + 1)


hands_over(
    Duty(
        "usage-seats",
        "Comité de la charte d’usage",
        ("charter.UsageSeat.member",),
        _seats,
        _give_seats,
        "Laisser le siège vide",
    )
)
stays("ce que cette personne a répondu lui reste", "charter.Respondent.member")
stays("sa signature et la demande qui lui fut faite lui restent", "charter.UsageInvitation.member")
