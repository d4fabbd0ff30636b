"""What is thought over before the project begins: preparations, and the answers to the questions of the framing."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone

from charter.models.project import ProjectRow


@pghistory.track()
class PreparationTick(ProjectRow):
    """One of the five preparations, ticked by hand: by whom and when, as they were named that day."""

    in_sections: ClassVar[bool] = False

    key = models.CharField("préparatif", max_length=20, editable=False)
    done = models.BooleanField("fait", default=False)
    note = models.CharField("remarque", max_length=500, blank=True)
    who = models.CharField("coché par", max_length=200, blank=True, editable=False)
    ticked_on = models.DateField("coché le", default=timezone.localdate, editable=False)

    class Meta(ProjectRow.Meta):
        verbose_name = "préparatif"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["project", "key"],
                name="preparation_ticked_once",
                violation_error_message="Quelqu’un vient de noter ce préparatif.",
            )
        ]

    def __str__(self) -> str:
        return self.key


@pghistory.track()
class FramingAnswer(ProjectRow):
    """The answer to one question of the framing. One row a question, so that two people who answer never collide."""

    question = models.CharField("question", max_length=40, editable=False)
    text = models.TextField("réponse", max_length=4000, blank=True)

    class Meta(ProjectRow.Meta):
        verbose_name = "réponse de cadrage"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["project", "question"],
                name="framing_question_answered_once",
                violation_error_message="Quelqu’un vient de répondre à cette question.",
            ),
            models.CheckConstraint(condition=~Q(question=""), name="framing_answer_has_question"),
        ]

    def __str__(self) -> str:
        return self.text
