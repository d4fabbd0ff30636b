"""Coherence rules of the matrix: who approves, who does, and who has too much to do."""

from collections.abc import Iterator

from charter.diagnostics import page_url
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import Finding, Severity, among, listed, rule
from planning.reading import load_planning
from raci.findings import MatrixFinding, findings
from raci.matrix import load_matrix


def matrix_findings(gathering: Gathering) -> list[MatrixFinding]:
    """What all rules find in the project’s matrix."""
    return findings(gathering.once(load_matrix))


def _told(gathering: Gathering, rule_id: str) -> Iterator[Finding]:
    for found in gathering.derived(matrix_findings):
        if found.rule == rule_id:
            yield Finding(found.sentence, page_url(gathering, "raci_matrix"))


@rule(
    "R-RACI-A",
    Severity.WARNING,
    "Un approbateur par activité",
    "Une activité que personne n’approuve n’est jamais finie\u00a0; il en faut un, et un seul.",
    source="RACI",
)
def accountable(gathering: Gathering) -> Iterator[Finding]:
    return _told(gathering, "R-RACI-A")


@rule(
    "R-RACI-R",
    Severity.WARNING,
    "Quelqu’un qui réalise",
    "Une activité que personne ne réalise ne se fait pas.",
    source="RACI",
)
def responsible(gathering: Gathering) -> Iterator[Finding]:
    return _told(gathering, "R-RACI-R")


@rule(
    "R-RACI-CHARGE",
    Severity.WARNING,
    "Charge répartie",
    "Une personne qui approuve tout est un goulot\u00a0; trop de personnes consultées ou informées ralentissent\u00a0; "
    "une personne sans activité ne sait pas pourquoi elle est là.",
    source="RACI",
)
def workload(gathering: Gathering) -> Iterator[Finding]:
    return _told(gathering, "R-RACI-CHARGE")


@rule(
    "R-RACI-TACHES",
    Severity.ADVICE,
    "Tâches du planning dans la matrice",
    "Une tâche absente de la matrice ne dit ni qui l’approuve, ni qui elle concerne.",
    source="RACI",
)
def tasks_without_line(gathering: Gathering) -> Iterator[Finding]:
    lines = gathering.once(load_matrix).lines
    tasks = gathering.once(load_planning).tasks
    covered = {line.activity.task_id for line in lines}
    bare = [one.task.key for one in tasks if one.task.pk not in covered]
    if bare:
        yield Finding(
            f"{among(len(bare), len(tasks), 'tâche', 'tâches')} sans ligne dans la matrice\u00a0: {listed(bare)}.",
            page_url(gathering, "raci_matrix"),
        )
