"""Secret addresses at which calendars read what somebody has to do."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from charter.models import Membership


class FeedScope(models.TextChoices):
    MINE = "mine", "Mes échéances"
    ALL = "all", "Tout le planning"


class FeedAlarm(models.IntegerChoices):
    """How long before an all-day event a calendar rings."""

    NONE = 0, "Aucun rappel"
    DAY = 1, "La veille"
    THREE_DAYS = 3, "Trois jours avant"
    WEEK = 7, "Une semaine avant"


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def standing(self) -> Self:
        """Those that answer: not revoked, of somebody who takes part in a project that is there."""
        return self.filter(
            revoked_at=None,
            member__deleted_at=None,
            member__user__is_active=True,
            member__project__deleted_at=None,
        )


class CalendarFeed(models.Model):
    """A link by which the calendar of one person reads one project, without signing in.

    Only the SHA-256 of its token is kept: whoever reads the database opens no calendar, and a link that was lost is
    made anew.
    """

    member = models.ForeignKey(Membership, models.CASCADE, related_name="feeds", verbose_name="membre")
    scope = models.CharField("contenu", max_length=5, choices=FeedScope, default=FeedScope.MINE)
    alarm = models.PositiveSmallIntegerField("rappel", choices=FeedAlarm, default=FeedAlarm.NONE)
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField("fait le", default=timezone.now)
    revoked_at = models.DateTimeField("révoqué le", null=True, blank=True)
    last_read_at = models.DateTimeField("lu le", null=True, blank=True)

    objects: ClassVar[CalendarFeedQuerySet] = CalendarFeedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "lien d’agenda"
        verbose_name_plural = "liens d’agenda"
        ordering: ClassVar[list[str]] = ["-made_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["member", "scope"],
                condition=Q(revoked_at=None),
                name="one_standing_feed",
                violation_error_message="Ce lien d’agenda existe déjà\u00a0: faites-en un nouveau à sa place.",
            ),
            models.CheckConstraint(condition=Q(scope__in=FeedScope.values), name="feed_scope_known"),
            models.CheckConstraint(condition=Q(alarm__in=FeedAlarm.values), name="feed_alarm_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_scope_display()} – {self.member}"
