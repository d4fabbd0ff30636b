"""Agreement from end to end: two validators, a refusal, a change in quoted data, and what each person is told."""

from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Browser, expect

from accounts.models import Notification
from charter.models import Project
from requirements.models import Section, Specification
from requirements.outline import outline
from requirements.states import State
from selection.models import Criterion
from tests.agreement import agree_on_the_rest
from tests.e2e.people import PASSWORD, Person
from tests.e2e.test_main_job import DEMO
from tests.mail import SmtpSink
from tests.worker import running_worker, wait_for

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=False)

MANAGER, HEAD, SPONSOR, OTHER = (
    f"{name}@exemple.fr"
    for name in ("chef.projet", "direction.commerciale", "direction.generale", "direction.sav")
)


@pytest.fixture
def negoce() -> Project:
    call_command("load_project", str(DEMO))
    call_command("demo_accounts")
    return Project.objects.get(slug="negoce")


def submit_to_both(manager: Person, section: Section) -> None:
    """Submit the section to the head of sales and the sponsor, both required."""
    manager.go(f"{section.get_absolute_url()}soumettre")
    for who in ("Direction commerciale", "Direction générale"):
        manager.page.get_by_role("radiogroup", name=who).get_by_label("Obligatoire").check()
    manager.page.get_by_role("button", name="Soumettre").click()
    manager.sees_state("Soumise")


def sign(person: Person, section: Section) -> None:
    """Approve the section with one’s password."""
    person.go(section.get_absolute_url())
    person.page.get_by_role("link", name="Approuver et signer").first.click()
    person.page.get_by_label("Mot de passe").fill(PASSWORD)
    person.page.get_by_role("button", name="Signer et approuver").click()
    expect(person.page.get_by_text("Vous avez signé et approuvé").first).to_be_visible()


def ask_for_changes(person: Person, section: Section, reason: str) -> None:
    person.go(section.get_absolute_url())
    person.page.get_by_label("Motif").fill(reason)
    person.page.get_by_role("button", name="Demander des modifications").click()
    person.sees_state("Modifications demandées")


def change_a_word(manager: Person, criterion: Criterion) -> None:
    """Change one word of a criterion, on the page of criteria that two sections quote."""
    manager.go(reverse("register_edit", args=["negoce", "criteres", criterion.pk]))
    field = manager.page.locator("input[name=title]")
    field.fill(f"{field.input_value()} réelle")
    manager.page.get_by_role("button", name="Enregistrer").click()
    expect(manager.page.get_by_text("réelle").first).to_be_visible()


def stale(project: Project) -> set[str]:
    """Sections that were validated and changed, by key."""
    nodes = outline(Specification.objects.of(project)).nodes
    assert {node.state for node in nodes} <= {State.VALIDATED, State.STALE, State.HEADING}
    return {node.section.key for node in nodes if node.state == State.STALE}


def test_agreement_is_asked_refused_given_lost_and_told(
    negoce: Project,
    live_server: Any,
    browser: Browser,
    service_env: dict[str, str],
    smtp_sink: SmtpSink,
    tmp_path: Any,
) -> None:
    section = Section.objects.get(specification__project=negoce, key="budget")

    def got(address: str, words: str) -> None:
        """Wait until this person got these words, in the site and by e-mail."""
        wait_for(lambda: Notification.objects.filter(user__email=address, text__contains=words).exists(), 90)
        wait_for(lambda: any(words in one.text for one in smtp_sink.to(address)), 90)

    with running_worker({**service_env, **smtp_sink.env, "MAIL_GROUP_SECONDS": "1"}, tmp_path / "worker"):
        manager = Person.sign_in(browser, live_server.url, MANAGER)
        head = Person.sign_in(browser, live_server.url, HEAD)
        sponsor = Person.sign_in(browser, live_server.url, SPONSOR)
        submit_to_both(manager, section)
        got(HEAD, "Votre décision est attendue")
        got(SPONSOR, "Votre décision est attendue")
        sign(sponsor, section)
        got(MANAGER, "a approuvé la section")
        ask_for_changes(head, section, "Il manque la formation.")
        got(MANAGER, "demande des modifications")
        got(SPONSOR, "demande des modifications")
        assert any("Il manque la formation." in one.text for one in smtp_sink.to(MANAGER))

        manager.go(section.get_absolute_url())
        manager.type_text("La formation est comprise.")
        submit_to_both(manager, section)
        sign(head, section)
        sign(sponsor, section)
        sponsor.sees_state("Validée")
        got(HEAD, "est validée par tous ses validateurs")

        agree_on_the_rest(negoce)
        assert stale(negoce) == set()
        change_a_word(manager, Criterion.objects.filter(project=negoce).order_by("pk")[0])
        assert stale(negoce) == {"summary", "budget"}
        manager.go(section.get_absolute_url())
        manager.sees_state("Validée puis modifiée")
        expect(manager.page.get_by_text("réelle").first).to_be_visible()
        for address in (MANAGER, HEAD, SPONSOR):
            got(address, "a changé après sa validation")
    told = Notification.objects.filter(key__startswith="fell:")
    assert {one.split(":")[1] for one in told.values_list("key", flat=True)} == {
        str(one.pk)
        for one in Section.objects.filter(specification__project=negoce, key__in=["summary", "budget"])
    }
    assert not any("a changé après sa validation" in one.text for one in smtp_sink.to(OTHER))
    messages = [one.message["Message-ID"] for one in smtp_sink.received]
    assert len(messages) == len(set(messages))
    assert not manager.problems + head.problems + sponsor.problems
