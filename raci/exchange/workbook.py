"""The matrix as people know it in Excel: letters in colours, groups, a legend, and the load of each."""

from collections import Counter
from collections.abc import Iterator

from crmproject.toolkit.xlsx import Cell, Column, Kind, Look, Sheet, write_workbook
from raci.letters import shown
from raci.matrix import ActivityLine, Matrix
from raci.models import RaciRole

# The letter always stands in its colour, never the colour alone; dark ink on light grounds.
LOOKS = {
    "R": Look(fill="FFD7E8FA", ink="FF12406B", bold=True, centred=True),
    "A": Look(fill="FFFBDFD3", ink="FF7A2A0C", bold=True, centred=True),
    "C": Look(fill="FFFFF1C9", ink="FF5F4600", bold=True, centred=True),
    "I": Look(fill="FFE4E7EC", ink="FF344054", bold=True, centred=True),
}
EMPTY = Look(centred=True)
GROUP = Look(fill="FFEEF1F5", ink="FF1F3A5F", bold=True)
# From as many columns on, names are written upwards.
UPWARDS = 8
MEANINGS = {
    "R": "Réalise l’activité, ou une part d’elle. Au moins un R par activité.",
    "A": "Approuve et en répond. Exactement un A par activité.",
    "C": "Est consulté avant\u00a0: son avis est attendu.",
    "I": "Est informé après.",
    "A/R": "La même personne approuve et réalise.",
}
KEY_HEAD, TITLE_HEAD, PROBLEM_HEAD = "Clé", "Activité", "Constat"


def matrix_workbook(matrix: Matrix, *, title: str) -> bytes:
    """Three sheets: the matrix, its legend, the load of each column."""
    names = column_names(matrix)
    upwards = len(names) > UPWARDS
    people = [Column(name, 5 if upwards else 16, head=Look(centred=True, upwards=upwards)) for name in names]
    columns = [
        Column(KEY_HEAD, 9),
        Column(TITLE_HEAD, 46, wrap=True),
        *people,
        Column(PROBLEM_HEAD, 34, wrap=True),
    ]
    height = 150 if upwards else 34
    return write_workbook(
        [
            Sheet("Matrice RACI", columns, _rows(matrix), frozen=2, head_height=height, filtered=False),
            Sheet("Légende", [Column("Lettre", 9), Column("Sens", 70)], _legend()),
            _load_sheet(matrix, names),
        ],
        title=title,
        subject="Qui réalise, approuve, est consulté et informé",
    )


def column_names(matrix: Matrix) -> list[str]:
    """How each column is headed: its label, or its whole name where two would be headed alike."""
    labels = Counter(holder.label for holder in matrix.holders)
    return [one.label if labels[one.label] == 1 else one.display_name for one in matrix.holders]


def _rows(matrix: Matrix) -> Iterator[list[object]]:
    blank = [Cell("", GROUP) for _ in matrix.holders]
    for group, lines in matrix.groups:
        yield [Cell("", GROUP), Cell(group, GROUP), *blank, Cell("", GROUP)]
        for line in lines:
            yield [line.reference, str(line.activity), *_cells(line), line.problem]


def _cells(line: ActivityLine) -> Iterator[Cell]:
    for cell in line.cells:
        yield Cell(cell.shown, LOOKS.get(cell.letters[:1], EMPTY))


def _legend() -> Iterator[list[object]]:
    for letters, meaning in MEANINGS.items():
        label = f"{RaciRole(letters).label}. {meaning}" if len(letters) == 1 else meaning
        yield [Cell(letters, LOOKS[letters[0]]), label]


def _load_sheet(matrix: Matrix, names: list[str]) -> Sheet:
    letters = [role.value for role in RaciRole]
    columns = [
        Column("Personne ou fonction", 40),
        *(Column(f"{letter} ({RaciRole(letter).label.lower()})", 14, Kind.WHOLE) for letter in letters),
        Column("Activités", 12, Kind.WHOLE),
    ]
    rows: list[list[object]] = []
    for holder, name in zip(matrix.holders, names, strict=True):
        held = [line.letters[holder.key] for line in matrix.lines if holder.key in line.letters]
        counts = Counter("".join(held))
        rows.append([name, *(counts[letter] for letter in letters), len(held)])
    return Sheet("Charge", columns, rows)


def in_words(letters: str) -> str:
    """« A/R », or « vide »."""
    return shown(letters) or "vide"
