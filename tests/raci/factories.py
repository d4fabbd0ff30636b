"""Lines of a matrix for tests."""

# mypy: disallow-subclassing-any=False

import factory
from factory.django import DjangoModelFactory

from raci.models import Activity
from tests.factories import ProjectFactory


class ActivityFactory(DjangoModelFactory[Activity]):
    """An activity of its own, without letters."""

    class Meta:
        model = Activity

    project = factory.SubFactory(ProjectFactory)
    title = factory.Sequence(lambda n: f"Support de premier niveau {n}")
    position = factory.Sequence(int)
