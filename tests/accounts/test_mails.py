"""What an e-mail holds: readable everywhere, with headers that no text can break."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from pytest_django import Settings

from accounts.delivery import send_round
from accounts.invitations import send_invitation
from accounts.mails import LISTED, SUBJECT_LENGTH, notices_mail, one_line, subject_line
from accounts.models import Kind, Notification, Preferences, User
from accounts.notify import Notice, notify
from tests.factories import UserFactory
from tests.mail import Received, SmtpSink

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    user: User = UserFactory(name="Ada <Martin>", email="ada@exemple.fr")
    return user


@pytest.fixture(autouse=True)
def _long_site_url(settings: Settings) -> None:
    settings.SITE_URL = "https://cadrage.direction-des-projets.entreprise-de-negoce.example.org"


def written(person: User, *notices: Notification) -> EmailMessage:
    """The message as it travels, read again by a mail program."""
    mail = notices_mail(person, notices, Preferences(user=person), held_back=False)
    raw = mail.message(policy=policy.SMTP).as_bytes()
    assert max(len(line) for line in raw.splitlines()) < 998
    return message_from_bytes(raw, policy=policy.default)


def notice(**values: Any) -> Notification:
    defaults = {
        "key": "a:1",
        "kind": Kind.DECIDE,
        "text": "La section attend",
        "url": "/projets/x/",
        "about": "CRM",
    }
    return Notification(**{**defaults, **values})


def part(message: EmailMessage, kind: str) -> str:
    body: Any = message.get_body((kind,))
    return str(body.get_content())


@pytest.mark.parametrize(
    "text",
    [
        "a\nBcc: x@y.fr",
        "a\r\nBcc: x@y.fr",
        "a\x0bBcc: x",
        "a\u2028Bcc: x",
        "a\x85Bcc: x",
        "\x00a\tb",
        "a\x1eb",
    ],
)
def test_no_text_adds_a_header(person: User, text: str) -> None:
    message = written(person, notice(text=text, about=text))
    assert message["Bcc"] is None
    assert len(str(message["Subject"]).splitlines()) == 1
    assert message["Subject"] == f"[{one_line(text)}] {one_line(text)}"


def test_a_long_subject_is_cut_and_keeps_its_no_break_spaces() -> None:
    line = subject_line("Projet", "Une décision\u00a0: " + "mot " * 100)
    assert len(line) <= SUBJECT_LENGTH
    assert line.startswith("[Projet] Une décision\u00a0: mot")
    assert line.endswith("…")


def test_a_mail_without_a_project_bears_the_sites_name() -> None:
    assert subject_line("", "Bonjour") == "[Cadrage CRM] Bonjour"


def test_the_way_out_is_on_one_line_for_mail_programs(person: User) -> None:
    """RFC 8058; Python’s own folding turns a long address into words that no program reads."""
    mail = notices_mail(person, [notice()], Preferences(user=person), held_back=False)
    raw = mail.message(policy=policy.SMTP).as_bytes().decode()
    (line,) = [line for line in raw.split("\r\n") if line.startswith("List-Unsubscribe:")]
    assert re.fullmatch(r"List-Unsubscribe: <https://cadrage\.[^ ]+/compte/desabonnement/[^ ]+/>", line)
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in raw.split("\r\n")


def test_the_html_is_made_for_outlook(person: User) -> None:
    html = part(written(person, notice(detail="Une raison & <script>")), "html")
    assert "<script" not in html
    assert "Ada &lt;Martin&gt;" in html
    assert "Une raison &amp; &lt;script&gt;" in html
    assert "<!--[if mso]>" in html
    for forbidden in ("<style", "<img", "url(", "display:flex", "display:grid", "<link", "position:"):
        assert forbidden not in html
    assert 'width="600"' in html
    assert "{#" not in html
    assert "{%" not in html


def test_links_are_full(person: User) -> None:
    message = written(person, notice())
    for kind in ("plain", "html"):
        assert "https://cadrage.direction-des-projets.entreprise-de-negoce.example.org/projets/x/" in part(
            message, kind
        )
        assert 'href="/' not in part(message, kind)


def test_the_text_is_no_html(person: User) -> None:
    text = part(written(person, notice(text="R&D : l’avis", detail="1 < 2")), "plain")
    assert "Bonjour Ada <Martin>," in text
    assert "R&D : l’avis" in text
    assert "1 < 2" in text
    assert "{#" not in text


def test_a_very_long_mail_is_cut(person: User) -> None:
    many = [notice(key=f"a:{number}", detail="x" * 5000) for number in range(LISTED + 12)]
    message = written(person, *many)
    assert "Et 12 autres dans le site." in part(message, "plain")
    # Gmail cuts a message at 102 KB.
    assert len(part(message, "html").encode()) < 102_000


def test_notices_of_several_projects_are_told_apart(person: User) -> None:
    message = written(person, notice(about="CRM"), notice(key="b", about="ERP"), notice(key="c", about="CRM"))
    assert message["Subject"] == "[Cadrage CRM] La section attend (et 2 autres)"
    assert part(message, "html").count("<h2") == 2


def test_an_invitation_arrives_in_the_same_layout(person: User, smtp_sink: SmtpSink) -> None:
    by: User = UserFactory(name="Claire Chef")
    assert send_invitation(
        user=person, by=by, project_name="CRM\nBcc: x@y.fr", organisation="Négoce", project_url="/projets/x/"
    )
    (mail,) = smtp_sink.received
    assert mail.message["Bcc"] is None
    assert "bulletproof" not in mail.html
    assert 'role="presentation"' in mail.html
    assert "Claire Chef vous invite" in mail.text
    assert mail.to == ["ada@exemple.fr"]


def test_what_arrives_is_what_was_written(person: User, smtp_sink: SmtpSink) -> None:
    notify(
        [person],
        Notice("a:1", Kind.DECIDED, "Décision prise : « Réservé »", "/projets/x/", detail="Pourquoi ?"),
    )
    send_round()
    received: Received = smtp_sink.received[0]
    assert received.subject == "[Cadrage CRM] Décision prise : « Réservé »"
    assert received.message["Auto-Submitted"] == "auto-generated"
    assert "Pourquoi ?" in received.text
