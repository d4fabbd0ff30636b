"""The five preparations before a project begins, and the registry of what the project’s data say of each.

An app tells what it knows from its own `preparations.py`, found by autodiscovery: a function takes a gathering and
gives a figure, whether that looks done, and the page that fills it, in a number of queries that doesn’t depend on the
project’s size. A preparation of which no app knows anything is ticked by hand all the same.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from crmproject.toolkit.blocks import Gathering


@dataclass(frozen=True)
class Preparation:
    """Something to do before the project begins."""

    key: str
    title: str
    why: str
    icon: str


JOURNEYS, NEEDS, SPECIFICATION, PEOPLE, LAUNCH = "journeys", "needs", "specification", "people", "launch"

PREPARATIONS = (
    Preparation(
        JOURNEYS,
        "Recenser les parcours d’achat des clients",
        "Questionnaires, sondages, données de vente\u00a0: partir de ce que vivent les clients, pas de ce que sait "
        "faire un logiciel.",
        "signpost-split",
    ),
    Preparation(
        NEEDS,
        "Identifier les besoins des utilisateurs",
        "Leurs besoins fonctionnels et de formation, dits par eux\u00a0: un outil choisi sans eux restera sans eux.",
        "chat-square-text",
    ),
    Preparation(
        SPECIFICATION,
        "Préparer le cahier des charges",
        "Ce qui n’est pas écrit sera interprété par chaque fournisseur à sa façon.",
        "file-earmark-text",
    ),
    Preparation(
        PEOPLE,
        "Pressentir les personnes responsables",
        "Un chef de projet, un sponsor, un responsable et un utilisateur par service\u00a0: prévenus, et disponibles.",
        "people",
    ),
    Preparation(
        LAUNCH,
        "Faire valider le lancement par la direction",
        "Une décision datée et nominative engage les moyens, et donne au projet sa légitimité.",
        "patch-check",
    ),
)


class Look(StrEnum):
    """What the data let think of a preparation."""

    NOTHING = "nothing"
    BEGUN = "begun"
    DONE = "done"


@dataclass(frozen=True)
class Evidence:
    """What the data say: « 3 interactions décrites »; `url` is the page that fills them, `label` its name."""

    text: str
    look: Look
    url: str
    label: str


# None where the app has nothing to add.
type Tell = Callable[[Gathering], Evidence | None]

_known: dict[str, list[Tell]] = {one.key: [] for one in PREPARATIONS}


def tells(key: str) -> Callable[[Tell], Tell]:
    """Decorator: this function says what an app knows of the preparation of this key."""

    def add(tell: Tell) -> Tell:
        _known[key].append(tell)
        return tell

    return add


def evidence(key: str, gathering: Gathering) -> list[Evidence]:
    """All that the apps know of this preparation."""
    return [found for tell in _known[key] if (found := tell(gathering)) is not None]


def overall(found: list[Evidence]) -> Look | None:
    """Done when all that is known looks done, nothing when nothing is; None where no app knows anything."""
    looks = {one.look for one in found}
    if not looks:
        return None
    return looks.pop() if len(looks) == 1 else Look.BEGUN
