"""Reference plannings: the dates as they stood one day, against which slippage is read."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from charter.models import Project
from planning.models.gates import Gate
from planning.models.tasks import Task


class Baseline(models.Model):
    """The dates of a planning as they stood when somebody set them as the reference; never rewritten."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="baselines")
    number = models.PositiveIntegerField("numéro")
    title = models.CharField("intitulé", max_length=120)
    taken_at = models.DateTimeField("prise le", default=timezone.now)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField("prise par", max_length=300)

    class Meta:
        verbose_name = "référence du planning"
        verbose_name_plural = "références du planning"
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["project", "number"], name="baseline_number_unique")
        ]

    def __str__(self) -> str:
        return f"Référence {self.number} – {self.title}"


class BaselineLine(models.Model):
    """A task or a gate in a reference, with the dates that it had."""

    baseline = models.ForeignKey(Baseline, models.CASCADE, related_name="lines")
    task = models.ForeignKey(Task, models.SET_NULL, null=True, related_name="+")
    gate = models.ForeignKey(Gate, models.SET_NULL, null=True, related_name="+")
    key = models.CharField("clé", max_length=20)
    title = models.CharField("intitulé", max_length=200)
    days = models.PositiveIntegerField("durée (jours ouvrés)", default=0)
    start = models.DateField("début")
    end = models.DateField("fin")

    class Meta:
        verbose_name = "ligne de référence"
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="baseline_line_ends_after_start"),
            models.CheckConstraint(condition=Q(task=None) | Q(gate=None), name="baseline_line_task_or_gate"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"
