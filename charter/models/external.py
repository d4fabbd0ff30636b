"""People outside the company who take part without an account."""

from typing import ClassVar

import pghistory
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from charter.models.project import ProjectRow

PHONE = RegexValidator(
    r"^\+?[0-9][0-9 .()\-\u00a0\u202f]{4,28}$",
    "Un numéro de téléphone\u00a0: «\u00a001 23 45 67 89\u00a0» ou «\u00a0+33 1 23 45 67 89\u00a0».",
)


class ExternalKind(models.TextChoices):
    VENDOR = "vendor", "Éditeur"
    INTEGRATOR = "integrator", "Intégrateur"
    CONSULTANT = "consultant", "Conseil"
    TRAINER = "trainer", "Organisme de formation"
    OTHER = "other", "Autre partenaire"


@pghistory.track()
class ExternalPerson(ProjectRow):
    """Somebody of the vendor, the integrator…: named, reachable, and with no access to the project."""

    kind = models.CharField("qualité", max_length=20, choices=ExternalKind, default=ExternalKind.VENDOR)
    name = models.CharField("nom ou fonction", max_length=160)
    organisation = models.CharField("organisation", max_length=160)
    role = models.CharField("rôle dans le projet", max_length=200, blank=True)
    email = models.EmailField("adresse e-mail", blank=True)
    phone = models.CharField("téléphone", max_length=30, blank=True, validators=[PHONE])

    class Meta(ProjectRow.Meta):
        verbose_name = "intervenant extérieur"
        verbose_name_plural = "intervenants extérieurs"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=ExternalKind.values), name="external_kind_known")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.organisation})"
