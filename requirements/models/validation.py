"""Agreement on a section: revisions, submissions, validators, approvals."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from charter.models import Membership
from requirements.models.sections import Section


class Revision(models.Model):
    """A section’s content at one moment, immutable, addressed by its fingerprint."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="revisions")
    fingerprint = models.CharField("empreinte", max_length=64)
    content = models.JSONField("contenu")
    created_at = models.DateTimeField("créée le", default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name="auteur"
    )

    class Meta:
        verbose_name = "révision"
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["section", "fingerprint"], name="revision_unique")
        ]

    def __str__(self) -> str:
        return f"{self.section} ({self.short_fingerprint})"

    @property
    def short_fingerprint(self) -> str:
        return self.fingerprint[:12]


@pghistory.track()
class Validator(models.Model):
    """A person who must approve a section."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="validators")
    member = models.ForeignKey(Membership, models.PROTECT, verbose_name="validateur")

    class Meta:
        verbose_name = "validateur"
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["section", "member"], name="validator_unique")
        ]

    def __str__(self) -> str:
        return str(self.member)


class Submission(models.Model):
    """The manager asks the validators to decide on a revision."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="submissions")
    revision = models.ForeignKey(Revision, models.PROTECT)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="soumise par")
    submitted_at = models.DateTimeField("soumise le", default=timezone.now)
    note = models.TextField("message aux validateurs", blank=True, max_length=2000)

    class Meta:
        verbose_name = "soumission"
        ordering: ClassVar[list[str]] = ["-submitted_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.section} — {self.submitted_at:%d/%m/%Y}"


class Verdict(models.TextChoices):
    APPROVED = "approved", "Approuvée"
    CHANGES = "changes", "Modifications demandées"


class Approval(models.Model):
    """A validator’s decision on one submission of a section: it binds to the exact content, by its fingerprint.

    Name, title and roles are copied: the decision stays true when the person moves on.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="approvals")
    member = models.ForeignKey(Membership, models.PROTECT, verbose_name="validateur")
    verdict = models.CharField("décision", max_length=10, choices=Verdict)
    reason = models.TextField("motif", blank=True, max_length=2000)
    name = models.CharField("nom", max_length=300)
    title = models.CharField("fonction", max_length=160)
    fingerprint = models.CharField("empreinte", max_length=64)
    decided_at = models.DateTimeField("décidée le", default=timezone.now)

    class Meta:
        verbose_name = "décision de validateur"
        ordering: ClassVar[list[str]] = ["decided_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["submission", "member"],
                name="one_decision_per_validator",
                violation_error_message="Vous vous êtes déjà prononcé sur cette version.",
            ),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.APPROVED) | ~Q(reason=""),
                name="changes_need_a_reason",
                violation_error_message="Dites ce qu’il faut modifier.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} : {self.get_verdict_display()}"
