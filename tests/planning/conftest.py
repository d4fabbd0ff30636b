"""A gate that requires all, in a project of one section."""

import pytest

from accounts.models import User
from charter.models import Project
from planning.models import Gate, GateKind
from requirements.models import Section
from tests.factories import SectionFactory, SpecificationFactory
from tests.planning.factories import GateFactory


@pytest.fixture
def section(project: Project, personas: dict[str, User]) -> Section:
    """The only section of the project’s specification, in the department of the head."""
    made: Section = SectionFactory(
        specification=SpecificationFactory(project=project),
        department=project.department_rows.get(code="COM"),
    )
    return made


@pytest.fixture
def gate(project: Project, section: Section) -> Gate:
    made: Gate = GateFactory(
        project=project,
        key="AO",
        title="Avant l’appel d’offres",
        kind=GateKind.BEFORE_TENDER,
        needs_sections=True,
        needs_checks=True,
        needs_decision=True,
    )
    return made
