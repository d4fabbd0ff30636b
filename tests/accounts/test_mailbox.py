"""The e-mails of a demo are read in the site; elsewhere these pages don’t exist, and no file breaks them."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.delivery import send_round
from accounts.mailbox import BETWEEN
from accounts.models import Kind, User
from accounts.notify import Notice, notify
from tests.factories import UserFactory
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(settings: Settings, tmp_path: Path) -> Path:
    backend = "django.core.mail.backends.filebased.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": {"file_path": tmp_path / "mail"}}}
    (tmp_path / "mail").mkdir()
    return tmp_path / "mail"


@pytest.fixture
def person() -> User:
    user: User = UserFactory(email="ada@exemple.fr")
    return user


@pytest.fixture
def own(person: User, client_for: ClientFor) -> Client:
    return client_for(person)


def tell(*people: User) -> None:
    for person in people:
        notify([person], Notice("a:1", Kind.DECIDE, f"Pour {person.name}", "/projets/x/", about="CRM"))
    send_round()


def links(page: str) -> list[str]:
    return [piece.split('"')[0] for piece in page.split('href="') if piece.startswith("/compte/courriels/2")]


def test_one_reads_ones_own_mail_and_may_see_all(person: User, own: Client, box: Path) -> None:
    tell(person, UserFactory(email="bob@exemple.fr", name="Bob"))
    page = own.get(reverse("mailbox")).content.decode()
    assert f"Pour {person.name}" in page
    assert "Pour Bob" not in page
    assert "Pour Bob" in own.get(reverse("mailbox"), {"pour": "tous"}).content.decode()
    (link,) = links(page)
    message = own.get(link).content.decode()
    assert "<iframe" in message
    assert "Bonjour" in message


def test_the_html_of_a_mail_has_no_right(person: User, own: Client, box: Path) -> None:
    tell(person)
    (link,) = links(own.get(reverse("mailbox")).content.decode())
    answer = own.get(f"{link}html/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-popups" in policy
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "/projets/x/" in answer.content.decode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\xfe" * 1000,
        b"Subject: =?utf-8?q?=FF=FE?=\nTo: ada@exemple.fr\nDate: jamais\n\n\xff",
        b"To: ada@exemple.fr\nContent-Type: text/html; charset=klingon\n\n<p>x",
        b"To: ada@exemple.fr\nContent-Type: multipart/alternative; boundary=x\n\n--x\n",
        b"To: ada@exemple.fr\nContent-Type: message/rfc822\n\nTo: a\n",
        b"To: ada@exemple.fr, =?x?y?z?=, <<<>>>\nDate: Mon, 99 Foo 2027 99:99:99 +9999\n\nx",
        b"To: ada@exemple.fr\nContent-Transfer-Encoding: base64\nContent-Type: text/html\n\n!!!",
        b"Content-Type: text/plain\nTo: ada@exemple.fr\n\n" + b"x" * 5_000_000,
        BETWEEN * 5,
    ],
)
def test_no_file_breaks_the_pages(own: Client, box: Path, content: bytes) -> None:
    (box / "20270303-100000-1.log").write_bytes(content)
    (box / "20270303-100000-2.log").mkdir()
    (box / "loop.log").symlink_to(box / "loop.log")
    for query in ({}, {"pour": "tous"}):
        page = own.get(reverse("mailbox"), query)
        assert page.status_code == 200
        for link in links(page.content.decode()):
            assert own.get(link).status_code == 200
            assert own.get(f"{link}html/").status_code == 200


@pytest.mark.parametrize("name", ["..", "secret", "../secret-key", "x.log", "a.log.bak", "%00.log"])
def test_no_other_file_is_read(own: Client, box: Path, name: str) -> None:
    (box.parent / "secret-key").write_text("To: ada@exemple.fr\n\nsecret")
    assert own.get(f"/compte/courriels/{name}/0/").status_code == 404


def test_a_site_that_sends_mail_has_no_such_page(own: Client, box: Path, settings: Settings) -> None:
    urls = [
        reverse("mailbox"),
        reverse("mailbox_message", args=["a.log", 0]),
        reverse("mailbox_body", args=["a.log", 0]),
    ]
    settings.DEVELOPMENT = settings.DEMO = False
    assert [own.get(url).status_code for url in urls] == [404, 404, 404]
    settings.DEMO = True
    assert own.get(urls[0]).status_code == 200
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    assert own.get(urls[0]).status_code == 404


def test_the_banner_of_the_demo_leads_there(own: Client, box: Path, settings: Settings) -> None:
    settings.DEMO = True
    assert reverse("mailbox") in own.get(reverse("profile")).content.decode()
