"""The budget as it is printed, and as a project file holds it."""

from decimal import Decimal
from typing import Any

import pytest
from django.template.loader import render_to_string

from charter.budgetsheet import sheet_of
from charter.filepart import ProjectFileError
from charter.models import BudgetLine, BudgetSettings, Project
from charter.projectfiles import dump_project
from crmproject.toolkit.fingerprints import fingerprint
from tests.charter.budgets import collected, plain
from tests.charter.project_files import demo_data, load
from tests.factories import BudgetLineFactory

pytestmark = pytest.mark.django_db


def test_a_budget_as_before_collects_what_it_did(project: Project) -> None:
    """What was validated before a line could say more stays validated."""
    BudgetLineFactory(project=project, label="Licences", amount="3600", recurring=True)
    BudgetLineFactory(
        project=project, category="training", label="Formation", amount="1000.50", internal=True
    )
    assert fingerprint(collected(project)) == fingerprint(
        {
            "rows": [
                {
                    "category": "Licences ou abonnements",
                    "amount": 3600,
                    "share": 78,
                    "lines": [{"label": "Licences", "amount": 3600, "recurring": True, "internal": False}],
                },
                {
                    "category": "Formation",
                    "amount": "1000.5",
                    "share": 22,
                    "lines": [
                        {"label": "Formation", "amount": "1000.5", "recurring": False, "internal": True}
                    ],
                },
            ],
            "total": "4600.5",
            "recurring": 3600,
            "one_off": "1000.5",
        }
    )


def test_the_block_tells_every_year_once_there_is_more_than_the_first(project: Project) -> None:
    BudgetLineFactory(project=project, amount=1000, recurring=True)
    BudgetLineFactory(project=project, amount=500, first_year=2)
    data = collected(project)
    assert (data["total"], data["rows"][0]["lines"][1]["later"]) == (1000, True)
    assert data["by_year"] == [
        {"category": "Licences ou abonnements", "years": [1000, 1500, 1000], "sum": 3500}
    ]
    assert [row["sum"] for row in data["kinds"]] == [500, 3000, 3500, 0]
    assert [row["label"] for row in data["scenarios"]] == ["Basse", "Probable", "Haute"]


def test_the_first_year_of_the_file_is_the_sum_of_its_lines() -> None:
    """23 380 €, as the lines of the demo’s file add up."""
    data = demo_data()
    project = load(data)
    expected = sum(Decimal(str(line["amount"])) for line in data["budget"])
    assert expected == 23380
    told = collected(project)
    assert told["total"] == 23380
    assert sum(row["amount"] for row in told["rows"]) == 23380
    sheet = sheet_of(list(BudgetLine.objects.filter(project=project)), None)
    assert [str(amount) for amount in sheet.likely.total] == ["23380.00", "2966.40", "3055.39"]


def test_lines_and_settings_come_back_from_the_project_file(project: Project) -> None:
    BudgetLineFactory(
        project=project, category="licences", unit="users", quantity="4.5", unit_price="60", months=12, amount=3240,
        recurring=True, first_year=2, years=3, increase="2.5", low=3000, high=4000,
    )  # fmt: skip
    BudgetSettings.objects.create(
        project=project, horizon=6, users=4, contingency="7.5", tax_shown=True, tax_rate="8.5"
    )
    first = dump_project(project)
    assert first["budget_settings"]["horizon"] == 6
    assert first["budget"][0]["increase"] == 2.5
    again = load(first, replace=True)
    second = dump_project(again)
    assert [second[key] for key in ("budget", "budget_settings")] == [
        first[key] for key in ("budget", "budget_settings")
    ]


def test_a_file_may_leave_the_amount_to_the_quantity(project: Project) -> None:
    data = dump_project(project)
    data["budget"] = [
        {"category": "integration", "label": "Paramétrage", "unit": "days", "quantity": 12, "unit_price": 850}
    ]
    loaded = load(data, replace=True)
    assert BudgetLine.objects.get(project=loaded).amount == 10200


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ({}, "budget[0].amount : valeur manquante"),
        ({"amount": 5, "quantity": 2}, "budget[0].unit : valeur manquante"),
        ({"amount": 5, "unit": "days"}, "budget[0].quantity : une unité demande"),
        ({"amount": 5, "unit": "days", "quantity": 2, "unit_price": 3}, "budget[0].amount : la quantité"),
        ({"unit": "weeks", "amount": 5}, "budget[0].unit : valeur inconnue « weeks »"),
        ({"amount": 5, "years": 2}, "budget[0].recurring : years et increase"),
        ({"amount": 5, "low": 6}, "budget[0].low"),
        ({"amount": 5, "high": 4}, "budget[0].high"),
        ({"amount": 5, "first_year": 11}, "budget[0].first_year : 10 au plus"),
    ],
)
def test_a_wrong_line_of_a_file_is_refused_where_it_is(
    project: Project, entry: dict[str, Any], problem: str
) -> None:
    data = dump_project(project)
    data["budget"] = [{"category": "integration", "label": "Paramétrage", **entry}]
    with pytest.raises(ProjectFileError) as refused:
        load(data, replace=True)
    assert problem in plain(str(refused.value))


def test_ten_years_are_printed_in_two_tables(project: Project) -> None:
    BudgetLineFactory(project=project, amount=1000, recurring=True)
    BudgetSettings.objects.create(project=project, horizon=10)
    page = plain(render_to_string("blocks/budget.html", {"data": collected(project)}))
    assert page.count("Budget probable par poste et par année") == 2
    assert page.count("Sur 10 ans") == 2
    assert "10 000" in page


def test_one_year_needs_no_column_of_sums(project: Project) -> None:
    BudgetLineFactory(project=project, amount=1000)
    BudgetSettings.objects.create(project=project, horizon=1)
    page = plain(render_to_string("blocks/budget.html", {"data": collected(project)}))
    assert "Sur 1 an" not in page
    assert "Total sur 1 an : 1 000 € hors taxes." in page
