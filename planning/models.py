"""The planning: phases, tasks in working days with their predecessors, gates."""

from typing import ClassVar

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q

from charter.models import Membership, ProjectRow

KEY = RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9_-]*$", "Lettres, chiffres, tirets\u00a0; sans espace.")


@pghistory.track()
class Phase(ProjectRow):
    """A phase; phases may overlap, their dates are those of their tasks."""

    key = models.CharField("clé", max_length=20, validators=[KEY])
    title = models.CharField("phase", max_length=160)

    class Meta(ProjectRow.Meta):
        verbose_name = "phase"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["project", "key"],
                name="phase_key_unique",
                violation_error_message="Une phase de ce projet porte déjà cette clé.",
            )
        ]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class Task(ProjectRow):
    """A step of the planning.

    `days` are working days, French public holidays excluded. A task starts on the working day after the
    last of its predecessors ends, `lag` working days later, and never before `start` when it has one.
    """

    key = models.CharField("clé", max_length=20, validators=[KEY])
    phase = models.ForeignKey(Phase, models.PROTECT, verbose_name="phase", related_name="tasks")
    title = models.CharField("tâche", max_length=200)
    owner = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, verbose_name="responsable")
    days = models.PositiveIntegerField(
        "durée (jours ouvrés)", default=1, validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    start = models.DateField("début au plus tôt", null=True, blank=True)
    lag = models.PositiveIntegerField(
        "délai après les prédécesseurs (jours ouvrés)", default=0, validators=[MaxValueValidator(500)]
    )

    class Meta(ProjectRow.Meta):
        verbose_name = "tâche"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["project", "key"],
                name="task_key_unique",
                violation_error_message="Une tâche de ce projet porte déjà cette clé.",
            ),
            models.CheckConstraint(
                condition=Q(days__gte=1),
                name="task_lasts_a_day",
                violation_error_message="Une tâche dure au moins un jour.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} — {self.title}"


@pghistory.track()
class TaskDependency(models.Model):
    """Finish-to-start: `task` waits for `predecessor`."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="dependencies")
    predecessor = models.ForeignKey(Task, models.CASCADE, related_name="successors_links")

    class Meta:
        verbose_name = "dépendance"
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["task", "predecessor"], name="dependency_unique"),
            models.CheckConstraint(
                condition=~Q(task=F("predecessor")),
                name="dependency_between_two_tasks",
                violation_error_message="Une tâche ne peut pas dépendre d’elle-même.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor.key} → {self.task.key}"


@pghistory.track()
class Gate(ProjectRow):
    """A formal checkpoint, on the day when the last of its tasks ends."""

    key = models.CharField("clé", max_length=20, validators=[KEY])
    title = models.CharField("point de validation", max_length=200)

    class Meta(ProjectRow.Meta):
        verbose_name = "point de validation"
        verbose_name_plural = "points de validation"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["project", "key"],
                name="gate_key_unique",
                violation_error_message="Un point de validation de ce projet porte déjà cette clé.",
            )
        ]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class GateDependency(models.Model):
    """`gate` comes after `task`."""

    gate = models.ForeignKey(Gate, models.CASCADE, related_name="dependencies")
    task = models.ForeignKey(Task, models.CASCADE, related_name="gate_links")

    class Meta:
        verbose_name = "tâche avant point de validation"
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["gate", "task"], name="gate_dependency_unique")
        ]

    def __str__(self) -> str:
        return f"{self.task.key} → {self.gate.key}"
