"""What a respondent writes: the beginning, each answer as it is typed, the end."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from charter.listening.tokens import fresh
from charter.models import Answer, CommonLink, Department, Question, Questionnaire, Respondent
from crmproject.toolkit.refusals import RefusedError

MOST_BY_COMMON_LINK = 3000


class ClosedError(RefusedError):
    """Answers are not taken any more."""


@dataclass(frozen=True)
class Said:
    """An answer as it was typed, checked."""

    text: str = ""
    score: int | None = None


def _held(respondent: Respondent) -> Respondent:
    """The respondent, held until the transaction ends. Raises ClosedError when answers are not taken any more."""
    standing = Respondent.objects.select_for_update(of=("self",)).select_related("questionnaire__project")
    found = standing.get(pk=respondent.pk)
    if found.revoked_at is not None:
        raise ClosedError("Ce lien a été révoqué\u00a0: votre réponse n’a pas été enregistrée.")
    if not found.questionnaire.takes_answers:
        raise ClosedError("Ce questionnaire est clos\u00a0: votre réponse n’a pas été enregistrée.")
    return found


@transaction.atomic
def begin(*, respondent: Respondent, department: Department | None = None) -> None:
    """Note that this person began, and the department where none was known."""
    found = _held(respondent)
    if found.started_at is None:
        found.started_at = timezone.now()
    if found.department_id is None:
        found.department = department
    found.save(update_fields=["started_at", "department"])


@transaction.atomic
def keep_answer(*, respondent: Respondent, question: Question, said: Said) -> Answer:
    """Keep what this person answers to this question, in the place of what was answered before."""
    found = _held(respondent)
    if found.started_at is None:
        Respondent.objects.filter(pk=found.pk, started_at=None).update(started_at=timezone.now())
    answer = Answer.objects.filter(respondent=found, question=question).first()
    if answer is None:
        return Answer.objects.create(respondent=found, question=question, text=said.text, score=said.score)
    if (answer.text, answer.score) != (said.text, said.score):
        answer.text, answer.score, answer.answered_at = said.text, said.score, timezone.now()
        answer.save(update_fields=["text", "score", "answered_at", "search_text"])
    return answer


@transaction.atomic
def finish(*, respondent: Respondent) -> bool:
    """End the questionnaire for this person; False when it had ended already.

    Raises RefusedError when nothing was answered.
    """
    found = _held(respondent)
    if found.finished_at is not None:
        return False
    if not Answer.objects.given().filter(respondent=found).exists():
        raise RefusedError("Répondez à une question au moins avant de terminer.")
    now = timezone.now()
    Respondent.objects.filter(pk=found.pk).update(started_at=found.started_at or now, finished_at=now)
    return True


@transaction.atomic
def join(*, link: CommonLink, name: str, department: Department | None) -> Respondent:
    """Give somebody who follows the common link a link of their own.

    Raises RefusedError when the questionnaire is closed, or has too many respondents.
    """
    questionnaire: Questionnaire = Questionnaire.objects.select_for_update().get(pk=link.questionnaire_id)
    if not questionnaire.takes_answers:
        raise ClosedError("Ce questionnaire est clos.")
    if Respondent.objects.filter(questionnaire=questionnaire).count() >= MOST_BY_COMMON_LINK:
        raise RefusedError("Ce questionnaire a atteint le nombre de réponses qu’il peut recevoir.")
    return Respondent.objects.create(
        questionnaire=questionnaire,
        name=name,
        department=department,
        by_common_link=True,
        started_at=timezone.now(),
        **fresh(),
    )
