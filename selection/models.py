"""The choice of a solution: weighted criteria."""

from typing import ClassVar

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from charter.models import ProjectRow


@pghistory.track()
class Criterion(ProjectRow):
    """A criterion of choice; its weight is relative to the sum of all."""

    title = models.CharField("critère", max_length=200)
    weight = models.PositiveSmallIntegerField(
        "poids", validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    class Meta(ProjectRow.Meta):
        verbose_name = "critère"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(weight__range=(1, 100)),
                name="criterion_weight_1_to_100",
                violation_error_message="Un poids va de 1 à 100.",
            )
        ]

    def __str__(self) -> str:
        return self.title
