"""What a cell may say, and how people write it."""

from collections.abc import Iterable

from raci.models import RaciRole

# As they are read in a cell: « A/R ».
LETTER_ORDER = "ARCI"
# What one cell may say.
CHOICES = ("", "R", "A", "AR", "C", "I")
POSSIBLE = "R, A, C, I, A/R, ou rien"
# How people write an empty cell in a spreadsheet.
NOTHING = frozenset({"", "-", "–", "—", "."})


def as_letters(letters: Iterable[str]) -> str:
    """The letters of a cell in one text, « AR » for both approving and doing."""
    held = set(letters)
    return "".join(letter for letter in LETTER_ORDER if letter in held)


def shown(letters: str) -> str:
    """« A/R », as it is read."""
    return "/".join(letters)


def words(letters: str) -> str:
    """« approuve et réalise », for those who don’t see letters."""
    return " et ".join(str(RaciRole(letter).label).lower() for letter in letters) or "aucun rôle"


def read_letters(text: str) -> str | None:
    """What somebody typed or pasted (« a », « R/A », « A, R », « - ») as a cell says it; None when no cell may."""
    typed = text.strip()
    if typed in NOTHING:
        return ""
    parts = typed.upper().replace("/", " ").replace(",", " ").replace("+", " ").replace(";", " ").split()
    letters = "".join(parts)
    if len(set(letters)) != len(letters) or set(letters) - set(LETTER_ORDER):
        return None
    found = as_letters(letters)
    return found if found in CHOICES else None
