"""A planning for tests: each object valid and small."""

# mypy: disallow-subclassing-any=False

import factory
from factory.django import DjangoModelFactory

from planning.models import Gate, Phase, Task
from tests.factories import ProjectFactory


class PhaseFactory(DjangoModelFactory[Phase]):
    class Meta:
        model = Phase

    project = factory.SubFactory(ProjectFactory)
    key = factory.Sequence(lambda n: f"phase-{n}")
    title = factory.Sequence(lambda n: f"Phase {n}")
    position = factory.Sequence(int)


class TaskFactory(DjangoModelFactory[Task]):
    class Meta:
        model = Task

    project = factory.SelfAttribute("phase.project")
    phase = factory.SubFactory(PhaseFactory)
    key = factory.Sequence(lambda n: f"T{n:03d}")
    title = factory.Sequence(lambda n: f"Reprise des données, lot {n}")
    days = 5
    position = factory.Sequence(int)


class GateFactory(DjangoModelFactory[Gate]):
    class Meta:
        model = Gate

    project = factory.SubFactory(ProjectFactory)
    key = factory.Sequence(lambda n: f"G{n}")
    title = factory.Sequence(lambda n: f"Avant l’étape {n}")
    position = factory.Sequence(int)
