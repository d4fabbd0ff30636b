"""A section to agree on, and those who agree."""

import pytest

from accounts.models import User
from charter.models import Membership, Project
from requirements.models import Section, Specification
from tests.factories import SectionFactory


@pytest.fixture
def section(project: Project) -> Section:
    """A section of text in a specification that has nothing else."""
    specification = Specification.objects.create(project=project)
    section: Section = SectionFactory(specification=specification, text="<p>Premier texte.</p>")
    return section


@pytest.fixture
def head(project: Project, personas: dict[str, User]) -> Membership:
    return Membership.objects.get(project=project, user=personas["head"])


@pytest.fixture
def sponsor(project: Project, personas: dict[str, User]) -> Membership:
    return Membership.objects.get(project=project, user=personas["sponsor"])


@pytest.fixture
def manager(project: Project, personas: dict[str, User]) -> Membership:
    return Membership.objects.get(project=project, user=personas["manager"])


@pytest.fixture
def contributor(project: Project, personas: dict[str, User]) -> Membership:
    return Membership.objects.get(project=project, user=personas["contributor"])
