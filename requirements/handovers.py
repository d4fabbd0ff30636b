"""What a member holds in the specification: the sections that wait for their word, actions, readings, workshops."""

from collections.abc import Iterable

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from charter.handover import Duty, Held, hands_over, owned, stays
from charter.models import Membership
from requirements.actions.validators import move_seats
from requirements.forms.agreement import VALIDATING
from requirements.models import Delegation, PeerReview, Validator, Workshop, WorkshopAction


def _seats(member: Membership) -> Iterable[Held]:
    rows = Validator.objects.filter(member=member, section__deleted_at=None)
    for one in rows.select_related("section__specification__project"):
        yield Held(f"Section «\u00a0{one.section.title}\u00a0»", one.section.get_absolute_url())


def _give_seats(member: Membership, to: Membership | None, by: User) -> None:
    if to is None:
        Validator.objects.filter(member=member).delete()
    else:
        move_seats(old=member, new=to)


hands_over(
    Duty(
        "validators",
        "Sections à valider",
        ("requirements.Validator.member",),
        _seats,
        _give_seats,
        without="",
        fits=lambda one: bool(set(VALIDATING).intersection(one.roles)),
        needs="Un responsable de service ou le sponsor\u00a0: une section garde toujours ses validateurs.",
    )
)


def _delegations(member: Membership) -> Iterable[Held]:
    rows = Delegation.objects.live().filter(Q(principal=member) | Q(delegate=member))
    for one in rows.filter(ends__gte=timezone.localdate()).select_related("principal", "delegate", "project"):
        yield Held(f"{one}, jusqu’au {one.ends:%d/%m/%Y}", reverse("validators", args=[one.project.slug]))


def _end_delegations(member: Membership, to: Membership | None, by: User) -> None:
    rows = Delegation.objects.live().filter(Q(principal=member) | Q(delegate=member))
    rows.filter(ends__gte=timezone.localdate()).update(deleted_at=timezone.now(), version=F("version") + 1)


hands_over(
    Duty(
        "delegations",
        "Délégations en cours",
        ("requirements.Delegation.principal", "requirements.Delegation.delegate"),
        _delegations,
        _end_delegations,
        without="Elles sont révoquées\u00a0; ce qui fut signé reste valable.",
        ends=True,
    )
)
owned(
    "actions",
    "Actions d’ateliers à faire",
    WorkshopAction,
    url=lambda row: f"{reverse('workshop', args=[row.workshop.project.slug, row.workshop_id])}#actions",
    still=Q(done_at=None),
    related=("workshop__project",),
    without="",
)


def _reviews(member: Membership) -> Iterable[Held]:
    rows = PeerReview.objects.filter(member=member, done_at=None, section__deleted_at=None)
    for one in rows.select_related("section__specification__project"):
        yield Held(f"Section «\u00a0{one.section.title}\u00a0»", one.section.get_absolute_url())


def _give_reviews(member: Membership, to: Membership | None, by: User) -> None:
    """Somebody reads a section once: what the successor reads already is not asked again."""
    waiting = PeerReview.objects.filter(member=member, done_at=None)
    if to is not None:
        known = PeerReview.objects.filter(member=to).values("section")
        waiting.exclude(section__in=known).update(member=to)
    waiting.all().delete()


hands_over(
    Duty(
        "peer-reviews",
        "Relectures demandées",
        ("requirements.PeerReview.member",),
        _reviews,
        _give_reviews,
        without="Ne plus demander ces relectures",
    )
)


def _workshops(member: Membership) -> Iterable[Held]:
    rows = Workshop.objects.live().to_come().filter(attendees=member)
    for one in rows.select_related("project"):
        yield Held(f"{one.title}, le {one.held_on:%d/%m/%Y}", one.get_absolute_url())


def _give_workshops(member: Membership, to: Membership | None, by: User) -> None:
    for one in Workshop.objects.to_come().filter(attendees=member):
        one.attendees.remove(member)
        if to is not None:
            one.attendees.add(to)


hands_over(
    Duty(
        "workshops",
        "Ateliers à venir",
        ("requirements.Workshop.attendees",),
        _workshops,
        _give_workshops,
        without="Retirer des participants",
    )
)
stays(
    "ce qui fut décidé, dit ou tenu par cette personne reste sous son nom",
    "requirements.Approval.member",
    "requirements.Objection.member",
    "requirements.Decision.member",
    "requirements.Workshop.present",
    "requirements.Meeting.present",
    "requirements.Comment.mentions",
)
