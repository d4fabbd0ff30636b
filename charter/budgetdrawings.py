"""The budget’s drawings, from the plain data of its block, current or frozen long ago."""

from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString

from charter.budgetsheet import ONE_OFF, PROVISION, RECURRING
from crmproject.toolkit.charts import Alternative, Bar, Paint, Series, stacked_bars
from crmproject.toolkit.templatetags.french import money

SPENDING = (Series("Une fois", Paint.DEEP), Series("Chaque année", Paint.MIDDLE))
BY_YEAR = (*SPENDING, Series(PROVISION, Paint.HOLLOW))


def budget_bars(data: dict[str, Any]) -> list[SafeString]:
    """The categories, the dearest first, one-off and yearly costs apart; none while nothing costs anything."""
    bars = sorted((_spending(row) for row in data["rows"]), key=lambda bar: -bar.total)
    total = sum((bar.total for bar in bars), Decimal(0))
    if not total:
        return []
    dearest = bars[0]
    point = f"Total de la première année\u00a0: {money(total)}."
    if len(bars) > 1:
        share = round(100 * dearest.total / total)
        point += f" Premier poste\u00a0: {dearest.label}, {money(dearest.total)} ({share}\u00a0%)."
    yearly = sum((bar.values[1] for bar in bars), Decimal(0))
    point += f" Revient chaque année\u00a0: {money(yearly)}." if yearly else " Rien ne revient chaque année."
    alternative = Alternative(
        "Budget par poste", point, "Le tableau donne les mêmes montants, ligne par ligne."
    )
    return stacked_bars(alternative=alternative, series=SPENDING, bars=bars, figure=money)


def _spending(row: dict[str, Any]) -> Bar:
    once, yearly = Decimal(0), Decimal(0)
    for line in row["lines"]:
        if line.get("later"):
            continue
        if line["recurring"]:
            yearly += Decimal(str(line["amount"]))
        else:
            once += Decimal(str(line["amount"]))
    return Bar(row["category"], (once, yearly))


def budget_years(data: dict[str, Any]) -> list[SafeString]:
    """What is spent each year of the horizon, contingency on top; none where only the first year is known."""
    kinds = {row["label"]: _amounts(row) for row in data.get("kinds", [])}
    if not kinds:
        return []
    once, yearly = kinds[ONE_OFF], kinds[RECURRING]
    aside = next(
        (_amounts(row) for row in data["sums"] if row["label"].startswith(PROVISION)),
        [Decimal(0)] * len(once),
    )
    bars = [
        Bar(f"Année {year}", amounts)
        for year, amounts in enumerate(zip(once, yearly, aside, strict=True), start=1)
    ]
    total = sum((bar.total for bar in bars), Decimal(0))
    dearest = max(bars, key=lambda bar: bar.total)
    alternative = Alternative(
        "Budget par année",
        f"Total sur {len(bars)} an{'s' * (len(bars) > 1)}\u00a0: {money(total)} hors taxes. "
        f"Année la plus chère\u00a0: {dearest.label.lower()}, {money(dearest.total)}.",
        "Le tableau donne les mêmes montants, poste par poste.",
    )
    series = BY_YEAR if any(aside) else SPENDING
    bars = [Bar(bar.label, bar.values[: len(series)]) for bar in bars]
    return stacked_bars(alternative=alternative, series=series, bars=bars, figure=money)


def _amounts(row: dict[str, Any]) -> list[Decimal]:
    return [Decimal(str(amount)) for amount in row["years"]]
