"""What was measured, as rows of bench.json and as a table."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

HEADINGS = ("mesure", "taille", "unité", "médiane", "min", "max", "n")


@dataclass(frozen=True)
class Result:
    """Repeated measures of one thing on a project of `size` requirements."""

    name: str
    size: int
    unit: str
    values: Sequence[float]

    def as_dict(self) -> dict[str, str | int | float]:
        return {
            "name": self.name,
            "size": self.size,
            "unit": self.unit,
            "median": round(statistics.median(self.values), 3),
            "min": round(min(self.values), 3),
            "max": round(max(self.values), 3),
            "n": len(self.values),
        }


def table(results: Sequence[Result]) -> str:
    """The results in aligned columns."""
    rows = [HEADINGS, *(tuple(_cell(value) for value in result.as_dict().values()) for result in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column not in (0, 2) else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )


def _cell(value: str | int | float) -> str:
    return f"{value:.1f}".replace(".", ",") if isinstance(value, float) else str(value)
