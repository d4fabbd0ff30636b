"""The bell in a browser: it changes by itself, and never disturbs."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Kind, User
from accounts.notify import Notice, notify
from tests.factories import UserFactory
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db(transaction=True)

# What the bell waits for besides its half minute; coming back to the page sends it too.
ASK = "document.querySelector('[data-bell]').dispatchEvent(new CustomEvent('refresh'))"


def test_the_bell_changes_by_itself_and_a_network_away_disturbs_nobody(
    page: Page, live_server: LiveServer, client_for: ClientFor
) -> None:
    person: User = UserFactory()
    cookie = client_for(person).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    page.goto(live_server.url + reverse("profile"))
    expect(page.get_by_role("link", name="Notifications, aucune non lue")).to_be_visible()
    notify([person], Notice("a:1", Kind.DECIDE, "Une décision vous attend", "/compte/profil/"))
    page.evaluate(ASK)
    expect(page.get_by_role("link", name="Notifications, 1 non lue")).to_be_visible()
    expect(page.locator("[data-toasts]")).to_contain_text("Vous avez une nouvelle notification.")

    asked = []

    def cut(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    page.route("**/notifications/nombre/**", cut)
    page.evaluate(ASK)
    page.wait_for_timeout(500)
    assert asked
    expect(page.locator("[data-toasts]")).not_to_contain_text("injoignable")

    page.get_by_role("link", name="Notifications, 1 non lue").click()
    page.get_by_role("button", name="Non lue Une décision vous attend").click()
    expect(page).to_have_url(live_server.url + reverse("profile"))
    expect(page.get_by_role("link", name="Notifications, aucune non lue")).to_be_visible()
