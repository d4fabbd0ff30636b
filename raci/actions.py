"""Writes of the matrix."""

import pghistory
from django.db import IntegrityError, transaction

from charter.models import Membership, Project
from crmproject.toolkit.rows import Row, StaleWriteError, next_position
from planning.models import Task
from raci.matrix import as_letters
from raci.models import Activity, Assignment, RaciRole

# What one cell may say.
CHOICES = ("", "R", "A", "AR", "C", "I")


class StaleCellError(StaleWriteError):
    """Somebody changed the cell since it was read; `letters` is what stands there now."""

    def __init__(self, current: Row | None, letters: str) -> None:
        super().__init__(current)
        self.letters = letters


class AccountableTakenError(Exception):
    """The activity already has its A: `holder` is the person (None when it left in between)."""

    def __init__(self, holder: Membership | None) -> None:
        super().__init__("Cette activité a déjà son A.")
        self.holder = holder


def set_cell(
    *, activity: Activity, member: Membership, letters: str, read: str, take_from: int | None = None
) -> None:
    """Write the letters of one cell (one of CHOICES) if it still says what was `read`.

    `take_from` is the member from whom the A is knowingly taken over. Raises StaleCellError when the cell
    changed in between, AccountableTakenError when somebody else approves this activity: nothing is written.
    """
    if letters not in CHOICES:
        raise ValueError(f"no cell may say {letters!r}")
    try:
        with transaction.atomic():
            _lock(activity)
            _refuse_stale(activity, member, read)
            if "A" in letters:
                _free_accountable(activity, member, take_from)
            _write(activity, member, set(letters))
    except IntegrityError:
        # The database holds « one A » against writers that didn’t lock the line, too [R-RACI-A].
        raise AccountableTakenError(accountable(activity)) from None


def accountable(activity: Activity) -> Membership | None:
    """Who approves this activity."""
    held = Assignment.objects.filter(activity=activity, role=RaciRole.ACCOUNTABLE)
    found = held.select_related("member__user").first()
    return found.member if found else None


def add_missing_tasks(*, project: Project) -> int:
    """Give a line to every live task that has none, in the order of the planning; returns how many."""
    with transaction.atomic():
        Project.objects.select_for_update().get(pk=project.pk)
        placed = Activity.objects.live().filter(project=project).exclude(task=None)
        tasks = (
            Task.objects.live()
            .filter(project=project)
            .exclude(pk__in=placed.values("task"))
            .order_by("phase__position", "position", "pk")
        )
        position = next_position(Activity.objects.filter(project=project))
        lines = [Activity(project=project, task=task, position=position + n) for n, task in enumerate(tasks)]
        with pghistory.context(reason="reprise des tâches du planning"):
            Activity.objects.bulk_create(lines)
    return len(lines)


def _lock(activity: Activity) -> None:
    locked = Activity.objects.live().select_for_update().filter(pk=activity.pk).first()
    if locked is None:
        raise StaleCellError(None, "")


def _refuse_stale(activity: Activity, member: Membership, read: str) -> None:
    standing = set(Assignment.objects.filter(activity=activity, member=member).values_list("role", flat=True))
    if standing != set(read):
        raise StaleCellError(activity, as_letters(standing))


def _free_accountable(activity: Activity, member: Membership, take_from: int | None) -> None:
    holder = accountable(activity)
    if holder is None or holder.pk == member.pk:
        return
    if holder.pk != take_from:
        raise AccountableTakenError(holder)
    Assignment.objects.filter(activity=activity, member=holder, role=RaciRole.ACCOUNTABLE).delete()


def _write(activity: Activity, member: Membership, letters: set[str]) -> None:
    cell = Assignment.objects.filter(activity=activity, member=member)
    standing = set(cell.values_list("role", flat=True))
    cell.filter(role__in=standing - letters).delete()
    Assignment.objects.bulk_create(
        Assignment(activity=activity, member=member, role=role) for role in sorted(letters - standing)
    )
