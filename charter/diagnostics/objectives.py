"""Rules on what the project wants."""

from collections.abc import Iterator

from charter.blocks import load_objectives, load_project, load_strategic_objective
from charter.diagnostics.links import list_url, page_url
from charter.smart import Goal, contradictions, is_signalled, lacking
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import NAMED, Finding, Severity, among, listed, rule


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
    start = gathering.once(load_project).start
    absurd = [one.ref for one in objectives if contradictions(Goal.of(one, start))]
    if absurd:
        number = among(len(absurd), len(objectives), "objectif opérationnel", "objectifs opérationnels")
        yield Finding(
            f"{number} dont la cible égale la valeur de départ, ou dont l’échéance précède le projet\u00a0: "
            f"{listed(absurd)}.",
            url,
        )


@rule(
    "R-SMART-GRILLE",
    Severity.ADVICE,
    "Grille SMART remplie",
    "Ce que l’on compte, d’où l’on part, par quels moyens et pour quoi\u00a0: chaque case évite un débat au bilan.",
    source="Objectifs",
)
def complete_grids(gathering: Gathering) -> Iterator[Finding]:
    objectives = gathering.once(load_objectives)
    start = gathering.once(load_project).start
    goals = [(one.ref, Goal.of(one, start)) for one in objectives]
    # What is grave is told by R-SMART.
    bare = [f"{ref}, {lacking(goal)}" for ref, goal in goals if lacking(goal) and not is_signalled(goal)]
    if bare:
        number = among(len(bare), len(objectives), "objectif opérationnel", "objectifs opérationnels")
        yield Finding(
            f"{number} à compléter\u00a0: {'\u00a0; '.join(bare[:NAMED])}{'…' if len(bare) > NAMED else '.'}",
            list_url(gathering, "objectifs"),
        )


@rule(
    "R-PHRASE",
    Severity.ADVICE,
    "Phrase de l’objectif à jour",
    "Une phrase retouchée avant que les réponses ne changent annonce un projet qui n’est plus le vôtre.",
    source="Objectifs",
)
def sentence_left_behind(gathering: Gathering) -> Iterator[Finding]:
    objective = gathering.once(load_strategic_objective)
    if objective is not None and objective.is_outdated:
        yield Finding(
            "La phrase retouchée de l’objectif stratégique ne suit plus ses réponses\u00a0: "
            "gardez-la ou recomposez-la.",
            page_url(gathering, "strategic_objective"),
        )
