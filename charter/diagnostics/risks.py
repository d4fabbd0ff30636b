"""Rules on what could go wrong."""

from collections.abc import Iterator

from charter.blocks import load_risks
from charter.diagnostics.links import list_url
from charter.models import Risk
from charter.models.risks import RiskKind, RiskStatus
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import Finding, Severity, among, counted, listed, rule

GRAVE = 10  # «\u00a0forte\u00a0» and beyond


def _grave(gathering: Gathering) -> list[Risk]:
    """The strong risks that are not over."""
    return [one for one in gathering.once(load_risks) if one.criticality >= GRAVE and not one.is_closed]


@rule(
    "E-RESISTANCE",
    Severity.WARNING,
    "Résistance au changement",
    "Un projet sur deux n’atteint pas ses objectifs, d’abord faute d’adhésion\u00a0: nommez tôt freins et craintes.",
    source="Erreurs à éviter",
)
def resistance(gathering: Gathering) -> Iterator[Finding]:
    risks = gathering.once(load_risks)
    if not any(one.kind in {RiskKind.INTERNAL, RiskKind.FEAR} for one in risks):
        number = f" parmi {counted(len(risks), 'risque', 'risques')}" if risks else ""
        yield Finding(
            f"Aucun frein interne ni crainte des collaborateurs n’est nommé{number}.",
            list_url(gathering, "risques"),
        )


@rule(
    "R-PARADE",
    Severity.WARNING,
    "Parade et responsable des risques forts",
    "Un risque fort sans parade ni responsable est un risque que personne ne surveille.",
    source="Risques et freins",
)
def unanswered_risks(gathering: Gathering) -> Iterator[Finding]:
    grave = _grave(gathering)
    bare = [one.title for one in grave if not one.response or one.owner is None or one.owner.is_deleted]
    if bare:
        yield Finding(
            f"{among(len(bare), len(grave), 'risque fort', 'risques forts')} sans parade ou sans responsable\u00a0: "
            f"{listed(f'«\u00a0{title}\u00a0»' for title in bare)}.",
            list_url(gathering, "risques"),
        )


@rule(
    "R-ECHEANCE",
    Severity.ADVICE,
    "Une échéance par risque fort",
    "Une parade sans date attend que le risque survienne.",
    source="Risques et freins",
)
def undated_risks(gathering: Gathering) -> Iterator[Finding]:
    settled = {RiskStatus.CONTROLLED, RiskStatus.OCCURRED}
    # One without a response is R-PARADE’s.
    grave = [
        one for one in _grave(gathering) if not one.is_fear and one.response and one.status not in settled
    ]
    undated = [one.title for one in grave if one.due is None]
    if undated:
        yield Finding(
            f"{among(len(undated), len(grave), 'risque fort', 'risques forts')} sans échéance pour sa parade\u00a0: "
            f"{listed(f'«\u00a0{title}\u00a0»' for title in undated)}.",
            list_url(gathering, "risques"),
        )


@rule(
    "R-CRAINTE",
    Severity.WARNING,
    "Une réponse à chaque crainte",
    "Une crainte dite et laissée sans réponse inquiète plus qu’avant\u00a0: répondez, même «\u00a0pas encore\u00a0».",
    source="Risques et freins",
)
def unanswered_fears(gathering: Gathering) -> Iterator[Finding]:
    fears = [one for one in gathering.once(load_risks) if one.is_fear]
    bare = [one.title for one in fears if not one.response]
    if bare:
        yield Finding(
            f"{among(len(bare), len(fears), 'crainte', 'craintes')} sans réponse\u00a0: "
            f"{listed(f'«\u00a0{title}\u00a0»' for title in bare)}.",
            list_url(gathering, "craintes"),
        )
