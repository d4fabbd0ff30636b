"""Who was asked to sign the usage charter, who did, and who would not."""

import datetime
from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from charter.models.people import Membership
from charter.models.usage import UsageCharter, UsageVersion
from crmproject.toolkit.fingerprints import short


class UsageCampaign(models.Model):
    """The asking of everybody to sign one version. At most one is open in a project."""

    charter = models.ForeignKey(UsageCharter, models.CASCADE, related_name="campaigns")
    version = models.OneToOneField(UsageVersion, models.CASCADE, related_name="campaign")
    due = models.DateField("à signer avant le")
    message = models.TextField("message joint", blank=True, max_length=2000)
    opened_at = models.DateTimeField("ouverte le", default=timezone.now)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField("close le", null=True, blank=True)

    class Meta:
        verbose_name = "campagne de signature"
        verbose_name_plural = "campagnes de signature"
        ordering: ClassVar[list[str]] = ["-opened_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["charter"], condition=Q(closed_at=None), name="one_open_usage_campaign"
            )
        ]

    def __str__(self) -> str:
        return f"Signature de la {self.version}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class InvitationState(models.TextChoices):
    """Where one person stands, from the rows of that person."""

    SIGNED = "signed", "Signée"
    REFUSED = "refused", "Refus motivé"
    OPENED = "opened", "Lue, non signée"
    ASKED = "asked", "Pas encore ouverte"
    EXCUSED = "excused", "Non concerné"
    MISDIRECTED = "misdirected", "Mauvais destinataire"
    REVOKED = "revoked", "Lien révoqué"


# Those who are out of the count: nobody expects their signature.
OUT = {InvitationState.EXCUSED, InvitationState.MISDIRECTED, InvitationState.REVOKED}


class UsageInvitationQuerySet(models.QuerySet["UsageInvitation"]):
    def counted(self) -> Self:
        """Those whose signature is expected, or given."""
        gone = Q(excused_at=None, misdirected_at=None, revoked_at=None)
        return self.filter(gone | Q(signature__isnull=False))

    def pending(self) -> Self:
        """Those who were asked in an open campaign and said nothing yet."""
        return self.filter(
            signature=None,
            refused_at=None,
            excused_at=None,
            misdirected_at=None,
            revoked_at=None,
            campaign__closed_at=None,
            campaign__charter__project__deleted_at=None,
        )


class UsageInvitation(models.Model):
    """One person asked to sign: the link, and what was done with it.

    No token is kept: a link is made again from `seed` and the site’s key, and found by its SHA-256; so is the code of
    six digits, from `code_seed`. Whoever reads the database alone can open no link and sign for nobody.
    """

    campaign = models.ForeignKey(UsageCampaign, models.CASCADE, related_name="invitations")
    name = models.CharField("nom", max_length=200, blank=True)
    email = models.EmailField("adresse e-mail")
    department = models.CharField("service", max_length=120, blank=True)
    member = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")
    seed = models.CharField(max_length=64)
    token_sha256 = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField("demandée le", default=timezone.now)
    opened_at = models.DateTimeField("ouverte le", null=True, blank=True)
    refused_at = models.DateTimeField("refusée le", null=True, blank=True)
    excused_at = models.DateTimeField("dit non concerné le", null=True, blank=True)
    misdirected_at = models.DateTimeField("dit mauvais destinataire le", null=True, blank=True)
    revoked_at = models.DateTimeField("révoquée le", null=True, blank=True)
    code_seed = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True, blank=True)
    code_tries = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[UsageInvitationQuerySet] = UsageInvitationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "demande de signature"
        verbose_name_plural = "demandes de signature"
        ordering: ClassVar[list[str]] = ["department", "name", "email", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["campaign", "email"],
                name="usage_invited_once",
                violation_error_message="Cette adresse est déjà dans la campagne.",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def signed(self) -> "UsageSignature | None":
        """The signature, where there is one."""
        return getattr(self, "signature", None)

    @property
    def state(self) -> InvitationState:
        """Where this person stands; a signature outweighs all else."""
        if self.signed:
            return InvitationState.SIGNED
        moments: list[tuple[datetime.datetime | None, InvitationState]] = [
            (self.revoked_at, InvitationState.REVOKED),
            (self.misdirected_at, InvitationState.MISDIRECTED),
            (self.excused_at, InvitationState.EXCUSED),
            (self.refused_at, InvitationState.REFUSED),
            (self.opened_at, InvitationState.OPENED),
        ]
        return next((state for moment, state in moments if moment), InvitationState.ASKED)

    @property
    def is_pending(self) -> bool:
        """Whether a reminder still makes sense."""
        return self.state in {InvitationState.ASKED, InvitationState.OPENED}


class UsageSignature(models.Model):
    """The agreement of one person to one version, with the sentence that the page showed. Nothing changes it."""

    version = models.ForeignKey(UsageVersion, models.CASCADE, related_name="signatures")
    invitation = models.OneToOneField(
        UsageInvitation, models.PROTECT, null=True, blank=True, related_name="signature"
    )
    name = models.CharField("nom", max_length=200)
    email = models.EmailField("adresse e-mail")
    department = models.CharField("service", max_length=120, blank=True)
    statement = models.TextField("déclaration")
    fingerprint = models.CharField("empreinte", max_length=64)
    signed_at = models.DateTimeField("signée le", default=timezone.now)
    # This site did not collect it: a project file told it.
    taken_over = models.BooleanField("reprise d’un fichier", default=False)

    class Meta:
        verbose_name = "signature de la charte d’usage"
        verbose_name_plural = "signatures de la charte d’usage"
        ordering: ClassVar[list[str]] = ["department", "name", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["version", "email"],
                name="usage_signed_once",
                violation_error_message="Cette personne a déjà signé cette version.",
            )
        ]
        triggers = [pgtrigger.Protect(name="usage_signature_kept", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.name}, {self.version}"

    @property
    def short_fingerprint(self) -> str:
        return short(self.fingerprint)
