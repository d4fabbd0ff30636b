"""Coherence rules of the choice of a solution."""

from collections.abc import Iterator

from charter.blocks import load_project
from charter.diagnostics import list_url
from charter.models.project import Procurement
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import Finding, Severity, rule
from selection.reading import load_criteria


@rule(
    "R-CRITERES",
    Severity.ERROR,
    "Critères de choix pondérés",
    "Des critères définis après les offres suivent les offres\u00a0: ils se pondèrent avant, avec les services.",
    source="Choix de la solution",
)
def weighted_criteria(gathering: Gathering) -> Iterator[Finding]:
    tender = gathering.once(load_project).procurement == Procurement.TENDER
    if tender and not gathering.once(load_criteria)["rows"]:
        yield Finding("Appel d’offres sans aucun critère de choix pondéré.", list_url(gathering, "criteres"))
