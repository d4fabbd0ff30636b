"""Which lines and columns of the matrix a person wants to see; the same without JavaScript and with it."""

from dataclasses import dataclass

from django.http import QueryDict

from crmproject.toolkit.text import normalised
from raci.findings import CROWD, crowd_of
from raci.matrix import ActivityLine, Matrix

# What may be wrong with a line, as the address says it.
PROBLEMS = {
    "tout": "À compléter",
    "a": "Personne n’approuve (A)",
    "r": "Personne ne réalise (R)",
    "ci": "Trop de C ou de I",
}


@dataclass(frozen=True)
class Filters:
    """What was asked; empty for everything."""

    text: str = ""
    holder: str = ""
    problem: str = ""
    without_empty: bool = False

    @classmethod
    def asked(cls, query: QueryDict, matrix: Matrix) -> "Filters":
        """What this address asks, without what means nothing here."""
        holder, problem = query.get("colonne", ""), query.get("constat", "")
        return cls(
            query.get("q", "").strip()[:200],
            holder if any(one.key == holder for one in matrix.holders) else "",
            problem if problem in PROBLEMS else "",
            query.get("vides") == "masquer",
        )

    @property
    def narrows(self) -> bool:
        """Whether some lines may be hidden."""
        return bool(self.text or self.holder or self.problem)

    def shows(self, line: ActivityLine) -> bool:
        return (
            (not self.holder or self.holder in line.letters)
            and (not self.problem or self.problem in problems_of(line))
            and (not self.text or normalised(self.text) in searched(line))
        )


def problems_of(line: ActivityLine) -> set[str]:
    """Keys of PROBLEMS that this line has."""
    found = {letter.lower() for letter in line.missing}
    if crowd_of(line) >= CROWD:
        found.add("ci")
    return {"tout", *found} if found else found


def searched(line: ActivityLine) -> str:
    """The text in which lines are looked for."""
    return normalised(f"{line.reference} {line.activity}")
