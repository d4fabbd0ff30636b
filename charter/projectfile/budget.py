"""Budget lines, and how the whole is reckoned."""

from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field

from charter.budgeting import product
from charter.filepart import (
    Amount,
    Checking,
    Choice,
    Figure,
    FileModel,
    FilePart,
    Loading,
    one_of,
    register,
    required,
)
from charter.forms.fields import AmountField
from charter.models import BudgetLine, BudgetSettings, Project
from charter.models.budget import LONGEST_HORIZON, BudgetCategory, BudgetUnit
from charter.projectfiles.rows import create_rows, entry_of, live_rows

Year = Annotated[int, Field(ge=1, le=LONGEST_HORIZON)]
Quantity = Annotated[Figure, Field(ge=0, max_digits=9)]
Percent = Annotated[Figure, Field(ge=0, le=100)]
Increase = Annotated[Figure, Field(ge=-50, le=100)]
Surplus = Annotated[Figure, Field(ge=0, le=300)]


class BudgetEntry(FileModel):
    """`amount` may be left out where a unit, a quantity and a price make it."""

    written: ClassVar[frozenset[str]] = frozenset({"amount"})

    category: Annotated[Choice, one_of(BudgetCategory)]
    label: Annotated[str, required(200)]
    amount: Amount | None = None
    recurring: bool = False
    internal: bool = False
    unit: Annotated[Choice, one_of(BudgetUnit)] | None = None
    quantity: Quantity | None = None
    unit_price: Amount | None = None
    months: Annotated[int, Field(ge=1, le=12)] | None = None
    first_year: Year = 1
    years: Year | None = None
    increase: Increase = Decimal(0)
    low: Amount | None = None
    high: Amount | None = None

    @property
    def reckoned(self) -> Decimal | None:
        """The quantity at its price; None where either is missing."""
        if self.quantity is None or self.unit_price is None:
            return None
        return product(self.quantity, self.unit_price, self.months)

    @property
    def cost(self) -> Decimal:
        """The amount, given or reckoned; zero when the entry says neither, which the check refuses."""
        amount = self.reckoned if self.amount is None else self.amount
        return Decimal(0) if amount is None else amount


class BudgetSettingsEntry(FileModel):
    written: ClassVar[frozenset[str]] = frozenset({"horizon"})

    horizon: Year = 3
    users: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    contingency: Percent = Decimal(0)
    low_percent: Percent = Decimal(10)
    high_percent: Surplus = Decimal(20)
    tax_shown: bool = False
    tax_rate: Percent = Decimal(20)


def _check_budget(checking: Checking, entries: list[BudgetEntry]) -> None:
    for index, entry in enumerate(entries):
        for name, reason in _faults(entry):
            checking.refuse(f"budget[{index}].{name}", reason)


def _faults(entry: BudgetEntry) -> list[tuple[str, str]]:
    """What one entry says that can’t stand together."""
    found = []
    counted = (entry.quantity, entry.unit_price, entry.months)
    if entry.unit is None and any(one is not None for one in counted):
        found.append(("unit", "valeur manquante\u00a0; quantité, prix et mois demandent une unité"))
    if entry.unit is not None and entry.reckoned is None:
        found.append(("quantity", "une unité demande quantity et unit_price"))
    if entry.amount is None and entry.reckoned is None:
        found.append(("amount", "valeur manquante"))
    if entry.reckoned is not None and entry.amount not in {None, entry.reckoned}:
        found.append(("amount", f"la quantité multipliée par le prix donne {entry.reckoned}"))
    if entry.cost > AmountField.LARGEST:
        found.append(("quantity", f"montant calculé trop grand\u00a0: {entry.cost}"))
    if not entry.recurring and (entry.years is not None or entry.increase):
        found.append(("recurring", "years et increase ne valent que pour un coût récurrent"))
    if entry.low is not None and entry.low > entry.cost:
        found.append(("low", "l’hypothèse basse dépasse le montant"))
    if entry.high is not None and entry.high < entry.cost:
        found.append(("high", "l’hypothèse haute est sous le montant"))
    return found


def _load_budget(loading: Loading, entries: list[BudgetEntry]) -> None:
    create_rows(
        BudgetLine,
        loading,
        ({**entry.model_dump(), "amount": entry.cost, "unit": entry.unit or ""} for entry in entries),
    )


def _dump_budget(project: Project) -> list[BudgetEntry]:
    return [entry_of(BudgetEntry, row, unit=row.unit or None) for row in live_rows(BudgetLine, project)]


def _load_settings(loading: Loading, entry: BudgetSettingsEntry | None) -> None:
    if entry is not None:
        create_rows(BudgetSettings, loading, [entry.model_dump()])


def _dump_settings(project: Project) -> BudgetSettingsEntry | None:
    row = live_rows(BudgetSettings, project).first()
    return entry_of(BudgetSettingsEntry, row) if row else None


register(FilePart("budget", list[BudgetEntry], _load_budget, _dump_budget, 90, check=_check_budget))
register(
    FilePart(
        "budget_settings",
        BudgetSettingsEntry,
        _load_settings,
        _dump_settings,
        91,
        default=lambda: None,
    )
)
