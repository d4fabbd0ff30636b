from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import limits
from accounts.invitations import accept, invitation_url, person_for, tokens
from accounts.models import User
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

CHOSEN = {
    "name": "Inès Martin",
    "new_password1": "un-chateau-en-hiver",
    "new_password2": "un-chateau-en-hiver",
}


@pytest.fixture
def invited() -> User:
    return person_for("ines@exemple.fr")


def link(user: User) -> str:
    return urlsplit(invitation_url(user)).path


def test_an_invited_person_chooses_a_name_and_a_password(client: Client, invited: User) -> None:
    url = link(invited)
    assert "ines@exemple.fr" in client.get(url).content.decode()
    answer = client.post(url, CHOSEN)
    assert answer["Location"] == reverse("projects")
    invited.refresh_from_db()
    assert invited.name == "Inès Martin"
    assert invited.check_password(CHOSEN["new_password1"])
    assert invited.joined_at is not None
    assert EmailAddress.objects.filter(user=invited, verified=True, primary=True).exists()
    assert client.get(reverse("projects")).status_code == 200


def test_she_then_signs_in_with_them(client: Client, invited: User) -> None:
    client.post(link(invited), CHOSEN)
    client.logout()
    data = {"login": "Ines@exemple.fr", "password": CHOSEN["new_password1"]}
    assert client.post(reverse("account_login"), data)["Location"] == reverse("projects")


def test_a_link_serves_once(client: Client, invited: User) -> None:
    url = link(invited)
    client.post(url, CHOSEN)
    client.logout()
    answer = client.get(url)
    assert answer.status_code == 410
    assert "Ce lien ne sert plus" in answer.content.decode()
    assert client.post(url, {**CHOSEN, "name": "Voleuse"}).status_code == 410


def test_two_uses_at_once_keep_the_first(invited: User) -> None:
    token = tokens.make_token(invited)
    assert accept(user=invited, token=token, name="Première", password="un-chateau-en-hiver")
    assert not accept(user=invited, token=token, name="Seconde", password="un-autre-chateau")
    invited.refresh_from_db()
    assert invited.name == "Première"


def test_a_link_dies_after_two_weeks(client: Client, invited: User) -> None:
    url = link(invited)
    late = timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT, days=1)
    with time_machine.travel(late, tick=False):
        assert client.get(url).status_code == 410


@pytest.mark.parametrize(
    ("uid", "token"), [("MQ", "abc-def"), ("@@", "x"), ("w6k", "abc-def"), ("LTE", "a-b")]
)
def test_a_made_up_link_is_refused(client: Client, uid: str, token: str) -> None:
    assert client.get(reverse("invitation", args=[uid, token])).status_code == 410


def test_a_link_opens_no_account_that_has_a_password(client: Client) -> None:
    assert client.get(link(UserFactory())).status_code == 410


@pytest.mark.parametrize(
    "password",
    ["court", "12345678901", "password", "ines@exemple.fr"],
    ids=["short", "digits", "common", "alike"],
)
def test_a_weak_password_is_refused_in_words(client: Client, invited: User, password: str) -> None:
    answer = client.post(link(invited), {**CHOSEN, "new_password1": password, "new_password2": password})
    assert answer.status_code == 422
    assert 'value="Inès Martin"' in answer.content.decode()
    invited.refresh_from_db()
    assert not invited.has_usable_password()


def test_nobody_signs_in_before_accepting(client: Client, invited: User) -> None:
    for password in ("", "!", invited.password):
        client.post(reverse("account_login"), {"login": invited.email, "password": password})
        assert "_auth_user_id" not in client.session


def test_uses_are_counted_by_window() -> None:
    assert [limits.take("essai", limit=2, seconds=60) for _ in range(3)] == [True, True, False]


def test_sign_in_is_limited(client: Client) -> None:
    """Five wrong passwords, and even the right one waits."""
    user: User = UserFactory(email="cible@exemple.fr")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    for _ in range(5):
        client.post(reverse("account_login"), {"login": user.email, "password": "faux"})
    answer = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    assert answer.status_code in {200, 429}


def test_the_password_pages_ask_to_sign_in(client: Client) -> None:
    for name in ("account_change_password", "mfa_index", "account_email"):
        assert client.get(reverse(name)).status_code == 302


def test_registration_is_closed(client: Client) -> None:
    client.post(
        reverse("account_signup"),
        {"email": "x@exemple.fr", "password1": CHOSEN["new_password1"], "password2": CHOSEN["new_password1"]},
    )
    assert not User.objects.filter(email="x@exemple.fr").exists()
