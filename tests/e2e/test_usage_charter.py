"""A signing campaign in browsers, with a real worker and a real mail server: 3 signatures of 5, then a new version."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Browser, expect

from charter.actions.usage_signing import revoke
from charter.models import Project, UsageSignature, UsageVersion
from tests.charter.usages import campaign_of, invited, link
from tests.e2e.looks import Looks
from tests.e2e.people import PASSWORD, Person
from tests.factories import DepartmentFactory, ProjectFactory
from tests.mail import Received, SmtpSink
from tests.worker import Worker, running_worker, wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]

MANAGER = "chef.projet@exemple.fr"
HERE = "/projets/negoce/charte/usage/"
STAFF = """Nom ; adresse ; service
Assistante commerciale ; assistante@exemple.fr ; COM
Commercial itinérant ; itinerant@exemple.fr ; COM
Technicien ; technicien@exemple.fr ; Service client
Magasinier ; magasin@exemple.fr ; Logistique
Comptable ; comptable@exemple.fr ; Direction"""
LINK = re.compile(r"https?://\S+/charte-usage/\S+/")
CODE = re.compile(r"^(\d{6})\s*$", re.MULTILINE)


@pytest.fixture
def project(transactional_db: None) -> Project:
    made: Project = ProjectFactory(
        slug="negoce", manager__email=MANAGER, manager__password=PASSWORD, manager__name="Chef de projet"
    )
    EmailAddress.objects.create(user=made.manager, email=MANAGER, primary=True, verified=True)
    DepartmentFactory(project=made, code="COM", name="Commercial")
    return made


@pytest.fixture
def worker(
    project: Project, service_env: dict[str, str], smtp_sink: SmtpSink, tmp_path: Path
) -> Iterator[Worker]:
    """A worker with beat whose mail goes to the sink."""
    with running_worker({**service_env, **smtp_sink.env}, tmp_path / "worker") as running:
        yield running


def latest(sink: SmtpSink, address: str, pattern: re.Pattern[str]) -> str:
    """What the newest message to this address with such a text says."""
    found: list[str] = []

    def arrived() -> bool:
        messages: list[Received] = sink.to(address)
        found[:] = [hit.group() for one in reversed(messages) if (hit := pattern.search(one.text))]
        return bool(found)

    wait_for(arrived, 60)
    return found[0].strip()


def sign(browser: Browser, base: str, sink: SmtpSink, address: str, name: str) -> Person:
    """Somebody without account signs on a phone, from the link and the code in the mailbox."""
    person = Person.arrive(browser, base, width=360)
    page = person.page
    person.go(urlsplit(latest(sink, address, LINK)).path)
    expect(page.get_by_text("Ce lien est personnel")).to_be_visible()
    page.get_by_role("button", name="lire la charte").click()
    expect(page.get_by_role("heading", name="Ce que l’on ne fait pas des données")).to_be_visible()
    page.get_by_label("J’ai lu la charte en entier").check()
    page.get_by_label("Vos prénom et nom").fill(name)
    page.get_by_role("button", name="Recevoir mon code").click()
    # What was typed is still there, and the code is asked for.
    expect(page.get_by_label("Vos prénom et nom")).to_have_value(name)
    page.get_by_label("Code à 6 chiffres").fill(latest(sink, address, CODE))
    page.get_by_role("button", name="Signer", exact=True).click()
    expect(page.get_by_role("heading", name="Votre signature est enregistrée")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    return person


def test_three_sign_of_five_then_a_new_version_is_signed_again(
    project: Project, worker: Worker, smtp_sink: SmtpSink, live_server: Any, browser: Browser
) -> None:
    base = live_server.url
    manager = Person.sign_in(browser, base, MANAGER)
    page = manager.page
    manager.go(HERE)
    page.get_by_role("button", name="Partir du jeu de départ").click()
    page.get_by_role("link", name="Publier", exact=True).click()
    page.get_by_role("button", name="Publier la version 1").click()
    page.get_by_label("Demander aussi aux membres").uncheck()
    page.get_by_label("Liste des destinataires").fill(STAFF)
    page.get_by_role("button", name="Ouvrir la campagne").click()
    expect(page.get_by_text("0 signatures sur 5").first).to_be_visible()
    smtp_sink.wait(5, 90)
    first_link = latest(smtp_sink, "assistante@exemple.fr", LINK)

    signatories = [
        sign(browser, base, smtp_sink, address, name)
        for address, name in (
            ("assistante@exemple.fr", "Assistante commerciale"),
            ("itinerant@exemple.fr", "Commercial itinérant"),
            ("technicien@exemple.fr", "Technicien de support"),
        )
    ]
    manager.go(f"{HERE}signatures/")
    expect(page.get_by_role("heading", name="3 signatures sur 5")).to_be_visible()
    commercial = page.get_by_role("row", name=re.compile("^Commercial 2 2"))
    expect(commercial).to_be_visible()

    manager.go("/projets/negoce/listes/articles-charte-usage/")
    page.get_by_role("row", name=re.compile("^À qui appartiennent")).get_by_role("link").first.click()
    editor = page.locator(".ProseMirror[contenteditable=true]").first
    editor.click()
    page.keyboard.press("Control+A")
    page.keyboard.type("Les contacts appartiennent à l’entreprise.")
    page.get_by_role("button", name="Enregistrer").first.click()
    manager.go(f"{HERE}publier/")
    expect(page.locator(".diff ins").first).to_contain_text("contacts appartiennent")
    page.get_by_label("Ce qui change dans cette version").fill("Le premier article tient en une phrase.")
    page.get_by_role("button", name="Publier la version 2").click()
    expect(page.get_by_text("5 personnes ont signé une version précédente")).to_be_visible()
    page.get_by_label("Demander aussi aux membres").uncheck()
    page.get_by_role("button", name="Ouvrir la campagne").click()
    expect(page.get_by_role("heading", name="0 signatures sur 5")).to_be_visible()

    wait_for(lambda: latest(smtp_sink, "assistante@exemple.fr", LINK) != first_link, 90, worker.log)
    asked = next(one for one in smtp_sink.to("assistante@exemple.fr")[::-1] if LINK.search(one.text))
    assert "Le premier article tient en une phrase." in asked.text
    signatories.append(sign(browser, base, smtp_sink, "assistante@exemple.fr", "Assistante commerciale"))
    manager.go(f"{HERE}signatures/")
    expect(page.get_by_role("heading", name="1 signature sur 5")).to_be_visible()
    manager.go(f"{HERE}signatures/?version=1")
    expect(page.get_by_role("heading", name="3 signatures sur 5")).to_be_visible()

    one, two = UsageVersion.objects.order_by("number")
    signed = UsageSignature.objects.order_by("pk").values_list("version", "fingerprint")
    assert list(signed) == [(one.pk, one.fingerprint)] * 3 + [(two.pk, two.fingerprint)]
    assert not [problem for person in (manager, *signatories) for problem in person.problems]


def test_the_pages_of_a_personal_link(project: Project, live_server: Any, browser: Browser) -> None:
    """The door, the charter to sign, what is missing, the proof, and links that are closed."""
    campaign = campaign_of(project)
    alice = invited(campaign, "alice@exemple.fr")
    person = Person.arrive(browser, live_server.url)
    looks = Looks(person)
    looks.at("/charte-usage/faux-jeton/", HTTPStatus.NOT_FOUND)
    looks.at(link(alice))
    person.go(link(alice))
    # By keyboard alone.
    person.page.get_by_role("button", name="lire la charte").press("Enter")
    expect(person.page.get_by_role("heading", name="Signer")).to_be_visible()
    person.page.get_by_role("button", name="Recevoir mon code").press("Enter")
    expect(person.page.get_by_text("corrigez ce qui suit")).to_be_visible()
    looks.at(link(alice))
    revoke(invitation=invited(campaign, "bruno@exemple.fr"))
    looks.at(link(invited(campaign, "bruno@exemple.fr")), HTTPStatus.GONE)
    UsageSignature.objects.create(
        version=campaign.version,
        invitation=alice,
        name="Alice Martin",
        email=alice.email,
        statement="J’ai lu et j’accepte.",
        fingerprint=campaign.version.fingerprint,
    )
    looks.at(link(alice))
    assert not looks.faults, "\n".join(looks.faults)
