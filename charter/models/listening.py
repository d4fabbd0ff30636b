"""Questionnaires sent to staff, and who answers them."""

import secrets
from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from charter.models.people import Department, Membership
from charter.models.project import ProjectRow
from crmproject.toolkit.fields import LinesField
from crmproject.toolkit.rows import Row, RowQuerySet

SCORES = (1, 5)


def new_seed() -> str:
    """What a link is derived from; the link itself is never kept."""
    return secrets.token_urlsafe(24)


class QuestionnaireState(models.TextChoices):
    DRAFT = "draft", "Brouillon"
    OPEN = "open", "Ouvert"
    CLOSED = "closed", "Clos"


class QuestionnaireQuerySet(RowQuerySet):
    def accepting(self) -> Self:
        """Those that take answers today."""
        today = timezone.localdate()
        return self.live().filter(
            Q(closes_on=None) | Q(closes_on__gte=today),
            state=QuestionnaireState.OPEN,
            project__deleted_at=None,
        )

    def counted(self) -> Self:
        """With how many people were asked, began and finished."""
        standing = Q(respondents__revoked_at=None) | ~Q(respondents__started_at=None)
        return self.annotate(
            asked=Count("respondents", filter=standing, distinct=True),
            started=Count("respondents", filter=~Q(respondents__started_at=None), distinct=True),
            finished=Count("respondents", filter=~Q(respondents__finished_at=None), distinct=True),
        )


@pghistory.track()
class Questionnaire(ProjectRow):
    """A set of questions. Once open its questions stand still, so that answers keep their meaning."""

    in_sections: ClassVar[bool] = False

    title = models.CharField("titre", max_length=200)
    intro = models.TextField("mot d’accueil", max_length=3000, blank=True)
    state = models.CharField(
        "état", max_length=10, choices=QuestionnaireState, default=QuestionnaireState.DRAFT, editable=False
    )
    # The last day on which answers are taken.
    closes_on = models.DateField("ouvert jusqu’au", null=True, blank=True)
    opened_at = models.DateTimeField("ouvert le", null=True, blank=True, editable=False)
    closed_at = models.DateTimeField("clos le", null=True, blank=True, editable=False)

    objects: ClassVar[QuestionnaireQuerySet] = QuestionnaireQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(ProjectRow.Meta):
        verbose_name = "questionnaire"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=QuestionnaireState.values), name="questionnaire_state_known"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        return self.state == QuestionnaireState.DRAFT

    @property
    def is_open(self) -> bool:
        return self.state == QuestionnaireState.OPEN

    @property
    def is_late(self) -> bool:
        """Whether its last day is over."""
        return self.closes_on is not None and self.closes_on < timezone.localdate()

    @property
    def takes_answers(self) -> bool:
        return self.is_open and not self.is_late and not self.is_deleted

    @property
    def state_words(self) -> str:
        """The state as people see it: an open questionnaire whose last day is over takes nothing any more."""
        return "Échu" if self.is_open and self.is_late else str(self.get_state_display())


class QuestionKind(models.TextChoices):
    TEXT = "text", "Texte libre"
    CHOICE = "choice", "Un choix parmi plusieurs"
    SCALE = "scale", "Échelle de 1 à 5"


class Theme(models.TextChoices):
    """What a question is about; the order in which a respondent meets the themes is that of the questions."""

    WORK = "work", "Qui fait quoi, avec qui"
    NEEDS = "needs", "De quoi chacun a besoin"
    PART = "part", "Sa part dans l’ensemble"
    WISHES = "wishes", "Aspirations"
    EXCEPTIONS = "exceptions", "Les petites particularités"
    TOOLS = "tools", "Outils et données"
    CHANGE = "change", "Le changement"
    OTHER = "other", "Autre"


@pghistory.track()
class Question(Row):
    """One question; `options` are the choices, or the words at both ends of a scale."""

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="questions", editable=False)
    kind = models.CharField(
        "forme de la réponse", max_length=10, choices=QuestionKind, default=QuestionKind.TEXT
    )
    theme = models.CharField("thème", max_length=12, choices=Theme, default=Theme.OTHER)
    text = models.CharField("question", max_length=500)
    help = models.CharField("aide", max_length=500, blank=True)
    options = LinesField(verbose_name="choix proposés", blank=True)
    # The question of the library from which it comes.
    library = models.CharField(max_length=40, blank=True, editable=False)

    class Meta(Row.Meta):
        verbose_name = "question"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=QuestionKind.values), name="question_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind=QuestionKind.CHOICE) | Q(options__len__gte=2),
                name="question_choice_offers_two",
                violation_error_message="Proposez au moins deux choix.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def ends(self) -> tuple[str, str]:
        """What 1 and 5 mean on a scale."""
        low, high = [*self.options, "", ""][:2]
        return low or "pas du tout", high or "tout à fait"


class MailState(models.TextChoices):
    NONE = "none", "Sans e-mail"
    WAITING = "waiting", "En attente"
    SENDING = "sending", "En cours d’envoi"
    SENT = "sent", "Envoyé"
    FAILED = "failed", "Échec"


class RespondentQuerySet(models.QuerySet["Respondent"]):
    def standing(self) -> Self:
        """Those whose link leads somewhere."""
        return self.filter(revoked_at=None)

    def silent(self) -> Self:
        """Invited people who did not finish."""
        return self.standing().filter(finished_at=None).exclude(email="")

    def counting(self) -> Self:
        """Those of whom participation speaks: a link taken back before anything was said is no invitation."""
        return self.filter(Q(revoked_at=None) | ~Q(started_at=None))


class Respondent(models.Model):
    """Somebody who answers one questionnaire, by a link of their own, invited or come by the common link.

    Only the SHA-256 of the token is kept. The token is derived from `seed` and the site’s secret key, so that a
    reminder bears the same link and a copy of the database opens none. It has no history: an erased name is
    gone.
    """

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="respondents")
    name = models.CharField("nom", max_length=160, blank=True)
    email = models.EmailField("adresse e-mail", blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, verbose_name="service", related_name="respondents"
    )
    member = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, verbose_name="membre", related_name="+"
    )
    # Came by the link that everybody shares, hence invited by nobody.
    by_common_link = models.BooleanField(default=False)
    seed = models.CharField(max_length=40, default=new_seed)
    token_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField("invité le", default=timezone.now)
    revoked_at = models.DateTimeField("révoqué le", null=True, blank=True)
    started_at = models.DateTimeField("commencé le", null=True, blank=True)
    finished_at = models.DateTimeField("terminé le", null=True, blank=True)
    mail = models.CharField("e-mail", max_length=10, choices=MailState, default=MailState.NONE)
    mailed_at = models.DateTimeField("dernier envoi", null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    # The stage of the last reminder: « 2027-02-12:-3 », « manual:2027-02-10 ».
    reminded = models.CharField(max_length=40, blank=True)
    reminders = models.PositiveSmallIntegerField("relances", default=0)

    objects: ClassVar[RespondentQuerySet] = RespondentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "personne interrogée"
        verbose_name_plural = "personnes interrogées"
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["questionnaire", "email"],
                condition=~Q(email=""),
                name="respondent_asked_once",
                violation_error_message="Cette adresse est déjà invitée à ce questionnaire.",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | ~Q(started_at=None), name="respondent_began_before_the_end"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["mail"], name="respondent_mail")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """How the person is called in lists: name, else address, else « Réponse n° 12 »."""
        return self.name or self.email or f"Réponse n°\u00a0{self.pk}"

    @property
    def source_label(self) -> str:
        """The person and the department, never the address: « Commercial itinérant (Commercial) »."""
        who = self.name or "une personne"
        return f"{who} ({self.department.name})" if self.department else who

    @property
    def progress_words(self) -> str:
        if self.finished_at:
            return "A répondu"
        if self.revoked_at:
            return "Lien révoqué"
        return "A commencé" if self.started_at else "N’a pas commencé"


class CommonLink(models.Model):
    """The link that everybody shares; each person who follows it gets one of their own."""

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="common_links")
    seed = models.CharField(max_length=40, default=new_seed)
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "lien commun"
        ordering: ClassVar[list[str]] = ["-made_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["questionnaire"],
                condition=Q(revoked_at=None),
                name="one_standing_common_link",
                violation_error_message="Ce questionnaire a déjà un lien commun.",
            )
        ]

    def __str__(self) -> str:
        return f"Lien commun – {self.questionnaire}"
