"""The project itself."""

from accounts.models import User
from charter.actions.projects import RESERVED_SLUGS
from charter.filepart import Checking, FilePart, Loading, register
from charter.models import (
    Project,
    Role,
)
from charter.projectfiles.rows import entry_of
from charter.projectfiles.schema import (
    MemberEntry,
    ProjectEntry,
)


def _check_project(checking: Checking, entry: ProjectEntry) -> None:
    if entry.slug in RESERVED_SLUGS:
        checking.refuse("project.slug", f"identifiant réservé\u00a0: « {entry.slug} »")
    if entry.target_end <= entry.start:
        checking.refuse("project.target_end", "la fin visée doit suivre le début du projet")


def _load_project(loading: Loading, entry: ProjectEntry) -> None:
    manager = next(one for one in loading.values["members"] if Role.MANAGER in one.roles)
    for name, value in entry:
        setattr(loading.project, name, value)
    loading.project.manager = person_of(manager)
    loading.project.save(force_insert=True)


def person_of(entry: MemberEntry) -> User:
    """The person of this address; a new one gets no password, and signs in once invited."""
    found = User.objects.filter(email=entry.email).first()
    return found or User.objects.create_user(entry.email, name=entry.title[:120])


def _dump_project(project: Project) -> ProjectEntry:
    return entry_of(ProjectEntry, project)


register(
    FilePart("project", ProjectEntry, _load_project, _dump_project, 10, check=_check_project, required=True)
)
