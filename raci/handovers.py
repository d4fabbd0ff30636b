"""What a member holds in the matrix: letters of their own, and functions."""

from collections import defaultdict
from collections.abc import Iterable

from django.urls import reverse

from accounts.models import User
from charter.handover import Duty, Held, hands_over, stays
from charter.models import Membership
from raci.letters import as_letters, shown
from raci.models import Activity, Assignment, Function


def _letters(member: Membership) -> Iterable[Held]:
    rows = Assignment.objects.filter(member=member, activity__deleted_at=None)
    held: dict[Activity, set[str]] = defaultdict(set)
    for one in rows.select_related("activity__task"):
        held[one.activity].add(one.role)
    page = reverse("raci_matrix", args=[member.project.slug])
    for activity, letters in held.items():
        yield Held(f"{shown(as_letters(letters))} – {activity}", page)


def merged(theirs: set[str], taken: set[str]) -> set[str]:
    """What a cell says when one person takes over the letters of another: who does or approves is told anyway."""
    both = theirs | taken
    return both & {"A", "R"} or both & {"C"} or both


def _give_letters(member: Membership, to: Membership | None, by: User) -> None:
    """The successor’s cells take them in: one A for each line, as before [R-RACI-A]."""
    concerned = Assignment.objects.filter(member=member).values("activity")
    for activity in Activity.objects.filter(pk__in=concerned).order_by("pk").select_for_update():
        rows = Assignment.objects.filter(activity=activity)
        taken = set(rows.filter(member=member).values_list("role", flat=True))
        rows.filter(member=member).delete()
        if to is None:
            continue
        theirs = set(rows.filter(member=to).values_list("role", flat=True))
        wanted = merged(theirs, taken)
        rows.filter(member=to, role__in=theirs - wanted).delete()
        Assignment.objects.bulk_create(
            Assignment(activity=activity, member=to, role=role) for role in sorted(wanted - theirs)
        )


hands_over(
    Duty(
        "raci-letters",
        "Lettres de la matrice RACI",
        ("raci.Assignment.member",),
        _letters,
        _give_letters,
        "Vider ses cases",
    )
)


def _functions(member: Membership) -> Iterable[Held]:
    page = reverse("raci_matrix", args=[member.project.slug])
    for one in Function.objects.live().filter(holders=member):
        yield Held(one.name, page)


def _give_functions(member: Membership, to: Membership | None, by: User) -> None:
    for one in Function.objects.filter(holders=member):
        one.holders.remove(member)
        if to is not None:
            one.holders.add(to)


hands_over(
    Duty(
        "raci-functions",
        "Fonctions de la matrice RACI",
        ("raci.Function.holders",),
        _functions,
        _give_functions,
        "Ne plus tenir ces fonctions",
    )
)
stays("la place d’une colonne n’oblige personne", "raci.Column.member")
