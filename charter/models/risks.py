"""What could make the project fail, fears included."""

from typing import ClassVar

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from charter.models.people import Membership
from charter.models.project import ProjectRow

# Lowest criticality of each level, the highest first.
LEVELS = [(15, "critique"), (10, "forte"), (5, "modérée"), (1, "faible")]

SCALE = [MinValueValidator(1), MaxValueValidator(5)]


class RiskKind(models.TextChoices):
    INTERNAL = "internal", "Frein interne"
    EXTERNAL = "external", "Frein externe"
    FEAR = "fear", "Crainte exprimée"


@pghistory.track()
class Risk(ProjectRow):
    """A risk scored 1 to 5 on each axis; its criticality is the product."""

    title = models.CharField("intitulé", max_length=300)
    kind = models.CharField("nature", max_length=20, choices=RiskKind, default=RiskKind.INTERNAL)
    probability = models.PositiveSmallIntegerField("probabilité (1 à 5)", validators=SCALE)
    impact = models.PositiveSmallIntegerField("gravité (1 à 5)", validators=SCALE)
    response = models.TextField("parade", blank=True)
    owner = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, verbose_name="responsable")

    class Meta(ProjectRow.Meta):
        verbose_name = "risque"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(probability__range=(1, 5), impact__range=(1, 5)),
                name="risk_scored_1_to_5",
                violation_error_message="Probabilité et gravité vont de 1 à 5.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def criticality(self) -> int:
        return self.probability * self.impact

    @property
    def level(self) -> str:
        """The criticality in one word."""
        return level_of(self.criticality)


def level_of(criticality: int) -> str:
    """« faible », « modérée », « forte » or « critique », for a criticality of 1 to 25."""
    return next(word for floor, word in LEVELS if criticality >= floor)
