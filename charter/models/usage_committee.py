"""The committee of the usage charter: one representative a department, and what is addressed to it."""

from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from charter.models.people import Department, Membership
from charter.models.project import ProjectRow
from charter.models.usage_signing import UsageInvitation
from crmproject.toolkit.rows import RowQuerySet


class UsageSeatQuerySet(RowQuerySet):
    def held(self) -> Self:
        """Live seats whose department and holder are still there."""
        return self.live().filter(member__deleted_at=None, department__deleted_at=None)


@pghistory.track()
class UsageSeat(ProjectRow):
    """Who represents a department in the committee of the charter."""

    in_sections: ClassVar[bool] = False

    department = models.ForeignKey(Department, models.PROTECT, verbose_name="service")
    member = models.ForeignKey(Membership, models.PROTECT, verbose_name="représentant")

    objects: ClassVar[UsageSeatQuerySet] = UsageSeatQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(ProjectRow.Meta):
        verbose_name = "siège au comité de la charte"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["project", "department"],
                condition=Q(deleted_at=None),
                name="usage_seat_unique",
                violation_error_message="Ce service a déjà un représentant au comité\u00a0: modifiez son siège.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.department} – {self.member}"


class RequestCategory(models.TextChoices):
    REQUEST = "request", "Demande"
    COMPLAINT = "complaint", "Réclamation"
    AMENDMENT = "amendment", "Proposition de modification"
    REFUSAL = "refusal", "Refus de signer"


# A refusal comes with the signature page alone.
ASKABLE = [one for one in RequestCategory if one is not RequestCategory.REFUSAL]


class RequestState(models.TextChoices):
    RECEIVED = "received", "Reçue"
    IN_PROGRESS = "in_progress", "En cours d’examen"
    ANSWERED = "answered", "Répondue"
    CLOSED = "closed", "Classée"


REQUEST_TRANSITIONS: dict[RequestState, frozenset[RequestState]] = {
    RequestState.RECEIVED: frozenset({RequestState.IN_PROGRESS, RequestState.ANSWERED, RequestState.CLOSED}),
    RequestState.IN_PROGRESS: frozenset({RequestState.ANSWERED, RequestState.CLOSED}),
    RequestState.ANSWERED: frozenset({RequestState.IN_PROGRESS, RequestState.CLOSED}),
    RequestState.CLOSED: frozenset({RequestState.IN_PROGRESS}),
}


class UsageRequestQuerySet(RowQuerySet):
    def open(self) -> Self:
        """Those that await an answer."""
        return self.live().filter(state__in=[RequestState.RECEIVED, RequestState.IN_PROGRESS])


class UsageRequest(ProjectRow):
    """What somebody asks of the committee, which the committee and the manager alone read."""

    in_sections: ClassVar[bool] = False

    category = models.CharField("nature", max_length=10, choices=RequestCategory)
    text = models.TextField("message", max_length=4000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    invitation = models.ForeignKey(
        UsageInvitation, models.PROTECT, null=True, blank=True, related_name="requests"
    )
    author_name = models.CharField("auteur", max_length=200)
    author_email = models.EmailField("adresse e-mail")
    department = models.CharField("service", max_length=120, blank=True)
    state = models.CharField("état", max_length=12, choices=RequestState, default=RequestState.RECEIVED)
    assigned = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, verbose_name="confiée à", related_name="+"
    )
    answer = models.TextField("réponse", blank=True, max_length=4000)
    created_at = models.DateTimeField("reçue le", default=timezone.now)

    objects: ClassVar[UsageRequestQuerySet] = UsageRequestQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(ProjectRow.Meta):
        verbose_name = "demande au comité de la charte"
        verbose_name_plural = "demandes au comité de la charte"
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(state=RequestState.ANSWERED) | ~Q(answer=""),
                name="usage_request_answered_in_words",
                violation_error_message="Écrivez la réponse.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()} n°\u00a0{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("usage_request", args=[self.project.slug, self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in {RequestState.RECEIVED, RequestState.IN_PROGRESS}


class UsageRequestEvent(models.Model):
    """One thing that happened to a request, in words."""

    request = models.ForeignKey(UsageRequest, models.CASCADE, related_name="events")
    at = models.DateTimeField("le", default=timezone.now)
    who = models.CharField("qui", max_length=200)
    what = models.CharField("quoi", max_length=300)
    text = models.TextField("détail", blank=True)

    class Meta:
        verbose_name = "suite donnée à une demande"
        verbose_name_plural = "suites données aux demandes"
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return self.what
