"""Rules on the usage charter: written, published, signed, with a whole committee."""

from collections.abc import Iterator

from charter.blocks import load_departments
from charter.diagnostics.links import page_url
from charter.usage.reading import load_latest_coverage, load_seats, load_usage
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import Finding, Severity, among, counted, listed, rule

# Signatures in hundredths of those asked, under which too few signed.
ENOUGH = 80
SOURCE = "Charte d’usage du CRM"


@rule(
    "R-CHARTE",
    Severity.ADVICE,
    "Une charte d’usage publiée",
    "Sans règles écrites et partagées, chacun craint ce que l’on fera de ses contacts et de son activité.",
    source=SOURCE,
)
def usage_charter_published(gathering: Gathering) -> Iterator[Finding]:
    state = gathering.once(load_usage)
    url = page_url(gathering, "usage_charter")
    if state.latest is None:
        written = counted(len(state.articles), "article", "articles")
        yield Finding(
            f"La charte d’usage n’est pas publiée ({written} au brouillon)."
            if state.articles
            else "La charte d’usage n’est pas commencée.",
            url,
        )
    elif state.campaign is None:
        yield Finding(
            f"La {state.latest} de la charte d’usage est publiée, et personne n’est invité à la signer.", url
        )


@rule(
    "R-SIGNATURES",
    Severity.WARNING,
    "Une charte d’usage signée",
    "Chaque collaborateur signe la charte en vigueur\u00a0: des règles que peu ont acceptées ne s’appliquent pas.",
    source=SOURCE,
)
def usage_charter_signed(gathering: Gathering) -> Iterator[Finding]:
    state = gathering.once(load_usage)
    if state.latest is None or state.campaign is None:
        return
    coverage = gathering.once(load_latest_coverage)
    if coverage.total.asked and coverage.total.share < ENOUGH:
        refused = coverage.total.refused
        more = f", dont {counted(refused, 'refus motivé', 'refus motivés')}" if refused else ""
        missing = [
            f"{one.department} ({one.signed} sur {one.asked})"
            for one in coverage.lines
            if one.signed < one.asked
        ]
        yield Finding(
            f"{coverage.words} pour la {state.latest} de la charte d’usage{more}\u00a0: {listed(missing)}.",
            page_url(gathering, "usage_campaign"),
        )


@rule(
    "R-COMITE-CHARTE",
    Severity.ADVICE,
    "Un comité de la charte complet",
    "Le comité de la charte a un représentant par direction\u00a0: qui n’y est pas n’y est pas entendu.",
    source=SOURCE,
)
def usage_committee_complete(gathering: Gathering) -> Iterator[Finding]:
    state = gathering.once(load_usage)
    # Before the charter begins, its committee is no question yet.
    if not state.articles and state.latest is None:
        return
    departments = gathering.once(load_departments)
    seated = {seat.department_id for seat in gathering.once(load_seats)}
    missing = [one.name for one in departments if one.pk not in seated]
    if missing:
        yield Finding(
            f"{among(len(missing), len(departments), 'service', 'services')} sans représentant au comité de la "
            f"charte\u00a0: {listed(missing)}.",
            page_url(gathering, "usage_committee"),
        )
