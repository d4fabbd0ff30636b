"""A project whose matrix routes change requests, one person to each letter, and one without any."""

from dataclasses import dataclass

from accounts.models import User
from charter.models import Membership, Project
from planning.actions.changes import submit_change
from planning.models import ChangeRequest
from raci.models import Activity, Assignment, Function
from tests.factories import MembershipFactory


@dataclass(frozen=True)
class Routed:
    """Who holds which letter of the line; `author` and `outsider` hold none."""

    project: Project
    line: Activity
    author: Membership
    instructor: Membership
    approver: Membership
    consulted: Membership
    informed: Membership
    outsider: Membership


def person(project: Project, name: str) -> Membership:
    made: Membership = MembershipFactory(
        project=project, user__email=f"{name}@exemple.fr", title=name.capitalize()
    )
    return made


def give(line: Activity, who: Membership | Function, letters: str) -> None:
    column = "member" if isinstance(who, Membership) else "function"
    for letter in letters:
        Assignment.objects.create(activity=line, role=letter, **{column: who})


def change_line(project: Project, title: str = "Traiter les demandes d’évolution") -> Activity:
    """A line of the matrix whose purpose change requests are, without letters."""
    made: Activity = Activity.objects.create(project=project, title=title, purpose="change_requests")
    return made


def routed(project: Project) -> Routed:
    """R, A, C and I are four people; the consulted one holds « Référents », a function."""
    line = change_line(project)
    names = ("auteur", "instructeur", "approbatrice", "consultee", "informe", "etranger")
    author, instructor, approver, consulted, informed, outsider = (person(project, name) for name in names)
    referents = Function.objects.create(project=project, name="Référents")
    referents.holders.add(consulted)
    for who, letter in ((instructor, "R"), (approver, "A"), (referents, "C"), (informed, "I")):
        give(line, who, letter)
    return Routed(project, line, author, instructor, approver, consulted, informed, outsider)


def ask(
    project: Project, by: User, title: str = "Relancer les devis de plus de 30 jours", line: str = ""
) -> ChangeRequest:
    """A request of this person."""
    request = ChangeRequest(
        project=project, title=title, need="Personne ne sait lesquels attendent.", line=line
    )
    return submit_change(request=request, requirements=[], by=by)
