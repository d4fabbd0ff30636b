"""Whether the project can be done: what binds it, what it has, and the opinion that follows."""

from typing import ClassVar

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from charter.models.project import ProjectRow


class ConstraintNature(models.TextChoices):
    TECHNICAL = "technical", "Technique"
    REGULATORY = "regulatory", "Réglementaire"
    CALENDAR = "calendar", "Calendrier"
    ORGANISATIONAL = "organisational", "Organisationnelle"
    FINANCIAL = "financial", "Financière"


@pghistory.track()
class ProjectConstraint(ProjectRow):
    """Something that binds the project; an imperative can’t be negotiated."""

    text = models.CharField("contrainte", max_length=300)
    nature = models.CharField(
        "nature", max_length=20, choices=ConstraintNature, default=ConstraintNature.ORGANISATIONAL
    )
    imperative = models.BooleanField("impératif", default=False)

    class Meta(ProjectRow.Meta):
        verbose_name = "contrainte"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(nature__in=ConstraintNature.values),
                name="constraint_nature_known",
                violation_error_message="Nature de contrainte inconnue.",
            )
        ]

    def __str__(self) -> str:
        return self.text


class Opinion(models.TextChoices):
    FAVOURABLE = "favourable", "Favorable"
    RESERVED = "reserved", "Favorable sous réserve"
    UNFAVOURABLE = "unfavourable", "Défavorable"


@pghistory.track()
class Feasibility(ProjectRow):
    """The feasibility study: resources, and the opinion given on them. The direction’s decision is another thing."""

    person_days = models.PositiveIntegerField(
        "temps disponible en interne (jours)", null=True, blank=True, validators=[MaxValueValidator(100_000)]
    )
    people = models.TextField("personnes et compétences", max_length=2000, blank=True)
    known_budget = models.DecimalField(
        "enveloppe connue (€ HT)",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    tools = models.TextField("outils et matériel disponibles", max_length=2000, blank=True)
    opinion = models.CharField("avis", max_length=20, choices=Opinion, blank=True)
    reasons = models.TextField("motifs", max_length=4000, blank=True)
    reserves = models.TextField("réserves à lever", max_length=4000, blank=True)
    given_by = models.CharField("avis donné par", max_length=200, blank=True)
    given_on = models.DateField("avis donné le", null=True, blank=True)

    class Meta(ProjectRow.Meta):
        verbose_name = "étude de faisabilité"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["project"], name="one_feasibility_study"),
            models.CheckConstraint(
                condition=Q(opinion__in=["", *Opinion.values]), name="feasibility_opinion_known"
            ),
            models.CheckConstraint(
                condition=~Q(opinion=Opinion.RESERVED) | ~Q(reserves=""),
                name="reserves_are_written",
                violation_error_message="Un avis sous réserve dit ses réserves.",
            ),
            models.CheckConstraint(
                condition=~Q(opinion=Opinion.UNFAVOURABLE) | ~Q(reasons=""),
                name="unfavourable_opinion_has_reasons",
                violation_error_message="Un avis défavorable dit ses motifs.",
            ),
            models.CheckConstraint(
                condition=Q(known_budget=None) | Q(known_budget__gte=0),
                name="known_budget_not_negative",
                violation_error_message="Une enveloppe n’est pas négative.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_opinion_display() or "Étude de faisabilité"
