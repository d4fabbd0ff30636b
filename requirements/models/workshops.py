"""Validation workshops: who was there, what was looked at, what was decided, who does what next."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from charter.models import Membership, ProjectRow
from crmproject.toolkit.rows import Row
from requirements.models.sections import Section


@pghistory.track()
class Workshop(ProjectRow):
    """A workshop, before and after it was held; its minutes are made from its rows."""

    title = models.CharField("titre", max_length=200)
    held_on = models.DateField("date")
    starts_at = models.TimeField("début", null=True, blank=True)
    ends_at = models.TimeField("fin", null=True, blank=True)
    place = models.CharField("lieu", max_length=200, blank=True)
    link = models.URLField("lien de visioconférence", max_length=500, blank=True)
    agenda = models.TextField("ordre du jour", blank=True, max_length=5000)
    notes = models.TextField("compte rendu", blank=True, max_length=20000)
    attendees = models.ManyToManyField(
        Membership, blank=True, related_name="workshops", verbose_name="participants"
    )
    guests = models.CharField("autres personnes présentes", max_length=500, blank=True)

    class Meta(ProjectRow.Meta):
        verbose_name = "atelier"
        ordering: ClassVar[list[str]] = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("workshop", args=[self.project.slug, self.pk])


class WorkshopVerdict(models.TextChoices):
    """What the workshop said of a section. It approves nothing: only each validator does, himself."""

    AGREED = "agreed", "Accord de principe"
    CHANGES = "changes", "À modifier"
    SEEN = "seen", "Examinée, sans conclusion"


@pghistory.track()
class WorkshopSection(models.Model):
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

    class Meta:
        verbose_name = "section vue en atelier"
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workshop", "section"],
                name="workshop_section_once",
                violation_error_message="Cette section figure déjà à l’atelier.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.workshop} : {self.section}"


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
