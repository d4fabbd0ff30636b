"""Geometry of the Gantt chart, from a planning’s plain data; the template only writes it as SVG.

All coordinates are texts, since a localised figure (« 12,5 ») would break the drawing. One unit is about a
pixel on a wide screen, and a quarter of a millimetre on a landscape A4 page.
"""

import datetime
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from crmproject.toolkit.templatetags.french import MONTHS, long_date
from planning.schedule import is_working_day

WIDTH = 1120
LABELS = 318
HEADER = 38
ROW = 17
FOOT = 6
BAR = 10
GATES_TITLE = "Points de validation"
CHANGE_TITLE = "Conduite du changement"
# Characters that fit in the column of labels, at the size of the text.
LABEL_LENGTH = 53
# Under these widths, in units, months are named by their initial, then only years are named.
SHORT_MONTH, TINY_MONTH = 62, 24
# Days narrower than this, in units, are not shaded.
VISIBLE_DAY = 1.6


@dataclass(frozen=True)
class Line:
    """A line of the chart, before it has a place: its kind is phase, task, title, gate, mark (a day) or span."""

    kind: str
    label: str
    hint: str = ""
    start: datetime.date | None = None
    end: datetime.date | None = None
    latest_end: datetime.date | None = None
    critical: bool = False
    key: str = ""
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shape:
    """A line with its place. `hatch` tells a critical bar without its colour; `slack` shows its float."""

    line: Line
    text_y: str
    y: str
    x: str = ""
    width: str = ""
    path: str = ""
    hatch: str = ""
    slack: str = ""
    date_x: str = ""
    date: str = ""
    date_anchor: str = "start"


@dataclass(frozen=True)
class Month:
    """A month of the header; `year` is said on its first month."""

    label: str
    x: str
    text_x: str
    year: str


@dataclass
class Chart:
    """One drawing; a long planning is cut into several, so that each fits on a page."""

    width: int
    height: int
    labels: int
    header: int
    title: str
    description: str
    months: list[Month] = field(default_factory=list)
    days_off: str = ""
    rules: str = ""
    gate_rules: str = ""
    links: str = ""
    arrows: str = ""
    shapes: list[Shape] = field(default_factory=list)
    today: str = ""


def charts(
    data: dict[str, Any], *, lines_by_chart: int = 0, today: datetime.date | None = None
) -> list[Chart]:
    """The charts of this planning; none when it has no dates. `lines_by_chart` is the most that one holds."""
    lines = list(_lines(data))
    if not any(line.start for line in lines):
        return []
    scale = _Scale.over(lines)
    runs = list(_cut(lines, lines_by_chart or len(lines)))
    return [_chart(run, scale, number, len(runs), today, lines) for number, run in enumerate(runs, start=1)]


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _lines(data: dict[str, Any]) -> Iterator[Line]:
    for phase in data["rows"]:
        yield Line(
            "phase", _shortened(phase["title"]), phase["title"], _day(phase["start"]), _day(phase["end"])
        )
        for task in phase["tasks"]:
            yield _task_line(task)
    if data["gates"]:
        yield Line("title", GATES_TITLE)
        for gate in data["gates"]:
            day = _day(gate["date"])
            label = _shortened(f"{gate['key']}  {gate['title']}")
            yield Line("gate", label, gate["title"], day, day, key=gate["key"])
    if data.get("change"):
        yield Line("title", CHANGE_TITLE)
        yield from map(_change_line, data["change"])


def _task_line(task: dict[str, Any]) -> Line:
    start, end = _day(task["start"]), _day(task["end"])
    words = [f"{task['key']} {task['title']}", f"du {long_date(start)} au {long_date(end)}", task["owner"]]
    if task["critical"]:
        words.append("tâche critique")
    return Line(
        "task",
        _shortened(f"{task['key']}  {task['title']}"),
        ", ".join(filter(None, words)),
        start,
        end,
        _day(task["latest_end"]),
        task["critical"],
        task["key"],
        tuple(task["after"]),
    )


def _change_line(action: dict[str, Any]) -> Line:
    start, end = _day(action["start"]), _day(action["end"])
    words = f"{action['nature']}, {action['title']}, {long_date(start)}"
    words += f" au {long_date(end)}" if start != end else ""
    kind = "mark" if start == end else "span"
    names = dict.fromkeys([action["nature"], action["title"]])
    return Line(kind, _shortened(" – ".join(names)), words, start, end)


def _shortened(text: str) -> str:
    return text if len(text) <= LABEL_LENGTH else text[: LABEL_LENGTH - 1].rstrip() + "…"


def _cut(lines: Sequence[Line], most: int) -> Iterator[Sequence[Line]]:
    """Runs of nearly equal length."""
    count = math.ceil(len(lines) / most)
    size = math.ceil(len(lines) / count)
    for first in range(0, len(lines), size):
        yield lines[first : first + size]


@dataclass(frozen=True)
class _Scale:
    """From days to units: whole months, from the first task’s to the last one’s."""

    first: datetime.date
    last: datetime.date

    @classmethod
    def over(cls, lines: Sequence[Line]) -> "_Scale":
        first = min(line.start for line in lines if line.start)
        last = max(line.latest_end or line.end for line in lines if line.end)
        return cls(first.replace(day=1), _next_month(last) - datetime.timedelta(days=1))

    @property
    def day_width(self) -> float:
        return (WIDTH - LABELS) / ((self.last - self.first).days + 1)

    def x(self, day: datetime.date) -> float:
        """The left edge of this day."""
        return LABELS + (day - self.first).days * self.day_width

    def right(self, day: datetime.date) -> float:
        """The right edge of this day."""
        return self.x(day) + self.day_width


def _next_month(day: datetime.date) -> datetime.date:
    return (day.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _chart(
    run: Sequence[Line],
    scale: _Scale,
    number: int,
    count: int,
    today: datetime.date | None,
    lines: Sequence[Line],
) -> Chart:
    bottom = HEADER + len(run) * ROW
    part = f" ({number} sur {count})" if count > 1 else ""
    chart = Chart(
        width=WIDTH,
        height=bottom + FOOT,
        labels=LABELS,
        header=HEADER,
        title=f"Diagramme de Gantt{part}",
        description=_description(lines),
        months=list(_months(scale)),
        days_off=_days_off(scale, bottom),
        rules=_rules(scale, bottom),
        gate_rules="".join(
            f"M{_n(scale.right(line.end))} {HEADER}V{bottom}"
            for line in lines
            if line.kind == "gate" and line.end
        ),
        shapes=[_shape(line, scale, HEADER + row * ROW) for row, line in enumerate(run)],
    )
    chart.links, chart.arrows = _links(run, scale)
    if today and scale.first <= today <= scale.last:
        chart.today = _n(scale.x(today) + scale.day_width / 2)
    return chart


def _description(lines: Sequence[Line]) -> str:
    start = min(line.start for line in lines if line.start)
    end = max(line.end for line in lines if line.end)
    tasks = sum(line.kind == "task" for line in lines)
    gates = sum(line.kind == "gate" for line in lines)
    return (
        f"{tasks} tâches et {gates} points de validation, du {long_date(start)} au {long_date(end)}. "
        "Le tableau donne les mêmes dates."
    )


def _months(scale: _Scale) -> Iterator[Month]:
    month = scale.first
    while month <= scale.last:
        following = _next_month(month)
        left = scale.x(month)
        width = scale.x(following) - left
        name = MONTHS[month.month - 1]
        if width < TINY_MONTH:
            name = ""
        elif width < SHORT_MONTH:
            name = name[:1].upper()
        says_year = month.month == 1 or month == scale.first
        yield Month(name, _n(left), _n(left + width / 2), str(month.year) if says_year else "")
        month = following


def _days_off(scale: _Scale, bottom: int) -> str:
    """Weekends and public holidays, one rectangle for each run of days."""
    if scale.day_width < VISIBLE_DAY:
        return ""
    path, day, one = [], scale.first, datetime.timedelta(days=1)
    while day <= scale.last:
        run = 0
        while day <= scale.last and not is_working_day(day):
            run, day = run + 1, day + one
        if run:
            width = _n(run * scale.day_width)
            path.append(f"M{_n(scale.x(day - run * one))} {HEADER}h{width}V{bottom}h-{width}z")
        day += one
    return "".join(path)


def _rules(scale: _Scale, bottom: int) -> str:
    months = "".join(f"M{month.x} {HEADER - 19}V{bottom}" for month in _months(scale))
    return f"{months}M0 {HEADER}H{WIDTH}"


def _shape(line: Line, scale: _Scale, top: int) -> Shape:
    middle = top + ROW / 2
    text_y = _n(middle + 4)
    if not line.start or not line.end:
        return Shape(line, text_y, _n(top))
    left, right = scale.x(line.start), scale.right(line.end)
    if line.kind == "phase":
        return Shape(line, text_y, _n(middle), path=_summary(left, right, middle))
    if line.kind in {"gate", "mark"}:
        return _gate_shape(line, right, middle, text_y)
    return Shape(
        line,
        text_y,
        _n(middle - BAR / 2),
        x=_n(left),
        width=_n(right - left),
        hatch=_hatch(left, right, middle - BAR / 2) if line.critical else "",
        slack=_slack(line, scale, right, middle),
    )


def _summary(left: float, right: float, middle: float) -> str:
    """A thin bar with a foot at both ends."""
    top, foot = middle - 3.5, min(4.5, (right - left) / 2)
    return (
        f"M{_n(left)} {_n(top)}H{_n(right)}V{_n(top + 9)}L{_n(right - foot)} {_n(top + 4)}"
        f"H{_n(left + foot)}L{_n(left)} {_n(top + 9)}z"
    )


def _gate_shape(line: Line, x: float, middle: float, text_y: str) -> Shape:
    half = 6
    roomy = x < WIDTH - 110
    return Shape(
        line,
        text_y,
        _n(middle),
        path=f"M{_n(x)} {_n(middle - half)}l{half} {half}l-{half} {half}l-{half} -{half}z",
        date=long_date(line.end),
        date_x=_n(x + half + 5 if roomy else x - half - 5),
        date_anchor="start" if roomy else "end",
    )


def _hatch(left: float, right: float, top: float) -> str:
    """Slanted strokes that stay inside the bar, so that no clipping is needed."""
    strokes, x = [], left + 2
    while x + BAR - 4 <= right - 1:
        strokes.append(f"M{_n(x)} {_n(top + BAR - 2)}l{BAR - 4} -{BAR - 4}")
        x += 6
    return "".join(strokes)


def _slack(line: Line, scale: _Scale, right: float, middle: float) -> str:
    """From the end of the bar to the latest end that delays nothing."""
    if not line.latest_end or not line.end or line.latest_end <= line.end:
        return ""
    late = scale.right(line.latest_end)
    return f"M{_n(right)} {_n(middle)}H{_n(late)}M{_n(late)} {_n(middle - 3)}v6"


def _links(run: Sequence[Line], scale: _Scale) -> tuple[str, str]:
    """From the end of each predecessor to the start of its successor, where the same chart holds both."""
    places = {line.key: (row, line) for row, line in enumerate(run) if line.kind == "task"}
    paths, arrows = [], []
    for row, line in places.values():
        for key in line.after:
            if key not in places or not line.start:
                continue
            above, predecessor = places[key]
            if not predecessor.end:
                continue
            x = scale.x(line.start) + min(4, scale.day_width / 2)
            from_y = HEADER + above * ROW + ROW / 2
            down = row > above
            to_y = HEADER + row * ROW + ROW / 2 - (BAR / 2 if down else -BAR / 2)
            paths.append(f"M{_n(scale.right(predecessor.end))} {_n(from_y)}H{_n(x)}V{_n(to_y)}")
            tip = -4 if down else 4
            arrows.append(f"M{_n(x)} {_n(to_y)}l-2.5 {tip}h5z")
    return "".join(paths), "".join(arrows)
