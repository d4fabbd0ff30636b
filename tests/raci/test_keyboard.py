"""The matrix in a browser, by keyboard alone."""

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from charter.models import Membership
from raci.models import Activity, Assignment
from tests.clients import ReadOnlyGetClient
from tests.personas import BACKEND


@pytest.fixture
def matrix(page: Page, live_server: LiveServer, activity: Activity, manager: Membership) -> Page:
    client = ReadOnlyGetClient()
    client.force_login(manager.user, backend=BACKEND)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    page.goto(f"{live_server.url}/projets/{activity.project.slug}/raci/")
    return page


def test_letters_arrows_and_delete_fill_the_matrix(
    claire: Membership, activity: Activity, manager: Membership, matrix: Page
) -> None:
    first, second = (matrix.locator(f"#case-{activity.pk}-m{one.pk}") for one in (manager, claire))
    first.focus()
    matrix.keyboard.press("a")
    expect(first).to_have_attribute("data-letters", "A")
    expect(first).to_be_focused()
    matrix.keyboard.press("r")
    expect(first).to_have_attribute("data-letters", "AR")
    expect(first).to_be_focused()
    matrix.keyboard.press("ArrowRight")
    expect(second).to_be_focused()
    matrix.keyboard.press("i")
    expect(second).to_have_attribute("data-letters", "I")
    matrix.keyboard.press("Delete")
    expect(second).to_have_attribute("data-letters", "")
    assert set(Assignment.objects.values_list("member_id", "role")) == {(manager.pk, "A"), (manager.pk, "R")}


def test_a_refused_a_is_told_and_moved_by_keyboard(
    claire: Membership, activity: Activity, manager: Membership, matrix: Page
) -> None:
    Assignment.objects.create(activity=activity, member=manager, role="A")
    cell = matrix.locator(f"#case-{activity.pk}-m{claire.pk}")
    cell.focus()
    matrix.keyboard.press("a")
    move = matrix.get_by_role("button", name="Donner le A à Direction commerciale")
    expect(move).to_be_focused()
    matrix.keyboard.press("Enter")
    expect(cell).to_have_attribute("data-letters", "A")
    expect(cell).to_be_focused()
    assert Assignment.objects.get(role="A").member == claire


def test_the_menu_writes_a_cell(
    claire: Membership, activity: Activity, manager: Membership, matrix: Page
) -> None:
    cell = matrix.locator(f"#case-{activity.pk}-m{claire.pk}")
    cell.click()
    matrix.get_by_role("menuitem", name="est consulté").click()
    expect(cell).to_have_attribute("data-letters", "C")
    expect(cell).to_be_focused()
