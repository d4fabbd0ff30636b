"""Fixtures: one small project, one person per role and a stranger, and a client for each of them."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from charter.models import Department, Project, Role
from tests.clients import ReadOnlyGetClient
from tests.factories import DepartmentFactory, MembershipFactory, ProjectFactory, UserFactory

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

# Everyone who may knock at the door; « anonymous » is signed out.
PERSONAS = ("manager", "sponsor", "head", "steering", "contributor", "reader", "stranger")

type ClientFor = Callable[[str | User], Client]


@pytest.fixture
def client() -> Client:
    """A signed-out client that refuses writes during GET."""
    return ReadOnlyGetClient()


@pytest.fixture
def project(db: None) -> Project:
    """A trading company’s project with two departments: COM (Commercial) and DIR (Direction)."""
    project: Project = ProjectFactory(slug="negoce", manager__email="chef.projet@exemple.fr")
    for position, (code, name) in enumerate([("COM", "Commercial"), ("DIR", "Direction")], start=1):
        DepartmentFactory(project=project, code=code, name=name, position=position)
    return project


@pytest.fixture
def com(project: Project) -> Department:
    """The sales department of `project`."""
    return Department.objects.get(project=project, code="COM")


@pytest.fixture
def direction(project: Project) -> Department:
    """The general management of `project`."""
    return Department.objects.get(project=project, code="DIR")


@pytest.fixture
def personas(project: Project, com: Department, direction: Department) -> dict[str, User]:
    """One person per role of `project` (head and contributor of COM), and a stranger."""
    places: dict[str, tuple[str, Department]] = {
        "sponsor": ("Direction générale", direction),
        "head": ("Direction commerciale", com),
        "steering": ("Membre du comité", direction),
        "contributor": ("Commercial itinérant", com),
        "reader": ("Contrôle de gestion", direction),
    }
    people: dict[str, User] = {"manager": project.manager, "stranger": UserFactory(name="Inconnue Passante")}
    for role, (title, department) in places.items():
        member = MembershipFactory(
            project=project,
            user__email=f"{role}@exemple.fr",
            user__name=f"Persona {Role(role).label}",
            title=title,
            department=department,
            roles=[role],
        )
        people[role] = member.user
    return people


@pytest.fixture
def client_for(request: pytest.FixtureRequest) -> ClientFor:
    """A signed-in client, by the name of a persona or for any user; « anonymous » stays signed out."""

    def signed_in(persona: str | User) -> Client:
        client = ReadOnlyGetClient()
        if persona != "anonymous":
            user = persona if isinstance(persona, User) else request.getfixturevalue("personas")[persona]
            client.force_login(user, backend=BACKEND)
        return client

    return signed_in
