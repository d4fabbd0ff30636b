"""The path of newcomers: its steps, who follows it, and what each of them has done."""

from typing import ClassVar

import pghistory
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from charter.models import Department, Membership, ProjectRow

# Days after the arrival; a path ends within a year.
LONGEST_PATH = 365
NAME_FORGOTTEN = "Nom effacé"


class PathPage(models.TextChoices):
    """A page of this site to which a step leads; the value is its URL name."""

    NONE = "", "Aucune"
    USAGE_CHARTER = "usage_charter", "La charte d’usage"
    CHANGE_PLAN = "change_plan", "Le plan de formation et d’accompagnement"
    SUPPORT = "support_contacts", "Les contacts du support"
    CHANGES = "change_requests", "Les demandes d’évolution"


@pghistory.track()
class PathStep(ProjectRow):
    """A step of the path: `day` days after the arrival, 0 for the first day; `helper` or `helped_by` says who helps."""

    in_sections: ClassVar[bool] = False

    title = models.CharField("étape", max_length=200)
    day = models.PositiveSmallIntegerField(
        "jours après l’arrivée",
        default=0,
        validators=[MaxValueValidator(LONGEST_PATH, "Au plus 365 jours après l’arrivée.")],
        help_text="0 pour le premier jour, 7 pour la première semaine, 30 pour le premier mois.",
    )
    helper = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, verbose_name="aidé par", related_name="path_steps"
    )
    helped_by = models.CharField(
        "ou par une fonction",
        max_length=120,
        blank=True,
        help_text="Par exemple «\u00a0Référent du service\u00a0».",
    )
    page = models.CharField("page de ce site", max_length=20, choices=PathPage, blank=True, default="")
    link = models.URLField("autre adresse", max_length=500, blank=True)

    class Meta(ProjectRow.Meta):
        verbose_name = "étape du parcours"
        verbose_name_plural = "étapes du parcours"
        ordering: ClassVar[list[str]] = ["day", "position", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(page__in=PathPage.values), name="path_page_known"),
            models.CheckConstraint(
                condition=Q(day__lte=LONGEST_PATH),
                name="path_step_within_a_year",
                violation_error_message="Au plus 365 jours après l’arrivée.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def who(self) -> str:
        """Who helps, in words; empty when the newcomer does it alone."""
        return self.helper.display_name if self.helper else self.helped_by

    @property
    def url(self) -> str:
        """Where the step leads, on this site or elsewhere; empty for nowhere."""
        return reverse(self.page, args=[self.project.slug]) if self.page else self.link


# The history keeps no name: one that is forgotten is gone for good.
@pghistory.track(exclude=["name"])
class Newcomer(ProjectRow):
    """Somebody who arrives, and whom a referent accompanies. The name can be erased for good, the figures stay."""

    in_sections: ClassVar[bool] = False

    name = models.CharField("nom", max_length=200, blank=True)
    department = models.ForeignKey(Department, models.PROTECT, verbose_name="service", related_name="+")
    arrived_on = models.DateField("date d’arrivée")
    referent = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, verbose_name="référent", related_name="newcomers"
    )
    forgotten_at = models.DateTimeField("nom effacé le", null=True, blank=True, editable=False)

    class Meta(ProjectRow.Meta):
        verbose_name = "nouvel arrivant"
        verbose_name_plural = "nouveaux arrivants"
        ordering: ClassVar[list[str]] = ["-arrived_on", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(forgotten_at=None) & ~Q(name="") | Q(forgotten_at__isnull=False, name=""),
                name="newcomer_named_or_forgotten",
                violation_error_message="Donnez un nom.",
            )
        ]

    def __str__(self) -> str:
        return self.name or NAME_FORGOTTEN

    def get_absolute_url(self) -> str:
        return reverse("newcomer", args=[self.project.slug, self.pk])


class NewcomerTick(models.Model):
    """A step that a newcomer has done: who says so, and when."""

    newcomer = models.ForeignKey(Newcomer, models.CASCADE, related_name="ticks")
    step = models.ForeignKey(PathStep, models.CASCADE, related_name="ticks")
    done_at = models.DateTimeField("fait le", default=timezone.now)
    said_by = models.CharField("noté par", max_length=300)

    class Meta:
        verbose_name = "étape faite"
        verbose_name_plural = "étapes faites"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["newcomer", "step"], name="newcomer_step_done_once")
        ]

    def __str__(self) -> str:
        return f"{self.newcomer_id} : {self.step_id}"
