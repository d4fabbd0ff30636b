"""The charter’s drawings, from the plain data of its blocks, current or frozen long ago."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString

from charter.models.risks import LEVELS, level_of
from crmproject.toolkit.charts import Alternative, Bar, Paint, Series, Shade, matrix, stacked_bars
from crmproject.toolkit.charts.grids import Square
from crmproject.toolkit.templatetags.french import money
from crmproject.toolkit.text import shortened

SPENDING = (Series("Une fois", Paint.DEEP), Series("Chaque année", Paint.MIDDLE))
# The levels from the lowest, each with the least and the most criticality that it covers.
BANDS = [
    (floor, ceiling - 1, word)
    for (floor, word), ceiling in zip(
        reversed(LEVELS), [*(one for one, _ in LEVELS[-2::-1]), 26], strict=True
    )
]


def budget_bars(data: dict[str, Any]) -> list[SafeString]:
    """The categories, the dearest first, one-off and yearly costs apart; none while nothing costs anything."""
    bars = sorted((_spending(row) for row in data["rows"]), key=lambda bar: -bar.total)
    total = sum((bar.total for bar in bars), Decimal(0))
    if not total:
        return []
    dearest = bars[0]
    point = f"Total de la première année\u00a0: {money(total)}."
    if len(bars) > 1:
        share = round(100 * dearest.total / total)
        point += f" Premier poste\u00a0: {dearest.label}, {money(dearest.total)} ({share}\u00a0%)."
    yearly = sum((bar.values[1] for bar in bars), Decimal(0))
    point += f" Revient chaque année\u00a0: {money(yearly)}." if yearly else " Rien ne revient chaque année."
    alternative = Alternative(
        "Budget par poste", point, "Le tableau donne les mêmes montants, ligne par ligne."
    )
    return stacked_bars(alternative=alternative, series=SPENDING, bars=bars, figure=money)


def _spending(row: dict[str, Any]) -> Bar:
    once, yearly = Decimal(0), Decimal(0)
    for line in row["lines"]:
        if line["recurring"]:
            yearly += Decimal(str(line["amount"]))
        else:
            once += Decimal(str(line["amount"]))
    return Bar(row["category"], (once, yearly))


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
