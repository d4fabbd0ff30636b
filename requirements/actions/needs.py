"""Writes on requirements that go beyond one row, or that move its status."""

from django.db import transaction
from django.db.models import F

from accounts.models import User
from charter.models import Department
from crmproject.toolkit.rows import StaleWriteError, next_position, place
from requirements.models import Requirement
from requirements.models.needs import RequirementQuerySet, RequirementStatus, next_reference

# Which statuses lead to which.
MOVES = {
    RequirementStatus.ACCEPTED: (RequirementStatus.PROPOSED, RequirementStatus.REJECTED),
    RequirementStatus.REJECTED: (RequirementStatus.PROPOSED, RequirementStatus.ACCEPTED),
}


@transaction.atomic
def add_requirement(*, requirement: Requirement, by: User) -> Requirement:
    """Insert a requirement under the next reference of its department, behind the others."""
    requirement.ref = _free_reference(requirement.department)
    requirement.position = next_position(_rows_of(requirement.department))
    requirement.author = by
    requirement.save()
    return requirement


def _free_reference(department: Department) -> str:
    """The next reference that no requirement bears: a code taken from another department has old ones.

    The department’s row stays locked until the transaction ends, so two people never get the same number.
    """
    while True:
        ref = next_reference(department)
        if not Requirement.objects.filter(project=department.project_id, ref=ref).exists():
            return ref


def decide_requirement(*, requirement: Requirement, to: RequirementStatus, read_version: int) -> None:
    """Accept or reject a requirement as it was read.

    Raises StaleWriteError, and writes nothing, when it was changed or decided upon in between.
    """
    moved = (
        Requirement.objects.live()
        .filter(pk=requirement.pk, version=read_version, status__in=MOVES[to])
        .update(status=to, version=F("version") + 1)
    )
    requirement.refresh_from_db()
    if not moved:
        raise StaleWriteError(requirement)


@transaction.atomic
def arrange_requirements(*, department: Department, ids: list[int]) -> None:
    """Put these requirements of a department in this order, in the places that they hold among all of them.

    A page shows a part of a long list: the others must not move.
    """
    Department.objects.select_for_update().get(pk=department.pk)
    standing = _order_of(department)
    wanted = iter([pk for pk in dict.fromkeys(ids) if pk in set(standing)])
    moving = set(ids)
    place(_rows_of(department), ids=[next(wanted) if pk in moving else pk for pk in standing])


@transaction.atomic
def shift_requirement(*, requirement: Requirement, step: int) -> int:
    """Move a requirement by `step` places within its department; returns its place, counted from 1."""
    Department.objects.select_for_update().get(pk=requirement.department_id)
    standing = _order_of(requirement.department)
    old = standing.index(requirement.pk)
    new = max(0, min(len(standing) - 1, old + step))
    standing.insert(new, standing.pop(old))
    place(_rows_of(requirement.department), ids=standing)
    return new + 1


def _rows_of(department: Department) -> RequirementQuerySet:
    return Requirement.objects.live().filter(project=department.project_id, department=department)


def _order_of(department: Department) -> list[int]:
    return list(_rows_of(department).order_by("position", "pk").values_list("pk", flat=True))
