"""French figures, dates and rich text, available in every template."""

import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django import template
from django.utils import dateparse, timezone
from django.utils.safestring import SafeString, mark_safe

from crmproject.toolkit.richtext import clean_html

register = template.Library()

NBSP = "\u00a0"
NARROW = "\u202f"
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip


@register.filter
def slot(rank: int) -> str:
    """An open place of a printed part, which the assembly fills: see `crmproject.toolkit.pdf.parts.OPENING`."""
    return mark_safe(f"<!--slot-->{int(rank):04d}")  # noqa: S308


@register.filter
def number(value: Any) -> str:
    """« 1 234,5 »: groups of three, decimal comma, no useless zeros; text that is no number passes unchanged."""
    if value is None or value == "":
        return ""
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    text = f"{amount.normalize():,f}"
    return text.replace(",", NARROW).replace(".", ",")


@register.filter
def money(value: Any) -> str:
    """« 1 234,50 € »; whole amounts without decimals."""
    if value is None or value == "":
        return ""
    amount = Decimal(str(value))
    text = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
    return text.replace(",", NARROW).replace(".", ",") + f"{NBSP}€"


@register.filter
def long_date(value: Any) -> str:
    """« 3 mars 2027 », « 1er mars 2027 », from a date, a datetime (in Paris time) or an ISO string."""
    if isinstance(value, str):
        value = dateparse.parse_datetime(value) if "T" in value else dateparse.parse_date(value)
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value).date()
    if not isinstance(value, datetime.date):
        return ""
    return f"{day_and_month(value)} {value.year}"


@register.filter
def day_and_month(day: datetime.date) -> str:
    """« 3 mars », « 1er mars »."""
    return f"{'1er' if day.day == 1 else day.day}{NBSP}{MONTHS[day.month - 1]}"


@register.filter
def long_datetime(value: Any) -> str:
    """« 3 mars 2027 à 14 h 05 », in Paris time."""
    if isinstance(value, str):
        value = dateparse.parse_datetime(value)
    if not isinstance(value, datetime.datetime):
        return ""
    local = timezone.localtime(value)
    return f"{long_date(local.date())} à {local.hour}{NBSP}h{NBSP}{local.minute:02d}"


@register.filter
def rich(value: Any) -> SafeString:
    """Rich text as HTML. It was cleaned on its way in; it is cleaned again, so that no path around a form counts."""
    return mark_safe(clean_html(str(value or "")))  # noqa: S308


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """The value under this key of a dictionary."""
    return mapping.get(key) if mapping else None


@register.filter
def initials(value: Any) -> str:
    """« CD » for Claire Dupont: first letters of the first and last words, for an avatar."""
    words = str(value or "").split("@")[0].replace(".", " ").split()
    return (words[0][:1] + words[-1][:1] if len(words) > 1 else "".join(words)[:2]).upper()
