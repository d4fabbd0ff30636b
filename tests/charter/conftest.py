"""Rows that several tests of the charter are about."""

import datetime

import pytest

from accounts.models import User
from charter.models import Indicator, Membership, Project


@pytest.fixture
def owner(project: Project, personas: dict[str, User]) -> Membership:
    """The head, who owns `indicator`."""
    found: Membership = project.membership_rows.get(user=personas["head"])
    return found


@pytest.fixture
def indicator(project: Project, owner: Membership) -> Indicator:
    made: Indicator = Indicator.objects.create(
        project=project, name="Délai de réponse", baseline=48, target=24, unit="heures",
        due=datetime.date(2027, 10, 30), owner=owner,
    )  # fmt: skip
    return made
