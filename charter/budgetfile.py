"""The budget as the rows of a table for a spreadsheet."""

from collections.abc import Iterator
from decimal import Decimal

from charter.budgeting import Years, total_of
from charter.budgetsheet import Sheet, reckoned, spread
from charter.models import BudgetLine

HEADINGS = (
    "Poste",
    "Libellé",
    "Calcul",
    "Fréquence",
    "Origine",
    "Hypothèse basse (€ HT)",
    "Hypothèse haute (€ HT)",
)


def budget_rows(sheet: Sheet) -> Iterator[list[object]]:
    """Headings, one row for each line, then the sums and the scenarios; amounts as French spreadsheets read them."""
    yield [*HEADINGS, *(f"{year} (€ HT)" for year in sheet.years), "Total (€ HT)"]
    for line, years in zip(sheet.lines, sheet.likely.lines, strict=True):
        yield [*_facts(line), *_figures(years)]
    blank = [""] * (len(HEADINGS) - 1)
    for one in [*sheet.kinds, *sheet.sums]:
        yield [one.label, *blank, *_figures(one.years)]
    for scenario, years in sheet.scenarios:
        yield [f"Hypothèse {scenario.label.lower()}, aléas compris", *blank, *_figures(years)]


def _facts(line: BudgetLine) -> list[object]:
    return [
        line.get_category_display(),
        line.label,
        reckoned(line),
        spread(line),
        "Interne" if line.internal else "Externe",
        _figure(line.low),
        _figure(line.high),
    ]


def _figures(years: Years) -> list[object]:
    return [*(_figure(amount) for amount in years), _figure(total_of(years))]


def _figure(amount: Decimal | None) -> object:
    return "" if amount is None else f"{amount:.2f}".replace(".", ",")
