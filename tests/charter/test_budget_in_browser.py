"""The amount of a budget line, told while one writes it."""

from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from charter.models import BudgetLine, Project
from tests.personas import ClientFor


def test_the_amount_follows_what_is_typed(
    page: Page, live_server: LiveServer, project: Project, personas: dict[str, User], client_for: ClientFor
) -> None:
    cookie = client_for("manager").cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    page.goto(live_server.url + reverse("register_add", args=[project.slug, "budget"]))
    page.get_by_label("Poste").select_option("integration")
    page.get_by_label("Libellé").fill("Paramétrage")
    page.get_by_label("Ce que l’on compte").select_option("days")
    page.get_by_label("Quantité").fill("12,5")
    page.get_by_label("Prix unitaire").fill("850")
    told = page.locator("#line-amount")
    expect(told).to_contain_text("12,5\u00a0jours × 850\u00a0€ = 10\u202f625\u00a0€ hors taxes.")
    page.get_by_label("Quantité").fill("douze")
    expect(told).to_contain_text("s’affichera ici")
    page.get_by_label("Quantité").fill("12")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_role("heading", name="Budget", exact=True)).to_be_visible()
    assert str(BudgetLine.objects.get().amount) == "10200.00"
