"""People at their browsers."""

import re
from dataclasses import dataclass
from typing import Self

from playwright.sync_api import Browser, ConsoleMessage, Page, expect

PASSWORD = "demonstration-crm"

type Problems = list[str]


def is_problem(line: ConsoleMessage) -> bool:
    """Whether the browser complains; a refusal that the page explains (409, 422) is no fault.

    Nor is a request that the page gave up because it was left: HTMX tells of it with these two events.
    """
    expected = r"status of (409|422)|^htmx:(afterRequest|sendAbort), "
    return line.type == "error" and not re.search(expected, line.text)


@dataclass
class Person:
    """Someone signed in, in a browser of their own. `problems` gathers what the console complains of."""

    page: Page
    base: str
    problems: Problems

    @classmethod
    def arrive(cls, browser: Browser, base: str, *, width: int = 1440) -> Self:
        """Open a browser of one’s own, signed out."""
        context = browser.new_context(
            locale="fr-FR", timezone_id="Europe/Paris", viewport={"width": width, "height": 900}
        )
        page = context.new_page()
        page.set_default_timeout(15_000)
        problems: Problems = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda line: problems.append(line.text) if is_problem(line) else None)
        return cls(page, base, problems)

    @classmethod
    def sign_in(cls, browser: Browser, base: str, email: str, *, width: int = 1440) -> Self:
        """Open a browser and sign in through the page."""
        person = cls.arrive(browser, base, width=width)
        page = person.page
        person.go("/compte/login/")
        page.get_by_label("E-mail").or_(page.locator("input[name=login]")).first.fill(email)
        page.locator("input[name=password]").fill(PASSWORD)
        page.get_by_role("button", name="Se connecter").click()
        expect(page.get_by_role("link", name="Mes projets").first).to_be_visible()
        return person

    def go(self, path: str) -> None:
        """Open an address of the site."""
        self.page.goto(f"{self.base}{path}")

    def type_text(self, text: str) -> None:
        """Replace the section’s text in the editor, and wait until it is saved."""
        editor = self.page.locator(".ProseMirror[contenteditable=true]").first
        editor.click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        self.saved()

    def saved(self) -> None:
        """Wait until the page says that the text is saved."""
        expect(self.page.locator("#save-status")).to_have_text("Enregistré")

    def sees_state(self, label: str) -> None:
        """Wait until the section shows this state."""
        expect(self.page.locator("#section-bar .state")).to_have_text(label)
