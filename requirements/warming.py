"""Rendering ahead: when a section is approved, and while a draft rests, so that the PDF is there when it is wanted."""

import functools
import logging

from django.core.cache import cache
from django.db import transaction
from kombu.exceptions import OperationalError as BrokerUnreachable
from redis.exceptions import RedisError

from charter.access import writing_place
from charter.models import Project
from requirements.actions.exports import announce_part
from requirements.digest import rests
from requirements.models import RenderedPart, Specification
from requirements.models.parts import PartState
from requirements.partwork import offer
from requirements.pdf.document import draft_document
from requirements.pdf.parting import layout_of

log = logging.getLogger(__name__)


def prepare_on_commit(specification_id: int) -> None:
    """Have the parts of this draft rendered once the current transaction stands."""
    transaction.on_commit(functools.partial(_announce, specification_id))


def _announce(specification_id: int) -> None:
    from requirements.tasks import prepare_parts

    try:
        prepare_parts.delay(specification_id)
    except (BrokerUnreachable, OSError):
        log.warning(
            "queue unreachable: the parts of %s are rendered when they are asked for", specification_id
        )


def prepare(specification_id: int) -> int:
    """Offer the parts of this draft that nobody has rendered to the workers; how many they are."""
    specification = (
        Specification.objects.select_related("project__manager")
        .filter(pk=specification_id, project__deleted_at=None)
        .first()
    )
    if specification is None:
        return 0
    layout = layout_of(draft_document(specification))
    parts = {part.key: part for part in [layout.furniture, *layout.parts]}
    known = set(RenderedPart.objects.filter(pk__in=parts).values_list("key", flat=True))
    missing = [part for key, part in parts.items() if key not in known]
    offer(missing)
    waiting = RenderedPart.objects.filter(pk__in=parts, state=PartState.WAITING)
    for key in waiting.values_list("key", flat=True):
        announce_part(key)
    return len(missing)


def watch() -> int:
    """Prepare the drafts of projects on which somebody wrote lately and whose content rests; how many they are."""
    ids = list(Project.objects.live().values_list("pk", flat=True))
    try:
        written = cache.get_many([writing_place(pk) for pk in ids])
    except RedisError:
        return 0
    prepared = 0
    for pk in ids:
        if writing_place(pk) in written and rests("prepared", pk):
            documents = Specification.objects.filter(project=pk).values_list("pk", flat=True)
            prepared += sum(map(prepare, documents)) > 0
    return prepared
