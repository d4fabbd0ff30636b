"""Questionnaires for tests."""

from typing import Any

from django.utils import timezone

from charter.listening.tokens import fresh, token_of
from charter.models import (
    Answer,
    AnswerCluster,
    AnswerTag,
    Department,
    Membership,
    Project,
    Question,
    Questionnaire,
    Respondent,
)
from charter.models.listening import MailState, QuestionKind, QuestionnaireState, Theme


def make_questionnaire(
    project: Project, *, state: str = QuestionnaireState.OPEN, questions: bool = True, **values: Any
) -> Questionnaire:
    """A questionnaire with a text, a choice and a scale."""
    made: Questionnaire = Questionnaire.objects.create(
        project=project, title="Votre travail et vos clients", state=state, **values
    )
    if questions:
        add_question(made, "Que recopiez-vous plusieurs fois\u00a0?", theme=Theme.WORK)
        add_question(
            made, "Où travaillez-vous\u00a0?", kind=QuestionKind.CHOICE, options=["Au bureau", "Sur la route"]
        )
        add_question(
            made,
            "Quelle confiance dans les données\u00a0?",
            kind=QuestionKind.SCALE,
            options=["aucune", "entière"],
        )
    return made


def add_question(questionnaire: Questionnaire, text: str, **values: Any) -> Question:
    position = questionnaire.questions.count() + 1
    made: Question = Question.objects.create(
        questionnaire=questionnaire, text=text, position=position, **values
    )
    return made


def ask(questionnaire: Questionnaire, **values: Any) -> tuple[Respondent, str]:
    """Somebody asked, with the token of the link."""
    columns = {"mail": MailState.SENT if values.get("email") else MailState.NONE, **fresh(), **values}
    made = Respondent.objects.create(questionnaire=questionnaire, **columns)
    return made, token_of(made.seed)


def say(respondent: Respondent, question: Question, text: str, **values: Any) -> Answer:
    """An answer, its author having begun."""
    Respondent.objects.filter(pk=respondent.pk, started_at=None).update(started_at=timezone.now())
    return Answer.objects.create(respondent=respondent, question=question, text=text, **values)


def two_hundred_answers(questionnaire: Questionnaire, departments: list[Department]) -> list[Answer]:
    """A hundred people of these departments, two written answers each."""
    questions = [add_question(questionnaire, f"Question ouverte {number}\u00a0?") for number in (1, 2)]
    now = timezone.now()
    people = Respondent.objects.bulk_create(
        Respondent(
            questionnaire=questionnaire,
            name=f"Fonction {number}",
            department=departments[number % len(departments)],
            started_at=now,
            finished_at=now,
            **fresh(),
        )
        for number in range(100)
    )
    answers = [
        Answer(respondent=person, question=question, text=f"Je ressaisis le devis {person.name} deux fois.")
        for person in people
        for question in questions
    ]
    for answer in answers:
        answer.search_text = answer.searchable()
    return Answer.objects.bulk_create(answers)


def fill_listening(project: Project, department: Department, member: Membership) -> None:
    """One more questionnaire of each state with all that its pages show, and one put aside."""
    tag = AnswerTag.objects.create(project=project, name=f"Étiquette {department.code}")
    for state in QuestionnaireState.values:
        one = make_questionnaire(project, state=state)
        cluster = AnswerCluster.objects.create(questionnaire=one, name="Devis")
        person, _ = ask(one, email=member.user.email, member=member, department=department)
        for question in one.questions.all():
            row = say(person, question, "Le devis.", cluster=cluster, important=True)
            row.tags.add(tag)
    make_questionnaire(project).put_aside(read_version=1)
