"""Who reads an edition: links for people without an account, and a log of openings."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from requirements.models.editions import Edition, Export


class ShareLinkQuerySet(models.QuerySet["ShareLink"]):
    def open(self) -> Self:
        """Links that still lead somewhere."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class ShareLink(models.Model):
    """An address by which somebody outside reads one edition, until it expires or is revoked.

    Only the SHA-256 of its token is kept: the address is shown once, when it is made. `export` is the copy that bears
    the recipient’s name on each page.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="share_links")
    recipient = models.CharField("destinataire", max_length=200)
    organisation = models.CharField("organisme", max_length=200, blank=True)
    email = models.EmailField("adresse e-mail", blank=True)
    token_sha256 = models.CharField(max_length=64, unique=True)
    password = models.CharField(max_length=200, blank=True)
    expires_at = models.DateTimeField("expire le")
    revoked_at = models.DateTimeField("révoqué le", null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="créé par")
    created_at = models.DateTimeField("créé le", default=timezone.now)
    export = models.ForeignKey(Export, models.SET_NULL, null=True, blank=True, related_name="+")

    objects: ClassVar[ShareLinkQuerySet] = ShareLinkQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "lien de partage"
        verbose_name_plural = "liens de partage"
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.edition} — {self.recipient}"

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()

    @property
    def copy_label(self) -> str:
        """What each page of the copy says after « Exemplaire de »."""
        return f"{self.recipient} ({self.organisation})" if self.organisation else self.recipient


class OpeningWay(models.TextChoices):
    PAGE = "page", "Page de l’édition"
    READING = "reading", "Lecture en ligne"
    PDF = "pdf", "PDF"
    PACK = "pack", "Dossier de réunion"


class Opening(models.Model):
    """Somebody opened an edition: a member, or the holder of a link."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="openings")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    link = models.ForeignKey(ShareLink, models.CASCADE, null=True, blank=True, related_name="openings")
    way = models.CharField("support", max_length=10, choices=OpeningWay)
    opened_at = models.DateTimeField("ouvert le", default=timezone.now)

    class Meta:
        verbose_name = "ouverture"
        ordering: ClassVar[list[str]] = ["-opened_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, link__isnull=True) | Q(user__isnull=True, link__isnull=False),
                name="opening_by_someone",
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition} — {self.opened_at:%d/%m/%Y %H:%M}"
