"""The root of everything: a CRM project."""

from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from charter.colours import validate_colour
from charter.images import validate_logo
from crmproject.toolkit.rows import Row, RowQuerySet


class Setup(models.TextChoices):
    NEW = "new", "Équipement (premier CRM)"
    REPLACEMENT = "replacement", "Remplacement d’un CRM en place"


class Procurement(models.TextChoices):
    TENDER = "tender", "Appel d’offres"
    IN_HOUSE = "in_house", "Interne simplifié"


class ProjectQuerySet(RowQuerySet):
    def of(self, user: User) -> Self:
        """Live projects in which this person has a place."""
        member = Q(membership_rows__user=user, membership_rows__deleted_at=None)
        return self.live().filter(Q(manager=user) | member).distinct()


@pghistory.track()
class Project(Row):
    """A CRM project. Its one manager is a column, so that the database holds « exactly one »."""

    slug = models.SlugField("identifiant", max_length=60, unique=True)
    name = models.CharField("nom du projet", max_length=200)
    organisation = models.CharField("organisation", max_length=200)
    setup = models.CharField("configuration", max_length=20, choices=Setup, default=Setup.NEW)
    outgoing_tool = models.CharField("outil sortant", max_length=200, blank=True)
    overlap_months = models.PositiveSmallIntegerField(
        "recouvrement des deux outils (mois)", default=0, validators=[MaxValueValidator(36)]
    )
    procurement = models.CharField(
        "mode d’achat", max_length=20, choices=Procurement, default=Procurement.TENDER
    )
    start = models.DateField("début")
    target_end = models.DateField("fin visée")
    activity = models.TextField("activité et spécificités", blank=True)
    logo = models.ImageField("logo", upload_to="logos/", blank=True, validators=[validate_logo])
    colour = models.CharField("couleur des documents", max_length=7, blank=True, validators=[validate_colour])
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="managed_projects",
        verbose_name="chef de projet",
    )
    created_at = models.DateTimeField("créé le", default=timezone.now, editable=False)

    objects: ClassVar[ProjectQuerySet] = ProjectQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "projet"
        ordering: ClassVar[list[str]] = ["organisation", "name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(target_end__gt=F("start")),
                name="project_ends_after_start",
                violation_error_message="La fin visée doit suivre le début du projet.",
            ),
            models.CheckConstraint(condition=Q(setup__in=Setup.values), name="project_setup_known"),
            models.CheckConstraint(
                condition=Q(procurement__in=Procurement.values), name="project_procurement_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("project_home", args=[self.slug])

    @property
    def is_replacement(self) -> bool:
        return self.setup == Setup.REPLACEMENT


class ProjectRow(Row):
    """An editable row of one project."""

    # Whether a section of a document can show it: what none shows leaves known fingerprints as they are.
    in_sections: ClassVar[bool] = True

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="%(class)s_rows", verbose_name="projet", editable=False
    )

    class Meta(Row.Meta):
        abstract = True


slug_validator = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*$", "Lettres minuscules, chiffres et tirets seulement."
)
