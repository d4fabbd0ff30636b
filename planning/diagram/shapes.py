"""The shape of each line: its bar or its diamond, and what is marked on and beside it."""

import datetime
from dataclasses import dataclass

from crmproject.toolkit.templatetags.french import long_date
from planning.diagram.lines import Line
from planning.diagram.links import DIAMOND
from planning.diagram.scale import BAR, ROW, WIDTH, Scale, n

# Height of the stripe that tells the part done, and of the bar of the reference.
STRIPE, REFERENCE = 3, 2.4
# The room that a date and a state take beside a diamond, in units per character.
LETTER = 6
# The sign inside the diamond of a gate, drawn around its centre.
SIGNS = {
    "passed": "m-3 0l2.2 2.4l3.8 -4.6",
    "conditional": "m0 -3.2v3.6m0 2v.6",
    "ready": "m-2.6 0h5.2",
    "postponed": "m-1.5 -2.6v5.2m3 -5.2v5.2",
    "preparing": "",
}


@dataclass(frozen=True)
class Shape:
    """A line with its place. `hatch` tells a critical bar without its colour; `slack` shows its float.

    `stripe` is the part done, `reference` the bar or the diamond of the reference planning, `pin` an imposed day, `due`
    a due date; `sign` is the state of a gate.
    """

    line: Line
    text_y: str
    y: str
    x: str = ""
    width: str = ""
    path: str = ""
    hatch: str = ""
    slack: str = ""
    stripe: str = ""
    reference: str = ""
    pin: str = ""
    due: str = ""
    sign: str = ""
    date_x: str = ""
    date: str = ""
    date_anchor: str = "start"


def shape_of(line: Line, scale: Scale, top: int) -> Shape:
    """This line as it stands from this height on."""
    middle = top + ROW / 2
    text_y = n(middle + 4)
    if not line.start or not line.end:
        return Shape(line, text_y, n(top))
    left, right = scale.x(line.start), scale.right(line.end)
    if line.kind == "phase":
        return Shape(line, text_y, n(middle), path=_summary(left, right, middle))
    if line.kind in {"gate", "mark"}:
        return _gate_shape(line, scale, right, middle)
    marks = {
        "reference": _reference(line, scale, middle),
        "pin": _pin(scale.x(line.fixed), middle) if line.fixed else "",
        "due": _due(scale.right(line.due), middle) if line.due else "",
        "slack": _slack(line, scale, right, middle),
    }
    if line.kind == "milestone":
        path = _diamond(scale.middle(line.start), middle, DIAMOND)
        return Shape(line, text_y, n(middle), path=path, **marks)
    done = left + (right - left) * line.progress / 100
    return Shape(
        line,
        text_y,
        n(middle - BAR / 2),
        x=n(left),
        width=n(right - left),
        hatch=_hatch(done, right, middle - BAR / 2) if line.critical else "",
        stripe=f"M{n(left)} {n(middle - STRIPE / 2)}H{n(done)}v{STRIPE}H{n(left)}z" if line.progress else "",
        **marks,
    )


def _summary(left: float, right: float, middle: float) -> str:
    """A thin bar with a foot at both ends."""
    top, foot = middle - 3.5, min(4.5, (right - left) / 2)
    return (
        f"M{n(left)} {n(top)}H{n(right)}V{n(top + 9)}L{n(right - foot)} {n(top + 4)}"
        f"H{n(left + foot)}L{n(left)} {n(top + 9)}z"
    )


def _diamond(x: float, middle: float, half: float) -> str:
    h = n(half)
    return f"M{n(x)} {n(middle - half)}l{h} {h}l-{h} {h}l-{h} -{h}z"


def _gate_shape(line: Line, scale: Scale, x: float, middle: float) -> Shape:
    half = 6
    words = long_date(line.end) + (f" – {line.state_label.lower()}" if line.state_label else "")
    roomy = x + half + 5 + LETTER * len(words) < WIDTH
    return Shape(
        line,
        n(middle + 4),
        n(middle),
        path=_diamond(x, middle, half),
        sign=f"M{n(x)} {n(middle)}{SIGNS[line.state]}" if SIGNS.get(line.state) else "",
        reference=_diamond(scale.right(line.reference[1]), middle, half - 2) if line.reference else "",
        date=words,
        date_x=n(x + half + 5 if roomy else x - half - 5),
        date_anchor="start" if roomy else "end",
    )


def _reference(line: Line, scale: Scale, middle: float) -> str:
    """A thin bar under that of the task, where the reference planning put it."""
    if not line.reference:
        return ""
    left, right = scale.x(line.reference[0]), scale.right(line.reference[1])
    top = middle + BAR / 2 + 0.6
    return f"M{n(left)} {n(top)}H{n(right)}v{REFERENCE}H{n(left)}z"


def _pin(x: float, middle: float) -> str:
    """A pin on the day imposed: a head above the bar, a stem along its side."""
    top = middle - BAR / 2 - 2.5
    return f"M{n(x)} {n(top + BAR + 3.5)}V{n(top)}m-2.2 0h4.4v2.4h-4.4z"


def _due(x: float, middle: float) -> str:
    """An arrow pointing down at the end of the day due."""
    top = middle - BAR / 2 - 1
    return f"M{n(x)} {n(top)}m-1.4 0h2.8v5.5h2.4l-3.8 5l-3.8 -5h2.4z"


def _hatch(left: float, right: float, top: float) -> str:
    """Slanted strokes that stay inside the bar, so that no clipping is needed."""
    strokes, x = [], left + 2
    while x + BAR - 4 <= right - 1:
        strokes.append(f"M{n(x)} {n(top + BAR - 2)}l{BAR - 4} -{BAR - 4}")
        x += 6
    return "".join(strokes)


def _slack(line: Line, scale: Scale, right: float, middle: float) -> str:
    """From the end of the bar to the latest end that delays nothing."""
    if not line.latest_end or not line.end or line.latest_end <= line.end:
        return ""
    late = scale.right(line.latest_end)
    return f"M{n(right)} {n(middle)}H{n(late)}M{n(late)} {n(middle - 3)}v6"


def closed_days(data: dict[str, list[dict[str, str]]]) -> set[datetime.date]:
    """The closing days that this planning says."""
    found: set[datetime.date] = set()
    for one in data.get("closings", []):
        day, last = (datetime.date.fromisoformat(one[name]) for name in ("start", "end"))
        while day <= last:
            found.add(day)
            day += datetime.timedelta(days=1)
    return found
