"""Requirements in the browser: written, moved, withdrawn and restored by keyboard alone."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import SESSION_KEY
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from charter.models import Department, Project
from requirements.actions.sections import start_specification
from requirements.models import Requirement, Section
from tests.factories import RequirementFactory
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db(transaction=True)


def refs(page: Page) -> list[str]:
    return page.locator(".need-list .requirement-ref").all_inner_texts()


@pytest.fixture
def signed_in(page: Page, live_server: LiveServer, client_for: ClientFor, project: Project) -> Page:
    """The manager’s browser."""
    client = client_for("manager")
    assert client.session[SESSION_KEY] == str(project.manager_id)
    cookie: Any = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    return page


def serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['help']}" for one in found if one["impact"] in {"serious", "critical"}]


def test_the_list_is_worked_by_keyboard(
    signed_in: Page, live_server: LiveServer, project: Project, com: Department
) -> None:
    page = signed_in
    RequirementFactory.create_batch(2, department=com)
    page.goto(f"{live_server.url}/projets/{project.slug}/exigences/?service=COM")
    page.get_by_role("link", name="Ajouter une exigence").press("Enter")
    expect(page.locator("#id_nouvelle_title")).to_be_focused()
    page.keyboard.type("Relance des devis")
    page.locator("#id_nouvelle_text").fill("Le CRM doit relancer.")
    page.get_by_role("button", name="Ajouter").press("Enter")
    expect(page.locator(".need-list .requirement-ref").nth(2)).to_have_text("COM-003")

    page.get_by_role("button", name="Monter COM-003").press("Enter")
    expect(page.locator(".need-list .requirement-ref").nth(1)).to_have_text("COM-003")
    expect(page.get_by_role("button", name="Monter COM-003")).to_be_focused()
    assert refs(page) == ["COM-001", "COM-003", "COM-002"]

    page.get_by_role("button", name="Retirer COM-003").press("Enter")
    page.locator("#confirm-dialog").get_by_role("button", name="Retirer").press("Enter")
    undo = page.get_by_role("button", name="Annuler")
    expect(undo).to_be_focused()
    undo.press("Enter")
    expect(page.locator(".need-list").get_by_text("Relance des devis")).to_be_visible()
    assert Requirement.objects.live().count() == 3


def test_a_search_refreshes_the_list_and_the_address(
    signed_in: Page, live_server: LiveServer, project: Project, com: Department
) -> None:
    page = signed_in
    RequirementFactory(department=com, title="Écart de prévision")
    RequirementFactory(department=com, title="Relance")
    page.goto(f"{live_server.url}/projets/{project.slug}/exigences/")
    page.get_by_label("Rechercher").press_sequentially("ecart")
    expect(page.locator(".need-list .requirement-ref")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"\?q=ecart$"))


def test_a_requirement_is_edited_inside_its_section(
    signed_in: Page, live_server: LiveServer, project: Project, com: Department
) -> None:
    page = signed_in
    start_specification(project)
    RequirementFactory(department=com)
    section = Section.objects.get(specification__project=project, department=com)
    page.goto(f"{live_server.url}{section.get_absolute_url()}")
    page.locator("#COM-001").get_by_role("link", name="Modifier COM-001").press("Enter")
    page.get_by_label("Source").fill("Atelier du 4 mars")
    page.locator("#COM-001").get_by_role("button", name="Enregistrer").press("Enter")
    expect(page.locator("#COM-001 .requirement-fact.is-minor")).to_contain_text("Atelier du 4 mars")
    expect(page.locator("#COM-001").get_by_role("link", name="Modifier COM-001")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_screens_are_accessible_and_fit_a_phone(
    scheme: Any, signed_in: Page, live_server: LiveServer, project: Project, com: Department
) -> None:
    page = signed_in
    page.emulate_media(color_scheme=scheme)
    RequirementFactory(department=com, status="proposed")
    RequirementFactory(department=com).put_aside(read_version=1)
    for path in ("", "ajouter", "corbeille", "COM-001/", "COM-001/modifier"):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(f"{live_server.url}/projets/{project.slug}/exigences/{path}")
        assert serious(page) == [], path
        page.set_viewport_size({"width": 360, "height": 780})
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
