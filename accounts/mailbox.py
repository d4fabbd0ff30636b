"""The e-mails that a demo or a developer’s site keeps as files, read back.

Files come from anywhere and may be anything: what can’t be read is left out, or shown as it lies, never raised.
"""

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

NAME = re.compile(r"[\w-]+\.log", re.ASCII)
# What Django’s file backend writes after each message.
BETWEEN = b"\n" + b"-" * 79 + b"\n"
MAX_BYTES = 2 * 1024 * 1024
FILES = 300
SHOWN = 200_000


@dataclass(frozen=True)
class Kept:
    """One message of a file, by its place in it."""

    name: str
    place: int
    message: EmailMessage

    @property
    def subject(self) -> str:
        return self._header("Subject") or "(sans objet)"

    @property
    def to(self) -> str:
        return self._header("To")

    @property
    def sender(self) -> str:
        return self._header("From")

    @property
    def recipients(self) -> set[str]:
        """The addresses, in lower case."""
        return {address.lower() for _, address in getaddresses([self.to])}

    @property
    def at(self) -> datetime | None:
        """When it was written; None when it doesn’t say."""
        try:
            moment = parsedate_to_datetime(self._header("Date"))
        except (ValueError, TypeError, IndexError):
            return None
        return moment if moment.tzinfo else timezone.make_aware(moment)

    def text(self) -> str:
        """Its text; empty when it has none."""
        return self._part("plain")

    def html(self) -> str:
        """Its HTML, as it came; empty when it has none."""
        return self._part("html")

    def _header(self, name: str) -> str:
        try:
            return str(self.message.get(name) or "").replace("\x00", "")
        except Exception:  # the parser stumbles in many ways on a broken header
            return ""

    def _part(self, kind: str) -> str:
        try:
            part: Any = self.message.get_body((kind,))
            return str(part.get_content())[:SHOWN].replace("\x00", "") if part else ""
        except Exception:  # a charset that nobody knows, a broken encoding
            return ""


def folder() -> Path | None:
    """Where e-mails are kept to be read in the site; None when this site has no such thing."""
    mailer = settings.MAILERS["default"]
    if not (settings.DEMO or settings.DEVELOPMENT) or not mailer["BACKEND"].endswith(
        "filebased.EmailBackend"
    ):
        return None
    return Path(mailer["OPTIONS"]["file_path"])


def messages(box: Path, to: str | None) -> list[Kept]:
    """The messages of the newest files, newest first; with `to`, those of this address only."""
    try:
        names = sorted((path.name for path in box.iterdir() if NAME.fullmatch(path.name)), reverse=True)
    except OSError:
        return []
    found = [one for name in names[:FILES] for one in reversed(list(_read(box, name)))]
    return [one for one in found if to is None or to.lower() in one.recipients]


def find(box: Path, name: str, place: int) -> Kept | None:
    """This message; None when there is none."""
    if not NAME.fullmatch(name):
        return None
    return next((one for one in _read(box, name) if one.place == place), None)


def _read(box: Path, name: str) -> Iterator[Kept]:
    try:
        with (box / name).open("rb") as file:
            content = file.read(MAX_BYTES)
    except OSError:
        return
    for place, raw in enumerate(content.split(BETWEEN)):
        if raw.strip():
            parsed = email.message_from_bytes(raw, policy=email.policy.default)
            yield Kept(name, place, parsed)
