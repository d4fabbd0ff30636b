"""The four kinds of links, drawn from the end that they leave to the end that they reach.

A link leaves a bar by its right side when it ties its finish, by its left side when it ties its start, and reaches the
next one in the same way; it never runs over the bars that it ties.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from planning.diagram.lines import Line
from planning.diagram.scale import BAR, HEADER, ROW, Scale, n

# How far a link goes from a bar before it turns, and the length of its arrow.
OUT, TIP = 6, 4
DIAMOND = 5.5


@dataclass(frozen=True)
class End:
    """A bar as links see it: its two sides and its middle."""

    left: float
    right: float
    y: float


def links_of(run: Sequence[Line], scale: Scale) -> tuple[str, str]:
    """The strokes and the arrows of the links whose two ends are in this run of lines."""
    ends = {
        line.key: _end(line, line.start, line.end, row, scale)
        for row, line in enumerate(run)
        if line.is_task and line.start and line.end
    }
    strokes, arrows = [], []
    for line in run:
        if line.key not in ends or not line.is_task:
            continue
        for link in line.links:
            if link.key in ends:
                stroke, arrow = _route(ends[link.key], ends[line.key], link.kind, scale)
                strokes.append(stroke)
                arrows.append(arrow)
    return "".join(strokes), "".join(arrows)


def _end(line: Line, start: datetime.date, end: datetime.date, row: int, scale: Scale) -> End:
    y = HEADER + row * ROW + ROW / 2
    if line.kind == "milestone":
        middle = scale.middle(start)
        return End(middle - DIAMOND, middle + DIAMOND, y)
    return End(scale.x(start), scale.right(end), y)


def _route(one: End, two: End, kind: str, scale: Scale) -> tuple[str, str]:
    if kind == "SS":
        return _around(one.left, two.left, min(one.left, two.left) - OUT, one, two)
    if kind == "FF":
        return _around(one.right, two.right, max(one.right, two.right) + OUT, one, two)
    if kind == "SF":
        if one.left - OUT >= two.right + OUT:
            return _around(one.left, two.right, two.right + OUT, one, two)
        return _between_rows(one.left, one.left - OUT, two.right + OUT, two.right, one, two)
    if one.right <= two.left + scale.day_width:
        return _onto(one, two, scale)
    return _between_rows(one.right, one.right + OUT, two.left - OUT, two.left, one, two)


def _onto(one: End, two: End, scale: Scale) -> tuple[str, str]:
    """Straight on, then down or up onto the first day of the bar."""
    x = max(one.right, two.left + min(4, scale.day_width / 2, (two.right - two.left) / 2))
    down = two.y > one.y
    to_y = two.y - (BAR / 2 if down else -BAR / 2)
    tip = -TIP if down else TIP
    return f"M{n(one.right)} {n(one.y)}H{n(x)}V{n(to_y)}", f"M{n(x)} {n(to_y)}l-2.5 {tip}h5z"


def _around(from_x: float, to_x: float, turn: float, one: End, two: End) -> tuple[str, str]:
    """Out to the turn, along the rows, back onto the side of the bar."""
    return f"M{n(from_x)} {n(one.y)}H{n(turn)}V{n(two.y)}H{n(to_x)}", _side_arrow(to_x, two.y, to_x - turn)


def _between_rows(from_x: float, out: float, back: float, to_x: float, one: End, two: End) -> tuple[str, str]:
    """Out, between the rows to the other side, then onto the bar: for bars that overlap in time."""
    gap = two.y - ROW / 2 if two.y > one.y else two.y + ROW / 2
    stroke = f"M{n(from_x)} {n(one.y)}H{n(out)}V{n(gap)}H{n(back)}V{n(two.y)}H{n(to_x)}"
    return stroke, _side_arrow(to_x, two.y, to_x - back)


def _side_arrow(x: float, y: float, along: float) -> str:
    tip = -TIP if along > 0 else TIP
    return f"M{n(x)} {n(y)}l{tip} -2.5v5z"
