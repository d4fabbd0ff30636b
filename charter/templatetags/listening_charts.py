"""Participation drawn from the plain data of a printed document."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from charter.listening.drawings import participation_bars
from charter.listening.sorting import Share

register = template.Library()


@register.filter
def participation_drawings(rows: list[dict[str, Any]]) -> list[SafeString]:
    """The bars of these rows, of which the last is the total."""
    shares = [Share(row["department"], row["asked"], row["started"], row["finished"]) for row in rows]
    return participation_bars(shares[:-1], shares[-1]) if shares else []
