"""How people will work with the CRM, and what the project delivers."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from charter.models import Department, ProjectRow
from crmproject.toolkit.fields import LinesField
from requirements.models.needs import Priority


@pghistory.track()
class BusinessProcess(ProjectRow):
    """A business process: as it is, and as it is wanted."""

    department = models.ForeignKey(Department, models.PROTECT, verbose_name="service")
    title = models.CharField("processus", max_length=200)
    objective = models.CharField("objectif en une phrase", max_length=500, blank=True)
    current = LinesField(verbose_name="étapes actuelles", blank=True)
    expected = LinesField(verbose_name="attentes", blank=True)

    class Meta(ProjectRow.Meta):
        verbose_name = "processus métier"

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class Automation(ProjectRow):
    """A workflow that the CRM must run by itself."""

    title = models.CharField("automatisation", max_length=200)
    trigger = models.CharField("déclencheur", max_length=300)
    actions = LinesField(verbose_name="actions")
    performance = models.CharField("objectif de performance", max_length=300, blank=True)
    actors = models.ManyToManyField(Department, blank=True, verbose_name="acteurs")

    class Meta(ProjectRow.Meta):
        verbose_name = "automatisation"

    def __str__(self) -> str:
        return self.title


class Stage(models.TextChoices):
    """Stages of the customer journey."""

    AWARENESS = "awareness", "Prise de conscience"
    CONSIDERATION = "consideration", "Considération"
    DECISION = "decision", "Décision"
    LOYALTY = "loyalty", "Fidélisation"


class Emotion(models.IntegerChoices):
    """What a customer feels at a touchpoint, from the worst to the best."""

    ANGRY = -2, "Mécontent"
    ANNOYED = -1, "Agacé"
    NEUTRAL = 0, "Neutre"
    PLEASED = 1, "Satisfait"
    DELIGHTED = 2, "Ravi"


@pghistory.track()
class Interaction(ProjectRow):
    """A touchpoint with the customer, its problem of today and what it needs.

    `journey` names the customer whose path it is; touchpoints of one name are one line of the journey map.
    """

    touchpoint = models.CharField("point de contact", max_length=200)
    journey = models.CharField("parcours", max_length=120, blank=True)
    stage = models.CharField("étape du parcours", max_length=20, choices=Stage)
    priority = models.CharField("priorité", max_length=10, choices=Priority, default=Priority.SHOULD)
    problem = models.CharField("problème actuel", max_length=500, blank=True)
    needs = LinesField(verbose_name="besoins", blank=True)
    friction = models.CharField("irritant pour le client", max_length=300, blank=True)
    emotion = models.SmallIntegerField("émotion du client", null=True, blank=True, choices=Emotion)

    class Meta(ProjectRow.Meta):
        verbose_name = "interaction client"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(emotion=None) | Q(emotion__in=Emotion.values),
                name="interaction_emotion_known",
                violation_error_message="L’émotion va de -2 à 2.",
            )
        ]

    def __str__(self) -> str:
        return self.touchpoint


@pghistory.track()
class UseCase(ProjectRow):
    """A scenario of a critical function."""

    department = models.ForeignKey(Department, models.PROTECT, verbose_name="service")
    title = models.CharField("cas d’usage", max_length=200)
    steps = LinesField(verbose_name="scénario")

    class Meta(ProjectRow.Meta):
        verbose_name = "cas d’usage"

    def __str__(self) -> str:
        return self.title


class ProjectPhase(models.TextChoices):
    """The four phases of the domain; a planning may name its own."""

    PREPARATION = "preparation", "Préparation"
    IMPLEMENTATION = "implementation", "Implémentation"
    EXECUTION = "execution", "Exécution"
    EXIT = "exit", "Sortie de l’ancien outil"


@pghistory.track()
class Deliverable(ProjectRow):
    """What a phase must deliver."""

    phase = models.CharField("phase", max_length=20, choices=ProjectPhase)
    title = models.CharField("livrable", max_length=300)

    class Meta(ProjectRow.Meta):
        verbose_name = "livrable"

    def __str__(self) -> str:
        return self.title
