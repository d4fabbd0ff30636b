"""Reckoning a budget: pure figures, to the cent, with no rows and no requests.

Every amount is in euros before tax unless it says so. A cost is rounded to the cent year by year, half up; every total
is the sum of those rounded amounts, so that the sum of the categories, of the years and of the lines are one figure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum
from itertools import starmap
from typing import Protocol

CENT = Decimal("0.01")
ZERO = Decimal(0)
HUNDRED = Decimal(100)
# Enough digits for any amount that a column holds, raised year after year.
PRECISION = 60
CONTINGENCY = "contingency"

type Years = tuple[Decimal, ...]


class Scenario(StrEnum):
    """How well things go."""

    LOW = "low"
    LIKELY = "likely"
    HIGH = "high"

    @property
    def label(self) -> str:
        return {"low": "Basse", "likely": "Probable", "high": "Haute"}[self.value]


class Cost(Protocol):
    """What is reckoned of a budget line; see `BudgetLine` for what each means."""

    category: str
    amount: Decimal
    recurring: bool
    internal: bool
    first_year: int
    years: int | None
    increase: Decimal
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True)
class Assumptions:
    """What holds for the whole budget; percentages are of 100."""

    horizon: int = 3
    contingency: Decimal = ZERO
    low_percent: Decimal = Decimal(10)
    high_percent: Decimal = Decimal(20)
    tax_rate: Decimal = Decimal(20)


@dataclass(frozen=True)
class Reckoning:
    """A budget over its horizon in one scenario: each tuple has an amount for each year."""

    lines: tuple[Years, ...]
    categories: Mapping[str, Years]
    one_off: Years
    recurring: Years
    internal: Years
    external: Years
    contingency: Years
    tax: Years
    total: Years = field(init=False)
    before_tax: Years = field(init=False)
    with_tax: Years = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "total", added(self.categories.values(), len(self.tax)))
        object.__setattr__(self, "before_tax", added((self.total, self.contingency), len(self.tax)))
        object.__setattr__(self, "with_tax", added((self.before_tax, self.tax), len(self.tax)))


def to_the_cent(amount: Decimal) -> Decimal:
    """This amount in whole cents, half up."""
    with localcontext(prec=PRECISION):
        return amount.quantize(CENT, ROUND_HALF_UP)


def product(quantity: Decimal, unit_price: Decimal, months: int | None = None) -> Decimal:
    """A quantity at its price, for this many months where it is paid by the month."""
    with localcontext(prec=PRECISION):
        return to_the_cent(quantity * unit_price * (months or 1))


def percent_of(amount: Decimal, percent: Decimal) -> Decimal:
    with localcontext(prec=PRECISION):
        return to_the_cent(amount * percent / HUNDRED)


def first_amount(cost: Cost, scenario: Scenario, assumptions: Assumptions) -> Decimal:
    """What its first year costs: the line’s own low or high amount, or else the likely one and the usual percentage."""
    if scenario is Scenario.LOW:
        return (
            cost.low if cost.low is not None else percent_of(cost.amount, HUNDRED - assumptions.low_percent)
        )
    if scenario is Scenario.HIGH:
        if cost.high is not None:
            return cost.high
        return percent_of(cost.amount, HUNDRED + assumptions.high_percent)
    return cost.amount


def yearly(cost: Cost, scenario: Scenario, assumptions: Assumptions) -> Years:
    """What a line costs in each year of the horizon."""
    first = first_amount(cost, scenario, assumptions)
    lasts = (cost.years or assumptions.horizon) if cost.recurring else 1
    with localcontext(prec=PRECISION):
        growth = 1 + cost.increase / HUNDRED
        return tuple(
            to_the_cent(first * growth**since) if 0 <= since < lasts else ZERO
            for since in (year - cost.first_year for year in range(1, assumptions.horizon + 1))
        )


def reckon(
    costs: Sequence[Cost], assumptions: Assumptions, scenario: Scenario = Scenario.LIKELY
) -> Reckoning:
    """The whole budget in this scenario.

    The contingency is a percentage of the lines, those of the contingency category excepted. The tax is that of what is
    bought outside, contingency included: the company’s own time bears none.
    """
    lines = tuple(yearly(cost, scenario, assumptions) for cost in costs)
    of = list(zip(costs, lines, strict=True))

    def sum_of(chosen: Iterable[Years]) -> Years:
        return added(chosen, assumptions.horizon)

    def provision(*, internal: bool) -> Years:
        bases = sum_of(years for one, years in of if one.internal == internal and one.category != CONTINGENCY)
        return tuple(percent_of(base, assumptions.contingency) for base in bases)

    external = sum_of(years for one, years in of if not one.internal)
    taxed = sum_of((external, provision(internal=False)))
    return Reckoning(
        lines=lines,
        categories={
            name: sum_of(years for one, years in of if one.category == name)
            for name in dict.fromkeys(one.category for one in costs)
        },
        one_off=sum_of(years for one, years in of if not one.recurring),
        recurring=sum_of(years for one, years in of if one.recurring),
        internal=sum_of(years for one, years in of if one.internal),
        external=external,
        contingency=sum_of((provision(internal=True), provision(internal=False))),
        tax=tuple(percent_of(base, assumptions.tax_rate) for base in taxed),
    )


def added(rows: Iterable[Years], horizon: int) -> Years:
    """These rows, added year by year."""
    return tuple(starmap(_sum, zip([ZERO] * horizon, *rows, strict=True)))


def _sum(*amounts: Decimal) -> Decimal:
    with localcontext(prec=PRECISION):
        return sum(amounts, ZERO)


def total_of(years: Years) -> Decimal:
    """These years together."""
    return _sum(*years)
