"""A matrix of one activity and three people."""

import pytest

from charter.models import Membership, Project
from raci.models import Activity
from tests.factories import MembershipFactory
from tests.raci.factories import ActivityFactory


@pytest.fixture
def manager(project: Project) -> Membership:
    return Membership.objects.get(project=project, user=project.manager)


@pytest.fixture
def claire(project: Project) -> Membership:
    found: Membership = MembershipFactory(project=project, title="Direction commerciale")
    return found


@pytest.fixture
def karim(project: Project) -> Membership:
    found: Membership = MembershipFactory(project=project, title="Responsable SI")
    return found


@pytest.fixture
def activity(project: Project) -> Activity:
    found: Activity = ActivityFactory(project=project, title="Reprise des données")
    return found
