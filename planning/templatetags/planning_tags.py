"""The Gantt chart, drawn by the server for the screen and the PDF alike."""

import datetime
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from planning.gantt import charts

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
