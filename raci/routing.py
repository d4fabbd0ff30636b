"""What the matrix says of change requests: each line whose purpose they are is a route [§3, phase d’exécution].

A function counts through the people who hold it; who left the project counts no more.
"""

from charter.models import Membership
from planning.routing import Route, routes
from raci.matrix import ActivityLine, load_matrix
from raci.models import Purpose

NBSP = "\u00a0"


@routes
def change_routes(project_id: int) -> list[Route]:
    """The routes of this project’s change requests, in the order of the matrix."""
    return [_route(line) for line in load_matrix(project_id).of_purpose(Purpose.CHANGE_REQUESTS)]


def _route(line: ActivityLine) -> Route:
    title = str(line.activity)
    return Route(
        key=f"a{line.activity.pk}",
        title=title,
        source_text=f"Ligne «{NBSP}{title}{NBSP}» de la matrice RACI",
        instructors=_people(line, "R"),
        approvers=_people(line, "A"),
        consulted=_people(line, "C"),
        informed=_people(line, "I"),
        gaps=tuple(
            f"La fonction «{NBSP}{holder.label}{NBSP}» n’est tenue par personne."
            for holder in line.holders
            if line.letters.get(holder.key) and not holder.people
        ),
    )


def _people(line: ActivityLine, letter: str) -> tuple[Membership, ...]:
    """Those who hold this letter today, each once."""
    found = {one.pk: one for holder in line.who(letter) for one in holder.people if not one.is_deleted}
    return tuple(found.values())
