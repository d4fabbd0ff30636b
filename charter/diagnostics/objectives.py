"""Rules on what the project wants."""

from collections.abc import Iterator

from charter.blocks import load_objectives, load_strategic_objective
from charter.diagnostics.links import list_url, page_url
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import Finding, Severity, among, listed, rule


@rule(
    "E-OBJECTIF",
    Severity.ERROR,
    "Objectif stratégique",
    "Se lancer sans dire pourquoi, c’est laisser chaque fournisseur l’imaginer\u00a0: tout le reste sert cet objectif.",
    source="Objectifs",
)
def strategic_objective(gathering: Gathering) -> Iterator[Finding]:
    if gathering.once(load_strategic_objective) is None:
        yield Finding(
            "L’objectif stratégique du projet n’est pas formulé.", page_url(gathering, "strategic_objective")
        )


@rule(
    "R-SMART",
    Severity.WARNING,
    "Objectifs mesurables et datés",
    "Sans cible chiffrée ni échéance, personne ne saura dire au bilan si l’objectif est atteint.",
    source="Objectifs",
)
def smart_objectives(gathering: Gathering) -> Iterator[Finding]:
    objectives = gathering.once(load_objectives)
    url = list_url(gathering, "objectifs")
    if not objectives:
        if gathering.once(load_strategic_objective) is not None:
            yield Finding("Aucun objectif opérationnel ne décline l’objectif stratégique.", url)
        return
    vague = [one.ref for one in objectives if not one.is_smart]
    if vague:
        number = among(len(vague), len(objectives), "objectif opérationnel", "objectifs opérationnels")
        yield Finding(f"{number} sans cible chiffrée ou sans échéance\u00a0: {listed(vague)}.", url)
