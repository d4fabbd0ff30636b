"""How success will be told: fixed before the CRM is in place, measured afterwards."""

from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils import timezone

from charter.models.objectives import OperationalObjective
from charter.models.people import Membership
from charter.models.project import ProjectRow
from charter.progress import Progress, is_late, progress_of, way
from crmproject.toolkit.rows import Row, RowQuerySet


class IndicatorQuerySet(RowQuerySet):
    def with_measurements(self) -> Self:
        """Each with its owner, its objective, and its live measurements in the order of their dates."""
        measured = Measurement.objects.live().select_related("author").order_by("measured_on", "pk")
        return self.select_related("owner__user", "objective").prefetch_related(
            Prefetch("measurements", queryset=measured)
        )


@pghistory.track()
class Indicator(ProjectRow):
    """A figure that says whether the project succeeds: it goes from `baseline` to `target` by the day `due`.

    Whether it should grow or shrink is told by which of the two is greater.
    """

    name = models.CharField("nom", max_length=200)
    baseline = models.DecimalField("valeur de départ", max_digits=14, decimal_places=2, null=True, blank=True)
    target = models.DecimalField("cible", max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField("unité", max_length=60, blank=True)
    due = models.DateField("date de mesure", null=True, blank=True)
    owner = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="propriétaire",
        related_name="indicators",
    )
    objective = models.ForeignKey(
        OperationalObjective,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="objectif servi",
        related_name="indicators",
    )

    objects: ClassVar[IndicatorQuerySet] = IndicatorQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(ProjectRow.Meta):
        verbose_name = "indicateur"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(baseline=None) | Q(target=None) | ~Q(baseline=F("target")),
                name="indicator_has_a_way_to_go",
                violation_error_message="La cible égale la valeur de départ\u00a0: il n’y aurait rien à atteindre.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def measured(self) -> list["Measurement"]:
        """Live measurements in the order of their dates, as `with_measurements` read them."""
        return list(self.measurements.all())

    @property
    def last(self) -> "Measurement | None":
        """The latest of them."""
        return next(iter(reversed(self.measured)), None)

    @property
    def progress(self) -> Progress:
        last = self.last
        return progress_of(self.baseline, self.target, last.value if last else None)

    @property
    def way(self) -> str:
        return way(self.baseline, self.target, self.unit)

    @property
    def is_late(self) -> bool:
        """Whether its day has passed without a measurement."""
        last = self.last
        return is_late(self.due, last.measured_on if last else None, timezone.localdate())


@pghistory.track()
class Measurement(Row):
    """What the indicator was worth on a day, and who says so."""

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="measurements", verbose_name="indicateur", editable=False
    )
    measured_on = models.DateField("mesuré le")
    value = models.DecimalField("valeur", max_digits=14, decimal_places=2)
    comment = models.CharField("commentaire", max_length=300, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="saisi par",
        related_name="+",
        editable=False,
    )

    class Meta(Row.Meta):
        verbose_name = "mesure"
        ordering: ClassVar[list[str]] = ["measured_on", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["indicator", "measured_on"],
                condition=Q(deleted_at=None),
                name="measurement_once_a_day",
                violation_error_message="Une mesure de cet indicateur porte déjà cette date\u00a0: corrigez-la.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.value.normalize():f} au {self.measured_on:%d/%m/%Y}"
