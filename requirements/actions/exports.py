"""Writes on exports from the site: asking for a PDF, asking again."""

import functools
import logging

from django.core.files.storage import default_storage
from django.db import transaction
from kombu.exceptions import OperationalError as BrokerUnreachable

from accounts.models import User
from crmproject.toolkit.documents import PrintableDocument
from requirements.export_options import NO_OPTIONS, ExportOptions
from requirements.models import Edition, Export, Meeting, Section, Specification, Workshop
from requirements.models.editions import ExportKind, ExportStatus

# A person goes back to a preview or two, in another tab.
PREVIEWS_KEPT = 4

log = logging.getLogger(__name__)


def request_export(
    *, specification: Specification, edition: Edition | None, by: User, options: ExportOptions = NO_OPTIONS
) -> Export:
    """Ask for the PDF of an edition, or of the draft when there is none; the worker composes it.

    An edition is frozen: while its PDF is being composed, asking again for the same options follows the same
    composition, but for comments, which go on. So does a person who asks again for the draft before the first one
    began.
    """
    asked = options.as_json()
    with transaction.atomic():
        Specification.objects.select_for_update().get(pk=specification.pk)
        pending = Export.objects.filter(
            specification=specification, edition=edition, kind=ExportKind.SPECIFICATION, options=asked
        )
        if edition is None or options.comments:
            pending = pending.filter(status=ExportStatus.QUEUED, requested_by=by)
        else:
            pending = pending.filter(status__in=[ExportStatus.QUEUED, ExportStatus.RUNNING])
        export = pending.first()
        if export is None:
            export = Export.objects.create(
                specification=specification, edition=edition, requested_by=by, options=asked
            )
            _enqueue_on_commit(export)
    return export


def request_preview(*, section: Section, by: User) -> Export:
    """Ask for the PDF of one section of the draft, alone; the worker composes it.

    It follows the one that this person waits for, which says what the section says when it begins. Earlier ones of
    the same person go: they are looked at once.
    """
    with transaction.atomic():
        Specification.objects.select_for_update().get(pk=section.specification_id)
        mine = Export.objects.previews().filter(
            specification=section.specification_id, requested_by=by, edition=None
        )
        pending = mine.filter(options={"section": section.pk}, status=ExportStatus.QUEUED).first()
        if pending:
            return pending
        over = mine.filter(status__in=[ExportStatus.DONE, ExportStatus.FAILED])
        for old in over[PREVIEWS_KEPT:]:
            discard_export(old)
        made = Export.objects.create(
            specification=section.specification, requested_by=by, options={"section": section.pk}
        )
        _enqueue_on_commit(made)
    return made


def discard_export(export: Export) -> None:
    """Forget an export, and its file once no other export has it."""
    name = str(export.file.name or "")
    export.delete()
    if name and not Export.objects.filter(file=name).exists():
        transaction.on_commit(functools.partial(_delete_file, name))


def _delete_file(name: str) -> None:
    try:
        default_storage.delete(name)
    except OSError:
        log.warning("file %s could not be deleted", name, exc_info=True)


def request_minutes(
    *,
    specification: Specification,
    by: User,
    workshop: Workshop | None = None,
    meeting: Meeting | None = None,
) -> Export:
    """Ask for the PDF of a workshop’s minutes, or of a meeting’s.

    They may change until they are composed: a person who asks again before that follows the same composition.
    """
    kind = ExportKind.WORKSHOP if workshop else ExportKind.MEETING
    with transaction.atomic():
        Specification.objects.select_for_update().get(pk=specification.pk)
        pending = Export.objects.filter(
            kind=kind, workshop=workshop, meeting=meeting, status=ExportStatus.QUEUED, requested_by=by
        )
        export = pending.first()
        if export is None:
            export = Export.objects.create(
                specification=specification, kind=kind, workshop=workshop, meeting=meeting, requested_by=by
            )
            _enqueue_on_commit(export)
    return export


def request_document(*, specification: Specification, document: PrintableDocument, by: User) -> Export:
    """Ask for the PDF of a printable document of this project, as it stands when it is composed.

    A person who asks again before that follows the same composition.
    """
    with transaction.atomic():
        Specification.objects.select_for_update().get(pk=specification.pk)
        pending = Export.objects.filter(
            specification=specification, kind=document.name, status=ExportStatus.QUEUED, requested_by=by
        )
        export = pending.first()
        if export is None:
            export = Export.objects.create(specification=specification, kind=document.name, requested_by=by)
            _enqueue_on_commit(export)
    return export


def retry_export(*, export: Export, by: User) -> bool:
    """Ask again for an export that failed; False when it is no longer in that state."""
    moved = Export.objects.filter(pk=export.pk, status=ExportStatus.FAILED).update(
        status=ExportStatus.QUEUED,
        requested_by=by,
        claim=None,
        claimed_until=None,
        attempts=0,
        step="",
        done=0,
        total=0,
        error="",
        finished_at=None,
    )
    if moved:
        _enqueue_on_commit(export)
    return bool(moved)


def _enqueue_on_commit(export: Export) -> None:
    transaction.on_commit(functools.partial(enqueue, str(export.pk)))


def enqueue(pk: str) -> bool:
    """Tell the workers; False where the queue can’t be reached.

    The row stays queued then, and `resume_exports` tells them later.
    """
    from requirements.tasks import build_export

    try:
        build_export.delay(pk)
    except (BrokerUnreachable, OSError):
        log.warning("queue unreachable: export %s waits for the next round", pk, exc_info=True)
        return False
    return True


def announce_part(key: str) -> bool:
    """Tell the workers that a part waits to be rendered; where the queue is away, who asked for it renders it."""
    from requirements.tasks import render_part

    try:
        render_part.delay(key)
    except (BrokerUnreachable, OSError):
        log.warning("queue unreachable: part %s is left to its composer", key, exc_info=True)
        return False
    return True
