"""Amounts of days of work, in words."""

from fractions import Fraction

from django import template

from crmproject.toolkit.templatetags.french import number
from planning.capacity import in_days

register = template.Library()


@register.filter
def work_days(amount: Fraction) -> str:
    """« 2,5 » for five halves."""
    return number(in_days(amount).normalize() + 0)


@register.filter
def signed(days: int | None) -> str:
    """« +3 », « -2 », « 0 »."""
    return "" if days is None else f"{days:+d}" if days else "0"
