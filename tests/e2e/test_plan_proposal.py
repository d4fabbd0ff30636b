"""A planning proposed for an empty project and for the real one, then the matrix filled from it."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from playwright.sync_api import Browser, expect

from charter import homepanel
from charter.models import Project
from crmproject.environment import BASE_DIR
from planning.models import Task
from planning.reading import load_planning
from raci.matrix import load_matrix
from raci.models import Purpose
from tests.e2e.people import PASSWORD, Person
from tests.factories import DepartmentFactory, MembershipFactory, ProjectFactory

pytestmark = pytest.mark.django_db(transaction=True)

DEMO = BASE_DIR / "demo" / "projet-negoce.yaml"
MANAGER = "chef.projet@exemple.fr"


@pytest.fixture
def empty(db: None) -> Project:
    """A new project with a small team, and nothing in its planning."""
    project: Project = ProjectFactory(slug="neuf", manager__email=MANAGER, manager__password=PASSWORD)
    EmailAddress.objects.update_or_create(
        user=project.manager, email=MANAGER, defaults={"verified": True, "primary": True}
    )
    sales = DepartmentFactory(project=project, code="COM", name="Commercial")
    systems = DepartmentFactory(project=project, code="SI", name="Systèmes d’information")
    MembershipFactory(project=project, title="Direction générale", roles=["sponsor", "steering"])
    MembershipFactory(project=project, title="Direction commerciale", roles=["head"], department=sales)
    MembershipFactory(project=project, title="Responsable SI", roles=["head"], department=systems)
    MembershipFactory(
        project=project,
        title="Commercial itinérant",
        roles=["contributor"],
        department=sales,
        functions=["referent", "pilot"],
    )
    homepanel.start_project(project)
    return project


def test_an_empty_project_gets_its_planning_then_its_matrix(
    empty: Project, live_server: Any, browser: Browser
) -> None:
    person = Person.sign_in(browser, live_server.url, MANAGER)
    page = person.page
    person.go(f"/projets/{empty.slug}/planning/")
    page.get_by_role("link", name="Proposer un planning").click()
    expect(page.get_by_role("heading", name="Proposer un planning")).to_be_visible()
    page.get_by_label("Utilisateurs du CRM").fill("60")
    page.get_by_label("Services concernés").fill("4")
    page.get_by_label("Haute saison, du mois de").select_option("11")
    page.get_by_label("au mois de", exact=True).select_option("12")
    page.get_by_role("button", name="Proposer", exact=True).click()
    expect(page.get_by_text("4 services à écouter")).to_be_visible()
    assert not Task.objects.filter(project=empty).exists()
    page.get_by_role("button", name="Appliquer cette proposition").click()
    expect(page.get_by_role("heading", name="Le planning est posé")).to_be_visible()
    assert load_planning(empty.pk).end is not None
    page.get_by_role("link", name="Remplir la matrice RACI").click()
    expect(page.get_by_text("nouvelle ligne").first).to_be_visible()
    page.get_by_role("button", name="Remplir la matrice").click()
    expect(page.get_by_role("heading", name="Matrice RACI")).to_be_visible()
    matrix = load_matrix(empty.pk)
    assert [line.problem for line in matrix.lines if line.problem] == []
    assert len(matrix.of_purpose(Purpose.CHANGE_REQUESTS)) == 1
    assert not person.problems


def test_the_real_project_is_laid_out_anew_and_keeps_its_matrix(
    db: None, live_server: Any, browser: Browser
) -> None:
    call_command("load_project", str(DEMO))
    call_command("demo_accounts")
    project = Project.objects.get(slug="negoce")
    letters = sum(len(line.letters) for line in load_matrix(project.pk).lines)
    person = Person.sign_in(browser, live_server.url, MANAGER)
    page = person.page
    person.go(f"/projets/{project.slug}/planning/proposition/")
    expect(page.get_by_label("Recouvrement des deux outils (mois)")).to_have_value("3")
    page.get_by_label(re.compile("Sont remplacées")).check()
    page.get_by_role("button", name="Proposer", exact=True).click()
    expect(page.get_by_text(re.compile("lignes de la matrice RACI suivent leur tâche"))).to_be_visible()
    page.get_by_role("button", name="Remplacer le planning").click()
    page.get_by_role("dialog").get_by_role("button", name="Remplacer").click()
    expect(page.get_by_role("heading", name="Le planning est posé")).to_be_visible()
    planning = load_planning(project.pk)
    assert {"T06B", "T17", "T18"} <= {line.task.key for line in planning.tasks}
    assert all(line.has_owner for line in planning.tasks)
    assert sum(len(line.letters) for line in load_matrix(project.pk).lines) == letters
    assert not person.problems
