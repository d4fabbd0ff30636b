"""What the project costs."""

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from charter.blocks.reading import (
    figure,
    load_budget,
)
from charter.models import (
    BudgetLine,
)
from crmproject.toolkit.blocks import Block, Gathering, Json, Place, register


@register
class BudgetBlock(Block):
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
        "internal": "Origine",
        "total": "Total de la première année (€ HT)",
        "one_off": "Dépenses ponctuelles (€ HT)",
        "yearly": "Dépenses récurrentes par an (€ HT)",
    }
    choices: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "recurring": {"true": "Chaque année", "false": "Une fois"},
        "internal": {"true": "Interne", "false": "Externe"},
    }
    implied = frozenset({"share"})

    def collect(self, gathering: Gathering, place: Place) -> dict[str, Json]:
        lines = gathering.once(load_budget)
        if not lines:
            return {"rows": []}
        total = sum((line.amount for line in lines), Decimal(0))
        recurring = sum((line.amount for line in lines if line.recurring), Decimal(0))
        by_category: dict[str, list[BudgetLine]] = {}
        for line in lines:
            by_category.setdefault(line.get_category_display(), []).append(line)
        rows: list[Json] = [_category(name, group, total) for name, group in by_category.items()]
        return {
            "rows": rows,
            "total": figure(total),
            "recurring": figure(recurring),
            "one_off": figure(total - recurring),
        }

    def compared(self, data: dict[str, Json]) -> dict[str, Json]:
        """The sum of recurring lines under another name than the lines’ own « recurring »."""
        return {("yearly" if name == "recurring" else name): value for name, value in data.items()}


def _category(name: str, lines: list[BudgetLine], total: Decimal) -> Json:
    amount = sum((line.amount for line in lines), Decimal(0))
    entries: list[Json] = [
        {
            "label": line.label,
            "amount": figure(line.amount),
            "recurring": line.recurring,
            "internal": line.internal,
        }
        for line in lines
    ]
    return {
        "category": name,
        "amount": figure(amount),
        "share": round(100 * amount / total) if total else 0,
        "lines": entries,
    }
