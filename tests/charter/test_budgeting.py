"""Reckoning: to the cent, and the same total whichever way it is added up."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.budgeting import (
    Assumptions,
    Reckoning,
    Scenario,
    percent_of,
    product,
    reckon,
    to_the_cent,
    total_of,
    yearly,
)
from charter.models.budget import BudgetCategory

LARGEST = Decimal("9999999999.99")


def figures(*rows: Any) -> Any:
    """These amounts, to be compared with whole numbers."""
    return rows if len(rows) > 1 else rows[0]


@dataclass
class Line:
    """A budget line, without a database."""

    category: str = "licences"
    amount: Decimal = Decimal(1200)
    recurring: bool = False
    internal: bool = False
    first_year: int = 1
    years: int | None = None
    increase: Decimal = Decimal(0)
    low: Decimal | None = None
    high: Decimal | None = None


def money_up_to(most: Decimal) -> st.SearchStrategy[Decimal]:
    return st.decimals(min_value=0, max_value=most, places=2, allow_nan=False)


def percents(least: int, most: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(min_value=least, max_value=most, places=2, allow_nan=False)


@st.composite
def lines(draw: st.DrawFn) -> Line:
    recurring = draw(st.booleans())
    amount = draw(money_up_to(LARGEST))
    return Line(
        category=draw(st.sampled_from(BudgetCategory.values)),
        amount=amount,
        recurring=recurring,
        internal=draw(st.booleans()),
        first_year=draw(st.integers(1, 10)),
        years=draw(st.none() | st.integers(1, 10)) if recurring else None,
        increase=draw(percents(-50, 100)) if recurring else Decimal(0),
        low=draw(st.none() | money_up_to(amount)),
        high=draw(st.none() | st.just(amount + 1)),
    )


ASSUMPTIONS = st.builds(
    Assumptions,
    horizon=st.integers(1, 10),
    contingency=percents(0, 100),
    low_percent=percents(0, 100),
    high_percent=percents(0, 300),
    tax_rate=percents(0, 100),
)


def all_amounts(found: Reckoning) -> list[Decimal]:
    rows = [*found.lines, *found.categories.values(), found.one_off, found.recurring, found.internal]
    rows += [found.external, found.contingency, found.tax, found.total, found.before_tax, found.with_tax]
    return [amount for row in rows for amount in row]


@given(st.lists(lines(), max_size=12), ASSUMPTIONS, st.sampled_from(Scenario))
def test_categories_years_and_lines_come_to_one_total(
    costs: list[Line], assumptions: Assumptions, scenario: Scenario
) -> None:
    found = reckon(costs, assumptions, scenario)
    total = total_of(found.total)
    assert sum((total_of(years) for years in found.lines), Decimal(0)) == total
    assert sum((total_of(years) for years in found.categories.values()), Decimal(0)) == total
    assert total_of(found.one_off) + total_of(found.recurring) == total
    assert total_of(found.internal) + total_of(found.external) == total
    assert total_of(found.before_tax) == total + total_of(found.contingency)
    assert total_of(found.with_tax) == total_of(found.before_tax) + total_of(found.tax)
    assert all(len(years) == assumptions.horizon for years in (*found.lines, found.total, found.tax))


@given(st.lists(lines(), max_size=12), ASSUMPTIONS)
def test_every_amount_is_whole_cents_and_none_is_negative(
    costs: list[Line], assumptions: Assumptions
) -> None:
    for amount in all_amounts(reckon(costs, assumptions)):
        assert amount == to_the_cent(amount)
        assert amount >= 0


@given(st.lists(lines(), max_size=12), ASSUMPTIONS)
def test_likely_stands_between_low_and_high(costs: list[Line], assumptions: Assumptions) -> None:
    low, likely, high = (reckon(costs, assumptions, one).before_tax for one in Scenario)
    assert all(one <= two <= three for one, two, three in zip(low, likely, high, strict=True))


def test_an_old_line_keeps_its_meaning() -> None:
    """A plain amount is spent in the first year; a recurring one comes back every year, the same."""
    assert figures(yearly(Line(), Scenario.LIKELY, Assumptions())) == (1200, 0, 0)
    assert figures(yearly(Line(recurring=True), Scenario.LIKELY, Assumptions())) == (1200, 1200, 1200)


@pytest.mark.parametrize(
    ("line", "years"),
    [
        (Line(first_year=2), (0, 1200, 0, 0)),
        (Line(first_year=5), (0, 0, 0, 0)),
        (Line(recurring=True, first_year=2, years=2), (0, 1200, 1200, 0)),
        (Line(recurring=True, first_year=3, years=10), (0, 0, 1200, 1200)),
        (
            Line(recurring=True, increase=Decimal(3)),
            (1200, 1236, Decimal("1273.08"), Decimal("1311.27")),
        ),
        (Line(recurring=True, increase=Decimal(-50)), (1200, 600, 300, 150)),
    ],
)
def test_a_line_is_spread_over_its_years(line: Line, years: tuple[object, ...]) -> None:
    assert yearly(line, Scenario.LIKELY, Assumptions(horizon=4)) == years


def test_a_line_says_its_own_hypotheses_or_takes_the_usual_percentages() -> None:
    usual = Assumptions(horizon=1, low_percent=Decimal(10), high_percent=Decimal(25))
    own = Line(low=Decimal(1000), high=Decimal(3000))
    assert [yearly(Line(), one, usual)[0] for one in Scenario] == [1080, 1200, 1500]
    assert [yearly(own, one, usual)[0] for one in Scenario] == [1000, 1200, 3000]


def test_contingency_is_on_all_but_the_lines_of_contingency() -> None:
    costs = [Line(amount=Decimal(1000)), Line(amount=Decimal(500), category="contingency")]
    found = reckon(costs, Assumptions(horizon=1, contingency=Decimal(10)))
    assert figures(found.total, found.contingency, found.before_tax) == ((1500,), (100,), (1600,))


def test_tax_is_on_what_is_bought_with_its_share_of_contingency() -> None:
    costs = [Line(amount=Decimal(1000)), Line(amount=Decimal(1000), internal=True)]
    found = reckon(costs, Assumptions(horizon=1, contingency=Decimal(10), tax_rate=Decimal(20)))
    assert figures(found.contingency, found.tax, found.with_tax) == ((200,), (220,), (2420,))


@pytest.mark.parametrize(
    ("quantity", "price", "months", "amount"),
    [
        ("12", "850", None, "10200"),
        ("4", "60", 12, "2880"),
        ("0.5", "0.01", None, "0.01"),
        ("1.5", "333.33", None, "500.00"),
    ],
)
def test_a_quantity_at_its_price_is_rounded_half_up(
    quantity: str, price: str, months: int | None, amount: str
) -> None:
    assert product(Decimal(quantity), Decimal(price), months) == Decimal(amount)


def test_a_percentage_is_rounded_half_up() -> None:
    assert percent_of(Decimal("0.05"), Decimal(10)) == Decimal("0.01")
