"""Change requests: what members ask of the tool once it is in use, and what became of each request."""

from decimal import Decimal
from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from charter.models import Department, Membership, ProjectRow, UsageRequest
from crmproject.toolkit.rows import Row, RowQuerySet
from requirements.models import Requirement

LONGEST_TEXT = 5000
# Days of work in one request.
LARGEST_WORK = 10_000


class ChangeState(models.TextChoices):
    SUBMITTED = "submitted", "À instruire"
    STUDIED = "studied", "À décider"
    ACCEPTED = "accepted", "Acceptée"
    REFUSED = "refused", "Refusée"
    DONE = "done", "Réalisée"
    WITHDRAWN = "withdrawn", "Retirée"


# Somebody still has to do something about it before it is decided.
PENDING = (ChangeState.SUBMITTED, ChangeState.STUDIED)
# The specification is written for it.
AMENDING = (ChangeState.ACCEPTED, ChangeState.DONE)
DECIDED = (ChangeState.ACCEPTED, ChangeState.REFUSED, ChangeState.DONE)


class ChangeRequestQuerySet(RowQuerySet):
    def pending(self) -> Self:
        """Requests that wait for their instruction or their decision."""
        return self.live().filter(state__in=PENDING)


@pghistory.track()
class ChangeRequest(ProjectRow):
    """What somebody asks. Who instructs and decides is read in the matrix of the day, never kept here.

    `line` names the line of the matrix that rules the request, where several may; `cost` is in euros, `days` in days of
    work. The numbers of a project are never given twice.
    """

    in_sections: ClassVar[bool] = False

    number = models.PositiveIntegerField("numéro", editable=False)
    title = models.CharField("intitulé", max_length=200)
    need = models.TextField("besoin", max_length=LONGEST_TEXT)
    description = models.TextField("description", max_length=LONGEST_TEXT, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, verbose_name="service", related_name="+"
    )
    requirements = models.ManyToManyField(
        Requirement, blank=True, verbose_name="exigences concernées", related_name="change_requests"
    )
    line = models.CharField("ligne de la matrice", max_length=40, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    author_name = models.CharField("déposée par", max_length=200, editable=False)
    usage_request = models.ForeignKey(
        UsageRequest, models.SET_NULL, null=True, blank=True, related_name="change_requests", editable=False
    )
    source = models.CharField("origine", max_length=200, blank=True, editable=False)
    state = models.CharField(
        "état", max_length=10, choices=ChangeState, default=ChangeState.SUBMITTED, editable=False
    )
    created_at = models.DateTimeField("déposée le", default=timezone.now, editable=False)
    opinions_due = models.DateField("avis attendus pour le", editable=False)
    study_due = models.DateField("à instruire pour le", editable=False)
    decision_due = models.DateField("à décider pour le", null=True, blank=True, editable=False)
    impact = models.TextField("impact", max_length=LONGEST_TEXT, blank=True)
    cost = models.DecimalField(
        "coût estimé",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0), "Un coût ne peut pas être négatif.")],
    )
    days = models.DecimalField(
        "charge (jours de travail)",
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[
            MinValueValidator(Decimal(0), "Une charge ne peut pas être négative."),
            MaxValueValidator(LARGEST_WORK, "Au plus 10\u00a0000 jours de travail."),
        ],
    )
    opinion = models.TextField("avis de l’instruction", max_length=LONGEST_TEXT, blank=True)
    reason = models.TextField("motif de la décision", max_length=LONGEST_TEXT, blank=True, editable=False)

    objects: ClassVar[ChangeRequestQuerySet] = ChangeRequestQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(ProjectRow.Meta):
        verbose_name = "demande d’évolution"
        verbose_name_plural = "demandes d’évolution"
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["project", "number"], name="change_number_unique"),
            models.UniqueConstraint(
                fields=["usage_request"],
                condition=Q(usage_request__isnull=False) & ~Q(state="withdrawn"),
                name="change_of_usage_request_unique",
                violation_error_message="Cette demande au comité est déjà devenue une demande d’évolution.",
            ),
            models.CheckConstraint(condition=Q(state__in=ChangeState.values), name="change_state_known"),
            models.CheckConstraint(
                condition=~Q(state=ChangeState.REFUSED) | ~Q(reason=""),
                name="change_refused_with_a_reason",
                violation_error_message="Un refus se motive.",
            ),
            models.CheckConstraint(
                condition=~Q(state=ChangeState.STUDIED) | Q(decision_due__isnull=False) & ~Q(opinion=""),
                name="change_studied_in_words",
                violation_error_message="L’instruction donne un avis.",
            ),
            models.CheckConstraint(
                condition=(Q(cost=None) | Q(cost__gte=0)) & (Q(days=None) | Q(days__gte=0)),
                name="change_figures_not_negative",
                violation_error_message="Un coût ou une charge ne peuvent pas être négatifs.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} — {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("change_request", args=[self.project.slug, self.number])

    @property
    def ref(self) -> str:
        """« DE-012 »."""
        return f"DE-{self.number:03d}"

    @property
    def is_pending(self) -> bool:
        return self.state in PENDING

    @property
    def is_decided(self) -> bool:
        return self.state in DECIDED


class ChangeOpinion(Row):
    """What somebody who is consulted says of a request; the latest text, amended until the decision."""

    request = models.ForeignKey(ChangeRequest, models.CASCADE, related_name="opinions")
    member = models.ForeignKey(
        Membership, models.CASCADE, verbose_name="personne", related_name="change_opinions"
    )
    name = models.CharField("nom", max_length=300)
    text = models.TextField("avis", max_length=LONGEST_TEXT)
    given_at = models.DateTimeField("donné le", default=timezone.now)

    class Meta(Row.Meta):
        verbose_name = "avis sur une demande d’évolution"
        verbose_name_plural = "avis sur les demandes d’évolution"
        ordering: ClassVar[list[str]] = ["given_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["request", "member"], name="change_opinion_unique"),
            models.CheckConstraint(condition=~Q(text=""), name="change_opinion_in_words"),
        ]

    def __str__(self) -> str:
        return f"{self.name} : {self.text[:60]}"


class Move(models.TextChoices):
    """What happens to a request; the label follows the name of who did it."""

    SUBMITTED = "submitted", "a déposé la demande"
    EDITED = "edited", "a corrigé la demande"
    OPINION = "opinion", "a donné son avis"
    STUDIED = "studied", "a instruit la demande"
    RESTUDIED = "restudied", "a complété l’instruction"
    ACCEPTED = "accepted", "a accepté la demande"
    REFUSED = "refused", "a refusé la demande"
    REOPENED = "reopened", "a rouvert la demande"
    DONE = "done", "a noté la demande comme réalisée"
    WITHDRAWN = "withdrawn", "a retiré la demande"
    LINKED = "linked", "en a tiré une exigence"
    AMENDED = "amended", "a modifié une exigence pour elle"


class ChangeStep(models.Model):
    """One thing that happened to a request. Names are kept as they were that day, `routing` by letter."""

    request = models.ForeignKey(ChangeRequest, models.CASCADE, related_name="steps")
    move = models.CharField("quoi", max_length=10, choices=Move)
    at = models.DateTimeField("le", default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    name = models.CharField("qui", max_length=300)
    text = models.TextField("détail", blank=True)
    routing = models.JSONField("qui tenait quel rôle", default=dict, blank=True)

    class Meta:
        verbose_name = "suite d’une demande d’évolution"
        verbose_name_plural = "suites des demandes d’évolution"
        ordering: ClassVar[list[str]] = ["at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(move__in=Move.values), name="change_move_known")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.get_move_display()}"

    @property
    def icon(self) -> str:
        return ICONS.get(self.move, "circle-fill")

    @property
    def tone(self) -> str:
        return TONES.get(self.move, "")


ICONS: dict[str, str] = {
    Move.SUBMITTED: "send",
    Move.EDITED: "pencil",
    Move.OPINION: "chat-left-text",
    Move.STUDIED: "search",
    Move.RESTUDIED: "search",
    Move.ACCEPTED: "check-circle",
    Move.REFUSED: "x-circle",
    Move.REOPENED: "arrow-counterclockwise",
    Move.DONE: "check2-all",
    Move.WITHDRAWN: "slash-circle",
    Move.LINKED: "card-checklist",
    Move.AMENDED: "pencil-square",
}
TONES: dict[str, str] = {
    Move.STUDIED: "info",
    Move.ACCEPTED: "success",
    Move.REFUSED: "danger",
    Move.REOPENED: "warn",
    Move.DONE: "success",
}
