"""The trade’s reference figures, and the coherence rules that follow them."""

from decimal import Decimal
from typing import Any

import pytest

from charter.budgetsheet import sheet_of
from charter.models import BudgetLine, BudgetSettings, Project
from charter.ratios import Verdict, ratios_of
from crmproject.toolkit.diagnostics import rules
from tests.charter.budgets import found
from tests.factories import BudgetLineFactory

pytestmark = pytest.mark.django_db


def verdicts(*lines: BudgetLine, **settings: Any) -> dict[str, Verdict]:
    return {one.rule: one.verdict for one in ratios_of(sheet_of(lines, BudgetSettings(**settings)))}


def line(category: str = "integration", amount: int = 1000, **values: Any) -> BudgetLine:
    return BudgetLine(category=category, label=values.pop("label", "Ligne"), amount=Decimal(amount), **values)


def days(quantity: int, price: int, **values: Any) -> BudgetLine:
    return line(
        amount=quantity * price, unit="days", quantity=Decimal(quantity), unit_price=Decimal(price), **values
    )


@pytest.mark.parametrize(
    ("lines", "users", "verdict"),
    [
        ([days(2, 800)], 4, Verdict.GOOD),
        ([days(1, 800)], 4, Verdict.BAD),
        ([line(amount=1750)], 4, Verdict.LOOK),
        ([line(amount=1399)], 4, Verdict.BAD),
        ([line(amount=2000)], 4, Verdict.GOOD),
        ([days(9, 800, internal=True)], 4, Verdict.BAD),
        ([days(2, 800)], None, Verdict.UNKNOWN),
    ],
)
def test_r_prestation_counts_half_a_day_of_service_for_each_user(
    lines: list[BudgetLine], users: int | None, verdict: Verdict
) -> None:
    """[R-PRESTATION] days that are counted are exact; amounts are worth between 700 and 1,000 € the day."""
    assert verdicts(*lines, users=users)["R-PRESTATION"] is verdict


@pytest.mark.parametrize(
    ("price", "verdict"),
    [(699, Verdict.LOOK), (700, Verdict.GOOD), (1000, Verdict.GOOD), (1001, Verdict.LOOK)],
)
def test_r_journee_expects_700_to_1000_euros_the_day(price: int, verdict: Verdict) -> None:
    """[R-JOURNEE]"""
    assert verdicts(days(3, price))["R-JOURNEE"] is verdict


def test_e_budget_looks_at_the_share_of_licences() -> None:
    """[E-BUDGET]"""
    assert verdicts(line("licences"))["E-BUDGET"] is Verdict.BAD
    assert verdicts(line("licences"), line())["E-BUDGET"] is Verdict.GOOD


@pytest.mark.parametrize(
    ("training", "verdict"),
    [
        (line("training", label="Formation initiale"), Verdict.BAD),
        (line("training", label="Formation initiale et perfectionnement"), Verdict.GOOD),
        (line("training", label="Session", first_year=2), Verdict.GOOD),
        (line("training", label="Session", recurring=True), Verdict.GOOD),
        (line("change", label="Perfectionnement"), Verdict.BAD),
    ],
)
def test_r_budget_perfectionnement_looks_for_what_follows_the_first_training(
    training: BudgetLine, verdict: Verdict
) -> None:
    """[R-BUDGET-PERFECTIONNEMENT]"""
    assert verdicts(training)["R-BUDGET-PERFECTIONNEMENT"] is verdict


def test_r_formation_r_reserve_and_r_aleas_say_what_is_missing() -> None:
    """[R-FORMATION] [R-RESERVE] [R-ALEAS]"""
    missing = verdicts(line())
    assert {missing[one] for one in ("R-FORMATION", "R-RESERVE", "R-ALEAS")} == {Verdict.BAD}
    there = verdicts(line("training"), line("post_launch"), contingency=Decimal(5))
    assert {there[one] for one in ("R-FORMATION", "R-RESERVE", "R-ALEAS")} == {Verdict.GOOD}
    assert verdicts(line("contingency"))["R-ALEAS"] is Verdict.GOOD
    assert set(verdicts().values()) == {Verdict.UNKNOWN}


def test_every_reference_follows_a_rule_that_exists() -> None:
    known = {rule.id for rule in rules()}
    assert {one.rule for one in ratios_of(sheet_of([], None))} <= known


def test_r_aleas_finds_no_contingency_and_counts_the_lines(project: Project) -> None:
    """[R-ALEAS]"""
    assert found(project, "R-ALEAS") == []
    BudgetLineFactory(project=project)
    assert found(project, "R-ALEAS") == ["Ni provision (0 %) ni ligne d’aléas parmi 1 ligne de budget."]
    BudgetSettings.objects.create(project=project, contingency=5)
    assert found(project, "R-ALEAS") == []


def test_r_prestation_says_how_many_days_for_how_many_users(project: Project) -> None:
    """[R-PRESTATION]"""
    BudgetLineFactory(
        project=project, category="integration", unit="days", quantity=4, unit_price=800, amount=3200
    )
    assert found(project, "R-PRESTATION") == []
    BudgetSettings.objects.create(project=project, users=10)
    assert found(project, "R-PRESTATION") == [
        "4 jours de prestation pour 10 utilisateurs : moins de 5 jours."
    ]


def test_r_journee_names_the_lines_out_of_range(project: Project) -> None:
    """[R-JOURNEE]"""
    for label, price in (("Paramétrage", 1400), ("Reprise", 800)):
        BudgetLineFactory(
            project=project,
            category="integration",
            label=label,
            unit="days",
            quantity=1,
            unit_price=price,
            amount=price,
        )
    assert found(project, "R-JOURNEE") == [
        "1 sur 2 lignes comptées en jours hors de 700 à 1 000 € le jour : « Paramétrage » (1 400 €)."
    ]


def test_r_budget_perfectionnement_says_how_much_is_for_the_first_training(project: Project) -> None:
    """[R-BUDGET-PERFECTIONNEMENT]"""
    line = BudgetLineFactory(project=project, category="training", label="Formation initiale", amount=3000)
    (text,) = found(project, "R-BUDGET-PERFECTIONNEMENT")
    assert text.startswith("3 000 € de formation")
    BudgetLine.objects.filter(pk=line.pk).update(label="Formation puis perfectionnement")
    assert found(project, "R-BUDGET-PERFECTIONNEMENT") == []
