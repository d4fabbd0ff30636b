"""Requirements: what the CRM must do, who asks for it, and how it will be checked."""

from typing import Any, ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from charter.models import Department, OperationalObjective, ProjectRow
from crmproject.toolkit.rows import RowQuerySet
from crmproject.toolkit.text import normalised


class Category(models.TextChoices):
    FUNCTIONAL = "functional", "Fonctionnelle"
    TECHNICAL = "technical", "Technique"
    ORGANISATIONAL = "organisational", "Organisationnelle"
    DATA = "data", "Données"


class Priority(models.TextChoices):
    """MoSCoW."""

    MUST = "must", "Must"
    SHOULD = "should", "Should"
    COULD = "could", "Could"
    WONT = "wont", "Won’t"


class Score(models.IntegerChoices):
    """How much something matters, or how soon it is needed."""

    VERY_LOW = 1, "1 – très faible"
    LOW = 2, "2 – faible"
    MEDIUM = 3, "3 – moyenne"
    HIGH = 4, "4 – forte"
    VERY_HIGH = 5, "5 – très forte"


class RequirementStatus(models.TextChoices):
    PROPOSED = "proposed", "Proposée"
    ACCEPTED = "accepted", "Retenue"
    REJECTED = "rejected", "Écartée"


class RequirementQuerySet(RowQuerySet):
    def accepted(self) -> Self:
        """Requirements that the specification prints; proposals wait for the manager."""
        return self.live().filter(status=RequirementStatus.ACCEPTED)

    def matching(self, text: str) -> Self:
        """Requirements whose reference, title, text, source or criterion has each of these words, accents ignored."""
        found = self
        for word in normalised(text).split():
            found = found.filter(search_text__contains=word)
        return found


@pghistory.track()
class Requirement(ProjectRow):
    """A requirement. Its reference is given once, from its first department, and never comes back."""

    ref = models.CharField("référence", max_length=20, editable=False)
    department = models.ForeignKey(Department, models.PROTECT, verbose_name="service")
    category = models.CharField("catégorie", max_length=20, choices=Category, default=Category.FUNCTIONAL)
    priority = models.CharField("priorité", max_length=10, choices=Priority, default=Priority.SHOULD)
    # Eisenhower, beside the priority: None until someone scores it.
    importance = models.PositiveSmallIntegerField("importance", null=True, blank=True, choices=Score)
    urgency = models.PositiveSmallIntegerField("urgence", null=True, blank=True, choices=Score)
    title = models.CharField("intitulé", max_length=200)
    text = models.TextField("description", max_length=5000)
    acceptance = models.TextField("critère d’acceptation", max_length=2000, blank=True)
    rationale = models.TextField("justification", max_length=2000, blank=True)
    source = models.CharField(
        "source", max_length=200, blank=True, help_text="Personne, atelier ou entretien."
    )
    objective = models.ForeignKey(
        OperationalObjective, models.PROTECT, null=True, blank=True, verbose_name="objectif servi"
    )
    status = models.CharField(
        "statut", max_length=10, choices=RequirementStatus, default=RequirementStatus.ACCEPTED
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False
    )
    search_text = models.TextField(editable=False, default="")

    objects: ClassVar[RequirementQuerySet] = RequirementQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(ProjectRow.Meta):
        verbose_name = "exigence"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["project", "ref"], name="requirement_ref_unique"),
            models.CheckConstraint(
                condition=Q(priority__in=Priority.values), name="requirement_priority_known"
            ),
            models.CheckConstraint(
                condition=Q(category__in=Category.values), name="requirement_category_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=RequirementStatus.values), name="requirement_status_known"
            ),
            models.CheckConstraint(
                condition=Q(importance=None) | Q(importance__in=Score.values),
                name="requirement_importance_known",
                violation_error_message="L’importance va de 1 à 5.",
            ),
            models.CheckConstraint(
                condition=Q(urgency=None) | Q(urgency__in=Score.values),
                name="requirement_urgency_known",
                violation_error_message="L’urgence va de 1 à 5.",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["project", "department", "position"], name="requirement_order")
        ]

    def __str__(self) -> str:
        return f"{self.ref} — {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_text = self.searchable()
        super().save(*args, **kwargs)

    def write(self, *, read_version: int, **values: Any) -> None:
        for name, value in values.items():
            setattr(self, name, value)
        super().write(read_version=read_version, **{**values, "search_text": self.searchable()})

    def searchable(self) -> str:
        """What a search looks into, without case or accents: PostgreSQL’s unaccent is not everywhere."""
        return normalised(" ".join([self.ref, self.title, self.text, self.acceptance, self.source]))


def next_reference(department: Department) -> str:
    """Take the department’s next reference, « COM-012 ». Call it in the transaction that uses it.

    The counter only grows, so the reference of a deleted requirement is never given again.
    """
    Department.objects.filter(pk=department.pk).update(last_reference=F("last_reference") + 1)
    number = Department.objects.values_list("last_reference", flat=True).get(pk=department.pk)
    return reference(department.code, number)


def reference(code: str, number: int) -> str:
    return f"{code}-{number:03d}"
