"""What the rules say of a matrix: the same words beside the page, in the printed document and in the coherence check.

[R-RACI-A] one A per activity, and one only; [R-RACI-R] at least one R; [R-RACI-CHARGE] nobody approves everything,
nobody carries most of it alone, nobody stands there for nothing, and no activity waits for a crowd.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from crmproject.toolkit.diagnostics import among, counted, listed
from raci.holders import Holder
from raci.matrix import ActivityLine, Matrix

# From as many activities on, one person who approves them all is a bottleneck.
BOTTLENECK = 5
# From as many people consulted or informed on, one activity waits for everyone.
CROWD = 6
# Who does or approves more than this share of the activities, and as many of them at least, is overloaded.
HEAVY_SHARE, HEAVY_LEAST = 0.75, 15


@dataclass(frozen=True)
class MatrixFinding:
    """What a rule found, with the lines or the columns concerned; `label` heads them in the summary.

    `text` has the figures; it `names` those concerned itself where a list after it would repeat them.
    """

    rule: str
    label: str
    text: str
    lines: list[ActivityLine] = field(default_factory=list)
    holders: list[Holder] = field(default_factory=list)
    names: bool = False

    @property
    def sentence(self) -> str:
        """The finding for whoever doesn’t see the matrix."""
        concerned = [name_of(line) for line in self.lines] or [one.display_name for one in self.holders]
        return f"{self.text}." if self.names else f"{self.text}\u00a0: {listed(concerned)}."


def findings(matrix: Matrix) -> list[MatrixFinding]:
    """All that the rules find; nothing in a matrix without line."""
    if not matrix.lines:
        return []
    return [
        found
        for check in (_without_a, _without_r, _bottleneck, _heavy, _crowds, _idle, _unheld, _gone)
        for found in check(matrix)
    ]


def name_of(line: ActivityLine) -> str:
    """The key of its task, or its title between quotation marks."""
    return line.reference or f"«\u00a0{line.activity}\u00a0»"


def load_of(matrix: Matrix) -> dict[str, Counter[str]]:
    """How many times each holder has each letter, by key."""
    cells = Counter(cell for line in matrix.lines for cell in line.letters.items())
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for (key, letters), count in cells.items():
        for letter in letters:
            found[key][letter] += count
    return found


def _without_a(matrix: Matrix) -> Iterator[MatrixFinding]:
    yield from _without(matrix, "R-RACI-A", "A", "Personne n’approuve (A)", "sans personne qui approuve (A)")


def _without_r(matrix: Matrix) -> Iterator[MatrixFinding]:
    yield from _without(matrix, "R-RACI-R", "R", "Personne ne réalise (R)", "sans personne qui réalise (R)")


def _without(matrix: Matrix, rule: str, letter: str, label: str, text: str) -> Iterator[MatrixFinding]:
    missing = [line for line in matrix.lines if letter in line.missing]
    if missing:
        number = among(len(missing), len(matrix.lines), "activité", "activités")
        yield MatrixFinding(rule, label, f"{number} {text}", lines=missing)


def _bottleneck(matrix: Matrix) -> Iterator[MatrixFinding]:
    approved = [line for line in matrix.lines if "A" in line.given]
    keys = {key for line in approved for key, letters in line.letters.items() if "A" in letters}
    if len(approved) < BOTTLENECK or len(keys) != 1:
        return
    holder = matrix.holder(*keys)
    if holder:
        text = f"{holder.display_name} approuve à elle seule les {len(approved)} activités qui ont un approbateur"
        yield MatrixFinding("R-RACI-CHARGE", "Approuve tout (A)", text, holders=[holder], names=True)


def _heavy(matrix: Matrix) -> Iterator[MatrixFinding]:
    held = holding(matrix)
    for holder in matrix.holders:
        if is_heavy(held[holder.key], len(matrix.lines)):
            share = among(held[holder.key], len(matrix.lines), "activité", "activités")
            text = f"{holder.display_name} réalise ou approuve {share}"
            yield MatrixFinding("R-RACI-CHARGE", "Trop chargé", text, holders=[holder], names=True)


def holding(matrix: Matrix) -> Counter[str]:
    """How many activities each holder does or approves, by key."""
    return Counter(
        key for line in matrix.lines for key, letters in line.letters.items() if letters not in {"C", "I"}
    )


def is_heavy(held: int, activities: int) -> bool:
    """Whether doing or approving so many of the activities is too much for one holder [R-RACI-CHARGE]."""
    return held >= HEAVY_LEAST and held > activities * HEAVY_SHARE


def _crowds(matrix: Matrix) -> Iterator[MatrixFinding]:
    crowded = [line for line in matrix.lines if crowd_of(line) >= CROWD]
    if crowded:
        number = counted(len(crowded), "activité", "activités")
        text = f"{number} avec {CROWD} personnes consultées ou informées, ou plus"
        yield MatrixFinding("R-RACI-CHARGE", "Trop de C ou de I", text, lines=crowded)


def crowd_of(line: ActivityLine) -> int:
    """How many are consulted or informed."""
    return sum(letters in {"C", "I"} for letters in line.letters.values())


def _idle(matrix: Matrix) -> Iterator[MatrixFinding]:
    idle = idle_people(matrix)
    if idle:
        people = [one for one in matrix.holders if not one.is_function and not one.is_deleted]
        number = among(len(idle), len(people), "personne", "personnes")
        yield MatrixFinding("R-RACI-CHARGE", "Sans activité", f"{number} sans activité", holders=idle)
    functions = [one for one in matrix.holders if one.is_function and one.key not in matrix.busy]
    if functions:
        number = counted(len(functions), "fonction", "fonctions")
        yield MatrixFinding(
            "R-RACI-CHARGE", "Fonction sans activité", f"{number} sans activité", holders=functions
        )


def idle_people(matrix: Matrix) -> list[Holder]:
    """Persons of the project who have no activity; who holds a function that acts has one."""
    acting = {
        person.pk
        for one in matrix.holders
        if one.is_function and one.key in matrix.busy
        for person in one.people
    }
    return [
        one
        for one in matrix.holders
        if not (one.is_function or one.is_deleted or one.key in matrix.busy or one.pk in acting)
    ]


def _unheld(matrix: Matrix) -> Iterator[MatrixFinding]:
    unheld = [one for one in matrix.holders if one.is_function and one.key in matrix.busy and not one.people]
    if unheld:
        number = counted(len(unheld), "fonction", "fonctions")
        text = f"{number} de la matrice que personne ne tient"
        yield MatrixFinding("R-RACI-CHARGE", "Fonction que personne ne tient", text, holders=unheld)


def _gone(matrix: Matrix) -> Iterator[MatrixFinding]:
    gone = [one for one in matrix.holders if one.is_deleted]
    if gone:
        several = len(gone) > 1
        verb, shown = ("ont quitté", "figurent") if several else ("a quitté", "figure")
        names = listed(one.display_name for one in gone)
        text = f"{names} {verb} le projet et {shown} encore dans la matrice"
        yield MatrixFinding("R-RACI-CHARGE", "A quitté le projet", text, holders=gone, names=True)
