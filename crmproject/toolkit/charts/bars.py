"""Stacked bars, one row per label, with their figures written on them."""

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString

from crmproject.toolkit.charts.drawing import SIZE, SMALL, Alternative, Drawing, box, hatching, n
from crmproject.toolkit.charts.paints import Paint
from crmproject.toolkit.charts.texts import lines_of, width_of
from crmproject.toolkit.templatetags.french import number

WIDTH = 616.0
LABELS = 212.0
GAP = 6.0
BAR = 13.0
ROW, LINE = 19.0, 12.0
KEY = 20.0
# The most rows of one drawing, so that it stands on a landscape page under its heading.
MOST = 28

type Amount = int | Decimal


@dataclass(frozen=True)
class Series:
    """What a colour and a pattern stand for."""

    label: str
    paint: Paint


@dataclass(frozen=True)
class Bar:
    """A row: one amount, zero or more, for each series."""

    label: str
    values: tuple[Amount, ...]

    @property
    def total(self) -> Amount:
        return sum(self.values)


@dataclass(frozen=True)
class _Frame:
    """The places that all drawings of one chart share."""

    left: float
    unit: float

    @classmethod
    def around(cls, bars: Sequence[Bar], figure: Callable[[Amount], str]) -> "_Frame":
        labels = max((width_of(line, SIZE) for bar in bars for line in _label(bar)), default=0)
        figures = max((width_of(figure(bar.total), SIZE, bold=True) for bar in bars), default=0)
        left = math.ceil(labels + GAP) + 3
        largest = float(max(bar.total for bar in bars))
        return cls(left, (WIDTH - left - figures - GAP - 1) / largest if largest else 0)


def stacked_bars(
    *,
    alternative: Alternative,
    series: Sequence[Series],
    bars: Sequence[Bar],
    figure: Callable[[Amount], str] = number,
    most: int = MOST,
) -> list[SafeString]:
    """These bars as drawings of at most `most` rows on one scale; none without bars, or when all are zero.

    `figure` writes an amount. A drawing among several says which one it is in its title.
    """
    if not any(bar.total for bar in bars):
        return []
    frame = _Frame.around(bars, figure)
    count = math.ceil(len(bars) / most)
    size = math.ceil(len(bars) / count)
    runs = [bars[first : first + size] for first in range(0, len(bars), size)]
    return [
        _drawing(run, series, frame, figure, _part(alternative, index, len(runs)))
        for index, run in enumerate(runs, start=1)
    ]


def _part(alternative: Alternative, index: int, count: int) -> Alternative:
    if count == 1:
        return alternative
    title = f"{alternative.title} ({index} sur {count})"
    return Alternative(title, alternative.point, alternative.twin)


def _label(bar: Bar) -> list[str]:
    return lines_of(bar.label, LABELS - GAP, SIZE)


@dataclass
class _Ink:
    """Paths gathered by class: a hundred segments of one series are one element."""

    shapes: dict[str, list[str]]
    hatch: list[str]
    texts: list[tuple[float, float, str, str]]


def _drawing(
    bars: Sequence[Bar],
    series: Sequence[Series],
    frame: _Frame,
    figure: Callable[[Amount], str],
    alternative: Alternative,
) -> SafeString:
    drawing = Drawing("chart-bars", WIDTH, alternative)
    ink = _Ink(defaultdict(list), [], [])
    top = _key(drawing, ink, series, frame)
    first = top
    for bar in bars:
        lines = _label(bar)
        height = ROW + LINE * (len(lines) - 1)
        middle = top + height / 2
        for index, line in enumerate(lines):
            baseline = middle + 4 + LINE * (index - (len(lines) - 1) / 2)
            drawing.text(frame.left - GAP, baseline, line, anchor="end")
        end = _segments(ink, bar, series, frame, middle, figure)
        drawing.text(end + GAP, middle + 4, figure(bar.total), bold=True)
        top += height
    drawing.height = math.ceil(top + 2)
    for one in series:
        drawing.path("".join(ink.shapes[one.paint.value]), one.paint.value)
    drawing.path("".join(ink.hatch), "chart-hatch")
    drawing.path(f"M{n(frame.left)} {n(first)}V{n(top)}", "chart-axis")
    for x, y, words, css in ink.texts:
        drawing.centred(x, y, words, css, size=SMALL, bold=True)
    return drawing.svg()


def _key(drawing: Drawing, ink: _Ink, series: Sequence[Series], frame: _Frame) -> float:
    """What each paint stands for, above the bars; returns where these begin."""
    widths = [32 + width_of(one.label, SIZE) + 14 for one in series]
    start = frame.left if frame.left + sum(widths) <= WIDTH else 0.0
    x, y = start, 1.0
    for one, width in zip(series, widths, strict=True):
        if x > start and x + width - 14 > WIDTH:
            x, y = start, y + KEY
        _fill(ink, one.paint, x, y, 26, BAR)
        drawing.text(x + 32, y + 10.5, one.label, "chart-note")
        x += width
    return y + KEY + 2


def _fill(
    ink: _Ink,
    paint: Paint,
    x: float,
    y: float,
    width: float,
    height: float,
    gap: tuple[float, float] = (0, 0),
) -> None:
    ink.shapes[paint.value].append(box(x, y, width, height))
    if paint.is_hatched:
        ink.hatch.append(hatching(x, y, width, height, gap=gap))


def _segments(
    ink: _Ink,
    bar: Bar,
    series: Sequence[Series],
    frame: _Frame,
    middle: float,
    figure: Callable[[Amount], str],
) -> float:
    """Lay the amounts of a bar end to end; returns where it ends."""
    x, shown = frame.left, sum(value > 0 for value in bar.values)
    for one, value in zip(series, bar.values, strict=True):
        if value <= 0:
            continue
        width = max(float(value) * frame.unit, 1.0)
        words = figure(value)
        half = width_of(words, SMALL, bold=True) / 2 + 2.5
        # A bar of one piece has its figure at its end already.
        written = shown > 1 and 2 * half <= width
        centre = x + width / 2
        gap = (centre - half, centre + half) if written else (0, 0)
        _fill(ink, one.paint, x, middle - BAR / 2, width, BAR, gap)
        if written:
            ink.texts.append((centre, middle + 3.4, words, one.paint.inside))
        x += width
    return x
