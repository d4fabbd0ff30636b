"""A worker’s hold on an export: taken by a conditional update, renewed while it works, lost when it dies.

Whatever is killed or restarted, an export ends done or failed: a claim that nobody renews expires, another
worker takes the export over, and what a superseded worker writes changes nothing.
"""

import contextlib
import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, Error, InterfaceError, OperationalError, connection, connections
from django.db.models import F, Q
from django.utils import timezone

from requirements.models import Export
from requirements.models.editions import ExportStatus

CLAIM = timedelta(seconds=12)
RENEW_SECONDS = 3.0
TICK_SECONDS = 0.5
# One more than a part has: a part that kills its worker each time is named before the export gives up.
MAX_ATTEMPTS = 4
# A queued export is announced again when nobody took it within this time.
FIRST_PATIENCE = timedelta(seconds=15)
PATIENCE = timedelta(seconds=30)
FINISH_SECONDS = 60

EXHAUSTED = (
    "La composition a été interrompue quatre fois de suite. "
    "Réessayez ; si cela se répète, prévenez l’administrateur."
)

log = logging.getLogger(__name__)


class ClaimLostError(Exception):
    """Another worker took this export over."""


def is_database_away(error: Exception) -> bool:
    """Whether this error says that the database can’t be reached, rather than that it refuses what it was told.

    psycopg2 has no class of its own for a session that the server cut off without a word: it raises the bare one.
    """
    return isinstance(error, OperationalError | InterfaceError) or type(error) is DatabaseError


@dataclass
class Claim:
    """This worker’s hold on one export."""

    export_id: uuid.UUID
    token: uuid.UUID
    attempt: int
    _told: tuple[str, int, int] = ("", 0, 0)
    _lost: threading.Event = field(default_factory=threading.Event)
    _over: threading.Event = field(default_factory=threading.Event)

    def progress(self, step: str, done: int, total: int) -> None:
        """Note where the work stands; the renewing thread writes it. Raises ClaimLostError."""
        self._told = (step, done, total)
        if self._lost.is_set():
            raise ClaimLostError

    def end(self, **values: Any) -> bool:
        """Write the end of the work; False, and nothing written, when this claim was superseded.

        A database that restarts meanwhile is waited for, a minute at most.
        """
        deadline = time.monotonic() + FINISH_SECONDS
        while True:
            try:
                return self._update(claim=None, claimed_until=None, finished_at=timezone.now(), **values)
            except Error as error:
                if not is_database_away(error) or time.monotonic() > deadline:
                    raise
                connection.close()
                time.sleep(1)

    def fail(self, error: str, *, part: str = "") -> bool:
        """End in failure, at this part if it is to blame; how many parts were ready then is kept."""
        _, done, total = self._told
        return self.end(status=ExportStatus.FAILED, error=error, step=part[:300], done=done, total=total)

    @contextlib.contextmanager
    def renewed(self) -> Iterator[None]:
        """Renew the claim and write progress while the block runs, from a thread with its own connection."""
        renewing = threading.Thread(target=self._renew_until_over, name="export-claim", daemon=True)
        renewing.start()
        try:
            yield
        finally:
            self._over.set()
            renewing.join()

    def _renew_until_over(self) -> None:
        written, renewed_at = ("", 0, 0), time.monotonic()
        try:
            while not self._over.wait(TICK_SECONDS):
                told = self._told
                if told == written and time.monotonic() - renewed_at < RENEW_SECONDS:
                    continue
                try:
                    step, done, total = told
                    if not self._update(
                        claimed_until=timezone.now() + CLAIM, step=step[:300], done=done, total=total
                    ):
                        self._lost.set()
                        return
                    written, renewed_at = told, time.monotonic()
                except Error as error:
                    log.warning("claim on export %s not renewed: %s", self.export_id, error)
                    connection.close()
        finally:
            connections.close_all()

    def _update(self, **values: Any) -> bool:
        held = Export.objects.filter(pk=self.export_id, status=ExportStatus.RUNNING, claim=self.token)
        return bool(held.update(**values))


def take(export_id: str | uuid.UUID) -> Claim | None:
    """Take an export that waits, or that its worker abandoned; None when there is nothing to take."""
    token = uuid.uuid4()
    taken = (
        Export.objects.claimable()
        .filter(pk=export_id, attempts__lt=MAX_ATTEMPTS)
        .update(
            status=ExportStatus.RUNNING,
            claim=token,
            claimed_until=timezone.now() + CLAIM,
            attempts=F("attempts") + 1,
            step="Préparation",
            done=0,
            total=0,
        )
    )
    if not taken:
        return None
    export = Export.objects.only("pk", "attempts").get(pk=export_id)
    return Claim(export.pk, token, export.attempts)


def resume(enqueue: Callable[[str], bool]) -> int:
    """Announce again the exports that nobody works on, and fail those that were tried enough; how many moved.

    `claimed_until` of a queued export says until when its last announcement is trusted, so that rounds don’t
    pile up messages.
    """
    now = timezone.now()
    abandoned = Export.objects.filter(status=ExportStatus.RUNNING, claimed_until__lt=now)
    moved = abandoned.filter(attempts__gte=MAX_ATTEMPTS).update(
        status=ExportStatus.FAILED, claim=None, claimed_until=None, error=EXHAUSTED, finished_at=now
    )
    waiting = Q(claimed_until=None, requested_at__lt=now - FIRST_PATIENCE) | Q(claimed_until__lt=now)
    due = Export.objects.filter(
        Q(status=ExportStatus.RUNNING, claimed_until__lt=now, attempts__lt=MAX_ATTEMPTS)
        | (Q(status=ExportStatus.QUEUED) & waiting)
    )
    for pk, status, until in due.values_list("pk", "status", "claimed_until"):
        if _announce(pk, status, until, now) and enqueue(str(pk)):
            moved += 1
    return moved


def _announce(pk: uuid.UUID, status: str, until: datetime | None, now: datetime) -> bool:
    unchanged = Export.objects.filter(pk=pk, status=status, claimed_until=until)
    return bool(
        unchanged.update(status=ExportStatus.QUEUED, claim=None, claimed_until=now + PATIENCE, step="")
    )
