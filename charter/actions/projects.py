"""Writes that span several rows of a project, or send mail."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts.invitations import person_for, send_invitation
from accounts.models import User
from charter import homepanel
from charter.models import Department, Membership, Project
from crmproject.toolkit.rows import next_position

SLUG_LENGTH = 60
# Addresses under /projets/ that are no project.
RESERVED_SLUGS = {"nouveau", "corbeille"}
SLUG_TRIES = 20


@dataclass(frozen=True)
class MemberDraft:
    """Someone to invite; `department` is a code, or empty."""

    email: str
    title: str
    department: str = ""
    roles: list[str] = field(default_factory=list)


def create_project(
    *,
    by: User,
    project: Project,
    departments: Iterable[tuple[str, str]],
    members: Iterable[MemberDraft] = (),
    own_title: str = "Chef de projet CRM",
    own_department: str = "",
) -> Project:
    """Create the project with its departments (code, name), its manager `by`, and the people invited.

    Everything is written or nothing; the invitations leave once it is.
    """
    with transaction.atomic():
        project.manager = by
        _insert_under_free_slug(project)
        known = {
            code: Department.objects.create(project=project, code=code, name=name, position=position)
            for position, (code, name) in enumerate(departments, start=1)
        }
        Membership.objects.create(
            project=project, user=by, title=own_title, department=known.get(own_department), position=1
        )
        for draft in members:
            department = known.get(draft.department)
            invite_member(
                project=project,
                by=by,
                email=draft.email,
                title=draft.title,
                roles=draft.roles,
                department=department,
            )
        homepanel.start_project(project)
    return project


def _insert_under_free_slug(project: Project) -> None:
    base = slugify(f"{project.organisation} {project.name}")[:SLUG_LENGTH].strip("-") or "projet"
    for number in range(1, SLUG_TRIES):
        tail = "" if number == 1 else f"-{number}"
        project.slug = base[: SLUG_LENGTH - len(tail)].strip("-") + tail
        if project.slug in RESERVED_SLUGS or Project.objects.filter(slug=project.slug).exists():
            continue
        try:
            with transaction.atomic():
                project.save()
        except IntegrityError:
            # Someone took the slug in between. Any other broken rule is raised by the last try, below.
            continue
        return
    project.save()


def invite_member(
    *, project: Project, by: User, email: str, title: str, roles: list[str], department: Department | None
) -> Membership:
    """Give this person a place in the project and send the invitation once that is written.

    Someone who left the project comes back in the same row, with the new title and roles; functions and time are to be
    said anew.
    """
    with transaction.atomic():
        user = person_for(email)
        place = {"title": title, "roles": roles, "department": department}
        member: Membership | None = Membership.objects.filter(project=project, user=user).first()
        if member is None:
            position = next_position(Membership.objects.filter(project=project))
            # Two people may invite the same one at once: the second finds the first’s row.
            member, _ = Membership.objects.get_or_create(
                project=project, user=user, defaults={"position": position, **place}
            )
        else:
            member.write(read_version=member.version, deleted_at=None, share=None, functions=[], **place)
        send_on_commit(member=member, by=by)
    return member


def send_on_commit(*, member: Membership, by: User) -> None:
    """Send the invitation when the transaction is through, and note when it left."""
    project = member.project

    def send() -> None:
        sent = send_invitation(
            user=member.user,
            by=by,
            project_name=project.name,
            organisation=project.organisation,
            project_url=project.get_absolute_url(),
        )
        if sent:
            member.invited_at = timezone.now()
            Membership.objects.filter(pk=member.pk).update(invited_at=member.invited_at)

    transaction.on_commit(send)


def hand_over(*, project: Project, to: Membership, read_version: int) -> None:
    """Make this member the manager; the present one stays a member.

    Raises StaleWriteError when the project changed since it was read: of two hand-overs at once, one wins.
    """
    former = project.manager
    with transaction.atomic():
        project.write(read_version=read_version, manager=to.user)
        Membership.objects.get_or_create(
            project=project, user=former, defaults={"title": "Ancien chef de projet", "roles": []}
        )
