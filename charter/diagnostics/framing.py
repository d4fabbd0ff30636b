"""Rules on what is thought over before the project begins: advice, since nothing of it is required."""

from collections.abc import Iterator

from charter.diagnostics.links import page_url
from charter.framing import answered, standings
from charter.framing_questions import DIAGNOSIS, FIVE_WORDS, Part
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import Finding, Severity, among, counted, listed, rule


@rule(
    "R-PREPARATIFS",
    Severity.ADVICE,
    "Cinq préparatifs avant le lancement",
    "Se lancer sans réfléchir se paie plus tard, au prix fort\u00a0: parcours, besoins, cahier des charges, personnes, "
    "accord de la direction.",
    source="Cinq préparatifs",
)
def preparations(gathering: Gathering) -> Iterator[Finding]:
    every = standings(gathering)
    left = [one.preparation.title.lower() for one in every if not one.is_settled]
    if left:
        number = among(len(left), len(every), "préparatif", "préparatifs")
        yield Finding(f"{number} à faire ou à cocher\u00a0: {listed(left)}.", page_url(gathering, "framing"))


@rule(
    "R-DIAGNOSTIC",
    Severity.ADVICE,
    "Diagnostic stratégique",
    "Un CRM sert une stratégie\u00a0: sans elle, on équipe les habitudes d’hier.",
    source="Diagnostic stratégique",
)
def diagnosis(gathering: Gathering) -> Iterator[Finding]:
    for part in (DIAGNOSIS, FIVE_WORDS):
        found = _unanswered(gathering, part)
        if found:
            yield found


def _unanswered(gathering: Gathering, part: Part) -> Finding | None:
    total = len(part.questions)
    left = total - len(answered(gathering, part))
    if not left:
        return None
    number = counted(total, "question", "questions")
    text = f"{part.title}\u00a0: {left} sur {number} sans réponse."
    return Finding(text, page_url(gathering, "framing"))
