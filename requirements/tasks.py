"""Work outside the request."""

from celery import shared_task
from django.db import Error as DatabaseError

from requirements import claims, falls
from requirements.actions.exports import enqueue
from requirements.building import build


@shared_task(autoretry_for=(DatabaseError,), retry_backoff=2, retry_backoff_max=30, max_retries=5)
def build_export(pk: str) -> None:
    """Compose the PDF of this export, unless another worker does or it is over: twice does no harm."""
    claim = claims.take(pk)
    if claim is not None:
        build(claim)


@shared_task
def resume_exports() -> None:
    """Take up again what a killed worker or an unreachable queue left behind."""
    claims.resume(enqueue)


@shared_task
def watch_validations() -> None:
    """Tell people that a section changed after its validation."""
    falls.watch()
