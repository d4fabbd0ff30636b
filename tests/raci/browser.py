"""The matrix in a browser: signing in, and finding cells."""

from django.conf import settings
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from charter.models import Membership
from raci.matrix import load_matrix
from raci.models import Activity
from tests.clients import ReadOnlyGetClient
from tests.personas import BACKEND

# A busy machine takes its time; nothing here waits for a delay, each step for a state.
SLOW_MS = 30_000


def open_matrix(page: Page, live_server: LiveServer, activity: Activity, user: User) -> Page:
    """The matrix of this activity’s project, as this person sees it."""
    client = ReadOnlyGetClient()
    client.force_login(user, backend=BACKEND)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    page.set_default_timeout(SLOW_MS)
    expect.set_options(timeout=SLOW_MS)
    page.goto(f"{live_server.url}/projets/{activity.project.slug}/raci/")
    expect(page.locator("[data-raci-hint]")).to_be_attached()
    # The module has run once one cell is the stop of the Tab key.
    expect(page.locator("td[tabindex='0']")).to_have_count(1)
    return page


def cell(page: Page, activity: Activity, member: Membership) -> Locator:
    """The cell of this person on this line."""
    keys = [holder.key for holder in load_matrix(activity.project_id).holders]
    return page.locator(f"#activite-{activity.pk} > td").nth(keys.index(f"m{member.pk}"))


def stand_on(page: Page, activity: Activity, member: Membership) -> Locator:
    """This cell, reached from the top left by arrows alone."""
    wanted = cell(page, activity, member)
    down = page.locator("tbody tr[id]").evaluate_all(
        "(rows, id) => rows.findIndex((row) => row.id === id)", f"activite-{activity.pk}"
    )
    across = wanted.evaluate("(cell) => cell.cellIndex - 1")
    page.locator("td[tabindex='0']").focus()
    page.keyboard.press("Control+Home")
    for _ in range(down):
        page.keyboard.press("ArrowDown")
    for _ in range(across):
        page.keyboard.press("ArrowRight")
    expect(wanted).to_be_focused()
    return wanted


def saved(page: Page) -> None:
    """Wait until everything that was typed is written."""
    expect(page.locator("[data-raci-matrix]")).not_to_have_attribute("aria-busy", "true")


def paste(page: Page, text: str) -> None:
    """Ctrl+V of this text, as a spreadsheet gives it."""
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+v")
