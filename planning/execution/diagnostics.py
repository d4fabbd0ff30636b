"""Coherence rules of the phase after go-live; silent while no planning says that there will be one.

Departments without a first-level referent are told by R-REFERENT, of the team.
"""

from collections.abc import Iterator

from charter.diagnostics import list_url, page_url
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import Finding, Severity, counted, listed, rule
from planning.execution.governance import load_bodies
from planning.execution.newcomers import load_steps
from planning.reading import load_planning
from planning.routing import NO_LINE, routing_of

SOURCE = "Phase d’exécution"


def _is_planned(gathering: Gathering) -> bool:
    return bool(gathering.once(load_planning).tasks)


@rule(
    "R-EVOLUTION",
    Severity.ADVICE,
    "Un chemin pour les demandes d’évolution",
    "Une demande dont on ne sait qui l’instruit et qui la décide n’est ni acceptée ni refusée\u00a0: elle attend.",
    source=SOURCE,
)
def change_requests_are_routed(gathering: Gathering) -> Iterator[Finding]:
    if not _is_planned(gathering):
        return
    routing, url = routing_of(gathering), page_url(gathering, "raci_matrix")
    if not routing.routes:
        yield Finding(f"{NO_LINE}\u00a0: le chef de projet instruit, la direction décide.", url)
    for name, empty in (
        ("personne qui instruise (R)", [one for one in routing.routes if not one.instructors]),
        ("personne qui décide (A)", [one for one in routing.routes if not one.approvers]),
    ):
        if empty:
            number = counted(len(empty), "ligne règle", "lignes règlent")
            titles = listed(f"«\u00a0{one.title}\u00a0»" for one in empty)
            yield Finding(f"{number} les demandes d’évolution sans {name}\u00a0: {titles}.", url)


@rule(
    "R-ARRIVANTS",
    Severity.ADVICE,
    "Un parcours des nouveaux arrivants",
    "Qui arrive après la mise en place n’a pas suivi la formation\u00a0: sans parcours, il apprend seul, et mal.",
    source=SOURCE,
)
def newcomers_have_a_path(gathering: Gathering) -> Iterator[Finding]:
    if _is_planned(gathering) and not gathering.once(load_steps):
        url = list_url(gathering, "parcours-arrivants")
        yield Finding("Aucune étape n’attend les nouveaux arrivants.", url)


@rule(
    "R-GOUVERNANCE",
    Severity.ADVICE,
    "Une gouvernance régulière",
    "Sans rendez-vous fixe, les défauts s’installent et les demandes se règlent dans les couloirs.",
    source=SOURCE,
)
def governance_meets(gathering: Gathering) -> Iterator[Finding]:
    if not _is_planned(gathering):
        return
    bodies = gathering.once(load_bodies)
    url = page_url(gathering, "governance")
    if not bodies:
        yield Finding("Aucune réunion régulière n’est prévue après la mise en place.", url)
    alone = [f"«\u00a0{one.title}\u00a0»" for one in bodies if not one.participants.all()]
    if alone:
        yield Finding(
            f"{counted(len(alone), 'instance', 'instances')} sans participant\u00a0: {listed(alone)}.", url
        )
