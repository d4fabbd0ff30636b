"""Participation, drawn."""

from django.utils.safestring import SafeString

from charter.listening.sorting import Share
from crmproject.toolkit.charts import Alternative, Bar, Paint, Series, stacked_bars

SERIES = (
    Series("A répondu", Paint.DEEP),
    Series("A commencé", Paint.MIDDLE),
    Series("N’a pas commencé", Paint.HOLLOW),
)


def participation_bars(shares: list[Share], total: Share) -> list[SafeString]:
    """One bar for each department of which somebody was asked; none while nobody was."""
    asked = [one for one in shares if one.asked]
    if not asked:
        return []
    point = f"{total.finished} personnes sur {total.asked} ont répondu ({total.percent}\u00a0%)."
    if silent := [one.department for one in asked if not one.started]:
        point += f" Aucune réponse\u00a0: {', '.join(silent)}."
    alternative = Alternative(
        "Participation par service", point, "Le tableau donne les mêmes nombres, service par service."
    )
    bars = [Bar(one.department, (one.finished, one.only_started, one.silent)) for one in asked]
    return stacked_bars(alternative=alternative, series=SERIES, bars=bars)
