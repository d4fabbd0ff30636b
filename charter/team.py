"""The team as a whole: department by department, its committee, its groups, and what each still lacks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from charter.models import Department, Membership
from charter.models.people import ProjectFunction, Role
from crmproject.toolkit.text import normalised

NO_DEPARTMENT = "Hors service"
# Words, without accents, by which a title or a department’s name tells that it directs the company.
MANAGEMENT = re.compile(r"\bdirect|dirigeant|president|gerant|\bpdg\b|\bdg\b")
GENERAL_MANAGEMENT = re.compile(r"^(direction|direction generale|dirigeants?|comite de direction|codir)$")


def told_by(member: Membership) -> str:
    """Title and department of a member, without accents or capitals: what tells their function in the company."""
    department = f"{member.department.code} {member.department.name}" if member.department else ""
    return normalised(f"{member.title} {department}")


def is_of_management(member: Membership) -> bool:
    """Whether this person directs the company: said so, sponsor, or by title [R-COPIL]."""
    return (
        ProjectFunction.MANAGEMENT.value in member.functions
        or Role.SPONSOR.value in member.roles
        or bool(MANAGEMENT.search(told_by(member)))
    )


def with_role(members: Sequence[Membership], role: Role) -> list[Membership]:
    return [one for one in members if role.value in one.roles]


def with_function(members: Sequence[Membership], function: ProjectFunction) -> list[Membership]:
    return [one for one in members if function.value in one.functions]


def without(departments: Sequence[Department], members: Sequence[Membership]) -> list[Department]:
    """The departments from which none of these people comes."""
    present = {one.department_id for one in members}
    return [one for one in departments if one.pk not in present]


@dataclass
class Team:
    """The people of one department, who answers for it first, and what it lacks."""

    name: str
    is_direction: bool = False
    people: list[Membership] = field(default_factory=list)
    lacks: list[str] = field(default_factory=list)


def teams_of(departments: Sequence[Department], members: Sequence[Membership]) -> list[Team]:
    """Every department, the general management at the top, then those whom no department holds."""
    teams = {one.pk: Team(one.name, _directs(one)) for one in departments}
    apart = Team(NO_DEPARTMENT)
    for member in sorted(members, key=_rank):
        (teams.get(member.department_id or 0, apart)).people.append(member)
    for team in teams.values():
        team.lacks = list(_lacks(team))
    ordered = sorted(teams.values(), key=lambda team: not team.is_direction)
    return [*ordered, *([apart] if apart.people else [])]


def _directs(department: Department) -> bool:
    return department.code in {"DIR", "DG"} or bool(GENERAL_MANAGEMENT.match(normalised(department.name)))


def _rank(member: Membership) -> tuple[int, int, int]:
    order = [Role.SPONSOR.value, Role.MANAGER.value, Role.HEAD.value, Role.STEERING.value]
    held = [order.index(role) for role in member.all_roles if role in order]
    return min(held, default=len(order)), member.position, member.pk


def _lacks(team: Team) -> list[str]:
    """What the rules want of each department, in a few words [R-SERVICE, R-UTILISATEURS]."""
    wanted = [
        ("responsable", with_role(team.people, Role.HEAD)),
        ("utilisateur final", with_role(team.people, Role.CONTRIBUTOR)),
        ("référent de premier niveau", with_function(team.people, ProjectFunction.REFERENT)),
    ]
    return [name for name, people in wanted if not people]


@dataclass(frozen=True)
class Check:
    """Something that the committee should have, and whether it has."""

    text: str
    is_met: bool


@dataclass(frozen=True)
class Committee:
    """Who steers, and whether management, the conduct of the project and the field are there [R-COPIL]."""

    people: list[Membership]
    checks: list[Check]


def committee_of(members: Sequence[Membership]) -> Committee:
    people = with_role(members, Role.STEERING)
    conducts = any(one.is_manager or Role.SPONSOR.value in one.roles for one in people)
    checks = [
        Check("Un membre de la direction", any(map(is_of_management, people))),
        Check("Le sponsor ou le chef de projet", conducts),
        Check("Quelqu’un du terrain", any(map(_is_of_the_field, people))),
    ]
    return Committee(people, checks)


def _is_of_the_field(member: Membership) -> bool:
    """Whether this person works with customers or tools rather than directs."""
    works = Role.CONTRIBUTOR.value in member.roles or bool(
        set(member.functions) - {ProjectFunction.MANAGEMENT.value}
    )
    return works or not (is_of_management(member) or member.is_manager)


@dataclass(frozen=True)
class Group:
    """People who hold one function, and the departments from which nobody does."""

    function: ProjectFunction
    people: list[Membership]
    missing: list[Department]

    @property
    def wants_everyone(self) -> bool:
        """Whether somebody of each department is wanted in it."""
        if self.function is ProjectFunction.PILOT:
            return bool(self.people)
        return self.function is ProjectFunction.REFERENT


GROUPS = (ProjectFunction.REFERENT, ProjectFunction.PILOT, ProjectFunction.BETA, ProjectFunction.USAGE)


def groups_of(departments: Sequence[Department], members: Sequence[Membership]) -> list[Group]:
    found = []
    for function in GROUPS:
        people = with_function(members, function)
        found.append(Group(function, people, without(departments, people)))
    return found


@dataclass(frozen=True)
class Load:
    """The time given to the project: in whole people, and how many have not said theirs."""

    full_time: float
    told: int
    untold: int


def load_of(members: Sequence[Membership]) -> Load:
    shares = [one.share for one in members if one.share]
    return Load(sum(shares) / 100, len(shares), len(members) - len(shares))
