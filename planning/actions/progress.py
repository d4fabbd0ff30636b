"""Writes on the progress of a task: its owner’s word, or that of who writes the planning."""

import pghistory
from django.db import transaction

from crmproject.toolkit.refusals import RefusedError
from planning.models import Task

ALL = 100


@transaction.atomic
def report_progress(*, task: Task, progress: int, read_version: int) -> None:
    """Write how far a task is, in per cent, if nobody wrote it since it was read.

    Raises RefusedError for a figure that is none, StaleWriteError when the task changed in between.
    """
    if not 0 <= progress <= ALL:
        raise RefusedError("Donnez un avancement de 0 à 100\u00a0%.")
    if task.is_milestone and progress not in {0, ALL}:
        raise RefusedError("Un jalon est atteint ou ne l’est pas\u00a0: 0 ou 100\u00a0%.")
    pghistory.context(reason="avancement")
    task.write(read_version=read_version, progress=progress)
