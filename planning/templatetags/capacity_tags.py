"""Amounts of days of work, in words."""

from fractions import Fraction

from django import template

from crmproject.toolkit.diagnostics import counted
from crmproject.toolkit.templatetags.french import number
from planning.capacity import in_days

register = template.Library()


@register.filter
def work_days(amount: Fraction) -> str:
    """« 2,5 » for five halves."""
    return number(in_days(amount).normalize() + 0)


@register.filter
def days_in_words(amount: Fraction) -> str:
    """« 1,5 jour », « 2 jours »: French counts several from two on."""
    return f"{work_days(amount)}\u00a0jour{'s' if amount >= 2 else ''}"


@register.filter
def counted_days(days: int) -> str:
    """« 1 jour ouvré », « 3 jours ouvrés », without the sign of those that are lost or gained."""
    return counted(abs(days), "jour ouvré", "jours ouvrés").replace(" ", "\u00a0", 1)


@register.filter
def signed(days: int | None) -> str:
    """« +3 », « -2 », « 0 »."""
    return "" if days is None else f"{days:+d}" if days else "0"
