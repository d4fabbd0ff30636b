"""What could make the project fail, fears included."""

from typing import ClassVar

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from charter.models.people import Department, Membership
from charter.models.project import ProjectRow

# Lowest criticality of each level, the highest first.
LEVELS = [(15, "critique"), (10, "forte"), (5, "modérée"), (1, "faible")]

SCALE = [MinValueValidator(1), MaxValueValidator(5)]
MIDDLE = 3


class RiskKind(models.TextChoices):
    INTERNAL = "internal", "Frein interne"
    EXTERNAL = "external", "Frein externe"
    FEAR = "fear", "Crainte exprimée"


class Strategy(models.TextChoices):
    """What one does about a risk."""

    AVOID = "avoid", "Éviter"
    REDUCE = "reduce", "Réduire"
    TRANSFER = "transfer", "Transférer"
    ACCEPT = "accept", "Accepter"


class RiskStatus(models.TextChoices):
    OPEN = "open", "Ouvert"
    TREATED = "treated", "En cours de traitement"
    CONTROLLED = "controlled", "Maîtrisé"
    OCCURRED = "occurred", "Survenu"
    CLOSED = "closed", "Clos"


@pghistory.track()
class Risk(ProjectRow):
    """A risk scored 1 to 5 on each axis; its criticality is the product.

    A fear is one too, told in the words of those who fear: its score is a middle one that nothing shows, it has a
    response once it was answered, and says in which workshop that was. `workshop_key` is that of a choice of
    `charter.treatments`, while `workshop` keeps its name, or that of any other meeting.
    """

    title = models.CharField("intitulé", max_length=300)
    kind = models.CharField("nature", max_length=20, choices=RiskKind, default=RiskKind.INTERNAL)
    probability = models.PositiveSmallIntegerField("probabilité (1 à 5)", default=MIDDLE, validators=SCALE)
    impact = models.PositiveSmallIntegerField("gravité (1 à 5)", default=MIDDLE, validators=SCALE)
    # Why these two scores; the row’s history keeps it with each of them.
    score_reason = models.CharField("motif de la cotation", max_length=300, blank=True)
    strategy = models.CharField("stratégie", max_length=10, choices=Strategy, blank=True)
    response = models.TextField("parade", blank=True)
    owner = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, verbose_name="responsable")
    due = models.DateField("échéance", null=True, blank=True)
    status = models.CharField("statut", max_length=12, choices=RiskStatus, default=RiskStatus.OPEN)
    profile = models.CharField("profil concerné", max_length=160, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="fears", verbose_name="service"
    )
    workshop_key = models.CharField("atelier", max_length=40, blank=True)
    workshop = models.CharField("rencontre où elle a été traitée", max_length=200, blank=True)

    class Meta(ProjectRow.Meta):
        verbose_name = "risque"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(probability__range=(1, 5), impact__range=(1, 5)),
                name="risk_scored_1_to_5",
                violation_error_message="Probabilité et gravité vont de 1 à 5.",
            ),
            models.CheckConstraint(condition=Q(status__in=RiskStatus.values), name="risk_status_known"),
            models.CheckConstraint(
                condition=Q(strategy__in=["", *Strategy.values]), name="risk_strategy_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_fear(self) -> bool:
        return self.kind == RiskKind.FEAR

    @property
    def is_closed(self) -> bool:
        return self.status == RiskStatus.CLOSED

    @property
    def is_late(self) -> bool:
        """Whether its date has passed while something is still to be done about it."""
        waiting = self.status in {RiskStatus.OPEN, RiskStatus.TREATED}
        return waiting and self.due is not None and self.due < timezone.localdate()

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
