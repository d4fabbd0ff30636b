"""The five by five matrix of a project’s risks, square by square."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from charter.models import Risk
from charter.models.risks import LEVELS, level_of

SIDE = range(1, 6)
DEPTHS = {word: depth for depth, (_, word) in enumerate(reversed(LEVELS))}


@dataclass(frozen=True)
class Square:
    """The risks of one probability and one impact."""

    probability: int
    impact: int
    risks: list[Risk] = field(default_factory=list)

    @property
    def criticality(self) -> int:
        return self.probability * self.impact

    @property
    def level(self) -> str:
        return level_of(self.criticality)

    @property
    def depth(self) -> int:
        """The tint of the square, from 0 to 3."""
        return DEPTHS[self.level]

    @property
    def label(self) -> str:
        """What the square is called: « Probabilité 4, gravité 5, criticité 20 (critique) : 2 risques »."""
        count = f"{len(self.risks)} risque{'s' * (len(self.risks) > 1)}" if self.risks else "aucun risque"
        return (
            f"Probabilité {self.probability}, gravité {self.impact}, criticité {self.criticality} "
            f"({self.level})\u00a0: {count}"
        )


def grid(risks: Iterable[Risk]) -> list[tuple[int, Sequence[Square]]]:
    """The squares by row, the highest probability first; each row with its probability."""
    squares = {(up, across): Square(up, across) for up in SIDE for across in SIDE}
    for risk in risks:
        squares[risk.probability, risk.impact].risks.append(risk)
    return [(up, [squares[up, across] for across in SIDE]) for up in reversed(SIDE)]
