"""Writes on the path of newcomers: its first steps, what is done, and names that are erased."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from charter.models import Project
from crmproject.toolkit.refusals import RefusedError
from crmproject.toolkit.rows import StaleWriteError
from planning.execution.newcomers import START
from planning.models import Newcomer, NewcomerTick, PathStep


@transaction.atomic
def start_path(*, project: Project) -> list[PathStep]:
    """Give a project the usual steps. Raises RefusedError where it has some already."""
    Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    if PathStep.objects.live().filter(project=project).exists():
        raise RefusedError("Le parcours a déjà des étapes\u00a0: complétez-les.")
    return list(
        PathStep.objects.bulk_create(
            PathStep(project=project, title=title, day=day, helped_by=who, page=page, position=position)
            for position, (title, day, who, page) in enumerate(START, start=1)
        )
    )


def tick_step(*, newcomer: Newcomer, step: PathStep, done: bool, by: User, name: str) -> None:
    """Note that a step is done, by whom and when, or undo it; twice does no harm."""
    if done:
        NewcomerTick.objects.get_or_create(
            newcomer=newcomer, step=step, defaults={"said_by": name or str(by)}
        )
    else:
        NewcomerTick.objects.filter(newcomer=newcomer, step=step).delete()


def forget_newcomer(*, newcomer: Newcomer, read_version: int) -> None:
    """Erase the name for good: the dates and steps stay, and say nothing of whom.

    Raises StaleWriteError when somebody wrote in between.
    """
    if newcomer.forgotten_at is None:
        newcomer.write(read_version=read_version, name="", forgotten_at=timezone.now())
    elif newcomer.version != read_version:
        raise StaleWriteError(newcomer)
