"""Agreement on a section: revisions, submissions, validators, approvals, minor corrections."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from charter.models import Membership
from requirements.models.delegations import Delegation
from requirements.models.sections import Section
from requirements.models.workshops import Workshop


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
    # Without an optional validator’s approval the section is validated all the same.
    required = models.BooleanField("approbation obligatoire", default=True)

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
    due = models.DateField("réponse attendue le", null=True, blank=True)

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

    `member` is the validator in whose place the decision stands. Name, title and roles are copied from the person who
    signed, who is another one when `delegation` is set: the decision stays true when people move on. A withdrawn
    decision counts no more, and stays in the history.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="approvals")
    member = models.ForeignKey(Membership, models.PROTECT, verbose_name="validateur")
    verdict = models.CharField("décision", max_length=10, choices=Verdict)
    reason = models.TextField("motif", blank=True, max_length=2000)
    name = models.CharField("nom", max_length=300)
    title = models.CharField("fonction", max_length=160)
    roles = models.CharField("rôles", max_length=300, blank=True)
    fingerprint = models.CharField("empreinte", max_length=64)
    decided_at = models.DateTimeField("décidée le", default=timezone.now)
    # What the person agreed to, in words, as the page showed it.
    statement = models.TextField("déclaration", blank=True)
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, null=True, blank=True, verbose_name="délégation"
    )
    # Whose place the delegate took: « Nom (fonction) ».
    on_behalf_of = models.CharField("au nom de", max_length=500, blank=True)
    # The workshop where the person had agreed aloud, and whose decision this confirms.
    workshop = models.ForeignKey(Workshop, models.PROTECT, null=True, blank=True, verbose_name="atelier")
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True)
    withdrawn_reason = models.TextField("motif du retrait", blank=True, max_length=2000)
    withdrawn_by = models.CharField("retirée par", max_length=300, blank=True)

    class Meta:
        verbose_name = "décision de validateur"
        ordering: ClassVar[list[str]] = ["decided_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["submission", "member"],
                condition=Q(withdrawn_at=None),
                name="one_decision_per_validator",
                violation_error_message="Vous vous êtes déjà prononcé sur cette version.",
            ),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.APPROVED) | ~Q(reason=""),
                name="changes_need_a_reason",
                violation_error_message="Dites ce qu’il faut modifier.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""),
                name="withdrawal_needs_a_reason",
                violation_error_message="Dites pourquoi vous retirez votre approbation.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} : {self.get_verdict_display()}"

    @property
    def signatory(self) -> str:
        """Who decided, and in whose place when it was by delegation."""
        return f"{self.name}, par délégation de {self.on_behalf_of}" if self.on_behalf_of else self.name

    @property
    def holders(self) -> set[int]:
        """The members who may take it back: the validator, and the delegate who signed in his place."""
        return {self.member_id, self.delegation.delegate_id} if self.delegation else {self.member_id}

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


class MinorChange(models.Model):
    """The manager holds the change from one content to the next for editorial: typography, spelling.

    Approvals of `before` stand for `after` too, but for those whose validator objects; they may until the end of
    `closes_on`. Each step is declared on its own.
    """

    section = models.ForeignKey(Section, models.CASCADE, related_name="minor_changes")
    before = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    after = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    reason = models.TextField("motif", max_length=2000)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="déclarée par")
    marked_by_name = models.CharField(max_length=300)
    marked_at = models.DateTimeField("déclarée le", default=timezone.now)
    closes_on = models.DateField("objection possible jusqu’au")

    class Meta:
        verbose_name = "correction mineure"
        ordering: ClassVar[list[str]] = ["marked_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["before", "after"],
                name="minor_change_once",
                violation_error_message="Cette correction est déjà déclarée mineure.",
            ),
            models.CheckConstraint(
                condition=~Q(before=models.F("after")),
                name="minor_change_between_two_contents",
                violation_error_message="Le contenu n’a pas changé.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="minor_change_needs_a_reason",
                violation_error_message="Dites pourquoi cette correction est mineure.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section} : {self.reason[:60]}"


class Objection(models.Model):
    """A validator refuses that a change be minor: his approval does not pass on to the new content."""

    change = models.ForeignKey(MinorChange, models.CASCADE, related_name="objections")
    member = models.ForeignKey(Membership, models.PROTECT, verbose_name="validateur")
    name = models.CharField("nom", max_length=300)
    reason = models.TextField("motif", max_length=2000)
    made_at = models.DateTimeField("faite le", default=timezone.now)

    class Meta:
        verbose_name = "objection"
        ordering: ClassVar[list[str]] = ["made_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["change", "member"],
                name="one_objection_per_validator",
                violation_error_message="Vous avez déjà fait objection à cette correction.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="objection_needs_a_reason",
                violation_error_message="Dites pourquoi cette correction n’est pas mineure.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} : {self.reason[:60]}"


@pghistory.track()
class PeerReview(models.Model):
    """Somebody is asked to read a section and comment it, without blocking its validation (relecture croisée)."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="peer_reviews")
    member = models.ForeignKey(Membership, models.PROTECT, verbose_name="relecteur")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="demandée par")
    asked_at = models.DateTimeField("demandée le", default=timezone.now)
    due = models.DateField("attendue le", null=True, blank=True)
    done_at = models.DateTimeField("faite le", null=True, blank=True)
    # What was read: the section’s fingerprint when the reviewer said « relu ».
    fingerprint = models.CharField("empreinte", max_length=64, blank=True)
    note = models.TextField("avis", blank=True, max_length=5000)

    class Meta:
        verbose_name = "relecture croisée"
        verbose_name_plural = "relectures croisées"
        ordering: ClassVar[list[str]] = ["asked_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["section", "member"],
                name="one_review_per_person",
                violation_error_message="Cette personne relit déjà la section.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.section} : {self.member}"
