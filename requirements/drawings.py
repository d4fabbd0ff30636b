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


def priority_bars(data: dict[str, Any]) -> list[SafeString]:
    """The requirements of each department by priority, the most demanding department first; none without any."""
    ranks = {one.value: rank for rank, one in enumerate(Priority)}
    counts: dict[str, list[int]] = defaultdict(lambda: [0] * len(ranks))
    for group in data["rows"]:
        for row in group["items"]:
            counts[row["department"]][ranks[group["priority"]]] += 1
    bars = sorted((Bar(name, tuple(found)) for name, found in counts.items()), key=lambda bar: -bar.total)
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
    total = sum(bar.total for bar in bars)
    must = sum(bar.values[0] for bar in bars)
    point = f"{_counted(int(total))}, dont {round(100 * must / total)}\u00a0% de «\u00a0Must\u00a0»."
    if len(bars) > 1:
        point += f" Premier demandeur\u00a0: {bars[0].label}, {number(bars[0].total)}."
    return point


def priority_quadrants(data: dict[str, Any]) -> SafeString | None:
    """The requirements scored on both axes, by urgency and importance; None while none is."""
    scored = [row for group in data["rows"] for row in group["items"] if _is_scored(row)]
    if not scored:
        return None
    marks: dict[Square, list[str]] = defaultdict(list)
    for row in scored:
        marks[row["urgency"], row["importance"]].append(row["ref"])
    first = sum(row["urgency"] >= HIGH and row["importance"] >= HIGH for row in scored)
    total = sum(len(group["items"]) for group in data["rows"])
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


def has_scores(data: dict[str, Any]) -> bool:
    """Whether some requirement has a score, be it on one axis alone."""
    return any(
        row.get("urgency") or row.get("importance") for group in data["rows"] for row in group["items"]
    )


def _is_scored(row: dict[str, Any]) -> bool:
    return bool(row.get("urgency") and row.get("importance"))


def _counted(count: int) -> str:
    return f"{number(count)} exigence{'s' * (count > 1)}"
