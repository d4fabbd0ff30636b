"""Answering on a phone and sorting by keyboard, in a browser."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from charter.models import Answer, AnswerCluster, Project, Respondent
from tests.charter.asking import ask, make_questionnaire, say
from tests.personas import ClientFor

PHONE = {"width": 360, "height": 740}


@pytest.mark.parametrize("javascript", [True, False])
def test_a_phone_answers_step_by_step_and_another_device_goes_on(
    javascript: bool, project: Project, live_server: LiveServer, browser: Browser
) -> None:
    _, token = ask(make_questionnaire(project), name="Commercial itinérant")
    address = f"{live_server.url}{reverse('answering', args=[token])}"
    phone = browser.new_context(viewport=PHONE, java_script_enabled=javascript).new_page()  # type: ignore[arg-type]
    phone.goto(address)
    phone.get_by_role("button", name="Commencer").click()
    words = phone.get_by_label("Que recopiez-vous")
    words.fill("Le devis, trois fois.")
    if javascript:
        # Typed, and the phone put away: the pause was enough.
        expect(phone.locator("#kept")).to_contain_text("Enregistré à")
        width = phone.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["width"]
    else:
        phone.get_by_role("button", name="Enregistrer et continuer").click()
        expect(phone.get_by_text("Question 2 sur 3")).to_be_visible()
    assert Answer.objects.get().text == "Le devis, trois fois."

    desk = browser.new_context(java_script_enabled=javascript).new_page()
    desk.goto(address)
    desk.get_by_role("button", name="Reprendre").click()
    expect(desk.get_by_text("Question 2 sur 3")).to_be_visible()
    desk.get_by_label("Sur la route").check()
    desk.get_by_role("button", name="Relire et terminer").click()
    expect(desk.get_by_text("Sur la route")).to_be_visible()
    desk.get_by_role("button", name="Terminer").click()
    expect(desk.get_by_role("heading", name="Merci, vous avez répondu")).to_be_visible()
    assert Respondent.objects.get().finished_at
    phone.goto(address)
    expect(phone.get_by_text("ne comptera pas deux fois")).to_be_visible()


def test_an_answer_is_put_in_a_cluster_by_keyboard_without_leaving_the_page(
    page: Page, live_server: LiveServer, project: Project, personas: dict[str, User], client_for: ClientFor
) -> None:
    one = make_questionnaire(project)
    cluster = AnswerCluster.objects.create(questionnaire=one, name="Double saisie")
    person, _ = ask(one, name="Commercial itinérant")
    answer = say(person, one.questions.order_by("position")[0], "Le devis, trois fois.")
    cookie = client_for("manager").cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    page.goto(f"{live_server.url}{reverse('answer_clusters', args=[project.slug, one.pk])}")
    card = page.locator(f'[data-answer="{answer.pk}"]')
    card.get_by_role("combobox").select_option(label="Double saisie")
    with page.expect_response(lambda response: response.url.endswith("/ranger")):
        card.get_by_role("button", name="Ranger").press("Enter")
    expect(page.locator(f'[data-cluster="{cluster.pk}"] [data-answer="{answer.pk}"]')).to_be_visible()
    expect(card.get_by_role("combobox")).to_be_focused()
    answer.refresh_from_db()
    assert answer.cluster == cluster
