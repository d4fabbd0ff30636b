"""Writes on sections: default plan, submission, decision."""

from collections.abc import Mapping
from dataclasses import dataclass

import pghistory
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import User
from charter.models import Department, Membership, Project
from crmproject.toolkit.rows import next_position
from requirements.models import Approval, Section, Specification, Submission, Validator
from requirements.models.sections import fingerprint as fingerprint_of
from requirements.models.sections import is_empty
from requirements.models.validation import Verdict
from requirements.plan import DEPARTMENT_BLOCKS, PlannedSection, plan_for
from requirements.revisions import keep_revision


class RefusedError(Exception):
    """A move that can’t be made now; its text says why, and what to do."""


class ContentChangedError(RefusedError):
    """The content is no longer the one that the person read."""


def start_specification(project: Project) -> Specification:
    """Give a project its specification with the default plan; one that exists is left as it is."""
    specification, created = Specification.objects.get_or_create(project=project)
    if created:
        for position, planned in enumerate(plan_for(project.procurement), start=1):
            _add_planned(specification, planned, position)
    return specification


def _add_planned(specification: Specification, planned: PlannedSection, position: int) -> None:
    section = Section.objects.create(
        specification=specification,
        key=planned.key,
        title=planned.title,
        blocks=list(planned.blocks),
        position=position,
    )
    if planned.by_department:
        departments = Department.objects.live().filter(project=specification.project)
        for department in departments:
            add_department_section(parent=section, department=department)


def add_department_section(*, parent: Section, department: Department) -> Section:
    """Add the sub-section that holds a department’s requirements."""
    return Section.objects.create(
        specification=parent.specification,
        parent=parent,
        title=department.name,
        department=department,
        blocks=list(DEPARTMENT_BLOCKS),
        position=next_position(Section.objects.filter(parent=parent)),
    )


@dataclass(frozen=True)
class Current:
    """A section’s content as it stands, with its fingerprint."""

    content: dict[str, object]
    fingerprint: str


def current(section: Section) -> Current:
    """Read the section’s content as it stands."""
    content = section.content()
    return Current(content=dict(content), fingerprint=fingerprint_of(content))


@transaction.atomic
def submit_section(
    *, section: Section, validators: list[Membership], read: str, note: str, by: User
) -> Submission:
    """Ask these validators to decide on the content with fingerprint `read`.

    Raises RefusedError when there is nothing to validate or nobody to do it, ContentChangedError when the content is
    no longer the one that was read.
    """
    Section.objects.select_for_update().get(pk=section.pk)
    now = current(section)
    if now.fingerprint != read:
        raise ContentChangedError(
            "Le contenu a changé depuis l’affichage de cette page\u00a0: relisez-le, puis soumettez."
        )
    if is_empty(now.content):
        raise RefusedError(
            "Cette section est vide\u00a0: rédigez un texte ou renseignez ses données avant de la soumettre."
        )
    if not validators:
        raise RefusedError("Choisissez au moins un validateur.")
    gone = [str(member) for member in validators if member.is_deleted]
    if gone:
        raise RefusedError(
            f"Ne fait plus partie du projet\u00a0: {', '.join(gone)}. Choisissez un autre validateur."
        )
    pghistory.context(reason="soumission")
    revision = keep_revision(section=section, content=now.content, fingerprint=now.fingerprint, by=by)
    Validator.objects.filter(section=section).exclude(member__in=validators).delete()
    named = set(Validator.objects.filter(section=section).values_list("member_id", flat=True))
    Validator.objects.bulk_create(
        Validator(section=section, member=member) for member in validators if member.pk not in named
    )
    return Submission.objects.create(section=section, revision=revision, submitted_by=by, note=note)


@transaction.atomic
def decide(*, section: Section, member: Membership, verdict: Verdict, reason: str, read: str) -> Approval:
    """Record a named validator’s decision on the content with fingerprint `read`.

    Raises PermissionDenied for somebody who is not a validator of the section, ContentChangedError when that content
    was not submitted last or is no longer current, RefusedError when this person already decided on it.
    """
    if not Validator.objects.filter(section=section, member=member).exists():
        raise PermissionDenied("Vous n’êtes pas validateur de cette section.")
    submission = section.submissions.select_related("revision").first()
    if submission is None:
        raise RefusedError("Cette section n’a pas été soumise à validation.")
    if submission.revision.fingerprint != read or current(section).fingerprint != read:
        raise ContentChangedError(
            "Le contenu a changé pendant votre lecture\u00a0: votre décision n’a pas été enregistrée. "
            "Relisez la version actuelle avant de vous prononcer."
        )
    try:
        with transaction.atomic():
            return Approval.objects.create(
                submission=submission,
                member=member,
                verdict=verdict,
                reason=reason,
                name=str(member.user),
                title=member.title,
                fingerprint=read,
            )
    except IntegrityError:
        raise RefusedError("Vous vous êtes déjà prononcé sur cette version.") from None


def default_validators(section: Section, content: Mapping[str, object]) -> list[Membership]:
    """Who decides by default: the head of the section’s department; the sponsor for the executive summary and the
    budget; elsewhere the heads of the departments that the content names, or all heads when it names none."""
    members = Membership.objects.live().filter(project_id=section.specification.project_id)
    members = members.select_related("user", "department")
    planned = PlannedSection.of(section.key)
    if planned and planned.validators == "sponsor":
        return [member for member in members if "sponsor" in member.roles]
    heads = [member for member in members if "head" in member.roles]
    if section.department_id:
        return [head for head in heads if head.department_id == section.department_id]
    named = _departments_in(content.get("blocks"))
    concerned = [head for head in heads if head.department and head.department.name in named]
    return concerned or heads


def _departments_in(data: object) -> set[str]:
    """The department names that this content carries, wherever a row has a « department »."""
    if isinstance(data, list):
        return {name for item in data for name in _departments_in(item)}
    if isinstance(data, dict):
        own = {str(data["department"])} if isinstance(data.get("department"), str) else set()
        return own | {name for value in data.values() for name in _departments_in(value)}
    return set()
