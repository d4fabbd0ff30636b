"""Who instructs, decides, is consulted and informed of each change request: registry, and what holds without a matrix.

An app above (the matrix) says it from its own `routing.py`, found by autodiscovery. It is computed each time from what
stands: a request that waits follows the matrix of the day. Where no line rules change requests, the manager instructs
and the sponsor decides.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from charter.members import load_members
from charter.models import Membership, Project, Role
from crmproject.toolkit.blocks import Gathering

NBSP = "\u00a0"
LETTERS = {"R": "Instruit", "A": "Décide", "C": "Consulté", "I": "Informé"}
NO_LINE = "Aucune ligne de la matrice RACI ne règle les demandes d’évolution"


@dataclass(frozen=True)
class Route:
    """One way through which requests go. `key` names it for good; empty for the one that holds without a matrix.

    `instructors` (R), `approvers` (A: the holders of one seat, any of whom decides), `consulted` (C) and `informed` (I)
    are people of the project today; `source_text` says where that is written, `gaps` what the matrix leaves out and who
    stands in.
    """

    key: str
    title: str
    source_text: str
    instructors: tuple[Membership, ...] = ()
    approvers: tuple[Membership, ...] = ()
    consulted: tuple[Membership, ...] = ()
    informed: tuple[Membership, ...] = ()
    gaps: tuple[str, ...] = ()

    @property
    def rows(self) -> list[tuple[str, str, tuple[Membership, ...]]]:
        """(letter, what it means, people), for a page."""
        people = (self.instructors, self.approvers, self.consulted, self.informed)
        return [(letter, label, some) for (letter, label), some in zip(LETTERS.items(), people, strict=True)]

    @property
    def names(self) -> dict[str, list[str]]:
        """The names by letter, as they are today: what a decision keeps."""
        return {letter: [one.display_name for one in people] for letter, _, people in self.rows if people}


type Find = Callable[[int], Iterable[Route]]

_sources: list[Find] = []


def routes(find: Find) -> Find:
    """Decorator: this function lists the routes of a project, in a constant number of queries."""
    _sources.append(find)
    return find


@dataclass(frozen=True)
class Routing:
    """All routes of a project, and who stands in where the matrix names nobody."""

    routes: list[Route]
    manager: Membership
    sponsors: tuple[Membership, ...] = field(default=())

    @property
    def needs_choice(self) -> bool:
        """Whether several lines rule change requests: each requester then says which one."""
        return len(self.routes) > 1

    def through(self, line: str) -> Route:
        """The route of a request that named this line; the only one there is, whatever it named."""
        if len(self.routes) == 1:
            return self._whole(self.routes[0])
        for one in self.routes:
            if one.key == line:
                return self._whole(one)
        return self._default()

    def _default(self) -> Route:
        if self.routes:
            said = "La ligne de la matrice que cette demande suivait n’existe plus\u00a0: choisissez-en une autre"
        else:
            said = NO_LINE
        sponsor = "le sponsor décide" if self.sponsors else "le chef de projet décide, faute de sponsor"
        text = f"{said}. En attendant, le chef de projet instruit et {sponsor}."
        return Route("", "", text, (self.manager,), self._deciders)

    @property
    def _deciders(self) -> tuple[Membership, ...]:
        return self.sponsors or (self.manager,)

    def _whole(self, route: Route) -> Route:
        """This route with somebody to instruct and somebody to decide."""
        gaps = list(route.gaps)
        if not route.instructors:
            gaps.append("Personne n’y réalise (R)\u00a0: le chef de projet instruit.")
        if not route.approvers:
            who = "le sponsor" if self.sponsors else "le chef de projet"
            gaps.append(f"Personne n’y approuve (A)\u00a0: {who} décide.")
        return Route(
            route.key,
            route.title,
            route.source_text,
            route.instructors or (self.manager,),
            route.approvers or self._deciders,
            route.consulted,
            route.informed,
            tuple(gaps),
        )


def load_routing(project_id: int) -> Routing:
    """The routes of this project as they stand, in a constant number of queries."""
    project = Project.objects.select_related("manager").get(pk=project_id)
    members = load_members(project_id)
    manager = next((one for one in members if one.user_id == project.manager_id), None)
    return Routing(
        routes=[route for find in _sources for route in find(project_id)],
        manager=manager or Membership(project=project, user=project.manager, title="Chef de projet CRM"),
        sponsors=tuple(one for one in members if Role.SPONSOR.value in one.roles),
    )


def routing_of(gathering: Gathering) -> Routing:
    return gathering.once(load_routing)


def holds(people: Iterable[Membership], user_id: int) -> bool:
    """Whether this person is one of them."""
    return any(one.user_id == user_id for one in people)
