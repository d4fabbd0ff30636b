"""Coherence rules of the matrix: who approves, who does, and who has too much to do."""

from collections.abc import Iterator

from charter.diagnostics import page_url
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import Finding, Severity, among, counted, listed, rule
from planning.reading import load_planning
from raci.matrix import ActivityLine, Matrix, load_matrix

# From as many activities on, one person who approves them all is a bottleneck.
BOTTLENECK = 5
# From as many people consulted or informed on, one activity waits for everyone.
CROWD = 6


def _name(line: ActivityLine) -> str:
    return line.reference or f"«\u00a0{line.activity}\u00a0»"


def _without(gathering: Gathering, letter: str, words: str) -> Iterator[Finding]:
    matrix = gathering.once(load_matrix)
    missing = [_name(line) for line in matrix.lines if letter in line.missing]
    if missing:
        yield Finding(
            f"{among(len(missing), len(matrix.lines), 'activité', 'activités')} {words}\u00a0: {listed(missing)}.",
            page_url(gathering, "raci_matrix"),
        )


@rule(
    "R-RACI-A",
    Severity.WARNING,
    "Un approbateur par activité",
    "Une activité que personne n’approuve n’est jamais finie\u00a0; il en faut un, et un seul.",
    source="RACI",
)
def accountable(gathering: Gathering) -> Iterator[Finding]:
    return _without(gathering, "A", "sans personne qui approuve (A)")


@rule(
    "R-RACI-R",
    Severity.WARNING,
    "Quelqu’un qui réalise",
    "Une activité que personne ne réalise ne se fait pas.",
    source="RACI",
)
def responsible(gathering: Gathering) -> Iterator[Finding]:
    return _without(gathering, "R", "sans personne qui réalise (R)")


@rule(
    "R-RACI-CHARGE",
    Severity.WARNING,
    "Charge répartie",
    "Une personne qui approuve tout est un goulot\u00a0; trop de personnes consultées ou informées ralentissent\u00a0; "
    "une personne sans activité ne sait pas pourquoi elle est là.",
    source="RACI",
)
def workload(gathering: Gathering) -> Iterator[Finding]:
    matrix = gathering.once(load_matrix)
    url = page_url(gathering, "raci_matrix")
    if matrix.lines:
        for text in (*_idle(matrix), *_bottlenecks(matrix), *_crowds(matrix), *_gone(matrix)):
            yield Finding(text, url)


def _idle(matrix: Matrix) -> Iterator[str]:
    busy = {cell.member.pk for line in matrix.lines for cell in line.cells if cell.letters}
    idle = [one.display_name for one in matrix.people if one.pk not in busy]
    if idle:
        number = among(len(idle), len(matrix.people), "personne", "personnes")
        yield f"{number} sans activité\u00a0: {listed(idle)}."


def _bottlenecks(matrix: Matrix) -> Iterator[str]:
    approved = [line for line in matrix.lines if line.who("A")]
    approvers = {member.pk: member for line in approved for member in line.who("A")}
    if len(approved) >= BOTTLENECK and len(approvers) == 1:
        (member,) = approvers.values()
        yield f"{member.display_name} approuve à elle seule les {len(approved)} activités qui ont un approbateur."


def _crowds(matrix: Matrix) -> Iterator[str]:
    crowded = [_name(line) for line in matrix.lines if len([*line.who("C"), *line.who("I")]) >= CROWD]
    if crowded:
        number = counted(len(crowded), "activité", "activités")
        yield f"{number} avec {CROWD} personnes consultées ou informées, ou plus\u00a0: {listed(crowded)}."


def _gone(matrix: Matrix) -> Iterator[str]:
    gone = [one.display_name for one in matrix.people if one.is_deleted]
    if gone:
        verb = "a quitté" if len(gone) == 1 else "ont quitté"
        yield f"{listed(gone)} {verb} le projet et figure{'nt' if len(gone) > 1 else ''} encore dans la matrice."


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
