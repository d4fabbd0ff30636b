"""Rules on what could go wrong."""

from collections.abc import Iterator

from charter.blocks import load_risks
from charter.diagnostics.links import list_url
from charter.models.risks import RiskKind
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import Finding, Severity, among, counted, listed, rule

GRAVE = 10  # « forte » and beyond


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
    grave = [one for one in gathering.once(load_risks) if one.criticality >= GRAVE]
    bare = [one.title for one in grave if not one.response or one.owner is None or one.owner.is_deleted]
    if bare:
        yield Finding(
            f"{among(len(bare), len(grave), 'risque fort', 'risques forts')} sans parade ou sans responsable\u00a0: "
            f"{listed(f'«\u00a0{title}\u00a0»' for title in bare)}.",
            list_url(gathering, "risques"),
        )
