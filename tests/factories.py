"""Objects for tests, each valid and small; a test names only what its rule is about."""

# mypy: disallow-subclassing-any=False

import datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from accounts.models import User
from charter.models import (
    BudgetLine,
    Department,
    Membership,
    OperationalObjective,
    Project,
    Risk,
    Role,
    ScopeItem,
)
from requirements.models import Requirement, Section, Specification
from requirements.models.needs import next_reference

PASSWORD = "phrase-de-passe-solide"


class UserFactory(DjangoModelFactory[User]):
    """A person who can sign in with PASSWORD."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"personne{n}@exemple.fr")
    name = factory.Sequence(lambda n: f"Camille Durand {n}")

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> User:
        kwargs.setdefault("password", PASSWORD)
        return User.objects.create_user(*args, **kwargs)


class ProjectFactory(DjangoModelFactory[Project]):
    """A project whose manager is a member of it."""

    class Meta:
        model = Project
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"projet-{n}")
    name = "Mise en place du CRM"
    organisation = "Entreprise de négoce"
    start = datetime.date(2027, 1, 11)
    target_end = datetime.date(2027, 9, 30)
    manager = factory.SubFactory(UserFactory, name="Claire Chef")

    @factory.post_generation  # type: ignore[untyped-decorator]
    def with_manager(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if create and extracted is not False:
            Membership.objects.create(project=self, user=self.manager, title="Chef de projet CRM", roles=[])


class DepartmentFactory(DjangoModelFactory[Department]):
    class Meta:
        model = Department

    project = factory.SubFactory(ProjectFactory)
    code = factory.Sequence(lambda n: f"S{n:02d}")
    name = factory.LazyAttribute(lambda o: f"Service {o.code}")
    position = factory.Sequence(int)


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    project = factory.SubFactory(ProjectFactory)
    user = factory.SubFactory(UserFactory)
    title = "Commercial itinérant"
    roles = factory.LazyFunction(lambda: [Role.CONTRIBUTOR.value])
    position = factory.Sequence(int)


class OperationalObjectiveFactory(DjangoModelFactory[OperationalObjective]):
    """A SMART objective."""

    class Meta:
        model = OperationalObjective

    project = factory.SelfAttribute("department.project")
    department = factory.SubFactory(DepartmentFactory)
    ref = factory.Sequence(lambda n: f"OP-{n}")
    title = "Réduire le délai de réponse aux prospects"
    measure = "délai de première réponse"
    baseline = 48
    target = 24
    unit = "heures"
    due = datetime.date(2027, 12, 31)
    position = factory.Sequence(int)


class ScopeItemFactory(DjangoModelFactory[ScopeItem]):
    class Meta:
        model = ScopeItem

    project = factory.SubFactory(ProjectFactory)
    text = factory.Sequence(lambda n: f"Gestion des opportunités {n}")
    position = factory.Sequence(int)


class BudgetLineFactory(DjangoModelFactory[BudgetLine]):
    class Meta:
        model = BudgetLine

    project = factory.SubFactory(ProjectFactory)
    category = "licences"
    label = factory.Sequence(lambda n: f"Abonnements, lot {n}")
    amount = 1200
    position = factory.Sequence(int)


class RiskFactory(DjangoModelFactory[Risk]):
    class Meta:
        model = Risk

    project = factory.SubFactory(ProjectFactory)
    title = factory.Sequence(lambda n: f"Résistance au changement {n}")
    probability = 3
    impact = 4
    position = factory.Sequence(int)


class RequirementFactory(DjangoModelFactory[Requirement]):
    """A requirement with the next reference of its department."""

    class Meta:
        model = Requirement

    project = factory.SelfAttribute("department.project")
    department = factory.SubFactory(DepartmentFactory)
    ref = factory.LazyAttribute(lambda o: next_reference(o.department))
    title = factory.Sequence(lambda n: f"Pipeline visuel des opportunités {n}")
    text = "Le CRM doit présenter les opportunités dans un pipeline."
    position = factory.Sequence(int)


class SpecificationFactory(DjangoModelFactory[Specification]):
    class Meta:
        model = Specification

    project = factory.SubFactory(ProjectFactory)


class SectionFactory(DjangoModelFactory[Section]):
    """A section with a text and no block."""

    class Meta:
        model = Section

    specification = factory.SubFactory(SpecificationFactory)
    title = factory.Sequence(lambda n: f"Section {n}")
    text = "<p>Texte de la section.</p>"
    blocks = factory.LazyFunction(list)
    position = factory.Sequence(int)
