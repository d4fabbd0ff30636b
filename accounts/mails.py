"""Writing e-mails: HTML and text, one layout, headers that no text can break, a way to have no more of them."""

import email.policy
import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import HeaderRegistry, UniqueUnstructuredHeader
from email.message import EmailMessage as StandardMessage
from email.policy import Policy
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notification, Preferences, Rhythm, User
from accounts.rhythm import MAILS_PER_HOUR
from accounts.unsubscribing import unsubscribe_url
from crmproject.toolkit.templatetags.french import NBSP, long_date

SITE_NAME = "Cadrage CRM"
SUBJECT_LENGTH = 160
DETAIL_LENGTH = 600
# What is sent to be read in the e-mail itself, in so far as programs show it.
FULL_LENGTH = 20_000
# A longer e-mail is cut by Gmail, and read by nobody.
LISTED = 50


class Unfolded(UniqueUnstructuredHeader):
    """A header on one line: Python would fold a long address into pieces that no mail program puts together."""

    def fold(self, *, policy: email.policy.Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"  # type: ignore[attr-defined]  # of the class made from it


_headers = HeaderRegistry()
_headers.map_to_type("list-unsubscribe", Unfolded)  # type: ignore[arg-type]  # typed as what is made from it


class Mail(EmailMultiAlternatives):
    """A message in our layout."""

    def message(self, *, policy: "Policy[Any] | None" = email.policy.default) -> StandardMessage:
        wanted: Any = policy or email.policy.default
        return super().message(policy=wanted.clone(header_factory=_headers))


@dataclass(frozen=True)
class Item:
    """One notice in an e-mail."""

    text: str
    detail: str
    url: str


@dataclass(frozen=True)
class Group:
    """The notices about one project."""

    about: str
    items: list[Item]


def one_line(text: str) -> str:
    """This text on one line, without control characters: what a header may hold."""
    kept = (
        "".join(" " if unicodedata.category(char) in {"Cc", "Zl", "Zp"} else char for char in text)
    ).strip()
    return " ".join(word for word in kept.split(" ") if word)


def subject_line(about: str, text: str) -> str:
    """« [Projet] texte », on one line, cut where programs stop showing it."""
    line = one_line(f"[{one_line(about) or SITE_NAME}] {text}")
    return line if len(line) <= SUBJECT_LENGTH else line[: SUBJECT_LENGTH - 1].rstrip() + "…"


def compose(
    *,
    to: str,
    subject: str,
    text: str,
    html: str,
    context: dict[str, Any],
    headers: dict[str, str] | None = None,
) -> Mail:
    """A message from these two templates; `subject` is a line already."""
    shared = {"site_name": SITE_NAME, "site_url": settings.SITE_URL, "subject": subject, **context}
    mail = Mail(
        subject=subject,
        body=render_to_string(text, shared),
        to=[to],
        # Nobody’s « out of office » answers a machine.
        headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", **(headers or {})},
    )
    mail.attach_alternative(render_to_string(html, shared), "text/html")
    return mail


def notices_mail(user: User, notices: Sequence[Notification], wants: Preferences, *, held_back: bool) -> Mail:
    """One e-mail that tells these notices to this person."""
    kinds = {notice.kind for notice in notices}
    kind = notices[0].get_kind_display() if len(kinds) == 1 else ""
    stop = unsubscribe_url(user, notices[0].kind if kind else None)
    context = {
        "user": user,
        "intro": _intro(notices, wants, held_back=held_back),
        "groups": _groups(notices[:LISTED]),
        "single": settings.SITE_URL + notices[0].url if len(notices) == 1 else "",
        "more": max(0, len(notices) - LISTED),
        "preheader": notices[0].detail[:120] or ", ".join(notice.text for notice in notices[1:3]),
        "kind": kind,
        "stop_url": stop,
        "list_url": settings.SITE_URL + reverse("notices"),
        "preferences_url": settings.SITE_URL + reverse("notice_preferences"),
    }
    headers = {
        "Message-ID": message_id(user, notices),
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    mail = compose(
        to=user.email,
        subject=_subject(notices, wants),
        text="accounts/email/notices.txt",
        html="accounts/email/notices.html",
        context=context,
        headers=headers,
    )
    for number, calendar in enumerate((one.calendar for one in notices if one.calendar), start=1):
        mail.attach(f"agenda{f'-{number}' if number > 1 else ''}.ics", calendar, "text/calendar")
    return mail


def message_id(user: User, notices: Sequence[Notification]) -> str:
    """The same for the same notices, whenever and by whichever worker they are sent."""
    keys = "\n".join(sorted(notice.key for notice in notices))
    digest = hashlib.sha256(f"{user.pk}\n{keys}".encode()).hexdigest()[:40]
    return f"<{digest}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"


def _subject(notices: Sequence[Notification], wants: Preferences) -> str:
    about = notices[0].about if len({notice.about for notice in notices}) == 1 else ""
    count = len(notices)
    if wants.rhythm == Rhythm.DAILY:
        plural = "s" if count > 1 else ""
        today = long_date(timezone.localdate())
        return subject_line(about, f"Résumé du {today}{NBSP}: {count} notification{plural}")
    if count == 1:
        return subject_line(about, notices[0].text)
    others = f"(et {count - 1} autre{'s' if count > 2 else ''})"
    room = SUBJECT_LENGTH - len(about) - len(others) - 20
    return subject_line(about, f"{one_line(notices[0].text)[:room]} {others}")


def _intro(notices: Sequence[Notification], wants: Preferences, *, held_back: bool) -> str:
    if wants.rhythm == Rhythm.DAILY:
        return "Voici ce qui s’est passé depuis votre dernier résumé."
    if held_back:
        return (
            f"Vous avez reçu {MAILS_PER_HOUR} e-mails en une heure\u00a0: "
            "les notifications suivantes ont attendu, et sont réunies dans celui-ci."
        )
    return "" if len(notices) == 1 else "Plusieurs choses se sont passées en peu de temps."


def _groups(notices: Sequence[Notification]) -> list[Group]:
    ordered = sorted(notices, key=lambda notice: notice.about)
    return [
        Group(about, [_item(notice) for notice in group])
        for about, group in groupby(ordered, key=lambda notice: notice.about)
    ]


def _item(notice: Notification) -> Item:
    detail = notice.detail.strip()
    length = FULL_LENGTH if notice.in_full else DETAIL_LENGTH
    if len(detail) > length:
        detail = detail[:length].rstrip() + "…"
    return Item(notice.text, detail, settings.SITE_URL + notice.url)
