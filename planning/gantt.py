"""The Gantt chart as the server draws it, for print, PDF and phones; the template only writes it as SVG."""

import datetime
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crmproject.toolkit.templatetags.french import long_date
from planning.diagram.lines import LABEL_LENGTH, Line, lines_of
from planning.diagram.links import links_of
from planning.diagram.scale import HEADER, LABELS, ROW, WIDTH, Month, Scale, n
from planning.diagram.shapes import Shape, closed_days, shape_of

__all__ = ["LABEL_LENGTH", "Chart", "charts"]

FOOT = 6


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
    closings: str = ""
    rules: str = ""
    gate_rules: str = ""
    links: str = ""
    arrows: str = ""
    shapes: list[Shape] = field(default_factory=list)
    today: str = ""


def charts(
    data: dict[str, Any],
    *,
    live: Mapping[str, Any] | None = None,
    lines_by_chart: int = 0,
    today: datetime.date | None = None,
) -> list[Chart]:
    """The charts of this planning; none when it has no dates. `lines_by_chart` is the most that one holds.

    `live` is what moves with the work and no edition freezes, as `planning.live` says it.
    """
    lines = list(lines_of(data, live or {}))
    if not any(line.start for line in lines):
        return []
    drawn = _Drawn(lines, Scale.over(lines), closed_days(data), today)
    runs = list(_cut(lines, lines_by_chart or len(lines)))
    return [_chart(run, drawn, number, len(runs)) for number, run in enumerate(runs, start=1)]


def _cut(lines: Sequence[Line], most: int) -> Iterator[Sequence[Line]]:
    """Runs of nearly equal length."""
    count = math.ceil(len(lines) / most)
    size = math.ceil(len(lines) / count)
    for first in range(0, len(lines), size):
        yield lines[first : first + size]


@dataclass(frozen=True)
class _Drawn:
    """What the charts of one planning share."""

    lines: Sequence[Line]
    scale: Scale
    closed: set[datetime.date]
    today: datetime.date | None


def _chart(run: Sequence[Line], drawn: _Drawn, number: int, count: int) -> Chart:
    scale, bottom = drawn.scale, HEADER + len(run) * ROW
    part = f" ({number} sur {count})" if count > 1 else ""
    chart = Chart(
        width=WIDTH,
        height=bottom + FOOT,
        labels=LABELS,
        header=HEADER,
        title=f"Diagramme de Gantt{part}",
        description=_description(drawn.lines),
        months=list(scale.months()),
        days_off=scale.days_off(bottom),
        closings=scale.closings(drawn.closed, bottom),
        rules=scale.rules(bottom),
        gate_rules="".join(
            f"M{n(scale.right(line.end))} {HEADER}V{bottom}"
            for line in drawn.lines
            if line.kind == "gate" and line.end
        ),
        shapes=[shape_of(line, scale, HEADER + row * ROW) for row, line in enumerate(run)],
    )
    chart.links, chart.arrows = links_of(run, scale)
    if drawn.today and scale.first <= drawn.today <= scale.last:
        chart.today = n(scale.middle(drawn.today))
    return chart


def _description(lines: Sequence[Line]) -> str:
    start = min(line.start for line in lines if line.start)
    end = max(line.end for line in lines if line.end)
    tasks = sum(line.is_task for line in lines)
    gates = sum(line.kind == "gate" for line in lines)
    return (
        f"{tasks} tâches et {gates} points de validation, du {long_date(start)} au {long_date(end)}. "
        "Le tableau donne les mêmes dates."
    )
