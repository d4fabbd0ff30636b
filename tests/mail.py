"""A real SMTP server beside the tests: it keeps what it accepts, and may refuse, be slow, or be away."""

import email
import email.policy
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from pytest_django import Settings

HOST = "127.0.0.1"
SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


@dataclass(frozen=True)
class Received:
    """A message that the server accepted."""

    to: list[str]
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    def _part(self, kind: str) -> str:
        part: Any = self.message.get_body((kind,))
        return str(part.get_content()) if part else ""


class SmtpSink:
    """The server. `received` is all that it accepted, in order; `refusals` are its answers to the next recipients."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            self.port: int = probe.getsockname()[1]
        self.received: list[Received] = []
        self.refusals: list[str] = []
        # Accepts the message, then says that it didn’t: what a connection cut at the worst moment looks like.
        self.forgetful = 0
        self.slowness = 0.0
        self._lock = threading.Lock()
        self._controller: Controller | None = None

    def start(self) -> None:
        self._controller = Controller(self, hostname=HOST, port=self.port)
        self._controller.start()

    def stop(self) -> None:
        """Go away: connections are refused until start()."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    @property
    def mailers(self) -> dict[str, Any]:
        """The setting that sends mail here."""
        options = {"host": HOST, "port": self.port, "timeout": 5}
        return {"default": {"BACKEND": SMTP_BACKEND, "OPTIONS": options}}

    @property
    def env(self) -> dict[str, str]:
        """The same for a program beside the tests."""
        return {
            "EMAIL_BACKEND": SMTP_BACKEND,
            "EMAIL_HOST": HOST,
            "EMAIL_PORT": str(self.port),
            "EMAIL_TIMEOUT": "5",
        }

    def to(self, address: str) -> list[Received]:
        """What this address got."""
        return [one for one in self.received if address in one.to]

    def wait(self, count: int, seconds: float = 30) -> list[Received]:
        """What was accepted, once there are that many messages."""
        deadline = time.monotonic() + seconds
        while len(self.received) < count:
            if time.monotonic() > deadline:
                raise AssertionError(f"{len(self.received)} messages, not {count}")
            time.sleep(0.05)
        return self.received

    async def handle_RCPT(  # noqa: N802  # the name is aiosmtpd’s
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        with self._lock:
            if self.refusals:
                return self.refusals.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        parsed = email.message_from_bytes(envelope.content, policy=email.policy.default)
        if self.slowness:
            # Blocks the whole server, as one overwhelmed does.
            time.sleep(self.slowness)
        with self._lock:
            self.received.append(Received(list(envelope.rcpt_tos), parsed))
            if self.forgetful:
                self.forgetful -= 1
                return "451 Try again later"
        return "250 OK"


@pytest.fixture
def smtp_sink(settings: Settings) -> Iterator[SmtpSink]:
    """A server that gets the tests’ own mail; a worker’s too with `{**service_env, **smtp_sink.env}`."""
    sink = SmtpSink()
    sink.start()
    settings.MAILERS = sink.mailers
    yield sink
    sink.stop()
