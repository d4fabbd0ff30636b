"""Who fits a charge of the project, by role, function, title and department: owners of steps, letters of the matrix."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from charter.models import Membership
from charter.models.people import ProjectFunction, Role
from charter.team import told_by

_IT = re.compile(r"\b(?:si|dsi|it)\b|informatique|systemes? d.information|numerique")
_SALES = re.compile(r"\bcom\b|commerci|\bventes?\b")
_TRAINING = re.compile(r"\bformations?\b|formateur|formatrice|ressources humaines|\brh\b|\bdrh\b")


class Charge(StrEnum):
    """What somebody answers for in a CRM project."""

    MANAGER = "manager"
    SPONSOR = "sponsor"
    IT = "it"
    SALES = "sales"
    TRAINING = "training"
    HEADS = "heads"
    STEERING = "steering"
    REFERENTS = "referents"
    PILOTS = "pilots"
    USERS = "users"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Charge.MANAGER: "chef de projet",
    Charge.SPONSOR: "sponsor",
    Charge.IT: "responsable informatique",
    Charge.SALES: "direction commerciale",
    Charge.TRAINING: "responsable de la formation",
    Charge.HEADS: "responsable de service",
    Charge.STEERING: "comité de pilotage",
    Charge.REFERENTS: "référent",
    Charge.PILOTS: "groupe pilote",
    Charge.USERS: "utilisateur",
}


@dataclass(frozen=True)
class Person:
    """A member, as plain values; `told` is what title and department say, `share` the percentage of time given."""

    pk: int
    name: str
    told: str = ""
    is_manager: bool = False
    roles: frozenset[str] = field(default_factory=frozenset)
    functions: frozenset[str] = field(default_factory=frozenset)
    share: int | None = None


def person_of(member: Membership) -> Person:
    """This member; its project is read."""
    return Person(
        member.pk,
        member.display_name,
        told_by(member),
        member.is_manager,
        frozenset(member.roles),
        frozenset(member.functions),
        member.share,
    )


def fitting(people: Sequence[Person], charge: Charge) -> list[Person]:
    """Those who answer for this, who does so first of all first; nobody when none fits."""
    found = [one for one in people if _FITS[charge](one)]
    return sorted(found, key=lambda one: _rank(one, charge))


def first_fitting(people: Sequence[Person], charges: Iterable[Charge]) -> Person | None:
    """The first person who fits the first of these charges for which there is one."""
    return next((found[0] for charge in charges if (found := fitting(people, charge))), None)


def _rank(person: Person, charge: Charge) -> int:
    """Somebody with that very charge comes before somebody who has it beside another."""
    beside = person.is_manager and charge is not Charge.MANAGER
    heads = Role.HEAD.value in person.roles
    return 2 * beside + (charge in {Charge.IT, Charge.SALES, Charge.TRAINING} and not heads)


def _of_role(role: Role) -> Callable[[Person], bool]:
    return lambda person: role.value in person.roles


def _of_function(function: ProjectFunction) -> Callable[[Person], bool]:
    return lambda person: function.value in person.functions


_FITS: dict[Charge, Callable[[Person], bool]] = {
    Charge.MANAGER: lambda person: person.is_manager,
    Charge.SPONSOR: _of_role(Role.SPONSOR),
    Charge.IT: lambda person: bool(_IT.search(person.told)) and not person.is_manager,
    Charge.SALES: lambda person: Role.HEAD.value in person.roles and bool(_SALES.search(person.told)),
    Charge.TRAINING: lambda person: bool(_TRAINING.search(person.told)),
    Charge.HEADS: _of_role(Role.HEAD),
    Charge.STEERING: _of_role(Role.STEERING),
    Charge.REFERENTS: _of_function(ProjectFunction.REFERENT),
    Charge.PILOTS: lambda person: bool(
        person.functions & {ProjectFunction.PILOT.value, ProjectFunction.BETA.value}
    ),
    Charge.USERS: _of_role(Role.CONTRIBUTOR),
}
