"""The main job on the real project file: draft, submit, refuse, mend, approve, edit, edition, PDF, decision."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, expect

from charter.models import Membership, Project
from requirements.models import Decision, Export, Section
from tests.agreement import agree_on_the_rest
from tests.documents import words_of
from tests.e2e.people import PASSWORD, Person
from tests.worker import Worker

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=False)

DEMO = Path(__file__).resolve().parents[2] / "demo" / "projet-negoce.yaml"
FIRST = "Les commerciaux perdent des affaires faute de relance."
TITLE = "Édition pour le comité de pilotage"
PDF = "[data-pdf]"
MENDED = "Les commerciaux perdent quinze affaires sur cent faute de relance."


@pytest.fixture
def negoce() -> Project:
    """The demo’s project, with its accounts open."""
    call_command("load_project", str(DEMO))
    call_command("demo_accounts")
    return Project.objects.get(slug="negoce")


def draft_and_submit(manager: Person, section: Section) -> None:
    """The manager drafts and submits; the head of the department is proposed as validator."""
    manager.go(section.get_absolute_url())
    manager.type_text(FIRST)
    manager.page.get_by_role("link", name="Soumettre à validation").click()
    head = manager.page.get_by_role("radiogroup", name="Direction commerciale")
    expect(head.get_by_label("Obligatoire")).to_be_checked()
    manager.page.get_by_role("button", name="Soumettre").click()
    manager.sees_state("Soumise")


def refuse(head: Person) -> None:
    """The head is told on the project’s home, reads, and asks for changes: without a reason, then with one."""
    head.go("/projets/negoce/")
    head.page.get_by_role("link", name="Valider la section « 6.1 Commercial »").click()
    expect(head.page.get_by_text(FIRST)).to_be_visible()
    head.page.get_by_role("button", name="Demander des modifications").click()
    expect(head.page.get_by_text("Dites ce qu’il faut modifier.").first).to_be_visible()
    head.page.get_by_label("Motif").fill("Chiffrez la perte.")
    head.page.get_by_role("button", name="Demander des modifications").click()
    head.sees_state("Modifications demandées")


def mend_and_approve(manager: Person, head: Person) -> None:
    """The manager mends and submits again; the head approves."""
    manager.go("/projets/negoce/")
    manager.page.get_by_role("link", name="Reprendre la section « 6.1 Commercial »").click()
    expect(manager.page.get_by_text("Chiffrez la perte.")).to_be_visible()
    manager.type_text(MENDED)
    manager.page.get_by_role("link", name="Soumettre à nouveau").click()
    manager.page.get_by_role("button", name="Soumettre").click()
    manager.sees_state("Soumise")
    head.page.reload()
    expect(head.page.get_by_text(MENDED)).to_be_visible()
    sign(head)
    head.sees_state("Validée")


def sign(head: Person) -> None:
    """The head reads what is approved, in words, and signs it with the password: a wrong one, then the right one."""
    head.page.get_by_role("link", name="Approuver et signer…").click()
    expect(head.page.get_by_text("Vous signez cette déclaration")).to_be_visible()
    expect(head.page.locator(".sign-statement")).to_contain_text("j’approuve le contenu de la section")
    expect(head.page.locator(".sign-content ins").first).to_be_attached()
    head.page.get_by_label("Votre mot de passe").fill("ce n’est pas lui")
    head.page.get_by_role("button", name="Signer et approuver").click()
    expect(head.page.get_by_text("Ce mot de passe n’est pas le vôtre").first).to_be_visible()
    head.page.get_by_label("Votre mot de passe").fill(PASSWORD)
    head.page.get_by_role("button", name="Signer et approuver").click()


def edit_after_approval(manager: Person, section: Section) -> None:
    """A word changes: the validation falls by itself. The approved text comes back: it stands again."""
    manager.go(section.get_absolute_url())
    manager.type_text(f"{MENDED} Vraiment.")
    manager.sees_state("Validée puis modifiée")
    manager.type_text(MENDED)
    manager.sees_state("Validée")


def publish(manager: Person) -> None:
    """The manager publishes an edition and has its PDF composed."""
    manager.go("/projets/negoce/editions/nouvelle/")
    expect(manager.page.get_by_text("Cette édition sera « validée »")).to_be_visible()
    manager.page.get_by_label("Titre").fill(TITLE)
    manager.page.get_by_role("button", name="Publier l’édition").click()
    expect(manager.page.locator(PDF)).to_be_visible(timeout=120_000)


def open_and_decide(member: Person) -> bytes:
    """A member of the committee opens the PDF in the page, and decides: a reserve needs words."""
    member.go("/projets/negoce/editions/1/")
    frame = member.page.locator(PDF)
    expect(member.page.locator("[data-pdf-total]")).to_have_text(re.compile(r"\d+"))
    expect(frame).to_be_visible()
    opened = member.page.request.get(f"{member.base}{frame.get_attribute('data-url')}")
    assert (opened.status, opened.headers["content-type"]) == (200, "application/pdf")
    member.page.get_by_label("Favorable sous réserve").check()
    member.page.get_by_role("button", name="Enregistrer ma décision").click()
    expect(member.page.get_by_text("s’explique").first).to_be_visible()
    member.page.get_by_label("Commentaire").fill("Sous réserve d’un pilote de six semaines.")
    member.page.get_by_role("button", name="Enregistrer ma décision").click()
    expect(member.page.get_by_text("Sous réserve d’un pilote de six semaines.")).to_be_visible()
    return opened.body()


def test_the_whole_job_role_by_role(
    negoce: Project, live_server: Any, browser: Browser, celery_worker: Worker
) -> None:
    section = Section.objects.get(specification__project=negoce, department__code="COM")
    manager = Person.sign_in(browser, live_server.url, "chef.projet@exemple.fr")
    head = Person.sign_in(browser, live_server.url, "direction.commerciale@exemple.fr")
    draft_and_submit(manager, section)
    refuse(head)
    mend_and_approve(manager, head)
    edit_after_approval(manager, section)
    agree_on_the_rest(negoce)
    publish(manager)
    member = Person.sign_in(browser, live_server.url, "direction.marketing@exemple.fr")
    pdf = open_and_decide(member)

    assert Decision.objects.get().opinion == "reserved"
    assert Export.objects.get(status="done").pages > 10
    text = words_of(pdf)
    for expected in (MENDED, "COM-001", "OP-1", "Direction commerciale", TITLE):
        assert expected in text, expected
    assert "PROJET" not in text
    assert not manager.problems + head.problems + member.problems


def test_two_tabs_on_one_section_lose_nothing(negoce: Project, live_server: Any, browser: Browser) -> None:
    section = Section.objects.get(specification__project=negoce, key="context")
    first = Person.sign_in(browser, live_server.url, "chef.projet@exemple.fr")
    second = Person.sign_in(browser, live_server.url, "chef.projet@exemple.fr")
    first.go(section.get_absolute_url())
    second.go(section.get_absolute_url())
    first.type_text("Texte du premier onglet.")
    editor = second.page.locator(".ProseMirror[contenteditable=true]").first
    editor.click()
    second.page.keyboard.type("Texte du second onglet.")
    expect(
        second.page.get_by_role("heading", name="Ce texte a changé pendant que vous l’écriviez")
    ).to_be_visible()
    panel = second.page.locator("[data-conflict]")
    expect(panel).to_contain_text("Texte du premier onglet.")
    expect(panel).to_contain_text("Texte du second onglet.")
    expect(editor).to_contain_text("Texte du second onglet.")
    second.page.get_by_role("button", name="Enregistrer mon texte").click()
    second.saved()
    section.refresh_from_db()
    assert section.text == "<p>Texte du second onglet.</p>"
    first.go(f"{section.get_absolute_url()}?volet=historique")
    expect(first.page.get_by_text("Texte du premier onglet.").first).to_be_visible()


def test_drafting_and_approving_by_keyboard_alone(
    negoce: Project, live_server: Any, browser: Browser
) -> None:
    section = Section.objects.get(specification__project=negoce, department__code="COM")
    manager = Person.sign_in(browser, live_server.url, "chef.projet@exemple.fr")
    manager.go(section.get_absolute_url())
    reach(manager, ".ProseMirror")
    manager.page.keyboard.type("Écrit sans souris.")
    manager.page.keyboard.press("Control+s")
    manager.saved()
    manager.go(section.get_absolute_url())
    reach(manager, "a[href$='/soumettre']")
    manager.page.keyboard.press("Enter")
    manager.page.wait_for_url("**/soumettre")
    reach(manager, "main button:has-text('Soumettre')")
    manager.page.keyboard.press("Enter")
    manager.sees_state("Soumise")

    head = Person.sign_in(browser, live_server.url, "direction.commerciale@exemple.fr")
    head.go(section.get_absolute_url())
    reach(head, "a[href*='/signer']")
    head.page.keyboard.press("Enter")
    head.page.wait_for_url("**/signer**")
    reach(head, "input[type=password]")
    head.page.keyboard.type(PASSWORD)
    head.page.keyboard.press("Enter")
    head.sees_state("Validée")
    assert Membership.objects.filter(user__email="direction.commerciale@exemple.fr").exists()


def reach(person: Person, selector: str, *, presses: int = 150) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(presses):
        person.page.keyboard.press("Tab")
        if person.page.evaluate(
            "s => document.activeElement?.matches(s) ?? false", selector.split(":has-text")[0]
        ):
            wanted = selector.partition(":has-text('")[2].removesuffix("')")
            label = person.page.evaluate("document.activeElement.textContent")
            if wanted in label:
                return
    raise AssertionError(f"La touche Tab n’atteint pas {selector}.")
