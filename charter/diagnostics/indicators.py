"""Rules on how success is told: fixed before the CRM is in place, measured afterwards."""

from collections.abc import Iterator

from charter.blocks import load_indicators
from charter.diagnostics.links import page_url
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import Finding, Severity, among, counted, listed, rule

SOURCE = "Indicateurs de succès"
NBSP = "\u00a0"


def _quoted(names: list[str]) -> str:
    return listed(f"«{NBSP}{name}{NBSP}»" for name in names)


@rule(
    "R-INDICATEURS",
    Severity.WARNING,
    "Des indicateurs de succès",
    "Fixés avant la mise en place, mesurés au bilan\u00a0: sans eux, chacun jugera le CRM à son impression.",
    source=SOURCE,
)
def indicators_fixed(gathering: Gathering) -> Iterator[Finding]:
    if not gathering.once(load_indicators):
        yield Finding("Aucun indicateur de succès n’est fixé.", page_url(gathering, "indicators"))


@rule(
    "R-INDICATEUR-CHIFFRE",
    Severity.WARNING,
    "Indicateurs chiffrés et datés",
    "Une valeur de départ ne se retrouve plus après la mise en place\u00a0: elle se mesure avant, avec la cible.",
    source=SOURCE,
)
def indicators_with_figures(gathering: Gathering) -> Iterator[Finding]:
    every = gathering.once(load_indicators)
    vague = [one.name for one in every if None in {one.baseline, one.target, one.due}]
    if vague:
        number = among(len(vague), len(every), "indicateur", "indicateurs")
        yield Finding(
            f"{number} sans valeur de départ, sans cible ou sans date{NBSP}: {_quoted(vague)}.",
            page_url(gathering, "indicators"),
        )


@rule(
    "R-INDICATEUR-PROPRIETAIRE",
    Severity.ADVICE,
    "Un propriétaire par indicateur",
    "Un indicateur que personne ne mesure n’est pas mesuré.",
    source=SOURCE,
)
def indicators_with_owner(gathering: Gathering) -> Iterator[Finding]:
    every = gathering.once(load_indicators)
    orphans = [one.name for one in every if one.owner is None or one.owner.is_deleted]
    if orphans:
        number = among(len(orphans), len(every), "indicateur", "indicateurs")
        yield Finding(
            f"{number} sans propriétaire{NBSP}: {_quoted(orphans)}.", page_url(gathering, "indicators")
        )


@rule(
    "R-INDICATEUR-BILAN",
    Severity.WARNING,
    "Indicateurs mesurés au bilan",
    "Le jour de la mesure est passé\u00a0: sans elle, le bilan ne dira pas si le projet a réussi.",
    source=SOURCE,
)
def indicators_measured(gathering: Gathering) -> Iterator[Finding]:
    late = [one.name for one in gathering.once(load_indicators) if one.is_late]
    if late:
        number = counted(
            len(late), "indicateur dont la date est passée", "indicateurs dont la date est passée"
        )
        yield Finding(f"{number} sans mesure{NBSP}: {_quoted(late)}.", page_url(gathering, "indicators"))
