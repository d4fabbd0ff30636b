"""The usage charter: articles that people write together, and the versions of it that were published."""

from typing import Any, ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from charter.models.project import ProjectRow
from crmproject.toolkit.fingerprints import short
from crmproject.toolkit.richtext import RichTextField

TITLE = "Charte d’usage du CRM"


@pghistory.track()
class UsageCharter(ProjectRow):
    """The rules of use of a project’s CRM: its title and what comes before the articles."""

    in_sections: ClassVar[bool] = False

    title = models.CharField("titre", max_length=200, default=TITLE)
    preamble = RichTextField("préambule", blank=True)

    class Meta(ProjectRow.Meta):
        verbose_name = "charte d’usage"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["project"], name="one_usage_charter")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def committee(self) -> "models.QuerySet[Any]":
        """Who represents each department, in the order of the seats."""
        return self.project.usageseat_rows.filter(deleted_at=None)


@pghistory.track()
class UsageArticle(ProjectRow):
    """One rule, as it stands in the draft."""

    in_sections: ClassVar[bool] = False

    title = models.CharField("titre", max_length=200)
    text = RichTextField("texte")

    class Meta(ProjectRow.Meta):
        verbose_name = "article"

    def __str__(self) -> str:
        return self.title


class ProposalState(models.TextChoices):
    OPEN = "open", "À examiner"
    ACCEPTED = "accepted", "Retenue"
    DECLINED = "declined", "Non retenue"


class UsageProposal(models.Model):
    """What a member would rather read in an article, and what became of it."""

    article = models.ForeignKey(
        UsageArticle, models.CASCADE, related_name="proposals", verbose_name="article"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField("proposition", max_length=4000)
    created_at = models.DateTimeField("faite le", default=timezone.now)
    state = models.CharField("état", max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    answer = models.TextField("réponse", blank=True, max_length=2000)
    answered_at = models.DateTimeField("répondue le", null=True, blank=True)

    class Meta:
        verbose_name = "proposition"
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(state=ProposalState.DECLINED) | ~Q(answer=""),
                name="usage_proposal_declined_with_reason",
                violation_error_message="Dites pourquoi la proposition n’est pas retenue.",
            )
        ]

    def __str__(self) -> str:
        return f"Proposition sur «\u00a0{self.article}\u00a0»"


class UsageVersion(models.Model):
    """A published version: its whole content, which nothing changes any more, addressed by its fingerprint."""

    charter = models.ForeignKey(UsageCharter, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField("numéro")
    # {"title", "preamble", "articles": [{"title", "text"}, …]}
    content = models.JSONField("contenu")
    fingerprint = models.CharField("empreinte", max_length=64)
    note = models.TextField("ce qui change", blank=True)
    published_at = models.DateTimeField("publiée le", default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    author_name = models.CharField("publiée par", max_length=200)

    class Meta:
        verbose_name = "version de la charte d’usage"
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["charter", "number"], name="usage_version_number_unique")
        ]
        # What people signed stays what it was, whatever program writes.
        triggers = [pgtrigger.Protect(name="usage_version_kept", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("usage_version", args=[self.charter.project.slug, self.number])

    @property
    def short_fingerprint(self) -> str:
        return short(self.fingerprint)
