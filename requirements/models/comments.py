"""What people say about a section."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.utils import timezone

from crmproject.toolkit.rows import Row
from requirements.models.sections import Section


@pghistory.track()
class Comment(Row):
    """A remark on a section, open until someone marks it as dealt with."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="auteur")
    text = models.TextField("commentaire", max_length=5000)
    created_at = models.DateTimeField("écrit le", default=timezone.now)
    resolved_at = models.DateTimeField("traité le", null=True, blank=True)

    class Meta(Row.Meta):
        verbose_name = "commentaire"
        ordering: ClassVar[list[str]] = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]
