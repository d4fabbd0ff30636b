"""Answering by a link, without an account: saved at each step, resumed elsewhere, finished once."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from charter.actions.asking import make_common_link
from charter.listening.tokens import token_of
from charter.models import Answer, Department, Project, Questionnaire, Respondent
from charter.models.answers import ANSWER_LENGTH
from tests.charter.asking import ask, make_questionnaire, say
from tests.clients import ReadOnlyGetClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(project: Project, com: Department) -> tuple[Questionnaire, Respondent, str]:
    one = make_questionnaire(project, intro="Dix minutes, merci.")
    person, token = ask(one, name="Commercial itinérant", email="a@exemple.fr", department=com)
    return one, person, token


type Asked = tuple[Questionnaire, Respondent, str]


def question_url(token: str, number: int) -> str:
    return reverse("answering_question", args=[token, number])


def test_the_door_says_who_reads_and_what_is_kept(asked: Asked, client: Client) -> None:
    _, _, token = asked
    page = client.get(reverse("answering", args=[token]))
    text = page.content.decode()
    assert page.status_code == 200
    assert "Vos réponses sont lues par le chef de projet" in text
    assert "Ce qui est gardé" in text
    assert "Dix minutes" in text
    assert page["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"]


def test_answers_are_kept_step_by_step_and_resumed_elsewhere(asked: Asked, client: Client) -> None:
    _one, _person, token = asked
    start = client.post(reverse("answering", args=[token]))
    assert start["Location"] == question_url(token, 1)
    forward = client.post(question_url(token, 1), {"answer": "Le devis."})
    assert forward["Location"] == question_url(token, 2)
    other_device = ReadOnlyGetClient()
    resumed = other_device.post(reverse("answering", args=[token]))
    assert resumed["Location"] == question_url(token, 2)
    assert "Le devis." in other_device.get(question_url(token, 1)).content.decode()
    back = other_device.post(question_url(token, 2), {"answer": "Au bureau", "to": "avant"})
    assert back["Location"] == question_url(token, 1)
    last = other_device.post(question_url(token, 3), {"answer": "4"})
    assert last["Location"] == reverse("answering_end", args=[token])
    assert sorted(Answer.objects.values_list("text", "score")) == [
        ("", 4),
        ("Au bureau", None),
        ("Le devis.", None),
    ]


def test_typing_is_kept_at_each_pause(asked: Asked, client: Client) -> None:
    _, person, token = asked
    answer = client.post(question_url(token, 1), {"answer": "Le dev"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "Enregistré à" in answer.content.decode()
    assert Answer.objects.get().text == "Le dev"
    person.refresh_from_db()
    assert person.started_at
    assert not person.finished_at


def test_a_questionnaire_answered_twice_is_told_clearly(asked: Asked, client: Client) -> None:
    _, _person, token = asked
    client.post(question_url(token, 1), {"answer": "Le devis."})
    end = reverse("answering_end", args=[token])
    assert client.post(end)["Location"] == reverse("answering", args=[token])
    first = Respondent.objects.get().finished_at
    page = client.get(reverse("answering", args=[token])).content.decode()
    assert "vous avez répondu" in page
    assert "ne comptera pas deux fois" in page
    assert client.post(end).status_code == 302
    assert Respondent.objects.get().finished_at == first


def test_a_correction_replaces_until_the_end(asked: Asked, client: Client) -> None:
    _one, _person, token = asked
    client.post(question_url(token, 1), {"answer": "Le devis."})
    client.post(reverse("answering_end", args=[token]))
    client.post(question_url(token, 1), {"answer": "Le devis et la commande."})
    assert Answer.objects.get().text == "Le devis et la commande."
    assert Respondent.objects.get().finished_at


def test_nothing_answered_does_not_finish(asked: Asked, client: Client) -> None:
    _, _, token = asked
    client.post(question_url(token, 1), {"answer": "   "})
    answer = client.post(reverse("answering_end", args=[token]))
    assert answer.status_code == 422
    assert "une question au moins" in answer.content.decode()


def test_a_text_that_is_too_long_is_given_back(asked: Asked, client: Client) -> None:
    _, _, token = asked
    typed = "é" * (ANSWER_LENGTH + 1)
    answer = client.post(question_url(token, 1), {"answer": typed})
    assert answer.status_code == 422
    assert typed in answer.content.decode()
    assert "4001 caractères" in answer.content.decode()
    quiet = client.post(question_url(token, 1), {"answer": typed}, headers={"HX-Request": "true"})
    assert quiet.status_code == 422
    assert not Answer.objects.exists()


@pytest.mark.parametrize(("number", "answer"), [(2, "Sur la lune"), (3, "6"), (3, "-1"), (3, "9" * 50)])
def test_an_unknown_choice_is_refused(number: int, answer: str, asked: Asked, client: Client) -> None:
    _, _, token = asked
    assert client.post(question_url(token, number), {"answer": answer}).status_code == 422
    assert not Answer.objects.exists()


def test_a_tampered_token_leads_nowhere(asked: Asked, client: Client) -> None:
    one, person, token = asked
    for wrong in (token[:-1], token[::-1], person.token_sha256, person.seed, "x"):
        for url in (
            reverse("answering", args=[wrong]),
            question_url(wrong, 1),
            reverse("answering_end", args=[wrong]),
        ):
            page = client.get(url)
            assert page.status_code == 404
            assert one.title not in page.content.decode()
    assert client.post(question_url("faux", 1), {"answer": "Le devis."}).status_code == 404


def test_a_closed_questionnaire_gives_back_what_was_typed(asked: Asked, client: Client) -> None:
    _one, _, token = asked
    Questionnaire.objects.update(state="closed")
    page = client.get(reverse("answering", args=[token]))
    assert page.status_code == 410
    assert "clos" in page.content.decode()
    answer = client.post(question_url(token, 1), {"answer": "Trois pages de texte."})
    text = answer.content.decode()
    assert answer.status_code == 410
    assert "Trois pages de texte." in text
    assert "n’a pas été enregistré" in text
    quiet = client.post(question_url(token, 1), {"answer": "Texte."}, headers={"HX-Request": "true"})
    assert quiet.status_code == 409
    assert not Answer.objects.exists()


def test_the_last_day_counts_and_the_next_one_is_too_late(asked: Asked, client: Client) -> None:
    _, _, token = asked
    today = timezone.localdate()
    Questionnaire.objects.update(closes_on=today)
    assert client.get(reverse("answering", args=[token])).status_code == 200
    Questionnaire.objects.update(closes_on=today - datetime.timedelta(days=1))
    assert client.get(reverse("answering", args=[token])).status_code == 410


@pytest.mark.parametrize("what", ["revoked", "draft", "deleted", "project"])
def test_other_closed_links_have_their_page(
    what: str, asked: Asked, project: Project, client: Client
) -> None:
    one, _person, token = asked
    if what == "revoked":
        Respondent.objects.update(revoked_at=timezone.now())
    elif what == "draft":
        Questionnaire.objects.update(state="draft")
    elif what == "deleted":
        one.put_aside(read_version=one.version)
    else:
        project.put_aside(read_version=project.version)
    expected = 404 if what in {"deleted", "project"} else 410
    assert client.get(reverse("answering", args=[token])).status_code == expected
    assert client.post(question_url(token, 1), {"answer": "x"}).status_code == expected


def test_too_many_tries_are_slowed_down(client: Client, db: None) -> None:
    statuses = {client.get(reverse("answering", args=[f"faux{number}"])).status_code for number in range(120)}
    assert statuses == {404, 429}


def test_an_unnamed_department_is_asked_for(project: Project, com: Department, client: Client) -> None:
    one = make_questionnaire(project)
    person, token = ask(one, email="a@exemple.fr")
    assert "Votre service" in client.get(reverse("answering", args=[token])).content.decode()
    client.post(reverse("answering", args=[token]), {"department": com.pk})
    person.refresh_from_db()
    assert person.department == com


def test_the_common_link_gives_each_person_a_link(project: Project, com: Department, client: Client) -> None:
    one = make_questionnaire(project)
    link = make_common_link(questionnaire=one, by=project.manager)
    url = reverse("answering_common", args=[token_of(link.seed)])
    answer = client.post(url, {"name": "Magasinière", "department": com.pk})
    person = Respondent.objects.get()
    assert person.by_common_link
    assert person.department == com
    assert person.name == "Magasinière"
    assert answer["Location"] == question_url(token_of(person.seed), 1)
    again = client.get(url).content.decode()
    assert "déjà commencé depuis ce navigateur" in again
    other = ReadOnlyGetClient()
    assert "déjà commencé" not in other.get(url).content.decode()
    make_common_link(questionnaire=one, by=project.manager)
    assert other.get(url).status_code == 410
    assert client.get(question_url(token_of(person.seed), 1)).status_code == 200


def test_a_department_of_another_project_is_refused(project: Project, client: Client) -> None:
    from tests.factories import DepartmentFactory

    link = make_common_link(questionnaire=make_questionnaire(project), by=project.manager)
    foreign = DepartmentFactory()
    answer = client.post(
        reverse("answering_common", args=[token_of(link.seed)]), {"name": "", "department": foreign.pk}
    )
    assert answer.status_code == 422
    assert not Respondent.objects.exists()


def test_a_respondent_sees_nobody_else(asked: Asked, client: Client) -> None:
    one, _, token = asked
    other, _ = ask(one, name="Autre personne")
    say(other, one.questions.order_by("position")[0], "Secret de l’autre.")
    for url in (
        reverse("answering", args=[token]),
        question_url(token, 1),
        reverse("answering_end", args=[token]),
    ):
        text = client.get(url).content.decode()
        assert "Secret" not in text
        assert "Autre personne" not in text
