"""The charter’s blocks: plain data, queries that don’t grow, nothing printed when there is nothing."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from charter.models import Department, Project, StrategicObjective
from crmproject.toolkit import blocks
from crmproject.toolkit.blocks import Gathering, Place
from tests.factories import (
    BudgetLineFactory,
    DepartmentFactory,
    MembershipFactory,
    OperationalObjectiveFactory,
    RiskFactory,
    ScopeItemFactory,
)

pytestmark = pytest.mark.django_db

NAMES = [
    "strategic_objective",
    "objectives",
    "objective_tree",
    "project_identity",
    "scope",
    "budget",
    "risks",
]


def collect(project: Project, name: str) -> dict[str, Any]:
    block = blocks.get(name)
    assert block is not None
    return block.collect(Gathering(project.pk), Place())


def printed(project: Project, name: str) -> str:
    block = blocks.get(name)
    assert block is not None
    return render_to_string(block.template, {"data": collect(project, name), "block": block})


def make(project: Project) -> None:
    department = DepartmentFactory(project=project)
    OperationalObjectiveFactory(department=department)
    ScopeItemFactory(project=project)
    BudgetLineFactory(project=project, amount="1234.50")
    RiskFactory(project=project, owner=MembershipFactory(project=project))


@pytest.mark.parametrize("name", NAMES)
def test_data_survives_json(project: Project, name: str) -> None:
    StrategicObjective.objects.create(project=project, key="mieux suivre les clients")
    make(project)
    data = collect(project, name)
    assert json.loads(json.dumps(data)) == data


@pytest.mark.parametrize("name", NAMES)
def test_ten_rows_cost_no_more_queries_than_one(project: Project, name: str) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            collect(project, name)
        return len(queries)

    make(project)
    one = count()
    for _ in range(9):
        make(project)
    assert count() == one


def test_several_sections_share_one_query(project: Project) -> None:
    block = blocks.get("budget")
    assert block is not None
    gathering = Gathering(project.pk)
    block.collect(gathering, Place())
    with CaptureQueriesContext(connection) as queries:
        block.collect(gathering, Place("COM"))
    assert len(queries) == 0


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"project_identity"}))
def test_an_empty_block_is_empty_and_prints_nothing(project: Project, name: str) -> None:
    block = blocks.get(name)
    assert block is not None
    assert block.is_empty(collect(project, name))
    assert printed(project, name).strip() == ""


@pytest.mark.parametrize(
    ("name", "factory"), [("scope", ScopeItemFactory), ("budget", BudgetLineFactory), ("risks", RiskFactory)]
)
def test_what_is_in_the_trash_is_not_printed(
    project: Project, name: str, factory: Callable[..., Any]
) -> None:
    factory(project=project).put_aside(read_version=1)
    assert printed(project, name).strip() == ""


@pytest.mark.parametrize("gap", [{"target": None}, {"due": None}])
def test_an_objective_without_target_or_date_is_signalled(com: Department, gap: dict[str, None]) -> None:
    """[R-SMART]"""
    OperationalObjectiveFactory(department=com, **gap)
    assert "Cible ou échéance manquante" in printed(com.project, "objectives")


def test_a_smart_objective_is_not_signalled(com: Department) -> None:
    OperationalObjectiveFactory(department=com, baseline="48", target="24.5", unit="heures")
    page = printed(com.project, "objectives")
    assert "manquante" not in page
    assert "24,5\u00a0heures" in page.replace("&nbsp;", "\u00a0")


def test_the_budget_adds_up_by_category(project: Project) -> None:
    BudgetLineFactory(project=project, category="licences", amount="3600", recurring=True)
    BudgetLineFactory(project=project, category="training", amount="1000.50")
    BudgetLineFactory(project=project, category="training", amount="1399.50", internal=True)
    data = collect(project, "budget")
    assert [(row["category"], row["amount"], row["share"]) for row in data["rows"]] == [
        ("Licences ou abonnements", 3600, 60),
        ("Formation", 2400, 40),
    ]
    assert (data["total"], data["recurring"], data["one_off"]) == (6000, 3600, 2400)
    assert data["rows"][1]["lines"][0]["amount"] == "1000.5"
    assert "1\u202f000,50\u00a0€" in printed(project, "budget")


def test_a_free_budget_has_no_shares_to_divide(project: Project) -> None:
    BudgetLineFactory(project=project, amount=0)
    assert collect(project, "budget")["rows"][0]["share"] == 0


def test_risks_are_ranked_and_fears_stand_apart(project: Project) -> None:
    RiskFactory(project=project, title="Saisonnalité", probability=1, impact=2)
    RiskFactory(project=project, title="Turn-over", kind="external", probability=5, impact=4)
    RiskFactory(project=project, title="Être surveillé", kind="fear")
    data = collect(project, "risks")
    assert [(row["title"], row["criticality"], row["level"]) for row in data["rows"]] == [
        ("Turn-over", 20, "critique"),
        ("Saisonnalité", 2, "faible"),
    ]
    assert [row["title"] for row in data["fears"]] == ["Être surveillé"]


def test_the_outgoing_tool_is_named_only_when_there_is_one_to_replace(project: Project) -> None:
    """[R-REMPL]"""
    Project.objects.filter(pk=project.pk).update(outgoing_tool="HubSpot", overlap_months=3)
    assert "HubSpot" not in printed(project, "project_identity")
    Project.objects.filter(pk=project.pk).update(setup="replacement")
    page = printed(project, "project_identity")
    assert "HubSpot" in page
    assert "Recouvrement" in page
