"""Relecture croisée: people read a section and comment it, without blocking anything."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.reminders import obligations
from charter import homepanel
from charter.models import Membership, Project
from crmproject.toolkit.fingerprints import fingerprint
from requirements.models import PeerReview, Section
from tests.factories import MembershipFactory, UserFactory
from tests.personas import ClientFor
from tests.requirements.commenting import member, pane, told, url


@pytest.fixture
def section(project: Project, personas: dict[str, User]) -> Section:
    homepanel.start_project(project)
    found: Section = Section.objects.get(specification__project=project, key="context")
    found.write(read_version=1, text="<p>Les agences visitent 40 clients.</p>")
    return found


@pytest.fixture
def manager(client_for: ClientFor) -> Client:
    return client_for("manager")


def ask(client: Client, section: Section, *members: Membership, due: str = "") -> int:
    data = {"relecture-members": [one.pk for one in members], "relecture-due": due}
    answer = client.post(url("peer_review_ask", section), data)
    refused = answer.context["review_ask_form"].errors.as_text() if answer.context else ""
    ask.said = refused  # type: ignore[attr-defined]  # what the last answer refused
    return answer.status_code


def later(days: int) -> str:
    return (timezone.localdate() + datetime.timedelta(days=days)).isoformat()


def read(section: Section) -> str:
    return fingerprint(section.content())


def test_a_reviewer_is_told_sees_it_at_home_and_in_the_section(
    section: Section, project: Project, manager: Client, client_for: ClientFor, personas: dict[str, User]
) -> None:
    people = [member(project, "head"), member(project, "contributor")]
    assert ask(manager, section, *people, due=later(3)) == 302
    for persona in ("head", "contributor"):
        assert len(told(personas[persona], "peer-review:")) == 1
    home = client_for("contributor").get(project.get_absolute_url()).content.decode()
    assert "À relire" in home
    assert "vous demande de relire cette section" in pane(client_for("contributor"), section)
    assert "À relire" not in client_for("sponsor").get(project.get_absolute_url()).content.decode()


def test_read_keeps_what_was_read_and_tells_who_asked(
    section: Section, project: Project, manager: Client, client_for: ClientFor
) -> None:
    ask(manager, section, member(project, "contributor"))
    review = PeerReview.objects.get()
    data = {"relu-read": read(section), "relu-note": "Rien à redire."}
    reviewer = client_for("contributor")
    assert client_for("head").post(url("peer_review_done", section, review.pk), data).status_code == 403
    assert reviewer.post(url("peer_review_done", section, review.pk), data).status_code == 302
    review.refresh_from_db()
    assert (review.fingerprint, review.note) == (read(section), "Rien à redire.")
    assert told(project.manager, "peer-review-done:")
    page = pane(manager, section)
    assert "Rien à redire." in page
    assert "version antérieure" not in page
    section.write(read_version=section.version, text="<p>Les agences visitent 50 clients.</p>")
    assert "sur une version antérieure" in pane(manager, section)
    assert "À relire" not in reviewer.get(project.get_absolute_url()).content.decode()


def test_read_of_a_content_that_changed_meanwhile_is_refused_and_the_note_kept(
    section: Section, project: Project, manager: Client, client_for: ClientFor
) -> None:
    ask(manager, section, member(project, "contributor"))
    review = PeerReview.objects.get()
    data = {"relu-read": read(section), "relu-note": "Un avis bien tourné"}
    section.write(read_version=section.version, text="<p>Autre texte.</p>")
    answer = client_for("contributor").post(url("peer_review_done", section, review.pk), data)
    assert answer.status_code == 409
    assert "Un avis bien tourné" in answer.content.decode()
    assert f'value="{read(section)}"' in answer.content.decode()
    review.refresh_from_db()
    assert review.done_at is None


def test_a_date_in_the_past_is_refused_in_words(section: Section, project: Project, manager: Client) -> None:
    assert ask(manager, section, member(project, "head"), due=later(-1)) == 422
    assert "Cette date est passée" in ask.said  # type: ignore[attr-defined]
    assert ask(manager, section, member(project, "head"), due=later(0)) == 302


def test_someone_who_left_is_refused_by_name(section: Section, project: Project, manager: Client) -> None:
    left = MembershipFactory(project=project, user=UserFactory(name="Paul Parti"))
    left.put_aside(read_version=1)
    assert ask(manager, section, left) == 422
    assert "Paul Parti" in ask.said  # type: ignore[attr-defined]
    assert "fait plus partie du projet" in ask.said  # type: ignore[attr-defined]


def test_who_may_not_comment_is_not_asked(section: Section, project: Project, manager: Client) -> None:
    assert ask(manager, section, member(project, "reader")) == 422
    assert "pas le droit de commenter" in ask.said  # type: ignore[attr-defined]
    assert ask(manager, section, MembershipFactory()) == 422
    assert "pas membre du projet" in ask.said  # type: ignore[attr-defined]
    assert not PeerReview.objects.exists()


def test_asking_again_begins_anew(
    section: Section, project: Project, manager: Client, client_for: ClientFor, personas: dict[str, User]
) -> None:
    ask(manager, section, member(project, "contributor"))
    review = PeerReview.objects.get()
    client_for("contributor").post(url("peer_review_done", section, review.pk), {"relu-read": read(section)})
    ask(manager, section, member(project, "contributor"), due=later(2))
    review.refresh_from_db()
    assert review.done_at is None
    assert len(told(personas["contributor"], "peer-review:")) == 2


def test_a_request_is_taken_back_until_it_is_answered(
    section: Section, project: Project, manager: Client, client_for: ClientFor
) -> None:
    ask(manager, section, member(project, "contributor"), member(project, "head"))
    first, second = PeerReview.objects.order_by("pk")
    assert manager.post(url("peer_review_withdraw", section, first.pk)).status_code == 302
    who = "contributor" if second.member == member(project, "contributor") else "head"
    client_for(who).post(url("peer_review_done", section, second.pk), {"relu-read": read(section)})
    assert manager.post(url("peer_review_withdraw", section, second.pk)).status_code == 422
    assert PeerReview.objects.get() == second


def test_a_review_that_is_due_is_an_obligation_until_it_is_done(
    section: Section, project: Project, manager: Client, client_for: ClientFor, personas: dict[str, User]
) -> None:
    ask(manager, section, member(project, "contributor"), due=later(3))
    today = timezone.localdate()

    def owed(days: int) -> list[User]:
        horizon = today + datetime.timedelta(days=days)
        return [one.user for one in obligations(horizon) if one.key.startswith("peer-review:")]

    assert owed(2) == []
    assert owed(3) == [personas["contributor"]]
    review = PeerReview.objects.get()
    client_for("contributor").post(url("peer_review_done", section, review.pk), {"relu-read": read(section)})
    assert owed(3) == []
