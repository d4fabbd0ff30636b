"""The Gantt chart, drawn by the server for the screen and the PDF alike."""

import datetime
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from planning.diagram.shapes import SIGNS
from planning.gantt import charts
from planning.gates import GateState
from planning.notation import write
from planning.schedule import Link, LinkKind

register = template.Library()


@register.inclusion_tag("planning/gantt.svg")
def gantt(
    data: dict[str, Any],
    lines_by_chart: int = 0,
    today: datetime.date | None = None,
    live: dict[str, Any] | None = None,
) -> dict[str, object]:
    """The charts of a planning’s plain data, each of at most `lines_by_chart` lines (0: a single one)."""
    return {"charts": charts(data, live=live, lines_by_chart=lines_by_chart, today=today)}


@register.simple_tag
def gantt_drawings(
    data: dict[str, Any], lines_by_chart: int = 0, live: dict[str, Any] | None = None
) -> list[SafeString]:
    """The same charts, one by one, for a figure each."""
    found = charts(data, live=live, lines_by_chart=lines_by_chart)
    return [render_to_string("planning/gantt.svg", {"charts": [chart]}) for chart in found]


@register.inclusion_tag("planning/_legend.html")
def gantt_legend(data: dict[str, Any], live: dict[str, Any] | None = None) -> dict[str, object]:
    """What the signs of these charts mean: those that are on them, and no others."""
    tasks = [task for phase in data["rows"] for task in phase["tasks"]]
    marks = {
        "milestone": any(not task["days"] for task in tasks),
        "fixed": any(task.get("fixed") for task in tasks),
        "due": any(task.get("due") for task in tasks),
        "closed": bool(data.get("closings")),
    }
    states = {state for state, _ in (live or {}).get("states", {}).values()}
    signs = [(state, GateState(state).label, sign) for state, sign in SIGNS.items() if state in states]
    return {"chart": data, "live": live or {}, "marks": marks, "signs": signs}


@register.filter
def at_row(address: str, pk: int) -> str:
    """This row’s address, from that of row 0: to reverse hundreds of them would cost more than to draw the rows."""
    before, _, after = address.rpartition("/0/")
    return f"{before}/{pk}/{after}"


@register.filter
def links_in_words(task: dict[str, Any]) -> str:
    """What a task of a planning’s plain data waits for: « T01, T02 DD+3 », « T01, T02 + 5 j »."""
    if stored := task.get("links"):
        return write(Link(one["key"], LinkKind(one["kind"]), one["lag"]) for one in stored)
    return ", ".join(task["after"]) + (f" + {task['lag']} j" if task["after"] and task["lag"] else "")
