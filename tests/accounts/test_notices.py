"""The bell, the list, and what one chooses."""

import datetime

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Kind, MailState, Notification, Preferences, Rhythm, User
from accounts.notify import Notice, notify
from tests.factories import UserFactory
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    user: User = UserFactory(email="ada@exemple.fr")
    return user


@pytest.fixture
def own(person: User, client_for: ClientFor) -> Client:
    return client_for(person)


def tell(
    person: User, key: str, kind: Kind = Kind.DECIDE, about: str = "CRM", url: str = "/compte/profil/"
) -> int:
    notify([person], Notice(key, kind, f"Chose {key}", url, about=about))
    return Notification.objects.get(user=person, key=key).pk


def test_nobody_is_told_twice_nor_told_what_they_did(person: User) -> None:
    other: User = UserFactory()
    for _ in range(2):
        notify([person, person, other], Notice("a:1", Kind.DECIDE, "Une chose", "/"), but=other)
    assert Notification.objects.count() == 1


def test_the_bell_says_how_many_are_unread(person: User, own: Client) -> None:
    for number in range(3):
        tell(person, f"a:{number}")
    page = own.get(reverse("profile")).content.decode()
    assert 'aria-label="Notifications, 3 non lues"' in page


def test_the_bell_counts_up_to_99(person: User, own: Client) -> None:
    Notification.objects.bulk_create(
        Notification(user=person, key=str(n), kind=Kind.DECIDE, text="x", url="/") for n in range(120)
    )
    page = own.get(reverse("profile")).content.decode()
    assert "99+" in page
    assert "plus de 99 non lues" in page


def test_the_bell_costs_one_query_of_its_index(person: User, own: Client) -> None:
    tell(person, "a:1")
    Notification.objects.bulk_create(
        Notification(user=person, key=str(n), kind=Kind.DECIDE, text="x", url="/", read_at=timezone.now())
        for n in range(2000)
    )
    with CaptureQueriesContext(connection) as seen:
        own.get(reverse("notices_bell"))
    counts = [one["sql"] for one in seen.captured_queries if "accounts_notification" in one["sql"]]
    assert len(counts) == 1
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE accounts_notification")
        cursor.execute("EXPLAIN " + counts[0])
        assert "notification_unread" in "\n".join(row[0] for row in cursor.fetchall())


def test_asking_again_brings_nothing_until_something_is_new(person: User, own: Client) -> None:
    url = reverse("notices_bell")
    assert own.get(url, {"vu": "0"}).status_code == 204
    tell(person, "a:1")
    answer = own.get(url, {"vu": "0"})
    assert 'aria-label="Notifications, 1 non lue"' in answer.content.decode()
    assert "une nouvelle notification" in answer["HX-Trigger"]
    assert own.get(url, {"vu": "1"}).status_code == 204
    Notification.objects.update(read_at=timezone.now())
    assert "HX-Trigger" not in own.get(url, {"vu": "1"})


def test_the_bell_of_an_ended_session_stays_silent(client: Client) -> None:
    assert client.get(reverse("notices_bell"), {"vu": "3"}).status_code == 204


def test_opening_marks_as_read_and_leads_to_the_page(person: User, own: Client) -> None:
    pk = tell(person, "a:1")
    answer = own.post(reverse("notice_open", args=[pk]))
    assert answer["Location"] == "/compte/profil/"
    first = Notification.objects.get(pk=pk).read_at
    assert first is not None
    own.post(reverse("notice_open", args=[pk]))
    assert Notification.objects.get(pk=pk).read_at == first


@pytest.mark.parametrize(
    "url", ["https://ailleurs.fr/", "//ailleurs.fr", "/\\ailleurs.fr", "javascript:alert(1)", ""]
)
def test_no_notification_leads_out_of_the_site(person: User, own: Client, url: str) -> None:
    pk = tell(person, "a:1", url=url)
    assert own.post(reverse("notice_open", args=[pk]))["Location"] == reverse("notices")
    answer = own.post(reverse("notice_mark", args=[pk]), {"retour": url})
    assert answer["Location"] == reverse("notices")


def test_nobody_touches_anothers_notifications(person: User, client_for: ClientFor) -> None:
    pk = tell(person, "a:1")
    stranger = client_for(UserFactory())
    for name in ("notice_open", "notice_mark"):
        assert stranger.post(reverse(name, args=[pk])).status_code == 404
    stranger.post(reverse("notices_read"), {"jusque": pk})
    assert "Chose a:1" not in stranger.get(reverse("notices")).content.decode()
    assert Notification.objects.unread().count() == 1


def test_all_marks_what_was_shown_alone(person: User, own: Client) -> None:
    shown = tell(person, "a:1")
    tell(person, "a:2")
    own.post(reverse("notices_read"), {"jusque": shown})
    assert list(Notification.objects.unread().values_list("key", flat=True)) == ["a:2"]


def test_a_notification_can_be_marked_unread_again(person: User, own: Client) -> None:
    url = reverse("notice_mark", args=[tell(person, "a:1")])
    own.post(url, {"lue": "oui"})
    assert not Notification.objects.unread().exists()
    own.post(url, {"lue": "non"})
    assert Notification.objects.unread().exists()


def test_the_list_goes_by_day_with_unread_first(person: User, own: Client) -> None:
    with time_machine.travel("2027-03-02 10:00 +0100", tick=False):
        tell(person, "hier")
    with time_machine.travel("2027-03-03 10:00 +0100", tick=False):
        tell(person, "matin")
    with time_machine.travel("2027-03-03 15:00 +0100", tick=False):
        pk = tell(person, "soir")
    Notification.objects.filter(pk=pk).update(read_at=timezone.now())
    page = own.get(reverse("notices")).content.decode()
    order = [
        page.index(text)
        for text in ("3\u00a0mars 2027", "Chose matin", "Chose soir", "2\u00a0mars 2027", "Chose hier")
    ]
    assert order == sorted(order)
    assert page.count("Non lue</span>") == 2


def test_filters_choose_and_nonsense_is_left_out(person: User, own: Client) -> None:
    tell(person, "a:1", Kind.COMMENT, about="CRM")
    tell(person, "a:2", Kind.DECIDE, about="ERP")
    url = reverse("notices")

    def shown(**filters: str) -> set[str]:
        page = own.get(url, filters).content.decode()
        return {key for key in ("a:1", "a:2") if f"Chose {key}" in page}

    assert shown(projet="ERP") == {"a:2"}
    assert shown(sujet="comment") == {"a:1"}
    assert shown(projet="CRM", sujet="decide") == set()
    assert shown(projet="\x00", sujet="x", etat="y", page="9" * 5000) == {"a:1", "a:2"}
    Notification.objects.filter(key="a:1").update(read_at=timezone.now())
    assert shown(etat="non-lues") == {"a:2"}


def test_a_mail_that_failed_is_told(person: User, own: Client) -> None:
    pk = tell(person, "a:1")
    Notification.objects.filter(pk=pk).update(mail=MailState.FAILED)
    assert "pas pu être remis" in own.get(reverse("notices")).content.decode()


def test_thirty_notifications_cost_no_more_queries_than_one(person: User, own: Client) -> None:
    def count() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as seen:
            own.get(reverse("notices"))
        return len(seen)

    tell(person, "a:0")
    count()
    few = count()
    for number in range(1, 40):
        tell(person, f"a:{number}", about=f"Projet {number % 3}")
    assert count() <= few


WISHES = {
    "rhythm": "daily",
    "daily_hour": "18",
    "quiet_from": "20:00",
    "quiet_until": "07:00",
    "muted": ["comment"],
}


def test_one_chooses_how_to_be_told(person: User, own: Client) -> None:
    assert own.get(reverse("notice_preferences")).status_code == 200
    assert not Preferences.objects.exists()
    Notification.objects.filter(pk=tell(person, "a:1")).update(mail_after="2099-01-01T00:00Z")
    for _ in range(2):
        assert own.post(reverse("notice_preferences"), WISHES).status_code == 302
    wants = Preferences.objects.get(user=person)
    assert (wants.rhythm, wants.daily_hour, wants.muted) == (Rhythm.DAILY, 18, ["comment"])
    assert wants.is_quiet(datetime.time(23))
    assert Notification.objects.get().mail_after is None


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"quiet_until": ""}, "Donnez le début et la fin"),
        ({"quiet_until": "20:00"}, "commence et finit à la même heure"),
        ({"quiet_from": "25:99"}, "Donnez une heure"),
        ({"daily_hour": "24"}, "24"),
        ({"rhythm": "hourly"}, "hourly"),
        ({"muted": ["weather"]}, "weather"),
    ],
)
def test_nonsense_is_refused_in_words(own: Client, wrong: dict[str, object], words: str) -> None:
    answer = own.post(reverse("notice_preferences"), {**WISHES, **wrong})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Preferences.objects.exists()
