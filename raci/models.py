"""Who does, approves, is consulted and is informed, activity by activity."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from charter.models import Membership, ProjectRow
from planning.models import Phase, Task


class Purpose(models.TextChoices):
    """What a line of the matrix rules beside the work that it names."""

    NONE = "", "Rien de plus"
    CHANGE_REQUESTS = "change_requests", "Les demandes d’évolution"


@pghistory.track()
class Activity(ProjectRow):
    """A line of the matrix: a task of the planning, or an activity of its own, which may belong to a phase.

    A line with the purpose CHANGE_REQUESTS says who instructs (R), who approves (A), who is consulted and informed of
    each change request that is addressed to it.
    """

    task = models.ForeignKey(Task, models.PROTECT, null=True, blank=True, verbose_name="tâche du planning")
    title = models.CharField("activité", max_length=200, blank=True)
    phase = models.ForeignKey(
        Phase, models.PROTECT, null=True, blank=True, verbose_name="phase", related_name="activities"
    )
    purpose = models.CharField("règle aussi", max_length=20, choices=Purpose, blank=True, default="")

    class Meta(ProjectRow.Meta):
        verbose_name = "activité"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["task"],
                condition=Q(deleted_at=None),
                name="activity_per_task_unique",
                violation_error_message="Cette tâche a déjà sa ligne dans la matrice.",
            ),
            models.CheckConstraint(
                condition=Q(task__isnull=False) | ~Q(title=""),
                name="activity_named",
                violation_error_message="Choisissez une tâche ou donnez un intitulé.",
            ),
            models.CheckConstraint(
                condition=Q(task=None) | Q(phase=None),
                name="activity_phase_of_its_task",
                violation_error_message="La ligne d’une tâche est dans la phase de cette tâche.",
            ),
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="activity_purpose_known"),
        ]

    def __str__(self) -> str:
        return self.title or (self.task.title if self.task else "")

    def restore(self, *, read_version: int) -> None:
        """Bring the line back, as an activity of its own when its task has got a new line since."""
        twins = type(self)._base_manager.filter(task=self.task_id, deleted_at=None)
        if self.task_id and twins.exists():
            self.write(read_version=read_version, deleted_at=None, task=None, title=str(self))
        else:
            super().restore(read_version=read_version)


class RaciRole(models.TextChoices):
    RESPONSIBLE = "R", "Réalise"
    ACCOUNTABLE = "A", "Approuve"
    CONSULTED = "C", "Consulté"
    INFORMED = "I", "Informé"


@pghistory.track()
class Function(ProjectRow):
    """A column of the matrix that is no single person, « Intégrateur » for one; who holds it may change."""

    name = models.CharField("fonction", max_length=120)
    holders = models.ManyToManyField(
        Membership, blank=True, verbose_name="tenue par", related_name="raci_functions"
    )

    class Meta(ProjectRow.Meta):
        verbose_name = "fonction"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["project", "name"],
                condition=Q(deleted_at=None),
                name="function_name_unique",
                violation_error_message="Une fonction de cette matrice porte déjà ce nom.",
            )
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Assignment(models.Model):
    """One letter of one cell: « A/R » is two. The database holds one A per activity at most [R-RACI-A]."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="assignments")
    member = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="personne",
        related_name="assignments",
    )
    function = models.ForeignKey(
        Function,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="fonction",
        related_name="assignments",
    )
    role = models.CharField("lettre", max_length=1, choices=RaciRole)

    class Meta:
        verbose_name = "attribution"
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["activity", "member", "role"], name="assignment_unique"),
            models.UniqueConstraint(
                fields=["activity", "function", "role"], name="assignment_of_function_unique"
            ),
            models.CheckConstraint(
                condition=Q(member=None, function__isnull=False) | Q(member__isnull=False, function=None),
                name="assignment_of_one",
                violation_error_message="Une lettre est celle d’une personne ou d’une fonction.",
            ),
            models.UniqueConstraint(
                fields=["activity"],
                condition=Q(role="A"),
                name="one_accountable_per_activity",
                violation_error_message="Une activité n’a qu’un seul A\u00a0: retirez d’abord l’autre.",
            ),
            models.CheckConstraint(condition=Q(role__in=RaciRole.values), name="assignment_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.member or self.function} : {self.role}"


@pghistory.track()
class Column(ProjectRow):
    """The place that somebody gave a column of the matrix; columns without one follow, people first."""

    member = models.ForeignKey(Membership, models.CASCADE, null=True, blank=True, related_name="raci_columns")
    function = models.ForeignKey(Function, models.CASCADE, null=True, blank=True, related_name="columns")

    class Meta(ProjectRow.Meta):
        verbose_name = "colonne"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(member=None, function__isnull=False) | Q(member__isnull=False, function=None),
                name="column_of_one",
                violation_error_message="Une colonne est celle d’une personne ou d’une fonction.",
            ),
            models.UniqueConstraint(fields=["member"], name="column_per_member_unique"),
            models.UniqueConstraint(fields=["function"], name="column_per_function_unique"),
        ]

    def __str__(self) -> str:
        return str(self.member or self.function)

    @property
    def key(self) -> str:
        """As `Holder.key` says it."""
        return f"m{self.member_id}" if self.member_id else f"f{self.function_id}"
