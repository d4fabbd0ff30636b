"""What a person is told, in the site and by e-mail, and how they want it."""

import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Kind(models.TextChoices):
    """What a notice is about; a person may refuse the e-mails of a kind."""

    DECIDE = "decide", "Une décision est attendue de moi"
    DECIDED = "decided", "Une décision a été prise"
    REOPENED = "reopened", "Une validation est tombée"
    COMMENT = "comment", "Un commentaire me concerne"
    MEETING = "meeting", "Atelier, comité ou action me concernant"
    TASK = "task", "Une tâche m’est confiée"
    PUBLICATION = "publication", "Une édition est publiée"
    REMINDER = "reminder", "Rappel d’échéance"


class Rhythm(models.TextChoices):
    IMMEDIATE = "immediate", "Un e-mail par événement"
    DAILY = "daily", "Un résumé par jour"
    NONE = "none", "Aucun e-mail"


class Preferences(models.Model):
    """How a person wants to be told by e-mail; without a row the defaults hold.

    Quiet hours are in the site’s time zone and may pass midnight (20 h–7 h): no e-mail leaves in them.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="preferences")
    rhythm = models.CharField("e-mails", max_length=10, choices=Rhythm, default=Rhythm.IMMEDIATE)
    daily_hour = models.PositiveSmallIntegerField(
        "heure du résumé", default=8, validators=[MaxValueValidator(23)]
    )
    quiet_from = models.TimeField("pas d’e-mail à partir de", null=True, blank=True)
    quiet_until = models.TimeField("et jusqu’à", null=True, blank=True)
    muted = ArrayField(
        models.CharField(max_length=20, choices=Kind),
        verbose_name="sujets sans e-mail",
        default=list,
        blank=True,
    )

    class Meta:
        verbose_name = "préférences de notification"
        verbose_name_plural = "préférences de notification"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="quiet_hours_whole",
                violation_error_message="Donnez le début et la fin de la plage sans e-mail, ou aucun des deux.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} : {self.get_rhythm_display()}"

    def is_quiet(self, at: datetime.time) -> bool:
        """Whether this local time lies in the quiet hours."""
        if self.quiet_from is None or self.quiet_until is None:
            return False
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= at < self.quiet_until
        return at >= self.quiet_from or at < self.quiet_until


class MailState(models.TextChoices):
    """Where the e-mail of a notice stands."""

    WAITING = "waiting", "À envoyer"
    SENDING = "sending", "En cours d’envoi"
    SENT = "sent", "Envoyé"
    SKIPPED = "skipped", "Non souhaité"
    FAILED = "failed", "Échec"


class NotificationQuerySet(models.QuerySet["Notification"]):
    def unread(self) -> Self:
        return self.filter(read_at=None)

    def owed(self, now: datetime.datetime) -> Self:
        """Those whose e-mail may leave now, or whose worker died while sending it."""
        due = Q(mail=MailState.WAITING) & (Q(mail_after=None) | Q(mail_after__lte=now))
        return self.filter(due | Q(mail=MailState.SENDING, claimed_until__lte=now))

    def fresh(self) -> Self:
        """Those whose e-mail waits and was never tried."""
        return self.filter(mail=MailState.WAITING, claimed_until=None)


class Notification(models.Model):
    """One thing that one person is told, once: `key` names the event, so telling it again adds nothing."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    key = models.CharField(max_length=200)
    kind = models.CharField("sujet", max_length=20, choices=Kind)
    text = models.CharField("message", max_length=500)
    detail = models.TextField("détail", blank=True)
    # A path of this site: /projets/…
    url = models.CharField("page", max_length=500)
    # The project’s name, for lists and subjects of e-mails.
    about = models.CharField("projet", max_length=200, blank=True)
    # Attached to the e-mail, for one’s own calendar [RFC 5545].
    calendar = models.TextField("agenda joint", blank=True)
    # An e-mail usually quotes the beginning of a detail: this one is sent to be read there.
    in_full = models.BooleanField("détail entier par e-mail", default=False)
    created_at = models.DateTimeField("le", default=timezone.now)
    read_at = models.DateTimeField("lue le", null=True, blank=True)
    mail = models.CharField("e-mail", max_length=10, choices=MailState, default=MailState.WAITING)
    mail_after = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField("envoyée le", null=True, blank=True)

    objects: ClassVar[NotificationQuerySet] = NotificationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "notification"
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "key"], name="notification_told_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "-created_at"], name="notification_list"),
            models.Index(fields=["mail", "mail_after"], name="notification_mail"),
            # The bell counts them on every page.
            models.Index(fields=["user"], condition=Q(read_at=None), name="notification_unread"),
        ]

    def __str__(self) -> str:
        return self.text
