"""Rendered parts of documents: what is kept of them, and the work that is left to do on those that are asked for."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

MAX_PART_ATTEMPTS = 3


class PartState(models.TextChoices):
    WAITING = "waiting", "En attente"
    RENDERING = "rendering", "En cours"
    READY = "ready", "Prête"
    FAILED = "failed", "Échec"


class RenderedPartQuerySet(models.QuerySet["RenderedPart"]):
    def ready(self) -> Self:
        """Parts whose pages are kept."""
        return self.filter(state=PartState.READY)

    def takeable(self) -> Self:
        """Parts that wait, or whose worker stopped renewing its claim, and were not tried too often."""
        abandoned = Q(state=PartState.RENDERING, claimed_until__lt=timezone.now())
        return self.filter(Q(state=PartState.WAITING) | abandoned, attempts__lt=MAX_PART_ATTEMPTS)


class RenderedPart(models.Model):
    """A part of a document, under the hash of all that its pages depend on; several documents may share it.

    `source` is what to render (HTML and what is wanted of it), until that is done; `file` is the record in storage.
    """

    key = models.CharField("clé", max_length=64, primary_key=True)
    label = models.CharField("partie", max_length=300)
    state = models.CharField("état", max_length=10, choices=PartState, default=PartState.WAITING)
    source = models.JSONField(null=True, blank=True)
    file = models.CharField("fichier", max_length=200, blank=True)
    size = models.PositiveIntegerField("octets", default=0)
    pages = models.PositiveIntegerField(default=0)
    seconds = models.FloatField("durée (s)", default=0)
    error = models.TextField("erreur", blank=True)
    attempts = models.PositiveSmallIntegerField("tentatives", default=0)
    claim = models.UUIDField(null=True, blank=True, editable=False, default=None)
    claimed_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField("créée le", default=timezone.now)
    used_at = models.DateTimeField("utilisée le", default=timezone.now)

    objects: ClassVar[RenderedPartQuerySet] = RenderedPartQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "partie composée"
        verbose_name_plural = "parties composées"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "used_at"], name="parts_by_use"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(state=PartState.READY) | ~Q(file=""),
                name="ready_part_has_file",
                violation_error_message="Une partie prête a un fichier.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.get_state_display()})"
