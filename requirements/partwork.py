"""Rendering the parts of a document on all workers at once.

Who composes a document offers the parts that nobody has, tells the workers, and renders with them until none is left;
alone it renders all. A worker that is killed loses its claim on one part, which another takes: nothing is doubled,
since a part is the same whoever renders it, and nothing is lost, since rows and records outlive processes.
"""

import contextlib
import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import Error, connection, connections
from django.db.models import F
from django.utils import timezone

from crmproject.toolkit.pdf import renderer
from crmproject.toolkit.pdf.bounds import TooHeavyError, bounded
from crmproject.toolkit.pdf.composing import Progress
from crmproject.toolkit.pdf.parts import Part
from crmproject.toolkit.pdf.records import Record
from requirements.models import RenderedPart
from requirements.models.parts import MAX_PART_ATTEMPTS, PartState
from requirements.partshelf import SharedShelf, drop, file_name, store
from requirements.pdf.heaviest import heaviest_row

CLAIM = timedelta(seconds=12)
RENEW_SECONDS = 4.0
LOOK_SECONDS = 0.05
# So many kept parts to read leave others the time to take the first missing one.
READING = 30
# Seconds from which the time left is told by fives, and by minutes.
COARSE, MINUTE = 10, 90
# What a part takes before its first word, in bytes of HTML; and the share of all from which a guess is told.
OVERHEAD, KNOWN = 4_000, 0.04
BROKEN = "sa mise en page a échoué\u00a0; le journal dit pourquoi"
KILLED = "sa mise en page a été interrompue trois fois de suite"
NESTED = "ses éléments sont imbriqués trop profondément"

log = logging.getLogger(__name__)


class PartFailedError(Exception):
    """A part cannot be rendered; the message names it and says why, in French."""

    def __init__(self, label: str, why: str) -> None:
        super().__init__(failure_words(label, why))
        self.label = label


@dataclass(frozen=True)
class Share:
    """How far the parts of a document are: those ready, all, and seconds left if that can be told."""

    ready: int
    total: int
    left: float | None

    @property
    def words(self) -> str:
        """« 18 parties sur 26, reste environ 4 s »."""
        told = f"{self.ready}\u00a0partie{'s' if self.ready > 1 else ''} sur {self.total}"
        return told if self.left is None else f"{told}, reste environ {_lasting(self.left)}"


def _lasting(seconds: float) -> str:
    """« 4 s », « 2 min »: a guess is told no finer than it is worth."""
    if seconds > MINUTE:
        return f"{round(seconds / 60)}\u00a0min"
    step = 1 if seconds < COARSE else 5
    return f"{max(1, step * round(seconds / step))}\u00a0s"


def render_together(
    announce: Callable[[str], bool],
) -> "Callable[[Sequence[Part], Progress], Mapping[str, Record]]":
    """A rendering on all workers; `announce` tells them the key of a part that waits, and whether it could."""

    def rendering(parts: Sequence[Part], progress: Progress) -> Mapping[str, Record]:
        return _Together(parts, progress, announce).run()

    return rendering


class _Together:
    def __init__(self, parts: Sequence[Part], progress: Progress, announce: Callable[[str], bool]) -> None:
        self.wanted = {part.key: part for part in parts}
        self.progress, self.announce = progress, announce
        self.shelf = SharedShelf()
        self.sizes: dict[str, int] = {}
        self.began = time.monotonic()

    def run(self) -> dict[str, Record]:
        ready = self.shelf.ready(list(self.wanted))
        missing = [key for key in self.wanted if key not in ready]
        # Others begin while the kept parts are read, which takes as long as rendering one.
        self._ask(missing if len(ready) > READING else missing[1:], missing)
        found = self.shelf.many(list(ready))
        if lost := [key for key in ready if key not in found]:
            missing += lost
            self._ask(lost, lost)
        if missing:
            self.kept = len(found)
            self.began = time.monotonic()
            found |= self._render(missing)
        return found

    def _ask(self, told: Sequence[str], wanted: Sequence[str]) -> None:
        """Offer the wanted parts, and tell the workers of some."""
        if wanted:
            self.sizes |= offer([self.wanted[key] for key in wanted])
            # Told in vain once, workers are not waited for again and again: one renders all by oneself.
            all(self.announce(key) for key in told)

    def _render(self, missing: Sequence[str]) -> dict[str, Record]:
        found: dict[str, Record] = {}
        while True:
            left = [key for key in missing if key not in found]
            self._tell(len(missing) - len(left), left)
            if not left:
                return found
            taken = take_one(left)
            if taken is not None:
                record = work(taken)
                if record is not None:
                    found[taken.key] = record
                continue
            found |= self._look(left)

    def _look(self, left: Sequence[str]) -> dict[str, Record]:
        """What others finished meanwhile; raises PartFailedError for what nobody can."""
        rows = RenderedPart.objects.filter(pk__in=left)
        states = {
            row.key: row for row in rows.only("key", "state", "label", "error", "attempts", "claimed_until")
        }
        for row in states.values():
            _raise_if_hopeless(row)
        ready = [key for key, row in states.items() if row.state == PartState.READY]
        found = self.shelf.many(ready)
        # Evicted, or lost with its file, while one waited for it.
        if gone := [key for key in left if key not in states] + [key for key in ready if key not in found]:
            offer([self.wanted[key] for key in gone])
        if not found:
            time.sleep(LOOK_SECONDS)
        return found

    def _tell(self, done: int, left: Sequence[str]) -> None:
        share = Share(self.kept + done, len(self.wanted), self._remaining(left))
        label = self.wanted[left[0]].label if left else ""
        self.progress(f"{share.words} – {label}" if label else share.words, share.ready, share.total)

    def _remaining(self, left: Sequence[str]) -> float | None:
        """Seconds left, by the size of what was done until now; None while that is too little to tell."""
        total = sum(self.sizes.values())
        after = sum(self.sizes[key] for key in left)
        if total - after < KNOWN * total or total == after:
            return None
        return (time.monotonic() - self.began) / (total - after) * after


def _raise_if_hopeless(row: RenderedPart) -> None:
    abandoned = row.claimed_until is not None and row.claimed_until < timezone.now()
    if row.state == PartState.FAILED:
        raise PartFailedError(row.label, row.error)
    if row.state == PartState.RENDERING and abandoned and row.attempts >= MAX_PART_ATTEMPTS:
        RenderedPart.objects.filter(pk=row.pk, state=PartState.RENDERING, attempts=row.attempts).update(
            state=PartState.FAILED, error=KILLED, claim=None, claimed_until=None
        )
        raise PartFailedError(row.label, KILLED)


def failure_words(label: str, why: str) -> str:
    """What a person reads of a part that could not be rendered."""
    return (
        f"La partie «\u00a0{label}\u00a0» n’a pas pu être composée\u00a0: {why}. "
        "Les autres parties sont gardées\u00a0: corrigez celle-ci, ou réessayez, et elle seule sera recomposée."
    )


def offer(parts: Sequence[Part]) -> dict[str, int]:
    """Ask for these parts; one that somebody asked for already stays as it is, one that failed is tried anew.

    How much work each is, by key.
    """
    rows = [_row(part) for part in parts]
    RenderedPart.objects.bulk_create(rows, ignore_conflicts=True, batch_size=50)
    RenderedPart.objects.filter(pk__in=[row.key for row in rows], state=PartState.FAILED).update(
        state=PartState.WAITING, attempts=0, error="", used_at=timezone.now()
    )
    return {row.key: OVERHEAD + len(row.source["html"]) for row in rows if row.source}


def _row(part: Part) -> RenderedPart:
    return RenderedPart(key=part.key, label=part.label[:300], source=part.source().as_json())


@dataclass
class TakenPart:
    """A worker’s hold on one part."""

    key: str
    label: str
    source: renderer.Source
    token: uuid.UUID
    file: str

    def update(self, **values: object) -> bool:
        """Write, unless this hold was lost."""
        held = RenderedPart.objects.filter(pk=self.key, state=PartState.RENDERING, claim=self.token)
        return bool(held.update(**values))

    @contextlib.contextmanager
    def renewed(self) -> Iterator[None]:
        """Renew the hold while the block runs, from a thread with its own connection."""
        over = threading.Event()

        def renew() -> None:
            try:
                while not over.wait(RENEW_SECONDS):
                    try:
                        self.update(claimed_until=timezone.now() + CLAIM)
                    except Error:
                        # A session that was cut off serves no more: the next round opens another.
                        connection.close()
            finally:
                connections.close_all()

        renewing = threading.Thread(target=renew, name="part-claim", daemon=True)
        renewing.start()
        try:
            yield
        finally:
            over.set()
            renewing.join()


def take_one(keys: Sequence[str]) -> TakenPart | None:
    """Take one of these parts, in their order; None when each is ready, failed or in somebody’s hands."""
    waiting = set(RenderedPart.objects.takeable().filter(pk__in=keys).values_list("key", flat=True))
    for key in keys:
        if key in waiting and (taken := take(key)):
            return taken
    return None


def take(key: str) -> TakenPart | None:
    """Take this part if it waits or was abandoned; what a killed worker had stored of it goes."""
    row = RenderedPart.objects.takeable().filter(pk=key).first()
    if row is None:
        return None
    token = uuid.uuid4()
    file = file_name(key, token.hex)
    taken = (
        RenderedPart.objects.takeable()
        .filter(pk=key, claim=row.claim)
        .update(
            state=PartState.RENDERING,
            claim=token,
            claimed_until=timezone.now() + CLAIM,
            attempts=F("attempts") + 1,
            file=file,
        )
    )
    if not taken:
        return None
    drop(row.file)
    return TakenPart(key, row.label, renderer.Source.from_json(row.source or {}), token, file)


def work(taken: TakenPart) -> Record | None:
    """Render a part that one holds, and keep it; None when it failed, or the hold was lost.

    Where it cannot be kept (storage away, disk full) it waits for another worker, and OSError is raised.
    """
    began = time.monotonic()
    try:
        with taken.renewed():
            record = _rendered(taken)
            if record is not None:
                _put_on_shelf(taken, record, began)
    except OSError:
        drop(taken.file)
        # Nobody’s attempt: the part is not to blame.
        taken.update(
            state=PartState.WAITING, claim=None, claimed_until=None, file="", attempts=F("attempts") - 1
        )
        raise
    return record


def _rendered(taken: TakenPart) -> Record | None:
    limits = {"seconds": settings.PDF_PART_SECONDS, "megabytes": settings.PDF_PART_MEGABYTES}
    try:
        with bounded(**limits):
            return renderer.render(taken.source)
    except TooHeavyError as error:
        _fail(taken, f"{error}{heaviest_row(taken.source.html)}")
    except (RecursionError, MemoryError):
        _fail(taken, f"{NESTED}{heaviest_row(taken.source.html)}")
    except (OSError, Error, SoftTimeLimitExceeded):
        raise
    except Exception:
        log.exception("part %s (%s) failed", taken.key, taken.label)
        _fail(taken, BROKEN)
    return None


def _put_on_shelf(taken: TakenPart, record: Record, began: float) -> None:
    size = store(taken.file, record)
    kept = taken.update(
        state=PartState.READY,
        source=None,
        size=size,
        pages=len(record.pages),
        seconds=round(time.monotonic() - began, 3),
        claim=None,
        claimed_until=None,
        used_at=timezone.now(),
        error="",
    )
    if not kept:
        # Another worker took the part over meanwhile: its file serves.
        drop(taken.file)


def _fail(taken: TakenPart, why: str) -> None:
    taken.update(state=PartState.FAILED, error=why, claim=None, claimed_until=None, file="")
