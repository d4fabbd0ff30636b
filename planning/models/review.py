"""The review held two weeks to a month after the CRM goes live, its lessons, and what is mended after it."""

from typing import ClassVar, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from charter.models import Indicator, Membership, OperationalObjective, ProjectRow, Risk
from charter.models.budget import BudgetCategory
from crmproject.toolkit.fingerprints import short
from crmproject.toolkit.richtext import RichTextField
from crmproject.toolkit.rows import RowQuerySet
from planning.models.tasks import LARGEST_EFFORT, Task

# The name under which closed reviews are printed; each one by its number behind it.
CLOSED_DOCUMENT = "bilan-clos"
TITLE = 200
COMMENT = 1000


class ReviewOpinion(models.TextChoices):
    CONTINUE = "continue", "Poursuivre"
    CORRECT = "correct", "Corriger"
    STOP = "stop", "Arrêter"


@pghistory.track()
class Review(ProjectRow):
    """The review that a project is writing: its day, its conclusion. Closed, it is frozen as a `ReviewVersion`.

    While `is_open` is false nothing of it is written, lessons and actions apart: they live on after the review.
    """

    in_sections: ClassVar[bool] = False

    held_on = models.DateField("tenu le", null=True, blank=True)
    conclusion = RichTextField("conclusion", blank=True)
    opinion = models.CharField("avis", max_length=10, choices=ReviewOpinion, blank=True)
    is_open = models.BooleanField("ouvert", default=True, editable=False)

    class Meta(ProjectRow.Meta):
        verbose_name = "bilan"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["project"], name="one_review"),
            models.CheckConstraint(
                condition=Q(opinion__in=["", *ReviewOpinion.values]), name="review_opinion_known"
            ),
            models.CheckConstraint(
                condition=Q(is_open=True) | (~Q(conclusion="") & ~Q(opinion="")),
                name="closed_review_concludes",
                violation_error_message="Un bilan se clôt avec une conclusion et un avis.",
            ),
        ]

    def __str__(self) -> str:
        return "Bilan"


class ReviewVersion(models.Model):
    """A closed review: its whole content, which nothing changes any more, addressed by its fingerprint."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField("numéro")
    content = models.JSONField("contenu")
    fingerprint = models.CharField("empreinte", max_length=64)
    held_on = models.DateField("tenu le")
    opinion = models.CharField("avis", max_length=10, choices=ReviewOpinion)
    # Why it was closed before the CRM was in place.
    early_reason = models.CharField("motif de la clôture anticipée", max_length=500, blank=True)
    closed_at = models.DateTimeField("clos le", default=timezone.now)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField("clos par", max_length=300)
    title = models.CharField("fonction", max_length=160, blank=True)

    class Meta:
        verbose_name = "bilan clos"
        verbose_name_plural = "bilans clos"
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["review", "number"], name="review_version_number_unique"),
            models.CheckConstraint(
                condition=Q(opinion__in=ReviewOpinion.values), name="review_version_opinion_known"
            ),
        ]
        # What was closed stays what it was, whatever program writes.
        triggers = [pgtrigger.Protect(name="review_version_kept", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"bilan {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("review_version", args=[self.review.project.slug, self.number])

    @property
    def document(self) -> str:
        """The name of the document that prints it."""
        return f"{CLOSED_DOCUMENT}-{self.number}"

    @property
    def short_fingerprint(self) -> str:
        return short(self.fingerprint)


class Verdict(models.TextChoices):
    REACHED = "reached", "Atteint"
    PARTLY = "partly", "Partiellement atteint"
    MISSED = "missed", "Non atteint"
    TOO_EARLY = "too_early", "Trop tôt pour le dire"


@pghistory.track()
class ObjectiveVerdict(ProjectRow):
    """What the review says of an operational objective."""

    in_sections: ClassVar[bool] = False

    objective = models.ForeignKey(OperationalObjective, models.CASCADE, related_name="+", editable=False)
    verdict = models.CharField("jugement", max_length=10, choices=Verdict, blank=True)
    comment = models.TextField("commentaire", max_length=COMMENT, blank=True)

    class Meta(ProjectRow.Meta):
        verbose_name = "jugement d’un objectif"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["objective"], name="objective_judged_once"),
            models.CheckConstraint(
                condition=Q(verdict__in=["", *Verdict.values]), name="objective_verdict_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.objective.ref} : {self.get_verdict_display()}"


class RiskEnd(models.TextChoices):
    HAPPENED = "happened", "Survenu"
    AVOIDED = "avoided", "Non survenu"
    PENDING = "pending", "Encore possible"


@pghistory.track()
class RiskOutcome(ProjectRow):
    """What became of a risk, as the review found it; the risk keeps its own status."""

    in_sections: ClassVar[bool] = False

    risk = models.ForeignKey(Risk, models.CASCADE, related_name="+", editable=False)
    outcome = models.CharField("constat", max_length=10, choices=RiskEnd, blank=True)
    comment = models.TextField("commentaire", max_length=COMMENT, blank=True)

    class Meta(ProjectRow.Meta):
        verbose_name = "constat sur un risque"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["risk"], name="risk_outcome_once"),
            models.CheckConstraint(condition=Q(outcome__in=["", *RiskEnd.values]), name="risk_outcome_known"),
        ]

    def __str__(self) -> str:
        return f"{self.risk} : {self.get_outcome_display()}"


@pghistory.track()
class ActualCost(ProjectRow):
    """What a category of the budget really cost in its first year, in euros before tax; unknown while empty."""

    in_sections: ClassVar[bool] = False

    category = models.CharField("poste", max_length=20, choices=BudgetCategory, editable=False)
    amount = models.DecimalField(
        "montant réel (€ HT)",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, "Un montant ne peut pas être négatif.")],
    )
    comment = models.TextField("commentaire", max_length=COMMENT, blank=True)

    class Meta(ProjectRow.Meta):
        verbose_name = "dépense constatée"
        verbose_name_plural = "dépenses constatées"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["project", "category"], name="actual_cost_once"),
            models.CheckConstraint(
                condition=Q(category__in=BudgetCategory.values), name="actual_cost_category_known"
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0),
                name="actual_cost_not_negative",
                violation_error_message="Un montant ne peut pas être négatif.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_category_display())


class LessonKind(models.TextChoices):
    WORKED = "worked", "Ce qui a marché"
    FAILED = "failed", "Ce qui n’a pas marché"
    CHANGE = "change", "Ce qu’il faut changer"


class LessonCategory(models.TextChoices):
    HUMAN = "human", "Humain"
    ORGANISATION = "organisation", "Organisation"
    TOOL = "tool", "Outil"
    DATA = "data", "Données"
    TRAINING = "training", "Formation"


@pghistory.track()
class Lesson(ProjectRow):
    """Something that the project learnt, whom it concerns, and what follows from it."""

    in_sections: ClassVar[bool] = False

    kind = models.CharField("nature", max_length=10, choices=LessonKind, default=LessonKind.WORKED)
    category = models.CharField("domaine", max_length=15, choices=LessonCategory)
    title = models.CharField("enseignement", max_length=TITLE)
    detail = models.TextField("explication", max_length=2000, blank=True)
    concerns = models.CharField("qui est concerné", max_length=TITLE, blank=True)
    follow_up = models.CharField("suite donnée", max_length=500, blank=True)

    class Meta(ProjectRow.Meta):
        verbose_name = "enseignement"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=LessonKind.values), name="lesson_kind_known"),
            models.CheckConstraint(
                condition=Q(category__in=LessonCategory.values), name="lesson_category_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ActionState(models.TextChoices):
    TODO = "todo", "À faire"
    DOING = "doing", "En cours"
    DONE = "done", "Faite"
    DROPPED = "dropped", "Abandonnée"


OPEN_STATES = (ActionState.TODO, ActionState.DOING)


class ImprovementQuerySet(RowQuerySet):
    def open(self) -> Self:
        """Actions that are still to do."""
        return self.live().filter(state__in=OPEN_STATES)


@pghistory.track()
class Improvement(ProjectRow):
    """An action of the optimisation plan: what is done, why, by whom and by when.

    Its reason is told, and may be a lesson, an indicator or an objective. `task` is the task of the planning that was
    made of it; `effort` is in days of work.
    """

    in_sections: ClassVar[bool] = False

    title = models.CharField("action", max_length=TITLE)
    reason = models.CharField("pourquoi", max_length=500, blank=True)
    lesson = models.ForeignKey(
        Lesson, models.PROTECT, null=True, blank=True, verbose_name="enseignement", related_name="actions"
    )
    indicator = models.ForeignKey(
        Indicator, models.SET_NULL, null=True, blank=True, verbose_name="indicateur", related_name="+"
    )
    objective = models.ForeignKey(
        OperationalObjective,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name="objectif",
        related_name="+",
    )
    owner = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, verbose_name="responsable")
    due = models.DateField("échéance", null=True, blank=True)
    state = models.CharField("état", max_length=10, choices=ActionState, default=ActionState.TODO)
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
    task = models.ForeignKey(
        Task, models.SET_NULL, null=True, blank=True, related_name="improvements", editable=False
    )

    objects: ClassVar[ImprovementQuerySet] = ImprovementQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(ProjectRow.Meta):
        verbose_name = "action d’optimisation"
        verbose_name_plural = "actions d’optimisation"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=ActionState.values), name="improvement_state_known"),
            models.CheckConstraint(
                condition=Q(effort=None) | Q(effort__gte=0),
                name="improvement_effort_not_negative",
                violation_error_message="Une charge ne peut pas être négative.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_late(self) -> bool:
        """Whether its day has passed while it is still to do."""
        return self.is_open and self.due is not None and self.due < timezone.localdate()

    @property
    def has_owner(self) -> bool:
        """Whether somebody who is still in the project does it."""
        return self.owner is not None and not self.owner.is_deleted

    @property
    def live_task(self) -> Task | None:
        """The task made of it, unless that was put aside."""
        return self.task if self.task is not None and not self.task.is_deleted else None
