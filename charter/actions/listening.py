"""Writes on questionnaires and their questions."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from charter.listening.library import BY_KEY
from charter.models import Question, Questionnaire, Respondent
from charter.models.listening import QuestionnaireState
from crmproject.toolkit.refusals import RefusedError
from crmproject.toolkit.rows import StaleWriteError, next_position, place

MOST_QUESTIONS = 60
FROZEN = (
    "Ce questionnaire a été ouvert\u00a0: ses questions ne changent plus, pour que les réponses gardent leur sens. "
    "Faites-en une copie pour poser d’autres questions."
)
# Which states lead to which.
MOVES = {
    QuestionnaireState.OPEN: (QuestionnaireState.DRAFT, QuestionnaireState.CLOSED),
    QuestionnaireState.CLOSED: (QuestionnaireState.OPEN,),
    QuestionnaireState.DRAFT: (QuestionnaireState.OPEN, QuestionnaireState.CLOSED),
}


@transaction.atomic
def move_questionnaire(*, questionnaire: Questionnaire, to: QuestionnaireState, read_version: int) -> None:
    """Open, close, or take back to a draft, as the questionnaire was read.

    Raises RefusedError when it can’t be, StaleWriteError when somebody wrote on it in between.
    """
    standing = _locked(questionnaire)
    if to == QuestionnaireState.OPEN:
        _may_open(standing)
    if to == QuestionnaireState.DRAFT and Respondent.objects.filter(questionnaire=standing).exclude(
        started_at=None
    ):
        raise RefusedError(
            "Quelqu’un a déjà commencé à répondre\u00a0: les questions ne peuvent plus changer. Faites une copie."
        )
    now = timezone.now()
    moments: dict[str, object] = {"closed_at": now if to == QuestionnaireState.CLOSED else None}
    if to == QuestionnaireState.OPEN:
        moments["opened_at"] = standing.opened_at or now
    moved = Questionnaire.objects.filter(
        pk=standing.pk, version=read_version, state__in=MOVES[to], deleted_at=None
    ).update(state=to, version=F("version") + 1, **moments)
    if not moved:
        standing.refresh_from_db()
        raise StaleWriteError(standing)
    questionnaire.refresh_from_db()


def _may_open(questionnaire: Questionnaire) -> None:
    if not questionnaire.questions.filter(deleted_at=None).exists():
        raise RefusedError("Ajoutez au moins une question avant d’ouvrir le questionnaire.")
    if questionnaire.is_late:
        raise RefusedError("La date de clôture est passée\u00a0: choisissez-en une autre avant d’ouvrir.")


def _locked(questionnaire: Questionnaire) -> Questionnaire:
    """The questionnaire as it stands, held until the transaction ends: nobody opens it while its questions change."""
    found: Questionnaire = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    return found


def _writable(questionnaire: Questionnaire) -> Questionnaire:
    standing = _locked(questionnaire)
    if not standing.is_draft:
        raise RefusedError(FROZEN)
    return standing


@transaction.atomic
def save_question(*, question: Question, read_version: int = 0) -> Question:
    """Add a question at the end, or write it as it was read. Raises RefusedError once the questionnaire was open."""
    standing = _writable(question.questionnaire)
    if question._state.adding:
        _room_for(standing, 1)
        question.position = next_position(Question.objects.filter(questionnaire=standing))
        question.save()
    else:
        names = ("kind", "theme", "text", "help", "options")
        question.write(read_version=read_version, **{name: getattr(question, name) for name in names})
    return question


@transaction.atomic
def add_from_library(*, questionnaire: Questionnaire, keys: Iterable[str]) -> int:
    """Add these questions of the library that the questionnaire lacks; returns how many."""
    standing = _writable(questionnaire)
    there = set(Question.objects.live().filter(questionnaire=standing).values_list("library", flat=True))
    wanted = [BY_KEY[key] for key in dict.fromkeys(keys) if key in BY_KEY and key not in there]
    _room_for(standing, len(wanted))
    first = next_position(Question.objects.filter(questionnaire=standing))
    Question.objects.bulk_create(
        Question(
            questionnaire=standing,
            position=first + index,
            kind=one.kind,
            theme=one.theme,
            text=one.text,
            help=one.help,
            options=list(one.options),
            library=one.key,
        )
        for index, one in enumerate(wanted)
    )
    return len(wanted)


def _room_for(questionnaire: Questionnaire, number: int) -> None:
    if Question.objects.live().filter(questionnaire=questionnaire).count() + number > MOST_QUESTIONS:
        raise RefusedError(
            f"{MOST_QUESTIONS} questions au plus\u00a0: au-delà, plus personne ne répond jusqu’au bout."
        )


@transaction.atomic
def put_question_aside(*, question: Question, read_version: int) -> None:
    """Take a question off, in a way that can be undone."""
    _writable(question.questionnaire)
    question.put_aside(read_version=read_version)


@transaction.atomic
def restore_question(*, question: Question) -> None:
    """Bring a question back."""
    standing = _writable(question.questionnaire)
    _room_for(standing, 1)
    question.restore(read_version=question.version)


@transaction.atomic
def arrange_questions(*, questionnaire: Questionnaire, ids: list[int]) -> None:
    """Put the questions in this order."""
    standing = _writable(questionnaire)
    place(Question.objects.live().filter(questionnaire=standing), ids=ids)


@transaction.atomic
def copy_questionnaire(*, questionnaire: Questionnaire) -> Questionnaire:
    """A draft with the same questions, and neither respondents nor answers."""
    copy = Questionnaire.objects.create(
        project=questionnaire.project,
        title=f"{questionnaire.title[:190]} (copie)",
        intro=questionnaire.intro,
        position=next_position(Questionnaire.objects.filter(project=questionnaire.project)),
    )
    names = ("kind", "theme", "text", "help", "options", "library", "position")
    Question.objects.bulk_create(
        Question(questionnaire=copy, **{name: getattr(one, name) for name in names})
        for one in Question.objects.live().filter(questionnaire=questionnaire)
    )
    return copy
