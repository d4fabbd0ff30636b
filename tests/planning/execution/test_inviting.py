"""Participants of governance meetings are told once of each, and get its minutes, again when they changed."""

import datetime
import re
from typing import Any

import icalendar
import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.delivery import send_round
from accounts.models import Notification
from charter.models import Membership, Project
from crmproject.toolkit.blocks import Gathering
from planning.actions.governance import CHANGED, NOBODY, NOTHING_TO_SEND, TOO_EARLY
from planning.execution.governance import body_lines
from planning.execution.sittings import Sitting, find_sitting, sittings_of
from planning.models import GovernanceBody, GovernanceItem, GovernanceMeeting
from tests.personas import ClientFor
from tests.planning.execution.routed import person

pytestmark = pytest.mark.django_db

DAY = datetime.date
FIRST = DAY(2027, 3, 3)


@pytest.fixture(autouse=True)
def _march() -> Any:
    with time_machine.travel("2027-03-01 10:00+01:00", tick=False):
        yield


@pytest.fixture
def body(project: Project) -> GovernanceBody:
    made = GovernanceBody.objects.create(
        project=project,
        title="Comité d’exploitation",
        purpose="Demandes et qualité des données.",
        first_on=DAY(2027, 3, 3),
        starts_at=datetime.time(9, 30),
        place="Salle Jura",
    )
    made.participants.set([person(project, "une"), person(project, "deux")])
    return made


@pytest.fixture
def manager(project: Project, client_for: ClientFor) -> Client:
    return client_for(project.manager)


def sitting(body: GovernanceBody, day: DAY = FIRST) -> Sitting:
    found = find_sitting(Gathering(body.project_id), body.pk, day)
    assert found is not None
    return found


def invite(client: Client, body: GovernanceBody, day: DAY = FIRST, read: str = "") -> Any:
    url = reverse("governance_invite", args=[body.project.slug, body.pk, day.isoformat()])
    return client.post(url, {"read": read or sitting(body, day).state}, follow=True)


def told(project: Project) -> dict[str, list[str]]:
    """What each participant was told, by the beginning of their address."""
    rows = Notification.objects.exclude(user=project.manager).order_by("pk").select_related("user")
    found: dict[str, list[str]] = {}
    for one in rows:
        found.setdefault(one.user.email.partition("@")[0], []).append(one.text)
    return found


class TestInviting:
    def test_each_participant_gets_the_mail_with_the_meeting_for_their_calendar(
        self, project: Project, body: GovernanceBody, manager: Client
    ) -> None:
        page = invite(manager, body)
        assert "Message envoyé à" in page.content.decode()
        send_round()
        assert sorted(one.to[0] for one in mail.outbox) == ["deux@exemple.fr", "une@exemple.fr"]
        (name, content, kind) = mail.outbox[0].attachments[0]
        assert (name, kind) == ("agenda.ics", "text/calendar")
        (event,) = icalendar.Calendar.from_ical(content).events
        assert event["SUMMARY"] == f"Comité d’exploitation – {project.name}"
        assert event.start == datetime.datetime(2027, 3, 3, 8, 30, tzinfo=datetime.UTC)
        assert event["LOCATION"] == "Salle Jura"
        # As the mail program reads it: whole, in UTF-8.
        raw = mail.outbox[0].message()
        part = next(one for one in raw.walk() if one.get_content_type() == "text/calendar")
        payload = part.get_payload(decode=True)
        assert isinstance(payload, bytes)
        assert icalendar.Calendar.from_ical(payload).events == [event]
        assert "Invitation à la réunion" in mail.outbox[0].subject

    def test_a_second_click_tells_who_knows_and_sends_nothing(
        self, project: Project, body: GovernanceBody, manager: Client
    ) -> None:
        invite(manager, body)
        page = invite(manager, body).content.decode()
        assert re.search(r"Tout le monde est déjà prévenu\xa0: .*Une.*Deux.*\. Rien n’a été envoyé\.", page)
        assert {who: len(texts) for who, texts in told(project).items()} == {"une": 1, "deux": 1}

    def test_a_newcomer_is_told_alone(self, project: Project, body: GovernanceBody, manager: Client) -> None:
        invite(manager, body)
        body.participants.add(person(project, "trois"))
        page = invite(manager, body).content.decode()
        assert re.search(r"Message envoyé à [^,]*Trois[^,]*\. Déjà prévenus\xa0: .*Une.*Deux", page)
        assert {who: len(texts) for who, texts in told(project).items()} == {"une": 1, "deux": 1, "trois": 1}

    def test_a_meeting_that_changed_is_told_to_all_and_again_when_it_changes_back(
        self, project: Project, body: GovernanceBody, manager: Client
    ) -> None:
        invite(manager, body)
        for place in ("Salle Alpes", "Salle Jura"):
            body.write(read_version=body.version, place=place)
            invite(manager, body)
        texts = told(project)["une"]
        assert [text.partition(",")[0].partition("\u00a0:")[0] for text in texts[1:]] == [
            "«\u00a0Comité d’exploitation\u00a0» change"
        ] * 2
        assert texts[-1].endswith("Salle Jura.")
        calendars = Notification.objects.filter(user__email="une@exemple.fr").order_by("pk")
        events = [icalendar.Calendar.from_ical(one.calendar).events[0] for one in calendars]
        assert len({one["UID"] for one in events}) == 1
        assert [str(one["SEQUENCE"]) for one in events] == ["1", "2", "3"]

    def test_who_left_the_project_is_told_nothing(
        self, project: Project, body: GovernanceBody, manager: Client
    ) -> None:
        gone: Membership = body.participants.get(user__email="deux@exemple.fr")
        gone.put_aside(read_version=gone.version)
        invite(manager, body)
        assert set(told(project)) == {"une"}

    def test_a_meeting_that_no_longer_takes_place_is_told_to_those_who_know(
        self, project: Project, body: GovernanceBody, manager: Client
    ) -> None:
        invite(manager, body)
        body.participants.remove(body.participants.get(user__email="deux@exemple.fr"))
        body.write(read_version=body.version, first_on=DAY(2027, 3, 4))
        gathering = Gathering(project.pk)
        (line,) = body_lines(gathering)
        assert [(one.day.day, one.stands) for one in sittings_of(line, gathering)][:2] == [
            (3, False),
            (4, True),
        ]
        page = manager.get(reverse("governance", args=[project.slug])).content.decode()
        assert "n’a plus lieu" in page
        invite(manager, body)
        assert told(project)["deux"][-1] == (
            "«\u00a0Comité d’exploitation\u00a0»\u00a0: la réunion du 3\u00a0mars 2027 n’a plus lieu."
        )
        last = Notification.objects.filter(user__email="deux@exemple.fr").latest("pk")
        assert icalendar.Calendar.from_ical(last.calendar).events[0]["STATUS"] == "CANCELLED"
        # Said once, it leaves the list.
        assert "n’a plus lieu" not in manager.get(reverse("governance", args=[project.slug])).content.decode()

    def test_what_changed_since_it_was_read_is_shown_first(
        self, project: Project, body: GovernanceBody, manager: Client
    ) -> None:
        read = sitting(body).state
        body.write(read_version=body.version, starts_at=datetime.time(14))
        page = invite(manager, body, read=read)
        assert page.status_code == 409
        assert CHANGED in page.content.decode()
        assert not told(project)

    def test_a_body_of_nobody_and_a_day_of_no_meeting_are_refused(
        self, project: Project, body: GovernanceBody, manager: Client
    ) -> None:
        body.participants.clear()
        page = invite(manager, body)
        assert page.status_code == 422
        assert NOBODY in page.content.decode()
        for day in ("2027-03-05", "demain", "2027-13-45"):
            url = reverse("governance_sitting", args=[project.slug, body.pk, day])
            assert manager.get(url).status_code == 404

    def test_a_past_meeting_keeps_its_page_and_invites_nobody(
        self, body: GovernanceBody, manager: Client
    ) -> None:
        invite(manager, body)
        with time_machine.travel("2027-03-10 10:00+01:00"):
            manager.force_login(body.project.manager)
            url = sitting(body).get_absolute_url()
            assert manager.get(url).status_code == 200
            assert invite(manager, body).status_code == 422


class TestMinutes:
    @pytest.fixture
    def meeting(self, project: Project, body: GovernanceBody) -> GovernanceMeeting:
        made = GovernanceMeeting.objects.create(
            project=project,
            body=body,
            held_on=DAY(2027, 2, 26),
            text="<p>Point fait.</p><ul><li><p>doublons</p></li></ul>",
        )
        made.present.set([person(project, "trois")])
        GovernanceItem.objects.create(meeting=made, kind="decision", text="Ouvrir l’export")
        owner = body.participants.get(user__email="une@exemple.fr")
        GovernanceItem.objects.create(meeting=made, text="Nettoyer", owner=owner, due=DAY(2027, 3, 12))
        return made

    def send(self, client: Client, meeting: GovernanceMeeting) -> Any:
        url = reverse("governance_minutes_send", args=[meeting.project.slug, meeting.pk])
        return client.post(url, follow=True)

    def test_participants_and_those_present_get_text_decisions_and_actions(
        self, project: Project, meeting: GovernanceMeeting, manager: Client
    ) -> None:
        meeting.write(read_version=1, text=f"<p>{'Long propos. ' * 100}</p><p>Point fait.</p>")
        assert "Compte rendu envoyé à" in self.send(manager, meeting).content.decode()
        send_round()
        assert {one.to[0].partition("@")[0] for one in mail.outbox} == {"une", "deux", "trois"}
        text = str(mail.outbox[0].body)
        for said in (
            "Point fait.",
            "– Ouvrir l’export",
            "(Une), pour le 12\u00a0mars 2027)",
            "Présents\u00a0: ",
        ):
            assert said in text

    def test_they_are_sent_again_only_to_who_lacks_them_or_when_they_changed(
        self, project: Project, meeting: GovernanceMeeting, manager: Client
    ) -> None:
        self.send(manager, meeting)
        assert "Rien n’a été envoyé." in self.send(manager, meeting).content.decode()
        meeting.present.add(person(project, "quatre"))
        # Who was there is part of what they say.
        self.send(manager, meeting)
        assert {who: len(texts) for who, texts in told(project).items()} == {
            "une": 2,
            "deux": 2,
            "trois": 2,
            "quatre": 1,
        }
        assert "mis à jour" in told(project)["une"][-1]
        # What is done since is in the page, and no other minutes.
        GovernanceItem.objects.filter(meeting=meeting, kind="action").update(done_at="2027-03-01T09:00Z")
        assert "Rien n’a été envoyé." in self.send(manager, meeting).content.decode()

    def test_nothing_is_sent_before_the_day_nor_while_nothing_is_written(
        self, project: Project, meeting: GovernanceMeeting, manager: Client
    ) -> None:
        meeting.write(read_version=1, held_on=DAY(2027, 3, 9))
        page = self.send(manager, meeting)
        assert (page.status_code, TOO_EARLY in page.content.decode()) == (422, True)
        meeting.write(read_version=2, held_on=DAY(2027, 2, 26), text="")
        GovernanceItem.objects.filter(meeting=meeting).delete()
        page = self.send(manager, meeting)
        assert (page.status_code, NOTHING_TO_SEND in page.content.decode()) == (422, True)
        assert not told(project)

    def test_the_page_says_who_has_them(self, meeting: GovernanceMeeting, manager: Client) -> None:
        self.send(manager, meeting)
        assert (
            "Tous les participants l’ont tel qu’il est."
            in manager.get(meeting.get_absolute_url()).content.decode()
        )
        meeting.write(read_version=1, text="<p>Autre chose.</p>")
        assert "modifié depuis" in manager.get(meeting.get_absolute_url()).content.decode()
