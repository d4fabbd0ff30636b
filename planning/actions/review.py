"""Writes on the review: closing it as a version, opening it again, and putting an action into the planning."""

import datetime
import math
import re
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from charter.models import Project
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.fingerprints import fingerprint
from crmproject.toolkit.refusals import ContentChangedError, RefusedError
from crmproject.toolkit.richtext import plain_text
from crmproject.toolkit.rows import next_position
from crmproject.toolkit.text import normalised
from planning.forms.tasks import next_key
from planning.models import Improvement, Phase, Review, ReviewVersion, Task, TaskDependency
from planning.models.tasks import LONGEST_TASK
from planning.review.content import review_content
from planning.review.when import review_dates
from planning.stepwords import OPTIMISATION

NBSP = "\u00a0"
NO_CONCLUSION = f"Un bilan se clôt avec sa conclusion et un avis{NBSP}: écrivez-les d’abord."
CLOSED = f"Ce bilan est clos{NBSP}: rouvrez-le pour le modifier."


class ReviewStateError(ContentChangedError):
    """Somebody closed the review, or opened it again, a moment before."""


@transaction.atomic
def close_review(*, project: Project, read: str, early_reason: str, by: User, title: str) -> ReviewVersion:
    """Freeze the review as its next version, on the content that the person read (fingerprint `read`).

    Raises ReviewStateError when it is closed already or is no longer what was read, RefusedError without conclusion or
    opinion, before its day, and before the CRM is in place without a reason.
    """
    Project.objects.select_for_update().get(pk=project.pk)
    review: Review | None = Review.objects.live().filter(project=project).first()
    if review is not None and not review.is_open:
        raise ReviewStateError(f"Ce bilan est déjà clos{NBSP}: rien n’a été enregistré.")
    if review is None or not review.opinion or not plain_text(review.conclusion):
        raise RefusedError(NO_CONCLUSION)
    today = timezone.localdate()
    day = review.held_on or today
    if day > today:
        raise RefusedError(f"Le jour du bilan n’est pas encore venu{NBSP}: changez sa date, ou attendez-la.")
    gathering = Gathering(project.pk)
    live = gathering.derived(review_dates).is_live(day)
    if not live and not early_reason:
        raise RefusedError(
            "D’après le planning, le CRM n’est pas encore en place à la date du bilan"
            f"{NBSP}: dites pourquoi vous le clôturez avant."
        )
    content = review_content(gathering)
    if fingerprint(content) != read:
        raise ReviewStateError(
            f"Le bilan a changé depuis que vous l’avez lu{NBSP}: relisez-le, puis clôturez-le. Rien n’a été enregistré."
        )
    return _freeze(review, content, day, "" if live else early_reason, by, title)


def _freeze(
    review: Review, content: dict[str, object], day: datetime.date, early_reason: str, by: User, title: str
) -> ReviewVersion:
    closed = Review.objects.filter(pk=review.pk, version=review.version, is_open=True)
    if not closed.update(is_open=False, version=review.version + 1):
        raise ReviewStateError(f"Ce bilan vient de changer{NBSP}: rien n’a été enregistré.")
    last = ReviewVersion.objects.filter(review=review).values_list("number", flat=True).first()
    return ReviewVersion.objects.create(
        review=review,
        number=(last or 0) + 1,
        content=content,
        fingerprint=fingerprint(content),
        held_on=day,
        opinion=review.opinion,
        early_reason=early_reason,
        closed_by=by,
        name=str(by),
        title=title,
    )


@transaction.atomic
def reopen_review(*, project: Project) -> int:
    """Open the review again, to write the next one; the closed one stays as it is. Returns the next number.

    The new one has no day, no conclusion and no opinion yet; judgements stay, to be looked at again.
    Raises ReviewStateError when it is open already.
    """
    review: Review | None = Review.objects.live().filter(project=project, is_open=False).first()
    if review is None:
        raise ReviewStateError(f"Ce bilan est déjà ouvert{NBSP}: rien n’a été enregistré.")
    rows = Review.objects.filter(pk=review.pk, version=review.version, is_open=False)
    if not rows.update(is_open=True, held_on=None, conclusion="", opinion="", version=review.version + 1):
        raise ReviewStateError(f"Ce bilan vient de changer{NBSP}: rien n’a été enregistré.")
    return ReviewVersion.objects.filter(review=review).count() + 1


@transaction.atomic
def plan_improvement(*, improvement: Improvement) -> Task:
    """Make a task of this action in the phase of the optimisation step, after the review; it keeps its source.

    Raises ReviewStateError when the planning has it already, RefusedError where it can’t have it.
    """
    project = Project.objects.select_for_update().get(pk=improvement.project_id)
    action = Improvement.objects.select_related("owner", "task").get(pk=improvement.pk)
    if action.live_task:
        raise ReviewStateError(f"Cette action est déjà au planning{NBSP}: {action.live_task}.")
    if action.is_deleted or not action.is_open:
        raise RefusedError("Seule une action à faire ou en cours va au planning.")
    tasks = Task.objects.live().filter(project=project).select_related("phase").order_by("position", "pk")
    phase = _phase(project, list(tasks))
    task = Task.objects.create(
        project=project,
        key=next_key(project),
        phase=phase,
        title=action.title,
        owner=action.owner if action.has_owner else None,
        days=_days(action.effort),
        due=action.due,
        effort=action.effort,
        position=next_position(Task._base_manager.filter(project=project)),
    )
    after = review_dates(Gathering(project.pk)).review
    if after and after.pk:
        TaskDependency.objects.create(task=task, predecessor_id=after.pk)
    action.write(read_version=action.version, task=task)
    return task


def _days(effort: Decimal | None) -> int:
    """Working days for this much work by one person: whole ones, at least one."""
    return min(max(math.ceil(effort or 1), 1), LONGEST_TASK)


def _phase(project: Project, tasks: list[Task]) -> Phase:
    """The phase of the optimisation step, or else the one of execution, or else the last one."""
    steps = [task.phase for task in tasks if re.search(OPTIMISATION, normalised(task.title))]
    live = [one for one in steps if not one.is_deleted]
    if live:
        return live[0]
    phases: list[Phase] = list(Phase.objects.live().filter(project=project))
    if not phases:
        raise RefusedError(f"Le planning n’a aucune phase{NBSP}: créez-en une d’abord.")
    return next((one for one in phases if one.key == "execution"), phases[-1])
