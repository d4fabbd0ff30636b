"""The charter’s drawings, from the plain data of its blocks, current or frozen long ago."""

from collections import defaultdict
from typing import Any

from django.utils.safestring import SafeString

from charter.models.risks import LEVELS, level_of
from crmproject.toolkit.charts import Alternative, Shade, matrix
from crmproject.toolkit.charts.grids import Square
from crmproject.toolkit.text import shortened

# The levels from the lowest, each with the least and the most criticality that it covers.
BANDS = [
    (floor, ceiling - 1, word)
    for (floor, word), ceiling in zip(
        reversed(LEVELS), [*(one for one, _ in LEVELS[-2::-1]), 26], strict=True
    )
]


def risk_matrix(data: dict[str, Any]) -> SafeString | None:
    """Risks and brakes by their rank in the table, in the square of their two scores; None without any."""
    rows = data["rows"]
    if not rows:
        return None
    marks: dict[Square, list[int]] = defaultdict(list)
    for rank, row in enumerate(rows, start=1):
        marks[row["impact"], row["probability"]].append(rank)
    return matrix(
        alternative=Alternative(
            "Matrice des risques", _worst(rows), "Les numéros sont ceux du tableau des risques."
        ),
        across="Gravité",
        up="Probabilité",
        shades=[
            Shade(f"{word} ({floor}–{ceiling})", depth) for depth, (floor, ceiling, word) in enumerate(BANDS)
        ],
        shade_of=lambda square: _band(square[0] * square[1]),
        marks=marks,
    )


def _band(criticality: int) -> int:
    word = level_of(criticality)
    return next(rank for rank, (_, _, name) in enumerate(BANDS) if name == word)


def _worst(rows: list[dict[str, Any]]) -> str:
    """How many risks of each level, the highest first, and the most critical one."""
    levels = [level_of(row["probability"] * row["impact"]) for row in rows]
    counts = ", ".join(f"{levels.count(word)} de criticité {word}" for _, word in LEVELS if word in levels)
    worst = max(rows, key=lambda row: row["probability"] * row["impact"])
    return (
        f"{len(rows)} risque{'s' * (len(rows) > 1)}\u00a0: {counts}. "
        f"Le plus critique\u00a0: {shortened(worst['title'], 90)}."
    )
