"""A meeting of the committee in browsers: read on a phone, answered, closed; who opened what is noted by the page."""

from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Browser, expect

from charter.models import Project
from crmproject.environment import BASE_DIR
from requirements.actions.editions import freeze_edition
from requirements.actions.meetings import convene_meeting, plan_meeting
from requirements.models import Meeting, Opening, Specification
from tests.e2e.people import Person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]

MANAGER, MEMBER = "chef.projet@exemple.fr", "direction.marketing@exemple.fr"
HERE = "/projets/negoce/comite/1/"


@pytest.fixture
def meeting(transactional_db: None) -> Meeting:
    """Convened for today, on a first edition."""
    call_command("load_project", str(BASE_DIR / "demo" / "projet-negoce.yaml"))
    call_command("demo_accounts")
    project = Project.objects.get(slug="negoce")
    edition = freeze_edition(
        specification=Specification.objects.of(project), title="Pour le comité", note="", by=project.manager
    )
    planned = plan_meeting(
        meeting=Meeting(project=project, title="Avis", held_on=timezone.localdate(), edition=edition)
    )
    convene_meeting(meeting=planned, by=project.manager)
    return planned


def test_a_member_reads_on_a_phone_and_answers_and_the_manager_closes(
    meeting: Meeting, live_server: Any, browser: Browser
) -> None:
    member = Person.sign_in(browser, live_server.url, MEMBER, width=360)
    with member.page.expect_response("**/ouverture/") as told:
        member.go(HERE)
    assert told.value.status == 204
    with member.page.expect_response("**/ouverture/"):
        member.page.get_by_role("link", name="Lire en ligne").click()
    member.page.locator("#sommaire > summary").click()
    member.page.locator("#sommaire").get_by_role("link", name="Contexte").click()
    expect(member.page.get_by_role("heading", name="Contexte", exact=False).first).to_be_in_viewport()
    ways = Opening.objects.filter(user__email=MEMBER).values_list("way", flat=True)
    assert set(ways) == {"pack", "reading"}
    member.go(HERE)
    member.page.get_by_label("Favorable sous réserve").check()
    member.page.get_by_label("Commentaire").fill("Un pilote d’abord.")
    member.page.get_by_role("button", name="Enregistrer mon avis").click()
    expect(member.page.get_by_role("cell", name="Un pilote d’abord.")).to_be_visible()

    manager = Person.sign_in(browser, live_server.url, MANAGER)
    manager.go(f"{HERE}cloturer")
    manager.page.get_by_label("Favorable", exact=True).check()
    manager.page.get_by_label("Conclusions").fill("Lancement décidé.")
    manager.page.get_by_role("button", name="Clôturer et publier le compte rendu").click()
    expect(manager.page.get_by_text("Lancement décidé.")).to_be_visible()
    expect(manager.page.get_by_role("row", name="Direction marketing").first).to_be_visible()
    meeting.refresh_from_db()
    assert meeting.is_closed
    assert not member.problems + manager.problems
