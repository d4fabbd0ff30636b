"""What people say about a section, one of its rows or a passage of its text."""

from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from charter.models import Membership
from crmproject.toolkit.rows import Row, RowQuerySet
from requirements.models.sections import Section


class CommentKind(models.TextChoices):
    REMARK = "remark", "Remarque"
    QUESTION = "question", "Question"
    DECISION = "decision", "Décision"


class CommentQuerySet(RowQuerySet):
    def threads(self) -> Self:
        """Comments that open a thread."""
        return self.live().filter(parent=None)

    def unresolved(self) -> Self:
        """Threads that nobody marked as dealt with."""
        return self.threads().filter(resolved_at=None)

    def blocking(self) -> Self:
        """Questions left open, which the manager has not overridden: they hold back validation."""
        return self.unresolved().filter(kind=CommentKind.QUESTION, waived_at=None)


@pghistory.track()
class Comment(Row):
    """A remark, question or decision, open until someone marks it as dealt with; answers hang on it.

    What it is about, from the widest: the section; a row of one of its blocks (`block`, `row_key`); a passage of its
    text (`quote`, with the few words before it in `quote_before`).
    """

    section = models.ForeignKey(Section, models.CASCADE, related_name="comments")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="answers")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="auteur")
    kind = models.CharField("nature", max_length=10, choices=CommentKind, default=CommentKind.REMARK)
    text = models.TextField("commentaire", max_length=5000)
    block = models.CharField(max_length=40, blank=True)
    row_key = models.CharField(max_length=200, blank=True)
    quote = models.CharField("passage", max_length=1000, blank=True)
    quote_before = models.CharField(max_length=100, blank=True)
    mentions = models.ManyToManyField(
        Membership, blank=True, related_name="mentions", verbose_name="personnes citées"
    )
    created_at = models.DateTimeField("écrit le", default=timezone.now)
    # When it was last opened: a question asked after an agreement does not undo it.
    opened_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField("traité le", null=True, blank=True)
    resolved_by = models.CharField("traité par", max_length=300, blank=True)
    # The manager lets validation go on although this question is open, and says why.
    waived_at = models.DateTimeField("levée le", null=True, blank=True)
    waived_by = models.CharField("levée par", max_length=300, blank=True)
    waived_reason = models.TextField("motif", blank=True, max_length=2000)

    objects: ClassVar[CommentQuerySet] = CommentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Row.Meta):
        verbose_name = "commentaire"
        ordering: ClassVar[list[str]] = ["created_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(waived_at=None) | ~Q(waived_reason=""),
                name="waiver_needs_a_reason",
                violation_error_message="Dites pourquoi cette question n’empêche pas de valider.",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_blocking(self) -> bool:
        return (
            self.kind == CommentKind.QUESTION
            and self.parent_id is None
            and self.resolved_at is None
            and self.waived_at is None
            and not self.is_deleted
        )
