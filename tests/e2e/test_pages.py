"""Every page, for each role: no grave fault for axe, nothing wider than a phone, a quiet console, and French.

A new address of a project is looked at as soon as tests/addresses.py has it.
"""

import io
import re
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser

from accounts.invitations import invitation_url, person_for
from accounts.unsubscribing import unsubscribe_url
from charter import register
from charter.actions.asking import make_common_link
from charter.actions.fears import open_collection
from charter.listening.tokens import token_of
from charter.models import Membership, Project
from charter.views.wizard import STEPS
from crmproject.environment import BASE_DIR
from raci.models import Activity
from requirements.actions.agreement import current, decide, default_validators, submit_section
from requirements.actions.editions import freeze_edition, record_decision
from requirements.actions.meetings import close_meeting, convene_meeting, plan_meeting
from requirements.actions.sharing import make_link
from requirements.models import Comment, Export, Meeting, PeerReview, Requirement, Section, Specification
from requirements.models.validation import Verdict
from tests.addresses import ADDRESSES
from tests.charter.asking import ask, make_questionnaire, say
from tests.e2e.looks import Looks
from tests.e2e.people import Person

# Tens of pages each; a busy machine takes its time.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]

DEMO = BASE_DIR / "demo" / "projet-negoce.yaml"
# What is no page, and what takes more than tests/addresses.py makes.
NOT_PAGES = {
    "project_logo", "export_file", "export_progress", "strategic_sentence", "section_pane", "comments_csv",
    "workshop_calendar", "section_proof", "objective_check", "member_picture", "budget_amount",
    "budget_csv", "usage_campaign_csv", "usage_signature", "governance_calendar",
    "planning_export", "raci_export", "gantt_data",
}  # fmt: skip
STAGED = {
    "register", "register_add", "section", "section_submit", "edition", "export", "member_edit", "member_remove",
    "raci_activity", "edition_reading", "meeting", "meeting_edit", "meeting_close", "section_sign", "approval_withdraw",
}  # fmt: skip
POSTED = {"section_decide", "decide", "member_reinvite"}
MANAGER = "chef.projet@exemple.fr"
# The manager’s pages are seen in as many tours, none of which lasts too long.
PARTS = 4
OTHERS = {
    "sponsor": "direction.generale@exemple.fr",
    "head": "direction.commerciale@exemple.fr",
    "steering": "direction.marketing@exemple.fr",
    "contributor": "commercial.terrain@exemple.fr",
    "reader": "controle.gestion@exemple.fr",
}


@pytest.fixture
def negoce(tmp_path: Path) -> Project:
    """The demo’s project in the middle of its life: sections to decide on, two editions, a failed export, a bin."""
    file = tmp_path / DEMO.name
    # Typed by people, on a typewriter’s keyboard; set in type here, so that the faults of a page are its own.
    typed = re.sub(r"(?<=\w)'(?=\w)", "’", DEMO.read_text(encoding="utf-8"))
    file.write_text(re.sub(r" (?=; )", "\u00a0", typed), encoding="utf-8")
    call_command("load_project", str(file))
    call_command("demo_accounts")
    project = Project.objects.get(slug="negoce")
    for which in ({"department__code": "COM"}, {"key": "context"}):
        _submit(section_of(project, **which))
    _edit(project)
    requirement = Requirement.objects.live().filter(project=project).last()
    assert requirement is not None
    requirement.put_aside(read_version=requirement.version)
    return project


def section_of(project: Project, **which: Any) -> Section:
    return Section.objects.get(specification__project=project, **which)


def _submit(section: Section) -> None:
    manager = section.specification.project.manager
    section.write(
        read_version=section.version,
        text="<p>Le besoin.</p><table><tbody><tr><td>Devis</td></tr></tbody></table>",
    )
    question = Comment.objects.create(
        section=section, author=manager, kind="question", text="Quel volume\u00a0?"
    )
    Comment.objects.create(section=section, author=manager, parent=question, text="Par agence, s’il se peut.")
    Comment.objects.create(section=section, author=manager, text="Vu.", resolved_at=question.created_at)
    member = Membership.objects.get(project=section.specification.project, user__email=OTHERS["head"])
    PeerReview.objects.create(section=section, member=member, asked_by=manager)
    now = current(section)
    validators = default_validators(section, now.content)
    submit_section(
        section=section, validators=validators, read=now.fingerprint, note="Pour lundi.", by=manager
    )


def _edit(project: Project) -> None:
    plan, manager = Specification.objects.of(project), project.manager
    first = freeze_edition(specification=plan, title="Pour les services", note="", by=manager)
    second = freeze_edition(specification=plan, title="Pour le comité", note="Besoins relus.", by=manager)
    member = Membership.objects.live().filter(project=project, roles__contains=["steering"]).first()
    assert member is not None
    record_decision(edition=second, member=member, opinion="reserved", text="Sous réserve d’un pilote.")
    Export.objects.create(
        specification=plan, edition=first, requested_by=manager, status="failed", error="Police absente."
    )
    Export.objects.create(
        specification=plan, kind="raci", requested_by=manager, status="failed", error="Police absente."
    )
    file = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(file)
    done = Export(specification=plan, edition=second, requested_by=manager, status="done", pages=1)
    done.file.save("essai.pdf", ContentFile(file.getvalue()))
    _meet(project)


def _meet(project: Project) -> None:
    """A meeting closed on the first edition, another one convened on the second."""
    first, second = Specification.objects.of(project).editions.order_by("number")
    today, manager = timezone.localdate(), project.manager
    past, coming = (
        plan_meeting(
            meeting=Meeting(
                project=project,
                title=title,
                held_on=today,
                edition=edition,
                place="Salle Jura",
                agenda="Avis.",
            )
        )
        for title, edition in (("Première lecture", first), ("Avis sur l’édition", second))
    )
    for meeting in (past, coming):
        convene_meeting(meeting=meeting, by=manager)
    there = list(Membership.objects.live().filter(project=project, roles__contains=["steering"]))
    close_meeting(
        meeting=past,
        read_version=1,
        present=there,
        opinion="reserved",
        outcome="Un pilote d’abord.",
        by=manager,
    )


def own_pages() -> Iterator[str]:
    """Pages outside projects, of whoever is signed in."""
    names = ["projects", "profile", "account_email", "account_change_password", "account_logout"]
    names += ["notices", "notice_preferences"]
    names += ["mfa_index", "mfa_activate_totp", "mfa_generate_recovery_codes", "project_new"]
    yield from map(reverse, names)
    for step in STEPS:
        yield reverse("project_new_step", args=[step])


def managers_pages(project: Project) -> Iterator[str]:
    """All that is shown inside a project."""
    slug = project.slug
    for name, provider in ADDRESSES.items():
        if name in NOT_PAGES | STAGED | POSTED:
            continue
        with transaction.atomic():
            visit = provider(project)
            transaction.set_rollback(visit.method != "GET")
        if visit.method == "GET":
            yield reverse(name, kwargs={"slug": slug, **visit.kwargs})
    keys = ("summary", "existing", "planning")
    sections = [section_of(project, department__code="COM"), *(section_of(project, key=key) for key in keys)]
    for section in sections:
        yield section.get_absolute_url()
    for pane in ("commentaires", "historique"):
        yield f"{sections[0].get_absolute_url()}?volet={pane}"
    question = Comment.objects.blocking().get(section=sections[0])
    for asked in ("repondre", "lever"):
        yield f"{sections[0].get_absolute_url()}?volet=commentaires&{asked}={question.pk}"
    member = Membership.objects.get(project=project, user__email=OTHERS["reader"])
    yield reverse("member_edit", args=[slug, member.pk])
    yield reverse("member_remove", args=[slug, member.pk])
    activity = Activity.objects.live().filter(project=project).first()
    assert activity is not None
    yield reverse("raci_activity", args=[slug, activity.pk])
    yield reverse("section_submit", args=[slug, section_of(project, key="objectives").pk])
    yield reverse("requirements", args=[slug]) + "?q=introuvable"
    for edition in Specification.objects.of(project).editions.all():
        yield edition.get_absolute_url()
    yield reverse("edition_reading", args=[slug, 2])
    for meeting in Meeting.objects.filter(project=project):
        yield meeting.get_absolute_url()
    yield reverse("meeting_edit", args=[slug, 2])
    yield reverse("meeting_close", args=[slug, 2])
    for export in Export.objects.filter(specification__project=project):
        yield reverse("export", args=[slug, export.pk])


def outsiders_pages(project: Project) -> Iterator[str]:
    """What people without an account see of an edition."""
    edition = Specification.objects.of(project).editions.latest("number")
    yield reverse("verification_start")
    yield reverse("verification", args=[edition.code])
    for recipient, password in (("Ana Roy", ""), ("Paul Durand", "trois chats gris")):
        _, token = make_link(
            edition=edition,
            recipient=recipient,
            organisation="Intégrateur",
            email="",
            expires_on=timezone.localdate(),
            password=password,
            by=project.manager,
        )
        yield reverse("shared", args=[token])
    yield from answering_pages(project)


def answering_pages(project: Project) -> Iterator[str]:
    """What somebody asked sees: before, during and after."""
    asked = make_questionnaire(project, intro="Dix minutes, merci.")
    _, token = ask(asked, name="Commercial itinérant")
    yield reverse("answering", args=[token])
    for number in (1, 2, 3):
        yield reverse("answering_question", args=[token, number])
    yield reverse("answering_end", args=[token])
    done, its_token = ask(asked, name="Technicienne", started_at=timezone.now(), finished_at=timezone.now())
    say(done, asked.questions.order_by("position")[0], "Le devis.")
    yield reverse("answering", args=[its_token])
    yield reverse("answering_question", args=[its_token, 1])
    link = make_common_link(questionnaire=asked, by=project.manager)
    yield reverse("answering_common", args=[token_of(link.seed)])


def lists(project: Project) -> Iterator[str]:
    """Every list, and the form that adds a line to it."""
    for one in register.all_registers():
        yield reverse("register", args=[project.slug, one.slug])
        yield reverse("register_add", args=[project.slug, one.slug])


def others_pages(project: Project) -> dict[str, list[str]]:
    """What each of the other roles is shown in its own way; first, what it comes for."""
    slug, plan = project.slug, Specification.objects.of(project)
    home, needs, add = (
        reverse(name, args=[slug]) for name in ("project_home", "requirements", "requirement_add")
    )
    com = section_of(project, department__code="COM").get_absolute_url()
    return {
        "sponsor": [reverse("charter", args=[slug]), reverse("editions", args=[slug])],
        "head": [com, home, add, f"{com}?volet=commentaires", f"{com}signer", _withdrawal(project)],
        "steering": [
            plan.editions.latest("number").get_absolute_url(),
            reverse("meeting", args=[slug, 2]),
            home,
            reverse("planning", args=[slug]),
        ],
        "contributor": [needs, reverse("projects"), com, add],
        "reader": [plan.get_absolute_url(), home, com, needs, reverse("members", args=[slug])],
    }


def _withdrawal(project: Project) -> str:
    """Where the head takes back the approval that he gives here."""
    section = section_of(project, key="context")
    head = Membership.objects.get(project=project, user__email=OTHERS["head"])
    read = current(section).fingerprint
    given = decide(section=section, member=head, verdict=Verdict.APPROVED, reason="Bien noté.", read=read)
    return reverse("approval_withdraw", args=[project.slug, section.pk, given.pk])


def look(looks: Looks, paths: Iterable[str]) -> None:
    for path in paths:
        looks.at(path)
    assert not looks.faults, "\n".join(looks.faults)


def test_pages_of_the_signed_out(negoce: Project, live_server: Any, browser: Browser) -> None:
    looks = Looks(Person.arrive(browser, live_server.url))
    looks.at("/nulle-part/", HTTPStatus.NOT_FOUND)
    looks.at(reverse("invitation", args=["MQ", "faux-jeton"]), HTTPStatus.GONE)
    looks.at(reverse("unsubscribe", args=["faux-jeton"]), HTTPStatus.NOT_FOUND)
    names = ["account_login", "account_signup", "account_inactive", "account_email_verification_sent"]
    names += ["account_reset_password", "account_reset_password_done", "account_reset_password_from_key_done"]
    invited = urlsplit(invitation_url(person_for("invitee@exemple.fr"))).path
    keys = [
        reverse("account_reset_password_from_key", args=["1", "faux-jeton"]),
        reverse("account_confirm_email", args=["fausse-clef"]),
        urlsplit(unsubscribe_url(negoce.manager, "comment")).path,
    ]
    looks.at(reverse("verification", args=["ZZZZZZZZZZ"]), HTTPStatus.NOT_FOUND)
    looks.at(reverse("shared", args=["faux-jeton"]), HTTPStatus.NOT_FOUND)
    looks.at(reverse("fear_leave", args=["faux-jeton"]), HTTPStatus.NOT_FOUND)
    fears = open_collection(project=negoce, invitation="Dites ce qui vous inquiète.")
    keys += [reverse(name, args=[fears.token]) for name in ("fear_leave", "fear_left")]
    look(looks, [*map(reverse, names), invited, *keys, *outsiders_pages(negoce)])


def test_pages_of_someone_without_a_project(negoce: Project, live_server: Any, browser: Browser) -> None:
    place = Membership.objects.get(user__email=OTHERS["reader"])
    place.put_aside(read_version=place.version)
    looks = Looks(Person.sign_in(browser, live_server.url, OTHERS["reader"]))
    looks.at("/projets/negoce/", HTTPStatus.NOT_FOUND)
    look(looks, own_pages())


@pytest.mark.parametrize("part", range(PARTS))
def test_pages_of_the_manager(part: int, negoce: Project, live_server: Any, browser: Browser) -> None:
    looks = Looks(Person.sign_in(browser, live_server.url, MANAGER))
    looks.at("/projets/negoce/listes/inconnue/", HTTPStatus.NOT_FOUND)
    look(looks, islice(managers_pages(negoce), part, None, PARTS))


def test_lists_of_the_manager(negoce: Project, live_server: Any, browser: Browser) -> None:
    looks = Looks(Person.sign_in(browser, live_server.url, MANAGER))
    look(looks, [reverse(name, args=[negoce.slug, "taches"]) for name in ("register", "register_add")])
    for path in lists(negoce):
        looks.glance(path)
    assert not looks.faults, "\n".join(looks.faults)


def test_pages_of_the_others(negoce: Project, live_server: Any, browser: Browser) -> None:
    everyone: list[str] = []
    for role, paths in others_pages(negoce).items():
        looks = Looks(Person.sign_in(browser, live_server.url, OTHERS[role]), faults=everyone, who=role)
        looks.at(paths[0], dark=False)
        for path in paths[1:]:
            (looks.at if path.endswith(("/signer", "/retirer")) else looks.glance)(path)
    looks.at(reverse("project_settings", args=[negoce.slug]), HTTPStatus.FORBIDDEN)
    assert not everyone, "\n".join(everyone)
