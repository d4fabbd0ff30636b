"""What a member holds once the tool is in use: newcomers, steps of their path, governance, optimisation."""

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from charter.handover import Duty, Held, hands_over, owned, stays
from charter.models import Membership
from planning.models import GovernanceBody, GovernanceItem, Improvement, ItemKind, Newcomer, PathStep
from planning.models.review import OPEN_STATES

owned(
    "newcomers",
    "Nouveaux arrivants accompagnés",
    Newcomer,
    "referent",
    url=lambda row: reverse("newcomer", args=[row.project.slug, row.pk]),
    related=("project",),
    without="Laisser sans référent",
)
owned(
    "path-steps",
    "Étapes du parcours d’arrivée",
    PathStep,
    "helper",
    url=lambda row: reverse("newcomers", args=[row.project.slug]),
    related=("project",),
)
owned(
    "governance-actions",
    "Actions de gouvernance à faire",
    GovernanceItem,
    url=lambda row: row.meeting.get_absolute_url(),
    still=Q(kind=ItemKind.ACTION, done_at=None),
    related=("meeting__project",),
    # An action is always somebody’s.
    without="",
)
owned(
    "improvements",
    "Plan d’optimisation",
    Improvement,
    url=lambda row: reverse("review", args=[row.project.slug]),
    still=Q(state__in=OPEN_STATES),
    related=("project",),
)


def _bodies(member: Membership) -> Iterable[Held]:
    for one in GovernanceBody.objects.live().filter(participants=member).select_related("project"):
        yield Held(one.title, reverse("governance", args=[one.project.slug]))


def _give_bodies(member: Membership, to: Membership | None, by: User) -> None:
    for one in GovernanceBody.objects.filter(participants=member):
        one.participants.remove(member)
        if to is not None:
            one.participants.add(to)


hands_over(
    Duty(
        "governance",
        "Instances de gouvernance",
        ("planning.GovernanceBody.participants",),
        _bodies,
        _give_bodies,
        "Retirer des participants",
    )
)
stays("qui était présent le reste", "planning.GovernanceMeeting.present")
stays("un avis donné reste sous le nom de son auteur", "planning.ChangeOpinion.member")
