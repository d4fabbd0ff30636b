"""What people note of the framing."""

import datetime

from django.db import IntegrityError, transaction

from charter.models import PreparationTick, Project
from crmproject.toolkit.rows import StaleWriteError


def tick_preparation(
    *, project: Project, key: str, done: bool, note: str, who: str, on: datetime.date, read_version: int
) -> None:
    """Note whether a preparation is done, in the name of `who`. `read_version` is 0 where nothing was noted yet.

    Raises StaleWriteError, and writes nothing, when somebody noted it in between.
    """
    row = PreparationTick.objects.live().filter(project=project, key=key).first()
    if row is not None:
        row.write(read_version=read_version, done=done, note=note, who=who, ticked_on=on)
        return
    try:
        with transaction.atomic():
            PreparationTick.objects.create(
                project=project, key=key, done=done, note=note, who=who, ticked_on=on
            )
    except IntegrityError:
        raise StaleWriteError(PreparationTick.objects.filter(project=project, key=key).first()) from None
