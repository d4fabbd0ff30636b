"""The tree of objectives, and what covers each of them [R-TRACE]."""

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from charter.coverage import coverage_of
from charter.models import Department, OperationalObjective, Project, StrategicObjective
from charter.objectivedrawings import objective_tree
from crmproject.toolkit import blocks
from crmproject.toolkit.blocks import Gathering, Place
from requirements.models import Requirement
from tests.factories import OperationalObjectiveFactory, RequirementFactory
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db


@pytest.fixture
def served(com: Department, direction: Department) -> OperationalObjective:
    """An objective of COM that three requirements serve, two of them « Must »; one of DIR serves nothing."""
    StrategicObjective.objects.create(project=com.project, key="mieux suivre les clients")
    one: OperationalObjective = OperationalObjectiveFactory(department=com, ref="OP-1", title="Répondre vite")
    OperationalObjectiveFactory(department=direction, ref="OP-2", title="Piloter", horizon="long")
    for priority in ("must", "must", "could"):
        RequirementFactory(department=com, objective=one, priority=priority, status="accepted")
    return one


def tree(project: Project, client: Client, query: str = "") -> str:
    answer = client.get(reverse("objective_tree", args=[project.slug]) + query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().replace("&nbsp;", " ").replace("\u00a0", " ").split())


def test_r_trace_coverage_counts_accepted_requirements(served: OperationalObjective) -> None:
    RequirementFactory(department=served.department, objective=served, status="proposed")
    Requirement.objects.filter(priority="could").update(deleted_at="2027-01-01T00:00Z")
    found = coverage_of(Gathering(served.project_id))
    assert set(found) == {"OP-1"}
    assert (found["OP-1"].total, found["OP-1"].must) == (2, 2)


def test_r_trace_the_tree_shows_what_covers_each_objective(
    project: Project, served: OperationalObjective, client_for: ClientFor
) -> None:
    page = tree(project, client_for("reader"))
    assert "3 exigences, dont 2 Must" in page
    assert "objectif=OP-1" in page
    assert "Non couvert : aucune exigence ne le sert" in page
    assert "2 objectifs sur 2 ; <strong>1 non couvert</strong>" in page
    assert "Le projet CRM vise à mieux suivre les clients." in page


def test_the_link_of_the_coverage_lists_those_requirements(
    project: Project, served: OperationalObjective, client_for: ClientFor
) -> None:
    url = coverage_of(Gathering(project.pk))["OP-1"].url
    page = client_for("reader").get(url).content.decode()
    for ref in Requirement.objects.values_list("ref", flat=True):
        assert ref in page


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("?service=COM", "OP-1", "OP-2"),
        ("?horizon=long", "OP-2", "OP-1"),
        ("?manque=1", "OP-2", "OP-1"),
        ("?par=horizon&service=DIR", "OP-2", "OP-1"),
    ],
)
def test_the_tree_is_filtered(
    project: Project, served: OperationalObjective, client_for: ClientFor, query: str, shown: str, hidden: str
) -> None:
    page = tree(project, client_for("reader"), query)
    assert f'<span class="ref">{shown}</span>' in page
    assert f'<span class="ref">{hidden}</span>' not in page


def test_an_unknown_filter_shows_all(
    project: Project, served: OperationalObjective, client_for: ClientFor
) -> None:
    page = tree(project, client_for("reader"), "?service=XXX&horizon=demain&par=rien")
    assert "2 objectifs sur 2" in page


def test_a_department_without_objective_stands_in_the_tree(
    project: Project, com: Department, client_for: ClientFor
) -> None:
    page = tree(project, client_for("manager"))
    assert page.count("Aucun objectif</span>") == 2
    assert "Il n’est pas encore formulé." in page


def test_a_reader_finds_no_way_to_write(
    project: Project, served: OperationalObjective, client_for: ClientFor
) -> None:
    edit = reverse("register_edit", args=[project.slug, "objectifs", served.pk])
    assert edit in tree(project, client_for("manager"))
    assert edit not in tree(project, client_for("reader"))


def test_the_list_and_the_tree_lead_to_each_other(project: Project, client_for: ClientFor) -> None:
    client = client_for("manager")
    listing = reverse("register", args=[project.slug, "objectifs"])
    assert listing in tree(project, client)
    assert reverse("objective_tree", args=[project.slug]) in client.get(listing).content.decode()


def test_twenty_objectives_cost_no_more_queries_than_two(
    project: Project, served: OperationalObjective, client_for: ClientFor
) -> None:
    client = client_for("manager")

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            tree(project, client)
        return len(queries)

    count()
    few = count()
    for objective in OperationalObjectiveFactory.create_batch(18, department=served.department):
        RequirementFactory(department=served.department, objective=objective, status="accepted")
    assert count() == few


def test_the_tree_is_drawn_with_every_objective_and_has_its_table(served: OperationalObjective) -> None:
    block = blocks.get("objective_tree")
    assert block is not None
    data = block.collect(Gathering(served.project_id), Place())
    [drawing] = objective_tree(data)
    printed = render_to_string(block.template, {"data": data, "block": block})
    for shown in ("OP-1", "Répondre vite", "OP-2", "Commercial", "48 → 24\u00a0heures"):
        assert shown in drawing
        assert printed.count(shown) >= 2
    assert "2 objectifs de 2 services déclinent l’objectif stratégique." in drawing


def test_a_large_tree_is_drawn_in_several_parts(served: OperationalObjective) -> None:
    OperationalObjectiveFactory.create_batch(40, department=served.department)
    block = blocks.get("objective_tree")
    assert block is not None
    drawings = objective_tree(block.collect(Gathering(served.project_id), Place()))
    assert len(drawings) == 3
    assert sum(one.count("OP-") for one in drawings) == 42
