"""The pages of workshops: bad input in words, both texts of a conflict, no lost notes, calendars."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from charter.models import Membership, Project
from crmproject.toolkit.ics import Event, calendar_file
from requirements.models import Section, Workshop, WorkshopAction, WorkshopSection
from tests.personas import ClientFor

HTMX = {"HX-Request": "true"}


@pytest.fixture
def client(client_for: ClientFor, section: Section) -> Client:
    """The manager, in a project whose specification has one section."""
    return client_for("manager")


@pytest.fixture
def workshop(project: Project, head: Membership) -> Workshop:
    made = Workshop.objects.create(project=project, title="Relecture", held_on=timezone.localdate())
    made.attendees.set([head])
    return made


@pytest.fixture
def entry(workshop: Workshop, section: Section) -> WorkshopSection:
    return WorkshopSection.objects.create(workshop=workshop, section=section)


def address(name: str, workshop: Workshop, **kwargs: int) -> str:
    return reverse(name, kwargs={"slug": workshop.project.slug, "pk": workshop.pk, **kwargs})


def planned(project: Project, **more: Any) -> dict[str, Any]:
    return {"title": "Besoins", "held_on": project.start.isoformat(), "version": "1", **more}


@pytest.mark.parametrize(
    ("field", "data", "words"),
    [
        ("held_on", {"held_on": "2019-03-01"}, "précède de plus d’un an le début du projet"),
        ("held_on", {"held_on": "2199-03-01"}, "cinq ans"),
        ("held_on", {"held_on": "32/13/2027"}, ""),
        ("ends_at", {"starts_at": "16:00", "ends_at": "14:00"}, "doit suivre l’heure de début"),
        ("starts_at", {"ends_at": "14:00"}, "Donnez aussi l’heure de début"),
        ("link", {"link": "javascript:alert(1)"}, ""),
        ("link", {"link": "ftp://exemple.fr/salle"}, "https://"),
        ("title", {"title": ""}, ""),
    ],
)
def test_a_bad_appointment_is_refused_in_words(
    field: str, data: dict[str, str], words: str, project: Project, client: Client
) -> None:
    answer = client.post(reverse("workshop_add", args=[project.slug]), planned(project, **data))
    assert answer.status_code == 422
    assert words in " ".join(answer.context["form"].errors[field])
    assert not Workshop.objects.exists()


def test_two_changes_of_a_workshop_lose_neither(workshop: Workshop, project: Project, client: Client) -> None:
    workshop.write(read_version=1, place="Salle Doubs")
    answer = client.post(
        address("workshop_edit", workshop), planned(project, title="Relecture", place="Salle Jura")
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Salle Doubs" in page
    assert "Salle Jura" in page
    workshop.refresh_from_db()
    assert workshop.place == "Salle Doubs"


def test_whoever_left_stays_among_those_who_came(
    workshop: Workshop, head: Membership, project: Project, client: Client
) -> None:
    head.put_aside(read_version=head.version)
    page = client.get(address("workshop_edit", workshop)).content.decode()
    assert "a quitté le projet" in page
    client.post(address("workshop_edit", workshop), planned(project, title="Relu", attendees=[head.pk]))
    assert list(workshop.attendees.all()) == [head]
    answer = client.post(reverse("workshop_add", args=[project.slug]), planned(project, attendees=[head.pk]))
    assert answer.status_code == 422


def test_a_retired_workshop_can_be_restored(workshop: Workshop, client: Client) -> None:
    client.post(address("workshop_delete", workshop), {"version": 1})
    assert client.get(workshop.get_absolute_url()).status_code == 404
    client.post(address("workshop_restore", workshop))
    assert client.get(workshop.get_absolute_url()).status_code == 200


def test_notes_typed_twice_lose_neither(workshop: Workshop, client: Client) -> None:
    url = address("workshop_notes", workshop)
    saved = client.post(url, {"notes": "Premières notes.", "version": 1}, headers=HTMX)
    assert 'name="version" id="id_notes_version" value="2"' in saved.content.decode()
    refused = client.post(url, {"notes": "Autres notes.", "version": 1}, headers=HTMX)
    assert refused.status_code == 409
    assert refused["HX-Retarget"] == "#notes"
    page = refused.content.decode()
    assert "Premières notes." in page
    assert "Autres notes." in page
    again = client.post(url, {"notes": "Autres notes.", "version": 2})
    assert again.status_code == 302
    workshop.refresh_from_db()
    assert workshop.notes == "Autres notes."


def test_a_conclusion_is_chosen(entry: WorkshopSection, client: Client) -> None:
    url = address("workshop_conclude", entry.workshop, entry=entry.pk)
    answer = client.post(url, {"version": 1, "decision": "Gardez ce texte"}, headers=HTMX)
    assert answer.status_code == 422
    assert "Choisissez la conclusion" in answer.content.decode()
    assert "Gardez ce texte" in answer.content.decode()


def test_a_conclusion_on_a_changed_section_keeps_the_words(
    entry: WorkshopSection, section: Section, client: Client
) -> None:
    url = address("workshop_conclude", entry.workshop, entry=entry.pk)
    data = {"version": 1, "verdict": "agreed", "decision": "Retenu.", "read": "a" * 64}
    answer = client.post(url, data)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Relisez la section" in page
    assert "Retenu." in page
    # Sent again, it concludes on what the page now shows.
    form = next(line.form for line in answer.context["lines"])
    assert client.post(url, {**data, "read": form["read"].value()}).status_code == 302
    entry.refresh_from_db()
    assert entry.is_concluded


def test_the_page_says_that_a_section_changed_since(
    entry: WorkshopSection, section: Section, client: Client
) -> None:
    entry.write(read_version=1, verdict="agreed", fingerprint="b" * 64)
    page = client.get(entry.workshop.get_absolute_url()).content.decode()
    assert "Modifiée depuis l’atelier" in page
    assert "Conclure à nouveau" in page


def test_a_part_alone_answers_htmx(workshop: Workshop, section: Section, client: Client) -> None:
    answer = client.post(address("workshop_put", workshop), {"sections": [section.pk]}, headers=HTMX)
    page = answer.content.decode()
    assert page.strip().startswith('<section class="panel" id="sections"')
    assert section.title in page
    refused = client.post(address("workshop_put", workshop), {"sections": []}, headers=HTMX)
    assert refused.status_code == 422


def test_presence_is_noted_person_by_person(
    workshop: Workshop, head: Membership, sponsor: Membership, client: Client
) -> None:
    url = address("workshop_presence", workshop)
    client.post(url, {"member": [head.pk, sponsor.pk], "present": "1"})
    client.post(url, {"member": head.pk, "present": "0"})
    assert list(workshop.present.all()) == [sponsor]
    assert client.post(url, {"member": "", "present": "1"}).status_code == 422


def test_an_action_promised_for_yesterday_is_refused(
    workshop: Workshop, head: Membership, client: Client
) -> None:
    url = address("workshop_action_add", workshop)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    data = {"text": "Relire le budget", "owner": head.pk, "due": yesterday.isoformat()}
    answer = client.post(url, data)
    assert answer.status_code == 422
    assert "déjà passée" in answer.content.decode()
    assert "Relire le budget" in answer.content.decode()
    assert client.post(url, {**data, "due": timezone.localdate().isoformat()}).status_code == 302


def test_a_late_action_can_be_mended_without_a_new_date(
    workshop: Workshop, head: Membership, client: Client
) -> None:
    past = timezone.localdate() - datetime.timedelta(days=9)
    action = WorkshopAction.objects.create(workshop=workshop, text="Relire", owner=head, due=past)
    url = address("workshop_action", workshop, action=action.pk)
    data = {"text": "Relire le budget", "owner": head.pk, "due": past.isoformat(), "version": 1}
    assert client.post(url, data).status_code == 302
    assert "En retard" in client.get(workshop.get_absolute_url()).content.decode()
    assert client.post(url, {**data, "text": "Relire les annexes"}).status_code == 409


def test_an_action_taken_away_can_be_brought_back(
    workshop: Workshop, head: Membership, client: Client
) -> None:
    action = WorkshopAction.objects.create(
        workshop=workshop, text="Relire", owner=head, due=timezone.localdate()
    )
    client.post(address("workshop_action_delete", workshop, action=action.pk), {"version": 1})
    assert "Actions retirées (1)" in client.get(workshop.get_absolute_url()).content.decode()
    client.post(address("workshop_action_restore", workshop, action=action.pk))
    action.refresh_from_db()
    assert not action.is_deleted


def test_a_reader_reads_and_writes_nothing(
    entry: WorkshopSection, client_for: ClientFor, head: Membership
) -> None:
    page = client_for("reader").get(entry.workshop.get_absolute_url()).content.decode()
    assert "Relecture" in page
    assert "<textarea" not in page
    assert "Mettre sur la table" not in page


# Calendars


def test_the_calendar_file_holds_the_appointment(workshop: Workshop, client: Client) -> None:
    workshop.write(
        read_version=1,
        held_on=datetime.date(2027, 3, 3),
        starts_at=datetime.time(14),
        ends_at=datetime.time(16),
        place="Salle Jura, 2e étage",
    )
    answer = client.get(address("workshop_calendar", workshop))
    assert answer["Content-Type"].startswith("text/calendar")
    assert "attachment" in answer["Content-Disposition"]
    text = answer.content.decode()
    assert "DTSTART:20270303T130000Z\r\n" in text
    assert "DTEND:20270303T150000Z\r\n" in text
    assert "LOCATION:Salle Jura\\, 2e étage\r\n" in text


def test_calendar_lines_are_escaped_and_folded_between_characters() -> None:
    event = Event(
        uid="atelier-1@exemple.fr",
        sequence=2,
        title="Décider; relire, conclure\\fin " + "é" * 200,
        day=datetime.date(2027, 3, 3),
        description="Ligne 1\r\nBEGIN:VEVENT\nLigne 3",
    )
    content = calendar_file([event])
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    for line in lines:
        line.decode()
    unfolded = content.replace(b"\r\n ", b"").decode()
    assert "SUMMARY:Décider\\; relire\\, conclure\\\\fin ééé" in unfolded
    assert "DESCRIPTION:Ligne 1\\nBEGIN:VEVENT\\nLigne 3\r\n" in unfolded
    assert unfolded.count("\r\nBEGIN:VEVENT\r\n") == 1
    assert "DTSTART;VALUE=DATE:20270303\r\nDTEND;VALUE=DATE:20270304\r\n" in unfolded
