"""What a PDF may carry after its sections, on request."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Annex:
    """A part that follows the sections: its template is given `annex` and `data`, frozen plain values."""

    title: str
    template: str
    data: dict[str, Any]


@dataclass(frozen=True)
class PlacedAnnex:
    """An annex under its letter."""

    letter: str
    annex: Annex

    @property
    def title(self) -> str:
        return self.annex.title

    @property
    def label(self) -> str:
        return f"Annexe {self.letter}"

    @property
    def anchor(self) -> str:
        return f"annexe-{self.letter.lower()}"


def placed(annexes: list[Annex]) -> list[PlacedAnnex]:
    """These annexes, lettered in their order."""
    return [PlacedAnnex(chr(ord("A") + rank), annex) for rank, annex in enumerate(annexes)]
