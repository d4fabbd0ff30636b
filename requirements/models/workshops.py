"""Validation workshops: who was there, what was looked at, what was decided, who does what next."""

from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from charter.models import Membership, ProjectRow
from crmproject.toolkit.rows import Row, RowQuerySet
from requirements.models.sections import Section


class WorkshopQuerySet(RowQuerySet):
    def to_come(self) -> Self:
        """Workshops of today and later, the nearest first."""
        return self.filter(held_on__gte=timezone.localdate()).order_by("held_on", "starts_at", "pk")

    def held(self) -> Self:
        """Workshops of the days before today, the latest first."""
        return self.filter(held_on__lt=timezone.localdate())


@pghistory.track()
class Workshop(ProjectRow):
    """A workshop, before and after it was held; its minutes are made from its rows."""

    in_sections: ClassVar[bool] = False

    title = models.CharField("titre", max_length=200)
    held_on = models.DateField("date")
    starts_at = models.TimeField("début", null=True, blank=True)
    ends_at = models.TimeField("fin", null=True, blank=True)
    place = models.CharField("lieu", max_length=200, blank=True)
    link = models.URLField("lien de visioconférence", max_length=500, blank=True)
    agenda = models.TextField("ordre du jour", blank=True, max_length=5000)
    notes = models.TextField("compte rendu", blank=True, max_length=20000)
    # Who is invited, and who came.
    attendees = models.ManyToManyField(
        Membership, blank=True, related_name="workshops", verbose_name="participants"
    )
    present = models.ManyToManyField(
        Membership, blank=True, related_name="workshops_attended", verbose_name="présents"
    )
    guests = models.CharField("autres personnes présentes", max_length=500, blank=True)
    minutes_sent_at = models.DateTimeField("compte rendu diffusé le", null=True, blank=True, editable=False)

    objects: ClassVar[WorkshopQuerySet] = WorkshopQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(ProjectRow.Meta):
        verbose_name = "atelier"
        ordering: ClassVar[list[str]] = ["-held_on", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="workshop_ends_after_start",
                violation_error_message="L’heure de fin doit suivre l’heure de début.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("workshop", args=[self.project.slug, self.pk])

    @property
    def is_to_come(self) -> bool:
        """Whether it is for today or later."""
        return self.held_on >= timezone.localdate()


class WorkshopVerdict(models.TextChoices):
    """What the workshop said of a section. It approves nothing: only each validator does, himself."""

    AGREED = "agreed", "Accord de principe"
    CHANGES = "changes", "À modifier"
    SEEN = "seen", "Examinée, sans conclusion"


@pghistory.track()
class WorkshopSection(Row):
    """A section on a workshop’s table, in the state that it had, and what was decided on it."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="sections")
    section = models.ForeignKey(
        Section, models.CASCADE, related_name="workshop_entries", verbose_name="section"
    )
    verdict = models.CharField(
        "conclusion", max_length=10, choices=WorkshopVerdict, default=WorkshopVerdict.SEEN
    )
    decision = models.TextField("décision", blank=True, max_length=5000)
    # The section’s content when the decision was written down.
    fingerprint = models.CharField("empreinte", max_length=64, blank=True)

    class Meta(Row.Meta):
        verbose_name = "section vue en atelier"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workshop", "section"],
                name="workshop_section_once",
                violation_error_message="Cette section figure déjà à l’atelier.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.workshop} : {self.section}"

    @property
    def is_concluded(self) -> bool:
        """Whether what the workshop said of the section was written down."""
        return bool(self.fingerprint)

    @property
    def short_fingerprint(self) -> str:
        return self.fingerprint[:12]


@pghistory.track()
class WorkshopAction(Row):
    """Something that somebody promised to do by a date."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="actions")
    text = models.CharField("action", max_length=500)
    owner = models.ForeignKey(Membership, models.PROTECT, verbose_name="responsable")
    due = models.DateField("échéance")
    done_at = models.DateTimeField("faite le", null=True, blank=True)

    class Meta(Row.Meta):
        verbose_name = "action"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(text=""), name="workshop_action_says_what")
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_late(self) -> bool:
        return self.done_at is None and self.due < timezone.localdate()
