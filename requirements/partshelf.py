"""The shelf that all workers share: rendered parts in the database and in the file storage, and what leaves it."""

import contextlib
import hashlib
import logging
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import F, Sum, Window
from django.utils import timezone

from crmproject.toolkit.pdf import faces
from crmproject.toolkit.pdf.records import Record
from crmproject.toolkit.pdf.renderer import undisturbed
from requirements.models import RenderedPart
from requirements.models.parts import PartState

# Uses are noted to the hour: one write for a part that serves all day.
NOTED = timedelta(hours=1)
READERS = 8
MEGABYTE = 2**20

log = logging.getLogger(__name__)


class SharedShelf:
    """Rendered parts, by key, for every process of the site."""

    def ready(self, keys: Sequence[str]) -> set[str]:
        """Those of these that are said to be kept."""
        return set(RenderedPart.objects.ready().filter(pk__in=keys).values_list("key", flat=True))

    def many(self, keys: Sequence[str]) -> dict[str, Record]:
        """The kept records among these; one whose file is gone or damaged is forgotten, to be rendered again."""
        files = dict(RenderedPart.objects.ready().filter(pk__in=keys).values_list("key", "file"))
        with undisturbed(), ThreadPoolExecutor(READERS) as pool:
            records = dict(zip(files, pool.map(_read, files.values()), strict=True))
        without = _fetch_faces(record for record in records.values() if record)
        found = {
            key: record for key, record in records.items() if record and without.isdisjoint(record.faces)
        }
        for key in files.keys() - found:
            RenderedPart.objects.ready().filter(pk=key, file=files[key]).delete()
            drop(files[key])
        old = timezone.now() - NOTED
        RenderedPart.objects.filter(pk__in=list(found), used_at__lt=old).update(used_at=timezone.now())
        return found


def file_name(key: str, token: str) -> str:
    """Where an attempt keeps this part: no other attempt has that name."""
    return f"parts/{key[:2]}/{key}-{token[:12]}"


def store(name: str, record: Record) -> int:
    """Write a record to storage; its size in bytes."""
    for face in record.faces:
        _store_face(face)
    content = record.to_bytes()
    default_storage.save(name, ContentFile(content))
    return len(content)


def drop(name: str) -> None:
    """Delete this file, if there is one; where the storage can’t be reached, it stays."""
    if name:
        with contextlib.suppress(OSError):
            default_storage.delete(name)


def _read(name: str) -> Record | None:
    """The record in this file; None when it is lost. A storage that is away raises OSError: nothing is lost then."""
    try:
        with default_storage.open(name) as file:
            return Record.from_bytes(file.read())
    except (FileNotFoundError, ValueError):
        log.warning("rendered part %s is lost or damaged, it will be rendered again", name)
        return None


def _face_file(name: str) -> str:
    return f"parts/faces/{name}"


def _store_face(name: str) -> None:
    """Keep a typeface of this machine with the parts: another machine assembles them, perhaps without it."""
    content = faces.known_file(name)
    if content is None:
        return
    file = _face_file(name)
    if default_storage.exists(file):
        if default_storage.size(file) == len(content):
            return
        # Cut short by a power cut or a full disk.
        default_storage.delete(file)
    kept = default_storage.save(file, ContentFile(content))
    if kept != file:
        # Another worker stored it at the same moment.
        default_storage.delete(kept)


def _fetch_faces(records: Iterable[Record]) -> set[str]:
    """Make the typefaces of these records known to this process; those that cannot be."""
    wanted = {name for record in records for name in record.faces}
    return {name for name in wanted if faces.known_file(name) is None and not _fetch_face(name)}


def _fetch_face(name: str) -> bool:
    try:
        with default_storage.open(_face_file(name)) as file:
            content = file.read()
    except FileNotFoundError:
        log.warning("typeface %s is lost, the parts that use it will be rendered again", name)
        return False
    return hashlib.sha256(content).hexdigest() == name and bool(faces.remember(content))


def evict() -> int:
    """Take off the shelf what nobody used for long, then the least used beyond its size; how many parts left."""
    idle = timezone.now() - timedelta(days=settings.PDF_PARTS_DAYS)
    gone = _remove(RenderedPart.objects.filter(used_at__lt=idle).exclude(state=PartState.RENDERING))
    ranked = RenderedPart.objects.ready().annotate(
        held=Window(Sum("size"), order_by=[F("used_at").desc(), F("key").asc()])
    )
    limit = settings.PDF_PARTS_MEGABYTES * MEGABYTE
    beyond = [key for key, held in ranked.values_list("key", "held") if held > limit]
    return gone + _remove(RenderedPart.objects.ready().filter(pk__in=beyond))


def _remove(parts: "Iterable[RenderedPart]") -> int:
    """Forget these parts, then delete their files: a reader who comes between finds no row, and renders."""
    count = 0
    for part in parts:
        deleted, _ = RenderedPart.objects.filter(pk=part.pk, claim=part.claim).delete()
        if deleted:
            drop(part.file)
        count += deleted
    return count
