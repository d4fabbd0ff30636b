"""What the project costs."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import ClassVar

from charter.blocks.reading import figure, load_budget, load_budget_settings
from charter.budgeting import Years, total_of
from charter.budgetsheet import Sheet, Sum, is_planned, reckoned, sheet_of, spans_years, spread
from charter.models import BudgetLine
from crmproject.toolkit.blocks import Block, Gathering, Json, Place, register


@register
class BudgetBlock(Block):
    """The lines of the first year; and, once somebody looked further, every year and scenario.

    What a line says beside its amount is in its row only where it says something, so that what was frozen before a
    line could say it is what is collected now.
    """

    name = "budget"
    title = "Budget"
    template = "blocks/budget.html"
    edit_url = "register"
    edit_kwargs = {"register": "budget"}
    empty_text = "Aucune ligne de budget n’est encore écrite."
    sources = ("budget",)
    labels: ClassVar[Mapping[str, str]] = {
        "rows": "Postes",
        "lines": "Lignes",
        "category": "Poste",
        "label": "Libellé",
        "amount": "Montant (€ HT)",
        "share": "Part (%)",
        "recurring": "Fréquence",
        "spread": "Années",
        "later": "Commence après la première année",
        "internal": "Origine",
        "reckoned": "Calcul",
        "low": "Hypothèse basse (€ HT)",
        "high": "Hypothèse haute (€ HT)",
        "total": "Total de la première année (€ HT)",
        "one_off": "Dépenses ponctuelles (€ HT)",
        "yearly": "Dépenses récurrentes par an (€ HT)",
        "horizon": "Horizon (années)",
        "users": "Utilisateurs au lancement",
        "by_year": "Postes par année",
        "sums": "Totaux par année",
        "kinds": "Répartition par année",
        "scenarios": "Scénarios",
        "years": "Montants par année (€ HT)",
        "sum": "Sur l’horizon (€ HT)",
    }
    choices: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "recurring": {"true": "Chaque année", "false": "Une fois"},
        "internal": {"true": "Interne", "false": "Externe"},
    }
    implied = frozenset({"share", "sum"})

    def collect(self, gathering: Gathering, place: Place) -> dict[str, Json]:
        lines = gathering.once(load_budget)
        if not lines:
            return {"rows": []}
        at_first = [line for line in lines if line.first_year == 1]
        total = sum((line.amount for line in at_first), Decimal(0))
        recurring = sum((line.amount for line in at_first if line.recurring), Decimal(0))
        by_category: dict[str, list[BudgetLine]] = {}
        for line in lines:
            by_category.setdefault(line.get_category_display(), []).append(line)
        rows: list[Json] = [_category(name, group, total) for name, group in by_category.items()]
        settings = gathering.once(load_budget_settings)
        return {
            "rows": rows,
            "total": figure(total),
            "recurring": figure(recurring),
            "one_off": figure(total - recurring),
            **(plan_of(sheet_of(lines, settings)) if is_planned(lines, settings) else {}),
        }

    def compared(self, data: dict[str, Json]) -> dict[str, Json]:
        """The sum of recurring lines under another name than the lines’ own « recurring »."""
        return {("yearly" if name == "recurring" else name): value for name, value in data.items()}


def _category(name: str, lines: list[BudgetLine], total: Decimal) -> Json:
    amount = sum((line.amount for line in lines if line.first_year == 1), Decimal(0))
    return {
        "category": name,
        "amount": figure(amount),
        "share": round(100 * amount / total) if total else 0,
        "lines": [_line(line) for line in lines],
    }


def _line(line: BudgetLine) -> Json:
    said: dict[str, Json] = {
        "reckoned": reckoned(line),
        "spread": spread(line) if spans_years(line) else "",
        "later": line.first_year > 1,
        "low": figure(line.low),
        "high": figure(line.high),
    }
    return {
        "label": line.label,
        "amount": figure(line.amount),
        "recurring": line.recurring,
        "internal": line.internal,
        **{name: value for name, value in said.items() if value not in (None, "", False)},
    }


def plan_of(sheet: Sheet) -> dict[str, Json]:
    """Every year of the horizon: categories, other readings of the same total, sums, and scenarios."""
    users: dict[str, Json] = {"users": sheet.settings.users} if sheet.settings.users else {}
    scenarios: list[Json] = [
        {"label": scenario.label, **_years(years)} for scenario, years in sheet.scenarios
    ]
    return {
        "horizon": sheet.settings.horizon,
        **users,
        "by_year": [{"category": one.label, **_years(one.years)} for one in sheet.categories],
        "kinds": _told(sheet.kinds),
        "sums": _told(sheet.sums),
        "scenarios": scenarios,
    }


def _told(sums: Sequence[Sum]) -> list[Json]:
    return [{"label": one.label, **_years(one.years)} for one in sums]


def _years(years: Years) -> dict[str, Json]:
    return {"years": [figure(amount) for amount in years], "sum": figure(total_of(years))}
