"""Sorting two hundred answers, and turning some into requirements, risks and fears that keep their source."""

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from charter.harvest import sources_of
from charter.listening.sorting import participation
from charter.models import (
    Answer,
    AnswerCluster,
    AnswerTag,
    AnswerUse,
    Department,
    Project,
    Questionnaire,
    Respondent,
    Risk,
)
from charter.models.risks import RiskKind
from requirements.models import Requirement
from requirements.models.needs import RequirementStatus
from tests.charter.asking import add_question, ask, make_questionnaire, say, two_hundred_answers
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(project: Project, personas: dict[str, User], client_for: ClientFor) -> Client:
    return client_for("manager")


@pytest.fixture
def heard(project: Project) -> tuple[Questionnaire, list[Answer]]:
    """Two hundred answers of two departments."""
    one = make_questionnaire(project)
    return one, two_hundred_answers(one, list(Department.objects.filter(project=project)))


type Heard = tuple[Questionnaire, list[Answer]]


def posted(answers: list[Answer]) -> dict[str, Any]:
    """What the screen posts for these answers, left as it came."""
    data: dict[str, Any] = {"answer": [one.pk for one in answers]}
    for one in answers:
        place = one.respondent.department
        data |= {
            f"a{one.pk}-keep": "on",
            f"a{one.pk}-seen": "0",
            f"a{one.pk}-title": f"Reprendre le devis {one.pk}",
            f"a{one.pk}-text": one.text,
            f"a{one.pk}-department": place.pk if place else "",
            f"a{one.pk}-category": "functional",
            f"a{one.pk}-priority": "should",
            f"a{one.pk}-probability": "3",
            f"a{one.pk}-impact": "4",
            f"a{one.pk}-response": "",
        }
    return data


def test_ten_answers_become_ten_requirements_with_their_source(
    project: Project, heard: Heard, manager: Client
) -> None:
    one, answers = heard
    ten = answers[:10]
    url = reverse("answers_harvest", args=[project.slug, one.pk, "requirement"])
    ticked = {"answer": [row.pk for row in ten], "do": "en-requirement"}
    led = manager.post(reverse("answers_sort", args=[project.slug, one.pk]), ticked)
    assert led["Location"].startswith(url)
    screen = manager.get(led["Location"])
    assert len(screen.context["lines"]) == 10
    assert "Je ressaisis le devis" in screen.content.decode()
    done = manager.post(url, posted(ten))
    assert done.status_code == 302
    made = list(Requirement.objects.filter(project=project).order_by("pk"))
    assert len(made) == 10
    assert {row.status for row in made} == {RequirementStatus.ACCEPTED}
    assert {row.ref.split("-")[0] for row in made} == {"COM", "DIR"}
    assert len({row.ref for row in made}) == 10
    uses = {use.target_id: use for use in AnswerUse.objects.select_related("answer__respondent__department")}
    for row in made:
        answer = uses[row.pk].answer
        assert answer is not None
        assert answer.respondent.department == row.department
        assert row.source.startswith(
            f"Réponse de {answer.respondent.name} ({row.department.name}) au questionnaire"
        )
        assert answer.text in row.rationale
        (source,) = sources_of(project, "requirement", row.pk)
        assert source.quoted == answer.text
        assert source.url == reverse("answer", args=[project.slug, one.pk, answer.pk])
    after = manager.get(done["Location"]).content.decode()
    assert all(row.ref in after for row in made)


def test_the_requirement_says_where_it_comes_from_and_the_answer_what_became_of_it(
    project: Project, heard: Heard, manager: Client, client_for: ClientFor
) -> None:
    one, answers = heard
    manager.post(reverse("answers_harvest", args=[project.slug, one.pk, "requirement"]), posted(answers[:1]))
    made = Requirement.objects.get()
    page = reverse("requirement", args=[project.slug, made.ref])
    answer_page = reverse("answer", args=[project.slug, one.pk, answers[0].pk])
    assert f'href="{answer_page}"' in manager.get(page).content.decode()
    assert answer_page not in client_for("contributor").get(page).content.decode()
    text = manager.get(answer_page).content.decode()
    assert made.ref in text
    assert page in text
    made.put_aside(read_version=made.version)
    assert "à la corbeille" in manager.get(answer_page).content.decode()
    made.restore(read_version=made.version)
    assert "à la corbeille" not in manager.get(answer_page).content.decode()


def test_a_page_sent_twice_makes_nothing_twice(project: Project, heard: Heard, manager: Client) -> None:
    one, answers = heard
    url = reverse("answers_harvest", args=[project.slug, one.pk, "requirement"])
    data = posted(answers[:3])
    assert manager.post(url, data).status_code == 302
    again = manager.post(url, {**data, f"a{answers[0].pk}-title": "Mon titre retouché"})
    assert again.status_code == 409
    assert "Mon titre retouché" in again.content.decode()
    assert Requirement.objects.count() == 3


def test_one_wrong_line_stops_all_and_loses_nothing(project: Project, heard: Heard, manager: Client) -> None:
    one, answers = heard
    url = reverse("answers_harvest", args=[project.slug, one.pk, "requirement"])
    three = answers[:3]
    wrong = posted(three) | {f"a{three[1].pk}-title": "", f"a{three[2].pk}-title": "Titre bien à moi"}
    answer = manager.post(url, wrong)
    assert answer.status_code == 422
    assert "Titre bien à moi" in answer.content.decode()
    assert not Requirement.objects.exists()
    del wrong[f"a{three[1].pk}-keep"]
    assert manager.post(url, wrong).status_code == 302
    assert Requirement.objects.count() == 2


def test_answers_become_risks_and_fears(project: Project, heard: Heard, manager: Client) -> None:
    one, answers = heard
    for kind, seen in (("risk", "0"), ("fear", "1")):
        data = posted(answers[:2]) | {f"a{row.pk}-seen": seen for row in answers[:2]}
        manager.post(reverse("answers_harvest", args=[project.slug, one.pk, kind]), data)
    assert (
        sorted(Risk.objects.values_list("kind", flat=True)) == [RiskKind.FEAR] * 2 + [RiskKind.INTERNAL] * 2
    )
    assert AnswerUse.objects.count() == 4


def test_a_cluster_becomes_one_requirement(project: Project, com: Department, manager: Client) -> None:
    one = make_questionnaire(project)
    question = one.questions.order_by("position")[0]
    cluster = AnswerCluster.objects.create(questionnaire=one, name="Double saisie")
    for name in ("Commercial itinérant", "Assistante commerciale"):
        person, _ = ask(one, name=name, department=com)
        say(person, question, f"Ressaisie vue par {name}.", cluster=cluster)
    url = reverse("answers_harvest", args=[project.slug, one.pk, "requirement"])
    (line,) = manager.get(url, {"cluster": cluster.pk}).context["lines"]
    assert "Ressaisie vue par Assistante commerciale" in line.form["text"].value()
    assert line.form["department"].value() == com.pk
    data = {"cluster": cluster.pk, f"c{cluster.pk}-keep": "on", f"c{cluster.pk}-seen": 0}
    fields = {"title": "Un devis saisi une fois", "text": "Le CRM doit…", "department": com.pk}
    fields |= {"category": "functional", "priority": "must"}
    data |= {f"c{cluster.pk}-{name}": value for name, value in fields.items()}
    assert manager.post(url, data).status_code == 302
    made = Requirement.objects.get()
    assert "2 réponses réunies dans «\u00a0Double saisie\u00a0»" in made.source
    board = manager.get(reverse("answer_clusters", args=[project.slug, one.pk])).content.decode()
    assert made.ref in board


def test_values_for_all_lines_are_given_at_once(project: Project, heard: Heard, manager: Client) -> None:
    one, answers = heard
    url = reverse("answers_harvest", args=[project.slug, one.pk, "requirement"])
    asked: dict[str, Any] = {
        "answer": [row.pk for row in answers[:4]],
        "priority": "must",
        "category": "data",
    }
    lines = manager.get(url, asked).context["lines"]
    assert {line.form["priority"].value() for line in lines} == {"must"}
    assert {line.form["category"].value() for line in lines} == {"data"}


def test_an_unknown_destination_is_not_found(project: Project, heard: Heard, manager: Client) -> None:
    one, answers = heard
    url = reverse("answers_harvest", args=[project.slug, one.pk, "facture"])
    assert manager.get(url, {"answer": answers[0].pk}).status_code == 404


def test_search_ignores_accents_and_filters_combine(
    project: Project, com: Department, manager: Client
) -> None:
    one = make_questionnaire(project)
    question = one.questions.order_by("position")[0]
    person, _ = ask(one, name="Commercial itinérant", department=com)
    wanted = say(person, question, "Le relevé d’été est ressaisi.")
    other, _ = ask(one, name="Sans service")
    say(other, question, "Rien à dire.")
    url = reverse("answers", args=[project.slug, one.pk])

    def found(**query: Any) -> list[int]:
        return [row.pk for row in manager.get(url, query).context["page"]]

    assert found(q="ete RELEVE") == [wanted.pk]
    assert found(service="COM") == [wanted.pk]
    assert len(found(service="aucun")) == 1
    assert found(service="COM", q="rien") == []
    assert len(found(service="inconnu", etiquette="x", regroupement="99999999", question="abc")) == 2
    for view in ("question", "personne", "service", "n’importe"):
        assert len(found(vue=view)) == 2


def test_ticked_answers_are_tagged_clustered_and_marked_at_once(
    project: Project, heard: Heard, manager: Client
) -> None:
    one, answers = heard
    url = reverse("answers_sort", args=[project.slug, one.pk])
    ids = [row.pk for row in answers[:30]]
    manager.post(url, {"answer": ids, "do": "etiqueter", "new_tag": "Ressaisie"})
    manager.post(url, {"answer": ids[:5], "do": "etiqueter", "new_tag": "ressaisie"})
    tag = AnswerTag.objects.get()
    assert tag.answers.count() == 30
    manager.post(url, {"answer": ids[:10], "do": "desetiqueter", "tag": tag.pk})
    assert tag.answers.count() == 20
    manager.post(url, {"answer": ids, "do": "regrouper", "new_cluster": "Double saisie"})
    cluster = AnswerCluster.objects.get()
    assert cluster.answers.count() == 30
    manager.post(url, {"answer": ids[:3], "do": "regrouper", "cluster": "aucun"})
    assert cluster.answers.count() == 27
    manager.post(url, {"answer": ids, "do": "important"})
    assert Answer.objects.filter(important=True).count() == 30
    for wrong in (
        {"do": "etiqueter", "new_tag": "x" * 61},
        {"do": "regrouper", "cluster": "0"},
        {"do": "quoi"},
    ):
        assert manager.post(url, {"answer": ids, **wrong}).status_code == 302
    assert AnswerTag.objects.count() == 1


def test_a_removed_cluster_frees_its_answers_and_takes_them_back(
    project: Project, heard: Heard, manager: Client
) -> None:
    one, answers = heard
    cluster = AnswerCluster.objects.create(questionnaire=one, name="Attente")
    Answer.objects.filter(pk__in=[row.pk for row in answers[:4]]).update(cluster=cluster)
    at = [project.slug, one.pk, cluster.pk]
    manager.post(reverse("answer_cluster_delete", args=at), {"version": 1})
    board = manager.get(reverse("answer_clusters", args=at[:2]))
    assert board.context["free_total"] == 200
    manager.post(reverse("answer_cluster_restore", args=at))
    assert manager.get(reverse("answer_clusters", args=at[:2])).context["free_total"] == 196


def test_a_note_is_found_by_searching(project: Project, heard: Heard, manager: Client) -> None:
    one, answers = heard
    url = reverse("answer", args=[project.slug, one.pk, answers[0].pk])
    assert manager.post(url, {"note": "À relier au stock"}).status_code == 302
    assert manager.post(url, {"note": "x" * 2001}).status_code == 422
    page = manager.get(reverse("answers", args=[project.slug, one.pk]), {"q": "a relier"})
    assert [row.pk for row in page.context["page"]] == [answers[0].pk]


def test_participation_counts_by_department(project: Project, com: Department, direction: Department) -> None:
    one = make_questionnaire(project)
    question = one.questions.order_by("position")[0]
    done, _ = ask(one, department=com)
    say(done, question, "Le devis.")
    Respondent.objects.filter(pk=done.pk).update(finished_at=done.created_at)
    begun, _ = ask(one, department=com)
    say(begun, question, "La commande.")
    ask(one, department=com)
    ask(one, department=direction)
    ask(one, department=direction, revoked_at=done.created_at)
    shares, total = participation(one)
    by_name = {share.department: share for share in shares}
    assert (by_name["Commercial"].asked, by_name["Commercial"].started, by_name["Commercial"].finished) == (
        3,
        2,
        1,
    )
    assert by_name["Commercial"].percent == 33
    assert by_name["Direction"].asked == 1
    assert (total.asked, total.finished) == (4, 1)


def test_only_those_named_to_respondents_read_answers(
    project: Project, heard: Heard, personas: dict[str, User], client_for: ClientFor
) -> None:
    one, answers = heard
    pages = [
        reverse("answers", args=[project.slug, one.pk]),
        reverse("answer", args=[project.slug, one.pk, answers[0].pk]),
        reverse("answer_clusters", args=[project.slug, one.pk]),
    ]
    for page in pages:
        for persona in ("manager", "sponsor", "head"):
            assert client_for(persona).get(page).status_code == 200
        for persona in ("steering", "contributor", "reader"):
            assert client_for(persona).get(page).status_code == 403


@pytest.mark.parametrize("name", ["answers", "answer_clusters", "questionnaire_participation", "recipients"])
def test_pages_stay_flat_from_twenty_to_two_hundred_answers(
    name: str, project: Project, manager: Client
) -> None:
    one = make_questionnaire(project)
    departments = list(Department.objects.filter(project=project))
    question = add_question(one, "D’abord\u00a0?")
    tag = AnswerTag.objects.create(project=project, name="Ressaisie")
    cluster = AnswerCluster.objects.create(questionnaire=one, name="Devis")
    for number in range(20):
        person, _ = ask(one, name=f"F{number}", department=departments[number % 2])
        row = say(person, question, "Le devis.", cluster=cluster if number % 2 else None)
        row.tags.add(tag)
    url = reverse(name, args=[project.slug, one.pk])
    few = _statements(manager, url)
    for row in two_hundred_answers(one, departments):
        row.tags.add(tag)
    data = posted(list(Answer.objects.order_by("-pk")[:10]))
    manager.post(reverse("answers_harvest", args=[project.slug, one.pk, "requirement"]), data)
    many = _statements(manager, url)
    # What ten answers became is asked for once more, whatever their number.
    assert many <= few + 1
    assert many <= 25, f"{name}: {many}"


def _statements(client: Client, url: str) -> int:
    client.get(url)
    cache.clear()
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)
