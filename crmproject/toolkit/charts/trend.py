"""A small line through measured points, between where one started and where one wants to be."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.utils.safestring import SafeString

from crmproject.toolkit.charts.drawing import SMALL, Alternative, Drawing, disc, n
from crmproject.toolkit.charts.texts import fitted, width_of

WIDTH, HEIGHT = 340.0, 92.0
TOP, BOTTOM = 10.0, 16.0
DOT = 3.2
GAP = 6.0
# The levels’ names end the drawing; beyond this they are cut.
NAMES = 118.0

type Amount = int | Decimal


@dataclass(frozen=True)
class Level:
    """A line across the whole drawing: the start, or what is aimed at."""

    label: str
    value: Amount
    is_aim: bool = False


@dataclass(frozen=True)
class Point:
    """What was measured on a day."""

    day: datetime.date
    value: Amount


def trend(*, alternative: Alternative, points: Sequence[Point], levels: Sequence[Level]) -> SafeString:
    """The points in the order of their days, and the levels, each named at its end. At least one of either."""
    drawing = Drawing("chart-trend", WIDTH, alternative, HEIGHT)
    values = [float(one.value) for one in points] + [float(one.value) for one in levels]
    low, high = min(values), max(values)
    room = HEIGHT - TOP - BOTTOM

    def down(value: Amount) -> float:
        return TOP + room * (1 - (float(value) - low) / (high - low)) if high > low else TOP + room / 2

    names = [fitted(level.label, NAMES, SMALL) for level in levels]
    right = WIDTH - max((width_of(name, SMALL) for name in names), default=0) - GAP - 1
    for level, name, y in zip(levels, names, _apart([down(one.value) for one in levels]), strict=True):
        line = down(level.value)
        drawing.path(f"M0 {n(line)}H{n(right)}", "chart-aim" if level.is_aim else "chart-rule")
        drawing.text(right + GAP, y + 3.4, name, "chart-note", size=SMALL, bold=level.is_aim)
    places = [(x, down(one.value)) for x, one in zip(_across(points, right), points, strict=True)]
    drawing.path("M" + "L".join(f"{n(x)} {n(y)}" for x, y in places) if len(places) > 1 else "", "chart-axis")
    drawing.path("".join(disc(x, y, DOT) for x, y in places), "chart-deep")
    for rank in sorted({0, len(points) - 1}) if points else ():
        x, label = places[rank][0], f"{points[rank].day:%d/%m/%Y}"
        half = width_of(label, SMALL) / 2
        drawing.centred(min(max(x, half), right - half), HEIGHT - 3, label, "chart-note", size=SMALL)
    return drawing.svg()


def _across(points: Sequence[Point], right: float) -> list[float]:
    """Where each day stands between the first and the last."""
    if len(points) < 2:
        return [right / 2] * len(points)
    first, last = points[0].day.toordinal(), points[-1].day.toordinal()
    span = max(last - first, 1)
    return [DOT + 1 + (right - 2 * DOT - 2) * (one.day.toordinal() - first) / span for one in points]


def _apart(heights: Sequence[float]) -> list[float]:
    """Where the names stand, moved so that no two are written over each other."""
    order = sorted(range(len(heights)), key=lambda rank: heights[rank])
    places = list(heights)
    for above, below in pairwise(order):
        places[below] = max(places[below], places[above] + SMALL + 2)
    return places
