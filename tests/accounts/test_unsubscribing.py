"""A link at the foot of an e-mail stops e-mails, without signing in; a link that was made up does nothing."""

from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Kind, MailState, Notification, Preferences, Rhythm, User
from accounts.notify import Notice, notify
from accounts.unsubscribing import stop, unsubscribe_url
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    user: User = UserFactory(email="ada@exemple.fr")
    return user


def path(person: User, kind: str | None) -> str:
    return urlsplit(unsubscribe_url(person, kind)).path


def wants(person: User) -> Preferences:
    return Preferences.objects.get(user=person)


def test_looking_changes_nothing(client: Client, person: User) -> None:
    page = client.get(path(person, Kind.COMMENT)).content.decode()
    assert "ada@exemple.fr" in page
    assert "Un commentaire me concerne" in page
    assert not Preferences.objects.exists()


def test_one_kind_stops(client: Client, person: User) -> None:
    assert "C’est fait" in client.post(path(person, Kind.COMMENT), {"choix": "sujet"}).content.decode()
    assert (wants(person).muted, wants(person).rhythm) == ([Kind.COMMENT], Rhythm.IMMEDIATE)


def test_all_stops(client: Client, person: User) -> None:
    client.post(path(person, Kind.COMMENT), {"choix": "tout"})
    assert wants(person).rhythm == Rhythm.NONE


def test_a_mail_programs_own_button_works_without_a_page_before(person: User) -> None:
    program = Client(enforce_csrf_checks=True)
    answer = program.post(path(person, Kind.COMMENT), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert wants(person).muted == [Kind.COMMENT]
    program.post(path(person, None), {"List-Unsubscribe": "One-Click"})
    assert wants(person).rhythm == Rhythm.NONE


def test_twice_is_once(client: Client, person: User) -> None:
    for _ in range(2):
        client.post(path(person, Kind.COMMENT), {"choix": "sujet"})
    assert wants(person).muted == [Kind.COMMENT]


def test_it_can_be_taken_back(client: Client, person: User) -> None:
    for kind in (Kind.COMMENT, None):
        client.post(path(person, kind))
        client.post(path(person, kind), {"choix": "reprendre"})
    assert (wants(person).muted, wants(person).rhythm) == ([], Rhythm.IMMEDIATE)


def test_what_was_put_off_is_decided_anew(person: User) -> None:
    Preferences.objects.create(user=person, rhythm=Rhythm.DAILY)
    notify([person], Notice("a:1", Kind.DECIDE, "Une chose", "/"))
    Notification.objects.update(mail_after="2099-01-01T00:00Z")
    stop(user=person, kind=None)
    assert Notification.objects.get().mail_after is None
    assert Notification.objects.get().mail == MailState.WAITING


@pytest.mark.parametrize("token", ["x", "1:decide:faux", "1:decide", "%00", "é", "1:tout:" + "a" * 43])
def test_a_made_up_link_does_nothing(client: Client, person: User, token: str) -> None:
    url = reverse("unsubscribe", args=["x"]).replace("/x/", f"/{token}/")
    assert client.get(url).status_code == 404
    assert client.post(url, {"choix": "tout"}).status_code == 404
    assert not Preferences.objects.exists()


def test_the_link_of_one_person_stops_no_other(client: Client, person: User) -> None:
    token = path(person, None).rsplit("/", 2)[1]
    other: User = UserFactory()
    forged = token.replace(f"{person.pk}:", f"{other.pk}:", 1)
    assert client.post(reverse("unsubscribe", args=[forged])).status_code == 404


def test_someone_who_left_is_told_that_the_link_is_void(client: Client, person: User) -> None:
    url = path(person, None)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get(url).status_code == 404
