"""The rows of predecessors, added and filled in the browser."""

from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from charter.models import Project
from planning.models import TaskDependency
from tests.personas import ClientFor
from tests.planning.factories import PhaseFactory, TaskFactory


def test_a_row_is_added_and_its_link_is_written(
    page: Page, live_server: LiveServer, project: Project, personas: dict[str, User], client_for: ClientFor
) -> None:
    phase = PhaseFactory(project=project)
    first, second = TaskFactory(phase=phase, key="A"), TaskFactory(phase=phase, key="B")
    cookie = client_for("manager").cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    page.goto(live_server.url + reverse("register_edit", args=[project.slug, "taches", second.pk]))
    rows = page.locator("[data-link-row]")
    expect(rows).to_have_count(3)
    page.get_by_role("button", name="Ajouter un prédécesseur").click()
    expect(rows).to_have_count(4)
    expect(page.get_by_label("Tâche attendue, ligne 4")).to_be_focused()
    page.get_by_label("Tâche attendue, ligne 4").select_option(str(first.pk))
    page.get_by_label("Lien, ligne 4").select_option(label="Début à début")
    page.get_by_label("Délai en jours ouvrés, ligne 4").fill("-2")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_role("cell", name="A DD-2")).to_be_visible()
    (link,) = TaskDependency.objects.filter(task=second)
    assert (link.predecessor, link.kind, link.lag) == (first, "SS", -2)
