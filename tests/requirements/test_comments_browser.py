"""Comments in the browser, by keyboard: a row, a passage of the text, a name after an at sign."""

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from charter import homepanel
from charter.models import Department, Project
from requirements.models import Comment, Section
from tests.factories import RequirementFactory
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db(transaction=True)

SLOW = 20_000  # ms; a busy machine takes its time

SELECT = """(words) => {
  const paragraph = (inside) => document.querySelector(`${inside} p`);
  const node = (paragraph(".ProseMirror[contenteditable=true]") || paragraph("[data-passages]")).firstChild;
  const range = document.createRange();
  range.setStart(node, node.data.indexOf(words));
  range.setEnd(node, node.data.indexOf(words) + words.length);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


def sign_in(page: Page, live_server: LiveServer, client: Client) -> None:
    cookie: Any = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.clear_cookies()
    page.context.add_cookies([cookie])


def sent(page: Page) -> Comment:
    """Send the comment that is written, and wait until it is there."""
    page.get_by_role("button", name="Commenter", exact=True).press("Enter")
    expect(page.locator("#volet-corps .callout-success")).to_be_focused(timeout=SLOW)
    found: Comment | None = Comment.objects.order_by("pk").last()
    assert found is not None
    return found


def test_rows_passages_and_names_are_commented_by_keyboard(
    page: Page,
    live_server: LiveServer,
    project: Project,
    com: Department,
    personas: dict[str, User],
    client_for: ClientFor,
) -> None:
    homepanel.start_project(project)
    section = Section.objects.get(specification__project=project, title="Commercial")
    section.write(read_version=1, text="<p>Les agences visitent 40 clients par semaine.</p>")
    need = RequirementFactory(department=com)
    sign_in(page, live_server, client_for("head"))
    page.goto(f"{live_server.url}{section.get_absolute_url()}")
    page.get_by_role("link", name=f"Commenter {need.ref}").press("Enter")
    expect(page.locator("#comment_text")).to_be_focused(timeout=SLOW)
    page.keyboard.type("Merci @claire")
    expect(page.get_by_role("listbox", name="Membres du projet").get_by_role("option")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.type("de préciser.")
    comment = sent(page)
    assert comment.text == "Merci @Claire Chef de préciser."
    assert (comment.row_key, comment.mentions.get().user) == (need.ref, project.manager)
    expect(page.get_by_role("link", name=f"1 Commenter {need.ref}")).to_be_visible()

    page.evaluate(SELECT, "40 clients")
    expect(page.get_by_role("button", name="Commenter ce passage")).to_be_visible()
    page.keyboard.press("Control+Alt+m")
    expect(page.locator("#comment_text")).to_be_focused(timeout=SLOW)
    page.keyboard.type("De quelle année ?")
    assert (sent(page).quote, Comment.objects.latest("pk").quote_before) == (
        "40 clients",
        "Les agences visitent",
    )
    page.get_by_role("link", name="Aller au passage").press("Enter")
    assert page.evaluate("getSelection().toString()") == "40 clients"

    sign_in(page, live_server, client_for("manager"))
    page.goto(f"{live_server.url}{section.get_absolute_url()}?volet=commentaires")
    expect(page.locator(".ProseMirror[contenteditable=true]").first).to_be_visible()
    page.get_by_role("link", name="Aller au passage").press("Enter")
    assert page.evaluate("getSelection().toString()") == "40 clients"
    page.evaluate(SELECT, "par semaine")
    page.get_by_role("button", name="Commenter ce passage").click()
    expect(page.locator("[data-quote]")).to_have_value("par semaine")
