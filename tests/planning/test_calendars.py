"""Calendars that others read: what they must say [RFC 5545], and the dates of the planning in them."""

import datetime
from typing import Any

import icalendar
import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from charter.models import Membership, Project, Risk
from crmproject.toolkit.ics import Event, calendar_file
from planning.actions.feeds import make_feed, note_reading, revoke_feed
from planning.calendars import calendar_of
from planning.models import CalendarFeed, Closing, FeedScope, GateDependency, Task, TaskDependency
from planning.reading import load_planning
from planning.tasks import note_feed_reading
from requirements.models import Workshop
from tests.personas import ClientFor
from tests.planning.factories import GateFactory, PhaseFactory, TaskFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def owner(project: Project, personas: dict[str, User]) -> Membership:
    return Membership.objects.get(project=project, user=personas["contributor"])


@pytest.fixture
def planned(project: Project, owner: Membership) -> Project:
    """Two tasks that follow each other, a milestone, a gate and a closing."""
    phase: Any = PhaseFactory(project=project)
    first: Any = TaskFactory(phase=phase, key="B1", title="Recueillir; trier, écrire", days=7, owner=owner)
    second: Any = TaskFactory(phase=phase, key="B2", title="Rédiger", days=12)
    TaskDependency.objects.create(task=second, predecessor=first)
    end: Any = TaskFactory(phase=phase, key="J1", title="Remis", days=0)
    TaskDependency.objects.create(task=end, predecessor=second)
    gate: Any = GateFactory(project=project, key="AO", title="Avant l’appel d’offres")
    GateDependency.objects.create(gate=gate, task=second)
    start = project.start + 5 * DAY
    Closing.objects.create(project=project, title="Été", first_day=start, last_day=start + 3 * DAY)
    return project


def read_strictly(content: bytes) -> icalendar.Calendar:
    """The calendar, after what the standard asks of its lines and components [RFC 5545, 3.1, 3.6]."""
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    found = icalendar.Calendar.from_ical(content)
    assert isinstance(found, icalendar.Calendar)
    assert not found.errors
    assert str(found["VERSION"]) == "2.0"
    assert found["PRODID"]
    names = []
    for event in found.walk("VEVENT"):
        assert not event.errors
        for name in ("UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE", "TRANSP"):
            assert name in event, name
        assert event.decoded("DTSTAMP").tzinfo is not None
        names.append(str(event["UID"]))
    assert len(names) == len(set(names))
    # Written again by the library, it says the same.
    assert icalendar.Calendar.from_ical(found.to_ical()) == found
    return found


def days_of(calendar: icalendar.Calendar) -> dict[str, tuple[datetime.date, datetime.date]]:
    """First and last day of each event of whole days: DTEND is the day after the last [RFC 5545, 3.6.1]."""
    return {
        str(one["UID"]).partition("@")[0]: (one.decoded("DTSTART"), one.decoded("DTEND") - DAY)
        for one in calendar.walk("VEVENT")
    }


def expected(project: Project) -> dict[str, tuple[datetime.date, datetime.date]]:
    planning = load_planning(project.pk)
    found = {
        f"tache-{line.task.pk}": (line.dates.start, max(line.dates.start, line.dates.end))
        for line in planning.tasks
        if line.dates
    }
    found |= {
        f"point-de-validation-{one.gate.pk}": (one.date, one.date) for one in planning.gates if one.date
    }
    return found | {f"fermeture-{one.pk}": (one.first_day, one.last_day) for one in planning.closings}


def address_of(token: str) -> str:
    return reverse("calendar_feed", args=[token])


def feed(member: Membership, scope: str = "all", alarm: int = 0) -> str:
    return make_feed(member=member, scope=scope, alarm=alarm)


def event_named(content: bytes, uid: str) -> Any:
    found = icalendar.Calendar.from_ical(content)
    return next(one for one in found.walk("VEVENT") if str(one["UID"]).startswith(f"{uid}@"))


def test_a_calendar_of_the_planning_says_its_very_dates(planned: Project) -> None:
    content = calendar_of(load_planning(planned.pk), planned)
    assert days_of(read_strictly(content)) == expected(planned)


def test_the_feed_of_the_whole_planning_says_its_very_dates(
    planned: Project, owner: Membership, client: Client
) -> None:
    answer = client.get(address_of(feed(owner)))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert days_of(read_strictly(answer.content)) == expected(planned)


def test_a_feed_says_what_calendars_look_for(planned: Project, owner: Membership, client: Client) -> None:
    """Its name, when to read it again, private and revalidated: what Google, Outlook and Apple go by."""
    answer = client.get(address_of(feed(owner)))
    found = read_strictly(answer.content)
    assert str(found["X-WR-CALNAME"]) == str(found["NAME"]) == f"Planning – {planned.name}"
    assert found.decoded("REFRESH-INTERVAL") == datetime.timedelta(hours=4)
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT4H\r\n" in answer.content
    assert b"X-PUBLISHED-TTL:PT4H\r\n" in answer.content
    assert str(found["METHOD"]) == "PUBLISH"
    assert "private" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert {str(one["TRANSP"]) for one in found.walk("VEVENT")} == {"TRANSPARENT"}


def test_my_deadlines_are_mine_alone(planned: Project, owner: Membership, client: Client) -> None:
    Risk.objects.create(project=planned, title="Silos", owner=owner, due=planned.start)
    Workshop.objects.create(
        project=planned,
        title="Relecture",
        held_on=planned.start,
        starts_at=datetime.time(14),
        ends_at=datetime.time(16),
    ).attendees.add(owner)
    found = read_strictly(client.get(address_of(feed(owner, "mine"))).content)
    names = {str(one["SUMMARY"]) for one in found.walk("VEVENT")}
    assert names == {
        "B1 Recueillir; trier, écrire",
        "Parade d’un risque\u00a0: Silos",
        "Atelier\u00a0: Relecture",
    }
    workshop = next(one for one in found.walk("VEVENT") if "Atelier" in str(one["SUMMARY"]))
    local = timezone.localtime(workshop.decoded("DTSTART"))
    assert (local.date(), local.time()) == (planned.start, datetime.time(14))
    assert str(workshop["TRANSP"]) == "OPAQUE"


def test_an_unchanged_feed_is_not_sent_again(planned: Project, owner: Membership, client: Client) -> None:
    token = feed(owner)
    with time_machine.travel(timezone.now() + DAY):
        first = client.get(address_of(token))
    with time_machine.travel(timezone.now() + 3 * DAY):
        again = client.get(address_of(token), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    head = client.head(address_of(token))
    assert head["ETag"] == first["ETag"]


def test_a_moved_task_is_the_same_event_with_a_greater_sequence(
    planned: Project, owner: Membership, client: Client
) -> None:
    """The second task moves because the first one lasts longer: its own row was not written."""
    token = feed(owner)
    second = Task.objects.get(project=planned, key="B2")
    before = client.get(address_of(token))
    # The history takes its moments from the database’s clock: the project began an hour ago.
    Project.objects.filter(pk=planned.pk).update(created_at=timezone.now() - datetime.timedelta(hours=1))
    first = Task.objects.get(project=planned, key="B1")
    first.write(read_version=first.version, days=9)
    after = client.get(address_of(token), headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    old, new = (event_named(one.content, f"tache-{second.pk}") for one in (before, after))
    assert old["UID"] == new["UID"]
    assert new.decoded("DTSTART") > old.decoded("DTSTART")
    assert new["SEQUENCE"] > old["SEQUENCE"]


def test_an_alarm_rings_the_day_before_at_nine(planned: Project, owner: Membership, client: Client) -> None:
    content = client.get(address_of(feed(owner, "mine", alarm=1))).content
    event = event_named(content, f"tache-{Task.objects.get(project=planned, key='B1').pk}")
    [alarm] = event.walk("VALARM")
    assert alarm.decoded("TRIGGER") == datetime.timedelta(hours=-15)
    assert str(alarm["ACTION"]) == "DISPLAY"


def test_no_token_is_kept(owner: Membership) -> None:
    token = feed(owner)
    kept = CalendarFeed.objects.values().get()
    assert token not in str(kept)
    assert len(token) >= 43


def test_a_new_link_closes_the_former_one(planned: Project, owner: Membership, client: Client) -> None:
    former = feed(owner)
    latest = feed(owner)
    other = feed(owner, "mine")
    assert [client.get(address_of(one)).status_code for one in (former, latest, other)] == [404, 200, 200]


@pytest.mark.parametrize("how", ["unknown", "revoked", "left", "closed", "deleted"])
def test_a_link_that_is_closed_answers_as_one_that_never_was(
    how: str, planned: Project, owner: Membership, client: Client
) -> None:
    token = feed(owner)
    if how == "unknown":
        token = "a" * 43
    elif how == "revoked":
        assert revoke_feed(feed=CalendarFeed.objects.get())
    elif how == "left":
        owner.put_aside(read_version=owner.version)
    elif how == "closed":
        User.objects.filter(pk=owner.user_id).update(is_active=False)
    else:
        planned.put_aside(read_version=planned.version)
    answer = client.get(address_of(token))
    assert answer.status_code == 404
    assert planned.name not in answer.content.decode()


def test_too_many_readings_are_asked_to_wait(
    planned: Project, owner: Membership, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planning.views.feeds.READINGS", 1)
    token = feed(owner)
    assert client.get(address_of(token)).status_code == 200
    slow = client.get(address_of(token))
    assert slow.status_code == 429
    assert slow["Retry-After"]


def test_a_planning_without_dates_still_gives_a_calendar(
    planned: Project, owner: Membership, client: Client
) -> None:
    first, second = Task.objects.get(key="B1"), Task.objects.get(key="B2")
    TaskDependency.objects.create(task=first, predecessor=second)
    found = read_strictly(client.get(address_of(feed(owner))).content)
    events: list[Any] = found.walk("VEVENT")
    assert [one["CATEGORIES"].to_ical() for one in events] == [b"Fermeture"]


def test_the_last_reading_is_noted_by_a_worker_and_shown(
    planned: Project, owner: Membership, client_for: ClientFor
) -> None:
    feed(owner)
    kept = CalendarFeed.objects.get()
    page = reverse("calendar_feeds", args=[planned.slug])
    assert "pas encore lu" in client_for(owner.user).get(page).content.decode()
    at = timezone.now()
    note_feed_reading(kept.pk, at.isoformat())
    note_reading(feed=kept.pk, at=at - DAY)
    kept.refresh_from_db()
    assert kept.last_read_at == at
    assert "lu le" in client_for(owner.user).get(page).content.decode()


def test_a_link_is_shown_once(planned: Project, owner: Membership, client_for: ClientFor) -> None:
    client = client_for(owner.user)
    url = reverse("calendar_feed_make", args=[planned.slug])
    answer = client.post(url, {"scope": FeedScope.MINE, "alarm": "3"})
    address = answer.context["address"]
    assert address.startswith(settings.SITE_URL)
    assert answer.context["webcal"].startswith("webcal://")
    assert address in answer.content.decode()
    assert client.get(address.removeprefix(settings.SITE_URL)).status_code == 200
    assert address not in client.get(reverse("calendar_feeds", args=[planned.slug])).content.decode()


@pytest.mark.parametrize("data", [{}, {"scope": "autre", "alarm": "1"}, {"scope": "all", "alarm": "12"}])
def test_a_link_of_nothing_known_is_refused(
    data: dict[str, str], planned: Project, owner: Membership, client_for: ClientFor
) -> None:
    url = reverse("calendar_feed_make", args=[planned.slug])
    assert client_for(owner.user).post(url, data).status_code == 422
    assert not CalendarFeed.objects.exists()


def test_nobody_revokes_the_link_of_another(
    planned: Project, owner: Membership, client_for: ClientFor
) -> None:
    token = feed(owner)
    url = reverse("calendar_feed_revoke", args=[planned.slug, CalendarFeed.objects.get().pk])
    assert client_for("head").post(url).status_code == 403
    assert client_for(owner.user).get(address_of(token)).status_code == 200
    assert client_for(owner.user).post(url).status_code == 302
    assert client_for(owner.user).get(address_of(token)).status_code == 404


def test_a_feed_costs_no_more_queries_with_more_dates(
    planned: Project, owner: Membership, client: Client
) -> None:
    token = feed(owner)
    phase = Task.objects.filter(project=planned)[0].phase

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address_of(token)).status_code == 200
        return len(seen)

    def fill(count: int) -> None:
        for number in range(count):
            TaskFactory(phase=phase, owner=owner)
            Risk.objects.create(project=planned, title=f"Risque {number}", owner=owner, due=planned.start)
            held = Workshop.objects.create(project=planned, title="Relecture", held_on=planned.start)
            held.attendees.add(owner)

    fill(1)
    queries()
    few = queries()
    fill(6)
    assert queries() == few


def test_a_hostile_title_makes_no_line_of_its_own() -> None:
    title = "Fin\r\nEND:VEVENT\r\nBEGIN:VEVENT\x00\u2028; , \\ " + "é" * 200
    content = calendar_file([Event("a@b", 1, title, datetime.date(2027, 3, 3))], name=title)
    found = read_strictly(content)
    assert len(found.walk("VEVENT")) == 1
