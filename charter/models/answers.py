"""Answers to questionnaires, how they are sorted, and what became of them."""

from typing import Any, ClassVar, Self

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from charter.models.listening import Question, Questionnaire, Respondent
from charter.models.project import ProjectRow
from crmproject.toolkit.rows import Row
from crmproject.toolkit.text import normalised

ANSWER_LENGTH = 4000


class TagColour(models.TextChoices):
    """Colours of the house; a tag always shows its name too."""

    BRAND = "brand", "Bleu canard"
    OK = "ok", "Vert"
    WARN = "warn", "Ocre"
    DANGER = "danger", "Rouge"
    INFO = "info", "Bleu"
    PLUM = "plum", "Prune"


@pghistory.track()
class AnswerTag(ProjectRow):
    """A word that people stick on answers, whatever the questionnaire."""

    in_sections: ClassVar[bool] = False

    name = models.CharField("étiquette", max_length=60)
    colour = models.CharField("couleur", max_length=10, choices=TagColour, default=TagColour.BRAND)

    class Meta(ProjectRow.Meta):
        verbose_name = "étiquette"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["project", "name"],
                condition=Q(deleted_at=None),
                name="answer_tag_unique",
                violation_error_message="Une étiquette de ce projet porte déjà ce nom.",
            ),
            models.CheckConstraint(condition=Q(colour__in=TagColour.values), name="answer_tag_colour_known"),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class AnswerCluster(Row):
    """Answers of one questionnaire that say the same thing, put together by hand."""

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="clusters", editable=False)
    name = models.CharField("nom du regroupement", max_length=120)
    note = models.TextField("ce que ces réponses ont en commun", max_length=2000, blank=True)

    class Meta(Row.Meta):
        verbose_name = "regroupement"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["questionnaire", "name"],
                condition=Q(deleted_at=None),
                name="answer_cluster_unique",
                violation_error_message="Un regroupement de ce questionnaire porte déjà ce nom.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class AnswerQuerySet(models.QuerySet["Answer"]):
    def given(self) -> Self:
        """Answers that say something, to questions that still stand."""
        return self.exclude(text="", score=None).filter(question__deleted_at=None)

    def matching(self, text: str) -> Self:
        """Answers that hold each of these words, accents ignored."""
        found = self
        for word in normalised(text).split():
            found = found.filter(search_text__contains=word)
        return found


class Answer(models.Model):
    """What one person answered to one question: words (those of the choice included), or a score of 1 to 5.

    Its author writes `text` and `score`; those who sort it write the rest. It has no history: what its author takes
    back before the end, while it is kept with each pause of the typing, was never said.
    """

    respondent = models.ForeignKey(Respondent, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.CASCADE, related_name="answers")
    text = models.TextField("réponse", max_length=ANSWER_LENGTH, blank=True)
    score = models.PositiveSmallIntegerField(
        "note", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    answered_at = models.DateTimeField("répondu le", default=timezone.now)
    important = models.BooleanField("importante", default=False)
    note = models.TextField("note de tri", max_length=2000, blank=True)
    cluster = models.ForeignKey(AnswerCluster, models.SET_NULL, null=True, blank=True, related_name="answers")
    tags = models.ManyToManyField(AnswerTag, blank=True, related_name="answers")
    search_text = models.TextField(editable=False, default="")

    objects: ClassVar[AnswerQuerySet] = AnswerQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "réponse"
        ordering: ClassVar[list[str]] = ["question__position", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["respondent", "question"], name="one_answer_to_a_question"),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__range=(1, 5)),
                name="answer_scored_1_to_5",
                violation_error_message="La note va de 1 à 5.",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["question", "respondent"], name="answer_by_question")
        ]

    def __str__(self) -> str:
        return self.words

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_text = self.searchable()
        super().save(*args, **kwargs)

    @property
    def words(self) -> str:
        """The answer as it is read: « 4 sur 5 », or its text."""
        return self.text or (f"{self.score} sur 5" if self.score else "")

    @property
    def is_given(self) -> bool:
        return bool(self.text or self.score)

    def searchable(self) -> str:
        """What a search looks into, without case or accents."""
        return normalised(f"{self.text} {self.note}")


class AnswerUse(models.Model):
    """What an answer, or a cluster of them, became: a row that `destination` made, whatever the app.

    `quoted` and `source` are copies of the moment: the answer may be corrected later, the person’s link closed.
    """

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="uses")
    answer = models.ForeignKey(Answer, models.SET_NULL, null=True, blank=True, related_name="uses")
    cluster = models.ForeignKey(AnswerCluster, models.SET_NULL, null=True, blank=True, related_name="uses")
    destination = models.CharField(max_length=20)
    target_id = models.BigIntegerField()
    quoted = models.TextField("réponse citée")
    source = models.CharField("source", max_length=300)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "reprise d’une réponse"
        verbose_name_plural = "reprises de réponses"
        ordering: ClassVar[list[str]] = ["pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["destination", "target_id"], name="answer_use_target")
        ]

    def __str__(self) -> str:
        return f"{self.destination} {self.target_id}"
