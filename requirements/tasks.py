"""Work outside the request."""

from celery import shared_task
from django.db import Error as DatabaseError

from requirements import claims, falls, partshelf, partwork, warming
from requirements.actions.exports import enqueue
from requirements.building import build


@shared_task(autoretry_for=(DatabaseError,), retry_backoff=2, retry_backoff_max=30, max_retries=5)
def build_export(pk: str) -> None:
    """Compose the PDF of this export, unless another worker does or it is over: twice does no harm."""
    claim = claims.take(pk)
    if claim is not None:
        build(claim)


@shared_task(autoretry_for=(DatabaseError,), retry_backoff=2, retry_backoff_max=30, max_retries=5)
def render_part(key: str) -> None:
    """Render this part, unless another worker does or it is done: twice does no harm."""
    taken = partwork.take(key)
    if taken is not None:
        partwork.work(taken)


@shared_task
def prepare_parts(specification_id: int) -> None:
    """Have the parts of the draft rendered, so that an edition of it is a matter of assembling."""
    warming.prepare(specification_id)


@shared_task
def watch_drafts() -> None:
    """Prepare the parts of drafts that somebody wrote on and that rest now."""
    warming.watch()


@shared_task
def evict_parts() -> None:
    """Take off the shelf what nobody uses any more."""
    partshelf.evict()


@shared_task
def resume_exports() -> None:
    """Take up again what a killed worker or an unreachable queue left behind."""
    claims.resume(enqueue)


@shared_task
def watch_validations() -> None:
    """Tell people that a section changed after its validation."""
    falls.watch()
