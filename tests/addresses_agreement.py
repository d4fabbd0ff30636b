"""How the permissions test visits the addresses of agreement: minor corrections, validators, delegations."""

import datetime

from django.utils import timezone

from charter.models import Membership, Project, Role
from requirements.actions.agreement import current
from requirements.models import Delegation, MinorChange, Section
from requirements.revisions import keep_revision
from tests.visits import Visit


def section_of(project: Project) -> Section:
    """A section of the project’s default plan."""
    found: Section | None = (
        Section.objects.live().filter(specification__project=project, key="context").first()
    )
    assert found is not None
    return found


def one_with(project: Project, role: Role) -> Membership:
    """A member who holds this role."""
    found: Membership = Membership.objects.with_role(role).filter(project=project).order_by("pk")[0]
    return found


def minor_change(project: Project) -> Visit:
    """A correction declared minor, which everybody may read."""
    section = section_of(project)
    kept = []
    for text in ("<p>Premier text.</p>", "<p>Premier texte.</p>"):
        Section.objects.filter(pk=section.pk).update(text=text)
        section.refresh_from_db()
        now = current(section)
        kept.append(keep_revision(section=section, content=now.content, fingerprint=now.fingerprint, by=None))
    made = MinorChange.objects.create(
        section=section,
        before=kept[0],
        after=kept[1],
        reason="Orthographe.",
        marked_by=project.manager,
        marked_by_name="Claire Chef",
        closes_on=timezone.localdate() + datetime.timedelta(days=5),
    )
    return Visit({"pk": section.pk, "change": made.pk})


def revoked_delegation(project: Project) -> Visit:
    """A delegation of the head, whom the manager may revoke too."""
    head = one_with(project, Role.HEAD)
    to = one_with(project, Role.CONTRIBUTOR)
    today = timezone.localdate()
    made = Delegation.objects.create(project=project, principal=head, delegate=to, starts=today, ends=today)
    return Visit({"pk": made.pk}, "POST", {"version": made.version}, frozenset({"manager", "head"}))


def replaced_validator(project: Project) -> Visit:
    """The head, whose places somebody takes."""
    return Visit({"pk": one_with(project, Role.HEAD).pk}, "POST")
