"""The lists and the charter in a browser: drag, keyboard, confirmation, live sentence."""

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from charter.models import Project, ScopeItem
from tests.factories import ScopeItemFactory
from tests.personas import ClientFor


@pytest.fixture
def manager(
    page: Page, live_server: LiveServer, project: Project, personas: dict[str, User], client_for: ClientFor
) -> Page:
    """The manager’s browser, on the list of the scope."""
    for position, text in enumerate(["Devis", "Tickets", "Campagnes"], start=1):
        ScopeItemFactory(project=project, text=text, position=position)
    cookie = client_for("manager").cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    page.goto(f"{live_server.url}/projets/{project.slug}/listes/perimetre/")
    return page


def shown(page: Page) -> list[str]:
    return page.locator("tbody tr td:first-child").all_inner_texts()


def stored() -> list[str]:
    return [item.text for item in ScopeItem.objects.live()]


def test_a_row_is_dragged_to_its_place(manager: Page) -> None:
    rows = manager.locator("tbody tr")
    expect(manager.locator("tbody[data-reorder-ready]")).to_be_visible()
    target = rows.nth(0).bounding_box()
    assert target is not None
    rows.nth(2).locator("[data-reorder-handle]").hover()
    manager.mouse.down()
    # Until the row has passed the first one: dragging is animated, and a loaded machine is late.
    for step in range(40):
        manager.mouse.move(target["x"] + 200, target["y"] + 40 - step)
        manager.wait_for_timeout(25)
        if "Campagnes" in rows.nth(0).inner_text():
            break
    with manager.expect_response(lambda response: response.url.endswith("/ordre")):
        manager.mouse.up()
    expect(rows.first).to_contain_text("Campagnes")
    assert stored() == ["Campagnes", "Devis", "Tickets"]


def test_a_row_moves_by_keyboard_and_keeps_the_focus(manager: Page) -> None:
    pk = ScopeItem.objects.get(text="Campagnes").pk
    button = manager.locator(f"#haut-{pk}")
    button.focus()
    manager.keyboard.press("Enter")
    expect(manager.locator("tbody tr").nth(1)).to_contain_text("Campagnes")
    expect(button).to_be_focused()
    assert stored() == ["Devis", "Campagnes", "Tickets"]


def test_deleting_asks_then_offers_to_undo(manager: Page) -> None:
    manager.get_by_role("button", name="Supprimer Tickets").click()
    dialog = manager.get_by_role("dialog")
    expect(dialog).to_contain_text("Supprimer cette ligne")
    dialog.get_by_role("button", name="Annuler").click()
    assert "Tickets" in stored()
    manager.get_by_role("button", name="Supprimer Tickets").click()
    dialog.get_by_role("button", name="Supprimer").click()
    manager.get_by_role("button", name="Annuler la suppression").click()
    expect(manager.locator("tbody")).to_contain_text("Tickets")
    assert stored() == ["Devis", "Tickets", "Campagnes"]


def test_the_sentence_composes_itself(manager: Page, live_server: LiveServer, project: Project) -> None:
    manager.goto(f"{live_server.url}/projets/{project.slug}/charte/objectif-strategique/")
    manager.get_by_label("Objectif clé").fill("mieux suivre les clients")
    expect(manager.locator("#sentence")).to_contain_text("Le projet CRM vise à mieux suivre les clients.")
    manager.get_by_role("button", name="Enregistrer").click()
    expect(manager.get_by_role("heading", name="Note de cadrage")).to_be_visible()
