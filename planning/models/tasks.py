"""Phases, tasks in working days, and the links between them."""

from typing import ClassVar

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q

from charter.models import Membership, ProjectRow
from planning.schedule import Link
from planning.schedule import LinkKind as Kind

KEY = RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9_-]*$", "Lettres, chiffres, tirets\u00a0; sans espace.")
LONGEST_TASK = 1000
LONGEST_LAG = 500
# Days of work in one task.
LARGEST_EFFORT = 10_000


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
    """A step of the planning, or a milestone when it lasts no day.

    `days` are working days, French public holidays and closing days of the company excluded. A task starts as soon as
    its links allow, never before `start`; on `fixed_start` when it has one, and is finished on `due` at the latest.
    `effort` is the work that its owner puts into it, in days; unknown while nobody said it.
    """

    key = models.CharField("clé", max_length=20, validators=[KEY])
    phase = models.ForeignKey(Phase, models.PROTECT, verbose_name="phase", related_name="tasks")
    title = models.CharField("tâche", max_length=200)
    owner = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, verbose_name="responsable")
    days = models.PositiveIntegerField(
        "durée (jours ouvrés)", default=1, validators=[MaxValueValidator(LONGEST_TASK)]
    )
    start = models.DateField("début au plus tôt", null=True, blank=True)
    fixed_start = models.DateField("date imposée", null=True, blank=True)
    due = models.DateField("fin au plus tard", null=True, blank=True)
    progress = models.PositiveSmallIntegerField(
        "avancement (%)", default=0, validators=[MaxValueValidator(100, "De 0 à 100 pour cent.")]
    )
    effort = models.DecimalField(
        "charge (jours de travail)",
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[
            MinValueValidator(0, "Une charge ne peut pas être négative."),
            MaxValueValidator(LARGEST_EFFORT, "Au plus 10\u00a0000 jours de travail."),
        ],
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
                condition=Q(start=None) | Q(fixed_start=None),
                name="task_one_start",
                violation_error_message="Donnez un début au plus tôt ou une date imposée, pas les deux.",
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=100),
                name="task_progress_of_100",
                violation_error_message="De 0 à 100 pour cent.",
            ),
            models.CheckConstraint(
                condition=Q(effort=None) | Q(effort__gte=0),
                name="task_effort_not_negative",
                violation_error_message="Une charge ne peut pas être négative.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} — {self.title}"

    @property
    def is_milestone(self) -> bool:
        return self.days == 0


class LinkKind(models.TextChoices):
    """The four links between two tasks, in the words of planners."""

    FINISH_START = Kind.FINISH_START.value, "Fin à début"
    START_START = Kind.START_START.value, "Début à début"
    FINISH_FINISH = Kind.FINISH_FINISH.value, "Fin à fin"
    START_FINISH = Kind.START_FINISH.value, "Début à fin"


@pghistory.track()
class TaskDependency(models.Model):
    """`task` waits for `predecessor`, `lag` working days more, or fewer when it is negative."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="dependencies")
    predecessor = models.ForeignKey(Task, models.CASCADE, related_name="successors_links")
    kind = models.CharField("lien", max_length=2, choices=LinkKind, default=LinkKind.FINISH_START)
    lag = models.SmallIntegerField(
        "délai (jours ouvrés)",
        default=0,
        validators=[MinValueValidator(-LONGEST_LAG), MaxValueValidator(LONGEST_LAG)],
    )

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
            models.CheckConstraint(condition=Q(kind__in=LinkKind.values), name="dependency_kind_known"),
            models.CheckConstraint(
                condition=Q(lag__range=(-LONGEST_LAG, LONGEST_LAG)), name="dependency_lag_bounded"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor.key} → {self.task.key}"

    @property
    def link(self) -> Link:
        return Link(self.predecessor.key, Kind(self.kind), self.lag)
