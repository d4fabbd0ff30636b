"""Who may do what: one table, one decorator.

`docs/permissions.md` prints this table, and a test drives every address with every role against it.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Concatenate

import pghistory
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from accounts.models import User
from charter.models import Membership, Project, Role
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.kept import keep
from crmproject.toolkit.marks import open_view as open_view


class Permission(StrEnum):
    """One thing that a role allows; the value is what templates test."""

    VIEW = "view"  # read the project and its draft
    COMMENT = "comment"  # comment a section
    EXPRESS_NEED = "express_need"  # propose a requirement for one’s own department
    DRAFT = "draft"  # write sections, requirements and the data of the specification
    SUBMIT = "submit"  # submit a section to its validators
    VALIDATE = "validate"  # approve, or ask for changes, where one is a named validator
    PUBLISH = "publish"  # freeze an edition
    EXPORT = "export"  # compose a PDF
    DECIDE = "decide"  # record a decision of the steering committee
    EDIT_CHARTER = "edit_charter"
    EDIT_PLANNING = "edit_planning"
    EDIT_RACI = "edit_raci"
    EDIT_SELECTION = "edit_selection"
    ORGANISE = "organise"  # workshops and meetings of the committee: convene, write the minutes
    SHARE = "share"  # give people outside a link to an edition
    PASS_GATE = "pass_gate"  # noqa: S105  # record what was decided at a gate
    REQUEST_CHANGE = "request_change"  # ask for the tool to change, once it is in use
    ADMINISTER = "administer"  # settings of the project, members, hand-over, deletion


_READ = {Permission.VIEW, Permission.REQUEST_CHANGE}
_TALK = _READ | {Permission.COMMENT}

TABLE: dict[Role, frozenset[Permission]] = {
    Role.MANAGER: frozenset(set(Permission) - {Permission.VALIDATE, Permission.DECIDE}),
    Role.SPONSOR: frozenset(_TALK | {Permission.VALIDATE, Permission.EXPORT, Permission.PASS_GATE}),
    Role.HEAD: frozenset(_TALK | {Permission.VALIDATE, Permission.EXPRESS_NEED, Permission.EXPORT}),
    Role.STEERING: frozenset(_TALK | {Permission.DECIDE, Permission.EXPORT}),
    Role.CONTRIBUTOR: frozenset(_TALK | {Permission.EXPRESS_NEED}),
    Role.READER: frozenset(_READ),
}


@dataclass(frozen=True)
class Access:
    """What this person may do in this project."""

    user: User
    project: Project
    membership: Membership | None
    roles: frozenset[Role]
    permissions: frozenset[Permission] = field(init=False)
    # The project’s data read during this request, each data set once.
    gathering: Gathering = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        granted: set[Permission] = set()
        for role in self.roles:
            granted |= TABLE[role]
        object.__setattr__(self, "permissions", frozenset(granted))
        object.__setattr__(self, "gathering", Gathering(self.project.pk))

    def allows(self, permission: Permission) -> bool:
        return permission in self.permissions

    @property
    def is_manager(self) -> bool:
        return Role.MANAGER in self.roles


def access_of(user: User, project: Project) -> Access | None:
    """What this person may do here; None for a stranger."""
    membership = (
        Membership.objects.live()
        .filter(project=project, user=user)
        .select_related("user", "department")
        .first()
    )
    roles = {Role(role) for role in membership.roles} if membership else set()
    if project.manager_id == user.pk:
        roles.add(Role.MANAGER)
    elif membership is None:
        return None
    if not roles:
        roles = {Role.READER}
    return Access(user=user, project=project, membership=membership, roles=frozenset(roles))


class ProjectRequest(HttpRequest):
    """A request inside a project: `project` and `access` were set by `project_view`."""

    user: User
    project: Project
    access: Access


READING = {"GET", "HEAD", "OPTIONS"}
WRITTEN_LATELY_SECONDS = 900


def writing_place(project_id: int) -> str:
    """Under which key it is kept that somebody wrote on this project lately."""
    return f"written:{project_id}"


type View[**P] = Callable[Concatenate[Any, P], HttpResponseBase]


def project_view[**P](
    *permissions: Permission,
) -> Callable[
    [Callable[Concatenate[ProjectRequest, P], HttpResponseBase]],
    Callable[..., HttpResponseBase],
]:
    """Load the project of the address for this person: a stranger gets 404, a wrong role 403.

    With several permissions, any one of them is enough; the view then decides by row.
    """

    def decorate(
        view: Callable[Concatenate[ProjectRequest, P], HttpResponseBase],
    ) -> Callable[..., HttpResponseBase]:
        @functools.wraps(view)
        @login_required
        def guarded(request: Any, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            project = Project.objects.live().filter(slug=slug).select_related("manager").first()
            access = access_of(request.user, project) if project else None
            if project is None or access is None:
                raise Http404("Ce projet n’existe pas, ou vous n’y avez pas accès.")
            if not access.permissions.intersection(permissions):
                raise PermissionDenied("Votre rôle dans ce projet ne permet pas cette action.")
            request.project, request.access = project, access
            pghistory.context(project=project.slug)
            if request.method not in READING:
                keep(writing_place(project.pk), True, WRITTEN_LATELY_SECONDS)
            return view(request, *args, **kwargs)

        guarded.required_permissions = permissions  # type: ignore[attr-defined]  # read by the URL walk in the tests
        return guarded

    return decorate
