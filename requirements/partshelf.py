"""The shelf that all workers share: rendered parts in the database and in the file storage, and what leaves it."""

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
from requirements.models import RenderedPart
from requirements.models.parts import PartState

# Uses are noted to the hour: one write for a part that serves all day.
NOTED = timedelta(hours=1)
READERS = 8
MEGABYTE = 2**20

log = logging.getLogger(__name__)


class SharedShelf:
    """Rendered parts, by key, for every process of the site."""

    def many(self, keys: Sequence[str]) -> dict[str, Record]:
        """The kept records among these; one whose file is gone or damaged is forgotten, to be rendered again."""
        files = dict(RenderedPart.objects.ready().filter(pk__in=keys).values_list("key", "file"))
        with ThreadPoolExecutor(READERS) as pool:
            records = dict(zip(files, pool.map(_read, files.values()), strict=True))
        found = {key: record for key, record in records.items() if record is not None}
        if lost := [key for key in files if key not in found]:
            RenderedPart.objects.ready().filter(pk__in=lost).delete()
        old = timezone.now() - NOTED
        RenderedPart.objects.filter(pk__in=list(found), used_at__lt=old).update(used_at=timezone.now())
        _fetch_faces(found.values())
        return found


def store(key: str, token: str, record: Record) -> tuple[str, int]:
    """Write a record to storage, under a name that no other attempt has; the name and the size in bytes."""
    for name in record.faces:
        _store_face(name)
    content = record.to_bytes()
    name = default_storage.save(f"parts/{key[:2]}/{key}-{token[:8]}", ContentFile(content))
    return name, len(content)


def _read(name: str) -> Record | None:
    try:
        with default_storage.open(name) as file:
            return Record.from_bytes(file.read())
    except (OSError, ValueError):
        log.warning("rendered part %s is lost or damaged, it will be rendered again", name)
        return None


def _face_file(name: str) -> str:
    return f"parts/faces/{name}"


def _store_face(name: str) -> None:
    """Keep a typeface of this machine with the parts: another machine assembles them, perhaps without it."""
    content = faces.known_file(name)
    if content is not None and not default_storage.exists(_face_file(name)):
        default_storage.save(_face_file(name), ContentFile(content))


def _fetch_faces(records: Iterable[Record]) -> None:
    for name in {name for record in records for name in record.faces}:
        if faces.known_file(name) is None:
            with default_storage.open(_face_file(name)) as file:
                content = file.read()
            if hashlib.sha256(content).hexdigest() == name:
                faces.remember(content)


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
        if deleted and part.file:
            default_storage.delete(part.file)
        count += deleted
    return count
