"""Messages of the usage charter that wait, leave, or left."""

import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from charter.models.usage import UsageCharter
from charter.models.usage_committee import UsageRequest
from charter.models.usage_signing import UsageInvitation


class UsageMailKind(models.TextChoices):
    INVITATION = "invitation", "Demande de signature"
    REMINDER = "reminder", "Relance"
    SIGNED = "signed", "Accusé de signature"
    RECEIVED = "received", "Accusé de réception du comité"
    ANSWERED = "answered", "Réponse du comité"


class UsageMailState(models.TextChoices):
    WAITING = "waiting", "À envoyer"
    SENDING = "sending", "En cours d’envoi"
    SENT = "sent", "Envoyé"
    DROPPED = "dropped", "Devenu inutile"
    FAILED = "failed", "Échec"


class UsageMailQuerySet(models.QuerySet["UsageMail"]):
    def owed(self, now: datetime.datetime) -> Self:
        """Those that may leave now, or whose worker died while sending them."""
        waiting = Q(state=UsageMailState.WAITING) & (Q(after=None) | Q(after__lte=now))
        return self.filter(waiting | Q(state=UsageMailState.SENDING, claimed_until__lte=now))


class UsageMail(models.Model):
    """One message to somebody who may have no account; `key` names it, so that it is written once."""

    charter = models.ForeignKey(UsageCharter, models.CASCADE, related_name="+")
    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField("message", max_length=12, choices=UsageMailKind)
    to = models.EmailField("destinataire")
    invitation = models.ForeignKey(
        UsageInvitation, models.CASCADE, null=True, blank=True, related_name="mails"
    )
    request = models.ForeignKey(UsageRequest, models.CASCADE, null=True, blank=True, related_name="+")
    state = models.CharField("envoi", max_length=10, choices=UsageMailState, default=UsageMailState.WAITING)
    after = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField("écrit le", default=timezone.now)
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)

    objects: ClassVar[UsageMailQuerySet] = UsageMailQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "message de la charte d’usage"
        verbose_name_plural = "messages de la charte d’usage"
        ordering: ClassVar[list[str]] = ["pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "after"], name="usage_mail_owed")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} à {self.to}"
