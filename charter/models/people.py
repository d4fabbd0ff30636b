"""Departments, and the people of a project with their roles."""

from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q

from charter.models.project import ProjectRow
from crmproject.toolkit.rows import RowQuerySet


class Role(models.TextChoices):
    """Roles of the glossary. MANAGER is held through `Project.manager`, never stored on a membership."""

    MANAGER = "manager", "Chef de projet"
    SPONSOR = "sponsor", "Sponsor"
    HEAD = "head", "Responsable de service"
    STEERING = "steering", "Comité de pilotage"
    CONTRIBUTOR = "contributor", "Contributeur"
    READER = "reader", "Lecteur"


GRANTED_ROLES = [role for role in Role if role is not Role.MANAGER]


class ProjectFunction(models.TextChoices):
    """What a person does in the project beside the access that a role gives."""

    MANAGEMENT = "management", "Membre de la direction"
    REFERENT = "referent", "Référent de premier niveau"
    PILOT = "pilot", "Groupe pilote"
    BETA = "beta", "Bêta-testeur"
    USAGE = "usage", "Représentant des utilisateurs"


@pghistory.track()
class Department(ProjectRow):
    """A department of the company; its code begins the references of its requirements (COM-012)."""

    code = models.CharField(
        "code",
        max_length=6,
        validators=[
            RegexValidator(r"^[A-Z][A-Z0-9]{1,5}$", "De 2 à 6 capitales ou chiffres, une lettre d’abord.")
        ],
    )
    name = models.CharField("nom", max_length=120)
    last_reference = models.PositiveIntegerField("dernier numéro d’exigence donné", default=0, editable=False)

    class Meta(ProjectRow.Meta):
        verbose_name = "service"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["project", "code"],
                name="department_code_unique",
                violation_error_message="Un service de ce projet porte déjà ce code.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(RowQuerySet):
    def with_role(self, role: Role) -> Self:
        """Live members who hold this role (the manager excepted: see `Project.manager`)."""
        return self.live().filter(roles__contains=[role])


@pghistory.track()
class Membership(ProjectRow):
    """A person’s place in a project: title, department and roles, in the order they were given."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="personne")
    title = models.CharField("fonction", max_length=160)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, verbose_name="service", related_name="members"
    )
    roles = ArrayField(
        models.CharField(max_length=20, choices=[(role.value, role.label) for role in GRANTED_ROLES]),
        verbose_name="rôles",
        default=list,
        blank=True,
    )
    share = models.PositiveSmallIntegerField(
        "temps consacré au projet (%)",
        null=True,
        blank=True,
        validators=[
            MinValueValidator(1, "De 1 à 100 pour cent de son temps."),
            MaxValueValidator(100, "De 1 à 100 pour cent de son temps."),
        ],
    )
    functions = ArrayField(
        models.CharField(max_length=20, choices=ProjectFunction.choices),
        verbose_name="fonctions dans le projet",
        default=list,
        blank=True,
    )
    # When the last invitation left; unset where an account was opened without one.
    invited_at = models.DateTimeField("invité le", null=True, blank=True, editable=False)

    objects: ClassVar[MembershipQuerySet] = MembershipQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(ProjectRow.Meta):
        verbose_name = "membre"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["project", "user"],
                name="membership_unique",
                violation_error_message="Cette personne est déjà membre du projet.",
            ),
            models.CheckConstraint(
                condition=Q(roles__contained_by=[role.value for role in GRANTED_ROLES]),
                name="membership_roles_known",
                violation_error_message="Rôle inconnu.",
            ),
            models.CheckConstraint(
                condition=Q(functions__contained_by=ProjectFunction.values),
                name="membership_functions_known",
                violation_error_message="Fonction inconnue.",
            ),
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__range=(1, 100)),
                name="membership_share_of_100",
                violation_error_message="De 1 à 100 pour cent de son temps.",
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.user)

    @property
    def is_manager(self) -> bool:
        return self.project.manager_id == self.user_id

    @property
    def all_roles(self) -> list[str]:
        """Roles held, the manager’s first."""
        return [Role.MANAGER.value, *self.roles] if self.is_manager else list(self.roles)

    @property
    def role_labels(self) -> list[str]:
        return [Role(role).label for role in self.all_roles]

    @property
    def function_labels(self) -> list[str]:
        """Functions in the project, in the order in which they are declared."""
        return [one.label for one in ProjectFunction if one.value in self.functions]

    @property
    def display_name(self) -> str:
        """« Nom (fonction) », or the title alone where the account bears the name of a function."""
        name = str(self.user)
        return self.title if name in {self.title, self.user.email} else f"{name} ({self.title})"

    @property
    def shown_title(self) -> str:
        """The title, unless the account already bears it as its name."""
        return "" if str(self.user) == self.title else self.title
