"""From an empty project to a charter that the direction signed, decided on, and has as a PDF."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from accounts.models import User
from charter.actions.projects import create_project
from charter.management.commands.demo_accounts import open_account
from charter.models import Department, Membership, Project
from planning.models import GateDecision, GateKind
from requirements.models import Edition, Specification
from requirements.outline import outline
from tests.documents import words_of
from tests.e2e.people import PASSWORD, Person
from tests.factories import UserFactory
from tests.worker import Worker

pytestmark = pytest.mark.django_db(transaction=True)

MANAGER, SPONSOR = "chef.projet@exemple.fr", "direction.generale@exemple.fr"
HERE = "/projets/comptoir-crm/"


@pytest.fixture
def comptoir(transactional_db: None) -> Project:
    """A project of a new CRM with its manager and sponsor, in which nobody wrote anything."""
    manager: User = UserFactory(email=MANAGER, name="Chef de projet CRM")
    sponsor: User = UserFactory(email=SPONSOR, name="Direction générale")
    project = create_project(
        by=manager,
        project=Project(name="CRM", organisation="Comptoir", start="2027-01-11", target_end="2027-09-30"),
        departments=[("COM", "Commercial"), ("DIR", "Direction")],
    )
    Membership.objects.create(
        project=project,
        user=sponsor,
        title="Direction générale",
        roles=["sponsor", "steering"],
        department=Department.objects.get(project=project, code="DIR"),
        position=2,
    )
    for person in (manager, sponsor):
        person.set_password(PASSWORD)
        person.save()
        open_account(person, PASSWORD)
    return project


def fill(person: Person, path: str, **fields: str) -> None:
    """Fill a form of the charter by its labels, a choice by its words, and save it."""
    person.go(f"{HERE}{path}")
    for name, value in fields.items():
        field = person.page.locator(f"[name={name}]").first
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)
    person.page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(person.page.get_by_role("heading", level=1)).to_be_visible()


def frame(manager: Person) -> None:
    """The manager writes what the direction will sign; a budget line is refused first, in words."""
    fill(manager, "charte/objectif-strategique/", key="répondre à chaque client dans l’heure")
    fill(
        manager,
        "listes/objectifs/ajouter/",
        department="Commercial",
        title="Réduire le délai de réponse",
        measure="délai",
        baseline="7",
        target="1",
        unit="heure",
        due="2027-09-30",
    )
    fill(manager, "listes/perimetre/ajouter/", text="Devis et relances")
    line = {"category": "Intégration et paramétrage", "label": "Paramétrage"}
    fill(manager, "listes/budget/ajouter/", **line, amount="beaucoup")
    expect(manager.page.locator(".invalid-feedback").first).to_be_visible()
    fill(manager, "listes/budget/ajouter/", **line, amount="1 234,50")
    expect(manager.page.get_by_text("1 234,50").first).to_be_visible()
    fill(manager, "listes/risques/ajouter/", title="Saison chargée")


def leave_out(manager: Person, project: Project) -> None:
    """Chapters that would stay empty leave the plan; each asks first."""
    for node in outline(Specification.objects.note_of(project)).unvalidated:
        if node.says_nothing:
            manager.go(node.section.get_absolute_url())
            manager.page.get_by_role("button", name="Retirer").click()
            manager.page.get_by_role("dialog").get_by_role("button", name="Retirer").click()
            expect(manager.page.get_by_role("heading", name="Note de cadrage", level=1)).to_be_visible()


def submit(manager: Person) -> None:
    manager.go(f"{HERE}charte/")
    manager.page.get_by_role("link", name="Soumettre à la direction").click()
    sponsor = manager.page.get_by_role("radiogroup", name="Direction générale")
    expect(sponsor.get_by_label("Obligatoire")).to_be_checked()
    manager.page.get_by_role("button", name="Soumettre").click()
    expect(manager.page.get_by_role("heading", name="Note de cadrage", level=1)).to_be_visible()


def sign(sponsor: Person) -> None:
    """The sponsor finds it on the home, reads it whole, and signs it with one password."""
    sponsor.go(HERE)
    sponsor.page.get_by_role("link", name="Lire et signer la note de cadrage").first.click()
    sponsor.page.locator("summary", has_text="Objectifs").click()
    expect(sponsor.page.get_by_text("répondre à chaque client dans l’heure").first).to_be_visible()
    sponsor.page.get_by_label("Votre mot de passe").fill("ce n’est pas lui")
    sponsor.page.get_by_role("button", name="Signer et approuver").click()
    expect(sponsor.page.get_by_text("Ce mot de passe n’est pas le vôtre").first).to_be_visible()
    sponsor.page.get_by_label("Votre mot de passe").fill(PASSWORD)
    sponsor.page.get_by_role("button", name="Signer et approuver").click()
    expect(sponsor.page.get_by_role("heading", name="Note de cadrage", level=1)).to_be_visible()


def publish(manager: Person) -> str:
    """The manager publishes the edition; its PDF comes by itself. Gives the file’s text."""
    manager.go(f"{HERE}charte/")
    manager.page.get_by_role("link", name="Publier une édition").click()
    expect(manager.page.get_by_text("Cette édition sera « validée »")).to_be_visible()
    manager.page.get_by_label("Titre").fill("Pour la direction")
    manager.page.get_by_role("button", name="Publier l’édition").click()
    frame = manager.page.locator("[data-pdf]")
    expect(frame).to_be_visible(timeout=120_000)
    return words_of(manager.page.request.get(f"{manager.base}{frame.get_attribute('data-url')}").body())


def launch(sponsor: Person) -> None:
    """The sponsor launches the project, by name and password."""
    sponsor.go(f"{HERE}charte/")
    sponsor.page.get_by_role("link", name="Décider").click()
    sponsor.page.get_by_label("Lancer le projet").check()
    sponsor.page.get_by_label("Édition concernée").select_option(index=1)
    sponsor.page.get_by_label("Votre mot de passe").fill(PASSWORD)
    sponsor.page.get_by_role("button", name="Enregistrer la décision").click()
    expect(sponsor.page.get_by_text("Décision enregistrée").first).to_be_visible()


def test_from_an_empty_project_to_a_signed_charter_and_its_pdf(
    comptoir: Project, live_server: Any, browser: Browser, celery_worker: Worker
) -> None:
    manager = Person.sign_in(browser, live_server.url, MANAGER)
    frame(manager)
    leave_out(manager, comptoir)
    submit(manager)
    sponsor = Person.sign_in(browser, live_server.url, SPONSOR, width=360)
    sign(sponsor)
    text = publish(manager)
    for words in ("Note de cadrage", "Édition validée", "1 234,50", "Saison chargée", "Direction générale"):
        assert words in text, words
    launch(sponsor)
    decision = GateDecision.objects.get(gate__project=comptoir, gate__kind=GateKind.LAUNCH)
    assert (decision.name, decision.edition) == ("Direction générale", Edition.objects.get())
    assert not manager.problems + sponsor.problems
