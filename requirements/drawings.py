"""Requirements by department and priority, and in the quarters of Eisenhower, from the data of a block."""

from collections import defaultdict
from typing import Any

from django.utils.safestring import SafeString

from crmproject.toolkit.charts import Alternative, Bar, Paint, Series, quadrants, stacked_bars
from crmproject.toolkit.charts.grids import HIGH, Square
from crmproject.toolkit.templatetags.french import number
from requirements.models.needs import Priority

PAINTS = (Paint.DEEP, Paint.MIDDLE, Paint.PALE, Paint.HOLLOW)
SERIES = [Series(str(one.label), paint) for one, paint in zip(Priority, PAINTS, strict=True)]
# From the top left: urgency grows to the right, importance upwards.
QUARTERS = ("À planifier", "À livrer d’abord", "À différer", "À traiter au plus simple")


def priority_figures(data: dict[str, Any]) -> dict[str, Any] | None:
    """What the drawings of the table of priorities show, which no title and no text changes.

    A run of a long table says in `figures` what the whole table shows, or None when another run draws it.
    """
    if "figures" in data:
        figures: dict[str, Any] | None = data["figures"]
        return figures
    ranks = {one.value: rank for rank, one in enumerate(Priority)}
    counts: dict[str, list[int]] = defaultdict(lambda: [0] * len(ranks))
    scored = []
    for group in data["rows"]:
        for row in group["items"]:
            counts[row["department"]][ranks[group["priority"]]] += 1
            if row.get("urgency") and row.get("importance"):
                scored.append([row["ref"], row["urgency"], row["importance"]])
    return {"departments": [[name, *found] for name, found in counts.items()], "scored": scored}


def has_scores(data: dict[str, Any]) -> bool:
    """Whether some requirement of the table has a score, be it on one axis alone."""
    if "scored" in data:
        return bool(data["scored"])
    return any(
        row.get("urgency") or row.get("importance") for group in data["rows"] for row in group["items"]
    )


def priority_bars(figures: dict[str, Any] | None) -> list[SafeString]:
    """The requirements of each department by priority, the most demanding department first; none without any."""
    departments = figures["departments"] if figures else []
    bars = sorted((Bar(name, tuple(found)) for name, *found in departments), key=lambda bar: -bar.total)
    if not bars:
        return []
    alternative = Alternative(
        "Exigences par service et par priorité",
        _shares(bars),
        "Le tableau des priorités nomme chaque exigence.",
    )
    return stacked_bars(alternative=alternative, series=SERIES, bars=bars)


def _shares(bars: list[Bar]) -> str:
    """How many requirements are « Must », and who asks the most [R-MUST]."""
    total = _total(bars)
    must = sum(bar.values[0] for bar in bars)
    point = f"{_counted(total)}, dont {round(100 * must / total)}\u00a0% de «\u00a0Must\u00a0»."
    if len(bars) > 1:
        point += f" Premier demandeur\u00a0: {bars[0].label}, {number(bars[0].total)}."
    return point


def _total(bars: list[Bar]) -> int:
    return int(sum(bar.total for bar in bars))


def priority_quadrants(figures: dict[str, Any] | None) -> SafeString | None:
    """The requirements scored on both axes, by urgency and importance; None while none is."""
    if not figures or not figures["scored"]:
        return None
    scored = figures["scored"]
    marks: dict[Square, list[str]] = defaultdict(list)
    for ref, urgency, importance in scored:
        marks[urgency, importance].append(ref)
    first = sum(urgency >= HIGH and importance >= HIGH for _, urgency, importance in scored)
    total = sum(sum(counts) for _, *counts in figures["departments"])
    return quadrants(
        alternative=Alternative(
            "Exigences par urgence et importance",
            f"Notées sur les deux axes\u00a0: {_counted(len(scored))} sur {number(total)}. "
            f"À livrer d’abord, importantes et urgentes (4 ou 5)\u00a0: {number(first)}.",
            "Le tableau des priorités donne les deux notes de chacune.",
        ),
        across="Urgence",
        up="Importance",
        names=QUARTERS,
        marks=marks,
    )


def _counted(count: int) -> str:
    return f"{number(count)} exigence{'s' * (count > 1)}"
