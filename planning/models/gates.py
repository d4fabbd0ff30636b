"""Formal checkpoints: what they require, what was decided there, and under which conditions."""

from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from charter.models import Membership, ProjectRow
from crmproject.toolkit.rows import Row, RowQuerySet
from planning.models.tasks import KEY, Task
from requirements.models import Edition, Section


class GateKind(models.TextChoices):
    """The formal checkpoints of the trade; one of each at most in a project."""

    LAUNCH = "launch", "Lancement du projet"
    BEFORE_TENDER = "before_tender", "Avant l’appel d’offres"
    BEFORE_CHOICE = "before_choice", "Avant le choix du fournisseur"
    OTHER = "other", "Autre point de validation"


@pghistory.track()
class Gate(ProjectRow):
    """A formal checkpoint, on the day when the last of its tasks ends, and what it requires to be passed."""

    key = models.CharField("clé", max_length=20, validators=[KEY])
    title = models.CharField("point de validation", max_length=200)
    kind = models.CharField("nature", max_length=15, choices=GateKind, default=GateKind.OTHER)
    needs_sections = models.BooleanField("sections validées", default=False)
    # Those that must be validated; none named means all.
    sections = models.ManyToManyField(
        Section,
        blank=True,
        related_name="gates",
        verbose_name="sections à valider (toutes, si aucune n’est choisie)",
    )
    needs_checks = models.BooleanField("contrôles sans erreur bloquante", default=False)
    needs_decision = models.BooleanField("décision favorable du comité de pilotage", default=False)

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

    def get_absolute_url(self) -> str:
        return reverse("gate", args=[self.project.slug, self.key])


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


class Outcome(models.TextChoices):
    PASSED = "passed", "Franchi"
    CONDITIONAL = "conditional", "Franchi sous conditions"
    POSTPONED = "postponed", "Ajourné"


class GateDecision(models.Model):
    """What was decided at a gate; the latest one counts, all stay.

    `missing` keeps what the gate still lacked then: [{"text", "url"}]. Nothing passes while something lacks, unless
    under conditions that have an owner and a date.
    """

    gate = models.ForeignKey(Gate, models.CASCADE, related_name="decisions")
    outcome = models.CharField("décision", max_length=15, choices=Outcome)
    text = models.TextField("motif", blank=True, max_length=5000)
    edition = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="édition"
    )
    missing = models.JSONField(default=list)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="décidée par")
    name = models.CharField("nom", max_length=300)
    title = models.CharField("fonction", max_length=160, blank=True)
    decided_at = models.DateTimeField("décidée le", default=timezone.now)

    class Meta:
        verbose_name = "décision au point de validation"
        ordering: ClassVar[list[str]] = ["-decided_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(outcome=Outcome.PASSED) | ~Q(text=""),
                name="gate_decision_explained",
                violation_error_message="Une décision sous conditions ou un ajournement s’explique.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.gate} : {self.get_outcome_display()}"


class GateConditionQuerySet(RowQuerySet):
    def standing(self) -> Self:
        """Conditions to lift: not lifted yet, and of the decision that counts at a gate which still stands."""
        latest = GateDecision.objects.filter(gate=OuterRef("decision__gate")).values("pk")[:1]
        waiting = self.live().filter(lifted_at=None, decision__gate__deleted_at=None)
        return waiting.annotate(latest=Subquery(latest)).filter(decision=F("latest"))


@pghistory.track()
class GateCondition(Row):
    """What must still be done after a gate was passed under conditions."""

    decision = models.ForeignKey(GateDecision, models.CASCADE, related_name="conditions")
    text = models.CharField("condition à lever", max_length=500)
    owner = models.ForeignKey(Membership, models.PROTECT, verbose_name="responsable")
    due = models.DateField("échéance")
    lifted_at = models.DateTimeField("levée le", null=True, blank=True)
    lifted_by = models.CharField("levée par", max_length=300, blank=True)
    lifted_note = models.CharField("constat", max_length=500, blank=True)

    objects: ClassVar[GateConditionQuerySet] = GateConditionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Row.Meta):
        verbose_name = "condition à lever"
        verbose_name_plural = "conditions à lever"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(text=""), name="gate_condition_says_what")
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_late(self) -> bool:
        return self.lifted_at is None and self.due < timezone.localdate()
