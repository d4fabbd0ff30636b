"""Governance of the tool in use: bodies that meet at a rhythm, their minutes, what they decide and promise."""

from typing import ClassVar, Self

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from charter.models import Membership, ProjectRow
from crmproject.toolkit.richtext import RichTextField
from crmproject.toolkit.rows import Row, RowQuerySet


class Rhythm(models.TextChoices):
    WEEKLY = "weekly", "Chaque semaine"
    MONTHLY = "monthly", "Chaque mois"
    QUARTERLY = "quarterly", "Chaque trimestre"


@pghistory.track()
class GovernanceBody(ProjectRow):
    """A body that meets regularly from `first_on` on, while the tool is in use."""

    in_sections: ClassVar[bool] = False

    title = models.CharField("instance", max_length=160)
    purpose = models.CharField("objet", max_length=500, blank=True)
    rhythm = models.CharField("rythme", max_length=10, choices=Rhythm, default=Rhythm.MONTHLY)
    first_on = models.DateField(
        "première réunion", help_text="Les suivantes tombent au même rythme, reportées au jour ouvré suivant."
    )
    starts_at = models.TimeField("heure", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(
        "durée (minutes)",
        default=60,
        validators=[
            MinValueValidator(5, "Au moins 5 minutes."),
            MaxValueValidator(600, "Au plus 10 heures."),
        ],
    )
    place = models.CharField("lieu", max_length=200, blank=True)
    link = models.URLField("lien de visioconférence", max_length=500, blank=True)
    participants = models.ManyToManyField(
        Membership, blank=True, verbose_name="participants", related_name="governance_bodies"
    )

    class Meta(ProjectRow.Meta):
        verbose_name = "instance de gouvernance"
        verbose_name_plural = "instances de gouvernance"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(rhythm__in=Rhythm.values), name="governance_rhythm_known")
        ]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class GovernanceMeeting(ProjectRow):
    """One meeting that a body held: who was there, and what was said."""

    in_sections: ClassVar[bool] = False

    body = models.ForeignKey(GovernanceBody, models.PROTECT, verbose_name="instance", related_name="meetings")
    held_on = models.DateField("tenue le")
    present = models.ManyToManyField(Membership, blank=True, verbose_name="présents", related_name="+")
    text = RichTextField("compte rendu", blank=True)

    class Meta(ProjectRow.Meta):
        verbose_name = "réunion de gouvernance"
        verbose_name_plural = "réunions de gouvernance"
        ordering: ClassVar[list[str]] = ["-held_on", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["body", "held_on"],
                condition=Q(deleted_at=None),
                name="governance_meeting_once_a_day",
                violation_error_message="Cette instance a déjà une réunion ce jour-là.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.body} du {self.held_on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("governance_meeting", args=[self.project.slug, self.pk])


class ItemKind(models.TextChoices):
    DECISION = "decision", "Décision"
    ACTION = "action", "Action"


class GovernanceItemQuerySet(RowQuerySet):
    def open(self) -> Self:
        """Actions that nobody did yet, of meetings that stand."""
        return self.live().filter(
            kind=ItemKind.ACTION, done_at=None, meeting__deleted_at=None, meeting__body__deleted_at=None
        )


@pghistory.track()
class GovernanceItem(Row):
    """What a meeting decided, or what somebody promised there to do by a date."""

    meeting = models.ForeignKey(
        GovernanceMeeting, models.CASCADE, related_name="items", verbose_name="réunion", editable=False
    )
    kind = models.CharField("nature", max_length=10, choices=ItemKind, default=ItemKind.ACTION)
    text = models.CharField("décision ou action", max_length=500)
    owner = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="responsable",
        related_name="governance_items",
    )
    due = models.DateField("échéance", null=True, blank=True)
    done_at = models.DateTimeField("faite le", null=True, blank=True, editable=False)

    objects: ClassVar[GovernanceItemQuerySet] = GovernanceItemQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Row.Meta):
        verbose_name = "décision ou action"
        verbose_name_plural = "décisions et actions"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind=ItemKind.DECISION) | Q(owner__isnull=False, due__isnull=False),
                name="governance_action_owned_and_dated",
                violation_error_message="Une action a un responsable et une échéance.",
            ),
            models.CheckConstraint(condition=Q(kind__in=ItemKind.values), name="governance_item_known"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_action(self) -> bool:
        return self.kind == ItemKind.ACTION

    @property
    def is_late(self) -> bool:
        return self.is_action and self.done_at is None and bool(self.due and self.due < timezone.localdate())
