"""Budgets in templates: amounts without their sign, and the years in tables that a page is wide enough for."""

from typing import Any

from django import template

from crmproject.toolkit.templatetags.french import money

register = template.Library()

NBSP = "\u00a0"
# The most years side by side; a longer horizon is cut in tables of as near a width as can be.
ACROSS = 5


@register.filter
def euros(value: Any) -> str:
    """« 1 234,50 », for a table whose caption says that it is in euros."""
    return money(value).removesuffix(f"{NBSP}€")


@register.filter
def by_years(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The budget of a block year by year, in one table or several: headings, and rows with their amounts.

    The last table has the sums over the horizon; nothing where only the first year is known.
    """
    horizon = data.get("horizon", 0)
    if not horizon:
        return []
    count = -(-horizon // ACROSS)
    size = -(-horizon // count)
    return [_table(data, first, min(first + size, horizon)) for first in range(0, horizon, size)]


def _table(data: dict[str, Any], first: int, last: int) -> dict[str, Any]:
    def rows(found: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
        return [{"label": one[name], "years": one["years"][first:last], "sum": one["sum"]} for one in found]

    return {
        "years": [f"Année {year}" for year in range(first + 1, last + 1)],
        "has_sum": last == data["horizon"] and last > 1,
        "categories": rows(data["by_year"], "category"),
        "kinds": rows(data["kinds"], "label"),
        "sums": rows(data["sums"], "label"),
        "scenarios": rows(data["scenarios"], "label"),
    }
