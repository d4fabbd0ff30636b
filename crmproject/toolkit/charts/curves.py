"""A curve over stages: numbered points at a few named levels, in columns of one width."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from crmproject.toolkit.charts.drawing import SIZE, SMALL, Alternative, Drawing, disc, n
from crmproject.toolkit.charts.texts import fitted, width_of

TOP, STEP, BOTTOM = 26.0, 34.0, 10.0
GAP, DISC = 8.0, 9.0
# The least width of a column, and the room of one point.
COLUMN, POINT = 132.0, 24.0


@dataclass(frozen=True)
class Point:
    """A numbered point; one without a level is not on the curve, and keeps its place."""

    number: int
    level: int | None


@dataclass(frozen=True)
class Stage:
    """A column, with its points in order."""

    label: str
    points: Sequence[Point]


def staged_curve(
    *, alternative: Alternative, stages: Sequence[Stage], levels: Sequence[tuple[int, str]]
) -> SafeString | None:
    """The points of all stages joined in their order; `levels` from the lowest. None when no point has a level."""
    if not any(point.level is not None for stage in stages for point in stage.points):
        return None
    left = max(width_of(label, SIZE) for _, label in levels) + GAP
    column = max(COLUMN, *(POINT * (len(stage.points) + 1) for stage in stages))
    right = left + column * len(stages)
    heights = {level: TOP + STEP * (rank + 0.5) for rank, (level, _) in enumerate(reversed(levels))}
    bottom = TOP + STEP * len(levels)
    drawing = Drawing("chart-curve", right + 1, alternative)
    drawing.height = bottom + BOTTOM
    drawing.path("".join(f"M{n(left)} {n(y)}H{n(right)}" for y in heights.values()), "chart-rule")
    edges = "".join(f"M{n(left + column * rank)} {n(TOP - 6)}V{n(bottom)}" for rank in range(len(stages) + 1))
    drawing.path(edges, "chart-axis")
    for level, label in levels:
        drawing.text(left - GAP, heights[level] + 4, label, "chart-note", anchor="end")
    for rank, stage in enumerate(stages):
        words = fitted(stage.label, column - 6, SIZE)
        drawing.centred(left + column * (rank + 0.5), TOP - 12, words, bold=True)
    places = _places(stages, left, column, heights)
    drawing.path(_line([(x, y) for x, y, _ in places]), "chart-line")
    drawing.path("".join(disc(x, y, DISC) for x, y, _ in places), "chart-disc")
    for x, y, number in places:
        drawing.centred(x, y + 3.4, str(number), size=SMALL, bold=True)
    return drawing.svg()


def _places(
    stages: Sequence[Stage], left: float, column: float, heights: dict[int, float]
) -> list[tuple[float, float, int]]:
    """Where each point that has a level stands, with its number."""
    return [
        (left + column * (rank + (place + 1) / (len(stage.points) + 1)), heights[point.level], point.number)
        for rank, stage in enumerate(stages)
        for place, point in enumerate(stage.points)
        if point.level is not None
    ]


def _line(places: Sequence[tuple[float, float]]) -> str:
    if len(places) < 2:
        return ""
    (x, y), *others = places
    return f"M{n(x)} {n(y)}" + "".join(f"L{n(x)} {n(y)}" for x, y in others)
