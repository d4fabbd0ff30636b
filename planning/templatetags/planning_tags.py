"""The Gantt chart, drawn by the server for the screen and the PDF alike."""

import datetime
from typing import Any

from django import template

from planning.gantt import charts

register = template.Library()


@register.inclusion_tag("planning/gantt.svg")
def gantt(
    data: dict[str, Any], lines_by_chart: int = 0, today: datetime.date | None = None
) -> dict[str, object]:
    """The charts of a planning’s plain data, each of at most `lines_by_chart` lines (0: a single one)."""
    return {"charts": charts(data, lines_by_chart=lines_by_chart, today=today)}
