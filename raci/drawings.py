"""The load that the matrix gives each person, drawn."""

from typing import Any

from django.utils.safestring import SafeString

from crmproject.toolkit.charts import Alternative, Bar, Paint, Series, stacked_bars
from crmproject.toolkit.diagnostics import counted
from raci.findings import load_of
from raci.matrix import Matrix

SERIES = {
    "R": Series("R réalise", Paint.DEEP),
    "A": Series("A approuve", Paint.ACCENT),
    "C": Series("C est consulté", Paint.PALE),
    "I": Series("I est informé", Paint.HOLLOW),
}
TWIN = "La matrice dit dans quelles activités."


def matrix_bars(matrix: Matrix) -> list[SafeString]:
    """The load of each column of the matrix as it stands."""
    load = load_of(matrix)
    counts = [
        (one.label, tuple(load[one.key][letter] for letter in SERIES))
        for one in matrix.holders
        if one.key in load
    ]
    return _drawn(counts, len(matrix.lines))


def load_bars(data: dict[str, Any]) -> list[SafeString]:
    """The load of each person or function of the block’s data, as `matrix_bars` draws it."""
    cells = [line["cells"] for group in data["rows"] for line in group["lines"]]
    counts = [
        (name, tuple(sum(letter in row[index] for row in cells) for letter in SERIES))
        for index, name in enumerate(data["people"])
    ]
    return _drawn(counts, len(cells))


def _drawn(counts: list[tuple[str, tuple[int, ...]]], activities: int) -> list[SafeString]:
    """How many letters each one holds, the most charged first [R-RACI-CHARGE]; none while nobody holds any."""
    bars = [Bar(name, values) for name, values in counts]
    bars.sort(key=lambda bar: -bar.total)
    if not any(bar.total for bar in bars):
        return []
    alternative = Alternative("Charge de chacun dans la matrice", _point(bars, activities), TWIN)
    return stacked_bars(alternative=alternative, series=list(SERIES.values()), bars=bars)


def _point(bars: list[Bar], activities: int) -> str:
    """Who holds the most roles, and who approves the most: a person who approves all is a bottleneck."""
    busiest = bars[0]
    accountable = list(SERIES).index("A")
    first = max(bars, key=lambda bar: bar.values[accountable])
    lines = counted(activities, "activité", "activités")
    point = f"Le plus de rôles\u00a0: {busiest.label}, {busiest.total}, pour {lines}."
    if approved := first.values[accountable]:
        point += f" Le plus d’approbations\u00a0: {first.label}, {approved}."
    return point
