"""Grids of five by five: risks by number in their squares, and items in the four quarters of a plane."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from django.utils.safestring import SafeString

from crmproject.toolkit.charts.drawing import SIZE, SMALL, Alternative, Drawing, box, disc, n
from crmproject.toolkit.charts.texts import fitted, width_of

SIDE = 5
LEFT, TOP = 22.0, 20.0
LINE = 12.0
DISC = 9.0
# More numbers than this in a square are listed in lines.
MOST_DISCS, MOST_LINES = 6, 3
# Of five scores, the two highest are said high.
HIGH = 4
QUARTER = 166.0
NAME = 16.0

type Square = tuple[int, int]


@dataclass(frozen=True)
class Shade:
    """A tint of squares, from 0, none, to 3, and its name."""

    label: str
    depth: int

    @property
    def css(self) -> str:
        return f"chart-shade-{self.depth}"


@dataclass(frozen=True)
class _Plane:
    """Where each square is: columns from 1, at the left, rows from 5, at the top."""

    lefts: tuple[float, ...]
    tops: tuple[float, ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]

    @classmethod
    def of(cls, widths: Sequence[float], heights: Sequence[float], skips: Sequence[float]) -> "_Plane":
        """Columns of these widths, rows of these heights from the top, each under this much."""
        lefts = tuple(accumulate(widths[:-1], initial=LEFT))
        tops, y = [], TOP
        for height, skip in zip(heights, skips, strict=True):
            tops.append(y + skip)
            y += skip + height
        return cls(lefts, tuple(tops), tuple(widths), tuple(heights))

    @property
    def right(self) -> float:
        return self.lefts[-1] + self.widths[-1]

    @property
    def bottom(self) -> float:
        return self.tops[-1] + self.heights[-1]

    def at(self, square: Square) -> tuple[float, float, float, float]:
        """The left, top, width and height of the square of these two scores, across then up."""
        across, up = square
        return self.lefts[across - 1], self.tops[SIDE - up], self.widths[across - 1], self.heights[SIDE - up]

    def centre(self, square: Square) -> tuple[float, float]:
        x, y, width, height = self.at(square)
        return x + width / 2, y + height / 2


def matrix(
    *,
    alternative: Alternative,
    across: str,
    up: str,
    shades: Sequence[Shade],
    shade_of: Callable[[Square], int],
    marks: Mapping[Square, Sequence[int]],
) -> SafeString:
    """Numbers in the squares of their two scores. `shade_of` gives the rank of a square’s shade among `shades`."""
    plane = _Plane.of([67.0] * SIDE, [42.0] * SIDE, [0.0] * SIDE)
    drawing = Drawing("chart-grid", plane.right + 1, alternative)
    squares = [(x, y) for x in range(1, SIDE + 1) for y in range(1, SIDE + 1)]
    tints = [
        [box(*plane.at(square)) for square in squares if shade_of(square) == rank]
        for rank in range(len(shades))
    ]
    swatches = [box(*place, 12, 12) for place in _key(drawing, plane, [shade.label for shade in shades])]
    for shade, tint, swatch in zip(shades, tints, swatches, strict=True):
        drawing.path("".join([*tint, swatch]), shade.css)
    rules = "".join(f"M{n(left)} {n(TOP)}V{n(plane.bottom)}" for left in (*plane.lefts, plane.right))
    rules += "".join(f"M{n(LEFT)} {n(top)}H{n(plane.right)}" for top in (*plane.tops, plane.bottom))
    drawing.path(rules + "".join(swatches), "chart-rule")
    drawing.path(_border(plane, shade_of), "chart-axis")
    _axes(drawing, plane, across, up)
    discs, texts = [], []
    for square, numbers in sorted(marks.items()):
        centre = plane.centre(square)
        if len(numbers) <= MOST_DISCS:
            places = _places(centre, len(numbers))
            discs += [disc(*place, DISC) for place in places]
            texts += [(*place, str(one)) for place, one in zip(places, numbers, strict=True)]
        else:
            lines = _listed(numbers, 58)
            height = LINE * len(lines) + 2
            discs.append(_plate(centre, 62, height))
            first = centre[1] - LINE * (len(lines) - 1) / 2
            texts += [(centre[0], first + LINE * rank, line) for rank, line in enumerate(lines)]
    drawing.path("".join(discs), "chart-disc")
    for left, top, words in texts:
        drawing.centred(left, top + 3.4, words, size=SMALL, bold=True)
    return drawing.svg()


def _key(drawing: Drawing, plane: _Plane, labels: Sequence[str]) -> list[tuple[float, float]]:
    """Write what each shade means under the grid; returns where their swatches stand."""
    widest = 17 + max(width_of(label, SIZE) for label in labels) + 10
    columns = max(1, min(len(labels), int((plane.right - LEFT) / widest)))
    columns = math.ceil(len(labels) / math.ceil(len(labels) / columns))
    places = []
    for rank, label in enumerate(labels):
        x, y = LEFT + widest * (rank % columns), plane.bottom + 36 + 18 * (rank // columns)
        places.append((x, y))
        drawing.text(x + 17, y + 10, label, "chart-note")
    drawing.height = places[-1][1] + 14
    return places


def _border(plane: _Plane, shade_of: Callable[[Square], int]) -> str:
    """Where one shade meets another, so that the levels are read without their tints."""
    lines = []
    for across in range(1, SIDE + 1):
        for up in range(1, SIDE + 1):
            x, y, width, height = plane.at((across, up))
            if across < SIDE and shade_of((across, up)) != shade_of((across + 1, up)):
                lines.append(f"M{n(x + width)} {n(y)}v{n(height)}")
            if up < SIDE and shade_of((across, up)) != shade_of((across, up + 1)):
                lines.append(f"M{n(x)} {n(y)}h{n(width)}")
    return "".join(lines)


def _axes(drawing: Drawing, plane: _Plane, across: str, up: str) -> None:
    digits = "".join(str(one) for one in range(1, SIDE + 1))
    steps = range(1, SIDE + 1)
    places = [(plane.centre((one, 1))[0], plane.bottom + 13) for one in steps]
    places += [(LEFT - 11, plane.centre((1, one))[1] + 4) for one in steps]
    drawing.ticks(places, digits * 2)
    drawing.text(0, 10, f"↑ {up}", "chart-note", bold=True)
    drawing.text(plane.right, plane.bottom + 27, f"{across} →", "chart-note", anchor="end", bold=True)


def _places(centre: tuple[float, float], count: int) -> list[tuple[float, float]]:
    """The centres of this many discs, in rows of three at most."""
    step = 2 * DISC + 2
    rows = math.ceil(count / 3)
    places = []
    for row in range(rows):
        size = count // rows + (row < count % rows)
        y = centre[1] + (row - (rows - 1) / 2) * step
        places += [(centre[0] + (rank - (size - 1) / 2) * step, y) for rank in range(size)]
    return places


def _plate(centre: tuple[float, float], width: float, height: float) -> str:
    return box(centre[0] - width / 2, centre[1] - height / 2, width, height)


def _listed(numbers: Sequence[int], room: float) -> list[str]:
    """Numbers in at most three lines of this room, runs joined (« 3–9 »); what has no room is counted (« +12 »)."""
    runs = _runs(numbers)
    lines = [""]
    for index, (first, last) in enumerate(runs):
        word = str(first) if first == last else f"{first}–{last}"
        left = sum(end - start + 1 for start, end in runs[index:])
        is_last = index == len(runs) - 1
        # The last line keeps room for the count of what may not fit.
        spare = "" if is_last or len(lines) < MOST_LINES else f" +{left}"
        if width_of(f"{lines[-1]} {word}{spare}", SMALL, bold=True) <= room:
            lines[-1] = f"{lines[-1]} {word}".strip()
        elif len(lines) < MOST_LINES:
            lines.append(word)
        else:
            return [*lines[:-1], f"{lines[-1]} +{left}"]
    return lines


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Numbers that follow each other, joined from three on."""
    runs: list[tuple[int, int]] = []
    for one in sorted(numbers):
        if runs and runs[-1][1] == one - 1:
            runs[-1] = (runs[-1][0], one)
        else:
            runs.append((one, one))
    return [
        piece
        for first, last in runs
        for piece in ([(first, last)] if last - first != 1 else [(first, first), (last, last)])
    ]


def quadrants(
    *,
    alternative: Alternative,
    across: str,
    up: str,
    names: tuple[str, str, str, str],
    marks: Mapping[Square, Sequence[str]],
) -> SafeString:
    """Items in the four quarters of a plane, whose scores of 4 and 5 are high; `names` read as a text does.

    A square that has no room for its items says how many they are, in a disc that grows with them.
    """
    low, high = QUARTER / (HIGH - 1), QUARTER / (SIDE - HIGH + 1)
    widths = [low] * (HIGH - 1) + [high] * (SIDE - HIGH + 1)
    plane = _Plane.of(widths, [0.84 * one for one in reversed(widths)], [NAME, 0, NAME, 0, 0])
    drawing = Drawing("chart-grid", plane.right + 1, alternative)
    drawing.height = plane.bottom + 31
    middle_x, middle_y = plane.lefts[HIGH - 1], plane.tops[SIDE - HIGH + 1] - NAME
    drawing.path(box(middle_x, TOP, plane.right - middle_x, middle_y - TOP), "chart-shade-1")
    drawing.path(_inner_rules(plane), "chart-rule")
    frame = box(LEFT, TOP, plane.right - LEFT, plane.bottom - TOP)
    drawing.path(
        f"{frame}M{n(middle_x)} {n(TOP)}V{n(plane.bottom)}M{n(LEFT)} {n(middle_y)}H{n(plane.right)}",
        "chart-axis",
    )
    for name, x, y in zip(names, (LEFT, middle_x) * 2, (TOP, TOP, middle_y, middle_y), strict=True):
        drawing.text(x + 5, y + 12, fitted(name, QUARTER - 10, SIZE), bold=True)
    _axes(drawing, plane, across, up)
    _items(drawing, plane, marks)
    return drawing.svg()


def _inner_rules(plane: _Plane) -> str:
    """The squares inside each quarter, under its name."""
    across = "".join(f"M{n(LEFT)} {n(top)}H{n(plane.right)}" for top in plane.tops)
    down = "".join(
        f"M{n(left)} {n(top)}v{n(height)}"
        for left in plane.lefts[1:]
        for top, height in zip(plane.tops, plane.heights, strict=True)
    )
    return across + down


def _items(drawing: Drawing, plane: _Plane, marks: Mapping[Square, Sequence[str]]) -> None:
    largest = max((len(items) for items in marks.values()), default=1)
    discs, texts = [], []
    for square, items in sorted(marks.items()):
        if not items:
            continue
        _, _, width, height = plane.at(square)
        x, y = plane.centre(square)
        widest = max(width_of(item, SMALL) for item in items)
        if len(items) * LINE <= height - 4 and widest <= width - 4:
            first = y - LINE * (len(items) - 1) / 2
            texts += [(x, first + LINE * rank, item) for rank, item in enumerate(items)]
            continue
        room = min(width, height) / 2 - 3
        discs.append(disc(x, y, max(9.0, room * math.sqrt(len(items) / largest))))
        texts.append((x, y, str(len(items))))
    drawing.path("".join(discs), "chart-disc")
    for x, y, words in texts:
        drawing.centred(x, y + 3.4, words, size=SMALL, bold=words.isdigit())
