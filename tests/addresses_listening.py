"""How the permissions test visits the addresses of questionnaires."""

from typing import Any

from charter.models import AnswerCluster, Project, Question
from tests.charter.asking import ask, make_questionnaire, say
from tests.visits import Provider, Visit


def on_questionnaire(method: str = "GET", *, state: str = "open", **data: Any) -> Provider:
    """A questionnaire with an answer of a member, and a cluster."""

    def visit(project: Project) -> Visit:
        one = make_questionnaire(project, state=state)
        department = project.department_rows.order_by("position").first()
        person, _ = ask(one, name="Commercial itinérant", email="itinerant@exemple.fr", department=department)
        cluster = AnswerCluster.objects.create(questionnaire=one, name="Double saisie")
        question: Question = one.questions.order_by("position")[0]
        answer = say(person, question, "Le devis, trois fois.", cluster=cluster)
        named = {
            name: {"answer": answer.pk, "cluster": cluster.pk}[value]
            if value in {"answer", "cluster"}
            else value
            for name, value in data.items()
        }
        return Visit({"pk": one.pk}, method, {"version": one.version, **named})

    return visit


def on_question(method: str = "GET", *, aside: bool = False) -> Provider:
    def visit(project: Project) -> Visit:
        one = make_questionnaire(project, state="draft")
        question: Question = one.questions.order_by("position")[0]
        if aside:
            question.put_aside(read_version=1)
        return Visit({"pk": one.pk, "question": question.pk}, method, {"version": question.version})

    return visit


def on_respondent(project: Project) -> Visit:
    one = make_questionnaire(project)
    person, _ = ask(one, email="itinerant@exemple.fr")
    return Visit({"pk": one.pk, "respondent": person.pk}, "POST")


def on_answer(project: Project) -> Visit:
    one = make_questionnaire(project)
    person, _ = ask(one, name="Commercial itinérant")
    answer = say(person, one.questions.order_by("position")[0], "Le devis, trois fois.")
    return Visit({"pk": one.pk, "answer": answer.pk})


def on_cluster(method: str = "GET", *, aside: bool = False) -> Provider:
    def visit(project: Project) -> Visit:
        one = make_questionnaire(project)
        cluster = AnswerCluster.objects.create(questionnaire=one, name="Double saisie")
        if aside:
            cluster.put_aside(read_version=1)
        return Visit({"pk": one.pk, "cluster": cluster.pk}, method, {"version": cluster.version})

    return visit


def deleted(project: Project) -> Visit:
    one = make_questionnaire(project)
    one.put_aside(read_version=one.version)
    return Visit({"pk": one.pk}, "POST")


def to_harvest(project: Project) -> Visit:
    visit = on_answer(project)
    return Visit({"pk": visit.kwargs["pk"], "destination": "fear"}, "GET", {"answer": visit.kwargs["answer"]})


def listed(project: Project) -> Visit:
    make_questionnaire(project)
    return Visit()


ADDRESSES: dict[str, Provider] = {
    "questionnaires": listed,
    "questionnaire_add": lambda _project: Visit(),
    "questionnaire": on_questionnaire(),
    "questionnaire_edit": on_questionnaire(),
    "questionnaire_move": on_questionnaire("POST", to="closed"),
    "questionnaire_copy": on_questionnaire("POST"),
    "questionnaire_delete": on_questionnaire("POST"),
    "questionnaire_restore": deleted,
    "questionnaire_preview": on_questionnaire(),
    "questionnaire_answer": on_questionnaire(),
    "question_library": on_questionnaire(state="draft"),
    "question_add": on_questionnaire(state="draft"),
    "question_place": on_questionnaire("POST", state="draft"),
    "question_edit": on_question(),
    "question_delete": on_question("POST"),
    "question_restore": on_question("POST", aside=True),
    "recipients": on_questionnaire(),
    "recipients_remind": on_questionnaire("POST"),
    "common_link": on_questionnaire("POST", to="nouveau"),
    "names_erase": on_questionnaire("POST", state="closed"),
    "recipient_revoke": on_respondent,
    "recipient_send": on_respondent,
    "answers": on_questionnaire(),
    "answers_sort": on_questionnaire("POST", do="important", answer="answer"),
    "answer": on_answer,
    "questionnaire_participation": on_questionnaire(),
    "answers_harvest": to_harvest,
    "answer_clusters": on_questionnaire(),
    "answer_cluster_add": on_questionnaire("POST", name="Attente"),
    "answer_cluster_move": on_questionnaire("POST", answer="answer", cluster="cluster"),
    "answer_cluster_edit": on_cluster(),
    "answer_cluster_delete": on_cluster("POST"),
    "answer_cluster_restore": on_cluster("POST", aside=True),
}
