"""What a worker does with an export that it holds."""

import contextlib
import hashlib
import logging
import time

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from charter.access import Permission, access_of
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.fingerprints import canonical_json
from crmproject.toolkit.kept import keep, recall
from crmproject.toolkit.pdf import composing
from crmproject.toolkit.pdf.composing import ComposedPdf
from crmproject.toolkit.pdf.parts import Layout, engine_digest
from crmproject.toolkit.refusals import RefusedError
from requirements.actions.exports import announce_part
from requirements.claims import Claim, ClaimLostError, is_database_away
from requirements.commentary import comments_annex
from requirements.diffs.printing import changes_annex, draft_changes_annex
from requirements.export_options import ExportOptions
from requirements.meeting_minutes import meeting_minutes
from requirements.models import Export
from requirements.models.editions import ExportStatus
from requirements.partwork import PartFailedError, render_together
from requirements.pdf.annexes import Annex
from requirements.pdf.document import document_of, draft_document
from requirements.pdf.minutes import minutes_layout
from requirements.pdf.parting import layout_of, section_layout
from requirements.workshop_minutes import workshop_minutes

NO_ACCESS = "La personne qui a demandé cet export n’a plus le droit d’exporter ce document."
TOO_LONG = (
    "La composition a dépassé le temps permis. Réessayez à un moment plus calme, ou réduisez le document."
)
NO_ROOM = "Le fichier n’a pas pu être enregistré. Réessayez ; si cela se répète, prévenez l’administrateur."
BROKEN = (
    "La composition a échoué. "
    "Réessayez ; si cela se répète, prévenez l’administrateur : le journal dit pourquoi."
)

GONE = "Cette section a été retirée du plan\u00a0: il n’y a plus rien à montrer."

log = logging.getLogger(__name__)


def build(claim: Claim) -> None:
    """Compose the PDF of a claimed export, store it, and end the export one way or the other.

    A database that is away ends nothing: the error passes, the claim expires, and the export is taken over.
    """
    started = time.monotonic()
    try:
        export = Export.objects.select_related(
            "specification__project__manager", "edition__specification__project", "requested_by"
        ).get(pk=claim.export_id)
        if not _still_allowed(export):
            claim.fail(NO_ACCESS)
            return
        place = _place_of_key(export)
        if same := _composed_before(export, recall(place) if place else None):
            _finish_alike(claim, same, time.monotonic() - started)
            return
        layout = _layout(export)
        if layout is None:
            claim.fail(GONE)
            return
        if place:
            keep(place, layout.key)
        if same := _composed_before(export, layout.key):
            _finish_alike(claim, same, time.monotonic() - started)
            return
        with claim.renewed():
            pdf = composing.compose(layout, rendering=render_together(announce_part), progress=claim.progress)
            name = _store(export, claim, pdf)
        _finish(export, claim, pdf, name, layout.key, time.monotonic() - started)
    except ClaimLostError:
        log.info("export %s was taken over by another worker", claim.export_id)
    except SoftTimeLimitExceeded:
        claim.fail(TOO_LONG)
    except RefusedError as refused:
        claim.fail(str(refused))
    except PartFailedError as error:
        claim.fail(str(error), part=error.label)
    except OSError:
        log.exception("export %s could not be stored", claim.export_id)
        claim.fail(NO_ROOM)
    except Exception as error:
        if is_database_away(error):
            raise
        log.exception("export %s failed", claim.export_id)
        claim.fail(BROKEN)


def _still_allowed(export: Export) -> bool:
    person, project = export.requested_by, export.specification.project
    access = access_of(person, project) if person.is_active and not project.is_deleted else None
    asked = Permission.VIEW if export.section else Permission.EXPORT
    needed = {asked.value, *([export.printable.permission] if export.printable else [])}
    return access is not None and needed <= access.permissions


def _layout(export: Export) -> Layout | None:
    if export.workshop is not None:
        return minutes_layout(workshop_minutes(export.workshop))
    if export.meeting is not None:
        return minutes_layout(meeting_minutes(export.meeting))
    if export.printable is not None:
        return export.printable.layout(Gathering(export.specification.project_id))
    if export.section:
        return _section_layout(export)
    options = ExportOptions.from_json(export.options)
    annexes = annexes_of(export, options)
    if export.edition is None:
        document = draft_document(export.specification, annexes=annexes)
    else:
        document = document_of(export.edition, copy_for=options.copy_for, annexes=annexes)
    return layout_of(document, archival=options.archival)


def _section_layout(export: Export) -> Layout | None:
    """The section as it stands, cut as in the whole document, whose parts serve; None when it was withdrawn."""
    document = draft_document(export.specification)
    number = next((one.number for one in document.sections if one.pk == export.section), None)
    if number is None:
        return None
    return section_layout(document, number)


def _place_of_key(export: Export) -> str:
    """Where the key of the file is kept when nothing that it depends on can change any more: an edition is frozen.

    Nothing for drafts, and for the comments of an edition, which go on.
    """
    if export.edition is None or ExportOptions.from_json(export.options).comments:
        return ""
    said = [export.edition_id, export.options, engine_digest(), settings.SITE_URL]
    return "file:" + hashlib.sha256(canonical_json(said)).hexdigest()


def _composed_before(export: Export, key: str | None) -> Export | None:
    """An export of the same project whose file is the one that is asked for now."""
    if not key:
        return None
    done = Export.objects.filter(specification=export.specification, status=ExportStatus.DONE, key=key)
    for one in done.exclude(file="")[:3]:
        if default_storage.exists(str(one.file.name)):
            return one
    return None


def annexes_of(export: Export, options: ExportOptions) -> list[Annex]:
    """The annexes that were asked for, but those that have nothing to say."""
    asked = [
        _changes(export, options.since),
        comments_annex(export.specification) if options.comments else None,
    ]
    return [annex for annex in asked if annex]


def _changes(export: Export, since: int | None) -> Annex | None:
    if since is None:
        return None
    if export.edition is None:
        return draft_changes_annex(export.specification, since)
    return changes_annex(export.edition, since)


def _store(export: Export, claim: Claim, pdf: ComposedPdf) -> str:
    """Store the file under a name of this attempt’s own; a leftover of that name is replaced."""
    name = _name(export, claim.attempt)
    default_storage.delete(name)
    try:
        return default_storage.save(name, ContentFile(pdf.content))
    except OSError:
        # Half a file on a full disk serves nobody.
        with contextlib.suppress(OSError):
            default_storage.delete(name)
        raise


def _end(claim: Claim, *, file: str, sha256: str, key: str, pages: int, seconds: float) -> bool:
    return claim.end(
        status=ExportStatus.DONE,
        file=file,
        sha256=sha256,
        key=key,
        pages=pages,
        seconds=round(seconds, 2),
        step="",
        done=1,
        total=1,
    )


def _finish_alike(claim: Claim, same: Export, seconds: float) -> None:
    file = str(same.file.name)
    _end(claim, file=file, sha256=same.sha256, key=same.key, pages=same.pages, seconds=seconds)


def _finish(export: Export, claim: Claim, pdf: ComposedPdf, name: str, key: str, seconds: float) -> None:
    kept = _end(claim, file=name, sha256=pdf.sha256, key=key, pages=pdf.pages, seconds=seconds)
    if not kept:
        default_storage.delete(name)
        return
    # What earlier attempts had stored before they were killed.
    for attempt in range(1, claim.attempt):
        default_storage.delete(_name(export, attempt))


def _name(export: Export, attempt: int) -> str:
    return f"exports/{export.requested_at:%Y/%m}/{export.pk}-{attempt}.pdf"
