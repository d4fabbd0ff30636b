"""Running a questionnaire: its questions, its states, the people asked, the messages."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.reminders import obligations
from charter.actions.asking import invite, remind_now
from charter.actions.listening import FROZEN, add_from_library, save_question
from charter.listening.library import LIBRARY, by_theme
from charter.listening.mailing import remind_round, send_round
from charter.listening.recipients import Recipient, read_recipients
from charter.listening.tokens import current_token, token_of
from charter.models import Department, Project, Question, Questionnaire, Respondent
from charter.models.listening import MailState, QuestionnaireState, Theme
from crmproject.toolkit.refusals import RefusedError
from crmproject.toolkit.tokens import digest_of
from tests.charter.asking import ask, make_questionnaire, say
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db


def test_the_library_asks_open_questions_on_every_theme() -> None:
    assert len(LIBRARY) >= 25
    themes = dict(by_theme())
    assert set(themes) == set(Theme) - {Theme.OTHER}
    assert len({one.key for one in LIBRARY}) == len(LIBRARY)
    assert sum(one.kind == "text" for one in LIBRARY) > len(LIBRARY) / 2
    assert all(len(questions) >= 3 for questions in themes.values())


def test_questions_are_picked_from_the_library_once(
    project: Project, personas: dict[str, User], client_for: ClientFor
) -> None:
    one = make_questionnaire(project, state="draft", questions=False)
    url = reverse("question_library", args=[project.slug, one.pk])
    client = client_for("manager")
    assert client.post(url, {"key": ["journee", "exception", "inventée"]}).status_code == 302
    assert client.post(url, {"key": ["journee", "inquiet"]}).status_code == 302
    assert list(one.questions.values_list("library", flat=True)) == ["journee", "exception", "inquiet"]


def test_an_opened_questionnaire_keeps_its_questions(
    project: Project, personas: dict[str, User], client_for: ClientFor
) -> None:
    one = make_questionnaire(project)
    question = one.questions.order_by("position")[0]
    url = reverse("question_edit", args=[project.slug, one.pk, question.pk])
    data = {"text": "Autre question", "kind": "text", "theme": "work", "version": question.version}
    answer = client_for("manager").post(url, data)
    assert answer.status_code == 409
    assert "Autre question" in answer.content.decode()
    question.refresh_from_db()
    assert question.text.startswith("Que recopiez-vous")
    with pytest.raises(RefusedError, match="ne changent plus"):
        add_from_library(questionnaire=one, keys=["journee"])
    question.text = "Autre"
    with pytest.raises(RefusedError) as refused:
        save_question(question=question, read_version=1)
    assert str(refused.value) == FROZEN


def test_a_stale_question_keeps_what_was_typed(
    project: Project, personas: dict[str, User], client_for: ClientFor
) -> None:
    one = make_questionnaire(project, state="draft")
    question = one.questions.order_by("position")[0]
    question.write(read_version=1, text="Écrite entre-temps")
    url = reverse("question_edit", args=[project.slug, one.pk, question.pk])
    data = {"text": "Ma version", "kind": "text", "theme": "work", "version": 1}
    answer = client_for("manager").post(url, data)
    assert answer.status_code == 409
    assert "Ma version" in answer.content.decode()
    again = answer.context["form"]["version"].value()
    assert client_for("manager").post(url, {**data, "version": again}).status_code == 302


@pytest.mark.parametrize(
    ("kind", "options", "told"),
    [
        ("choice", "Un seul", "deux choix"),
        ("scale", "a\nb\nc", "Deux lignes"),
        ("choice", "x\n" * 1 + "y" * 300, "200"),
    ],
)
def test_a_question_with_wrong_options_is_told(
    kind: str, options: str, told: str, project: Project, personas: dict[str, User], client_for: ClientFor
) -> None:
    one = make_questionnaire(project, state="draft", questions=False)
    url = reverse("question_add", args=[project.slug, one.pk])
    answer = client_for("manager").post(url, {"text": "Q", "kind": kind, "theme": "work", "options": options})
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_the_state_moves_once_as_it_was_read(
    project: Project, personas: dict[str, User], client_for: ClientFor
) -> None:
    one = make_questionnaire(project, state="draft")
    url = reverse("questionnaire_move", args=[project.slug, one.pk])
    client = client_for("manager")
    assert client.post(url, {"to": "open", "version": one.version}).status_code == 302
    one.refresh_from_db()
    assert one.is_open
    assert one.opened_at
    assert client.post(url, {"to": "closed", "version": 1}).status_code == 409
    assert client.post(url, {"to": "closed", "version": one.version}).status_code == 302
    one.refresh_from_db()
    assert one.state == QuestionnaireState.CLOSED


def test_an_empty_or_late_questionnaire_does_not_open(
    project: Project, personas: dict[str, User], client_for: ClientFor
) -> None:
    client = client_for("manager")
    empty = make_questionnaire(project, state="draft", questions=False)
    late = make_questionnaire(
        project, state="draft", closes_on=timezone.localdate() - datetime.timedelta(days=1)
    )
    for one in (empty, late):
        client.post(reverse("questionnaire_move", args=[project.slug, one.pk]), {"to": "open", "version": 1})
        one.refresh_from_db()
        assert one.is_draft


def test_nobody_takes_back_to_a_draft_what_somebody_began(
    project: Project, personas: dict[str, User], client_for: ClientFor
) -> None:
    one = make_questionnaire(project)
    person, _ = ask(one)
    say(person, one.questions.order_by("position")[0], "Le devis.")
    client_for("manager").post(
        reverse("questionnaire_move", args=[project.slug, one.pk]), {"to": "draft", "version": one.version}
    )
    one.refresh_from_db()
    assert one.is_open


def test_a_copy_has_the_questions_and_no_answers(
    project: Project, personas: dict[str, User], client_for: ClientFor
) -> None:
    one = make_questionnaire(project, state="closed")
    ask(one)
    client_for("manager").post(reverse("questionnaire_copy", args=[project.slug, one.pk]))
    copy = Questionnaire.objects.exclude(pk=one.pk).get()
    assert copy.is_draft
    assert [q.text for q in copy.questions.all()] == [q.text for q in one.questions.all()]
    assert not copy.respondents.exists()


PASTED = """nom;e-mail;service
Commercial itinérant ; itinerant@exemple.fr ; Commercial
Direction <dg@exemple.fr> DIR
seule@exemple.fr
deja@exemple.fr
itinerant@exemple.fr
pas une adresse
sans@arobase@exemple
Autre;autre@exemple.fr;Inconnu
un@exemple.fr;deux@exemple.fr
=cmd@exemple.fr\tCOM
"""


def test_each_wrong_line_is_told_and_stops_no_other(project: Project) -> None:
    departments = list(Department.objects.filter(project=project))
    reading = read_recipients(PASTED, departments=departments, known=["DEJA@exemple.fr"])
    people = [(one.name, one.email, one.department and one.department.code) for one in reading.recipients]
    assert people == [
        ("Commercial itinérant", "itinerant@exemple.fr", "COM"),
        ("Direction", "dg@exemple.fr", "DIR"),
        ("", "seule@exemple.fr", None),
        ("", "=cmd@exemple.fr", "COM"),
    ]
    told = {one.line: one.reason for one in reading.problems}
    assert told[5] == "adresse déjà invitée"
    assert told[6] == "adresse déjà donnée à la ligne 2"
    assert "aucune adresse" in told[7]
    assert "n’est pas une adresse" in told[8]
    assert "service inconnu" in told[9]
    assert "plusieurs adresses" in told[10]


def test_the_page_invites_the_good_lines_and_gives_back_the_others(
    project: Project, personas: dict[str, User], client_for: ClientFor
) -> None:
    one = make_questionnaire(project)
    member = project.membership_rows.get(user=personas["contributor"])
    url = reverse("recipients", args=[project.slug, one.pk])
    answer = client_for("manager").post(url, {"pasted": "bon@exemple.fr\nfaux@", "members": [member.pk]})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Ligne 2" in text
    assert "faux@" in text
    asked = {one.email: one for one in Respondent.objects.all()}
    assert set(asked) == {"bon@exemple.fr", "contributor@exemple.fr"}
    assert asked["contributor@exemple.fr"].member == member
    assert asked["contributor@exemple.fr"].department == member.department


def test_a_token_is_kept_as_a_hash_and_changes_with_the_key(project: Project, settings: Any) -> None:
    person, token = ask(make_questionnaire(project), email="a@exemple.fr")
    row = Respondent.objects.filter(pk=person.pk).values().get()
    assert token not in {str(value) for value in row.values()}
    assert row["token_sha256"] == digest_of(token)
    assert len(token) == 43, "256 bits"
    settings.SECRET_KEY = "une-autre-clef-secrete-du-site-assez-longue-pour-servir"
    assert token_of(person.seed) != token
    assert current_token(person) == ""


def test_links_leave_when_the_questionnaire_opens_and_once(project: Project) -> None:
    one = make_questionnaire(project, state="draft")
    invite(questionnaire=one, people=[Recipient(1, "Commercial itinérant", "a@exemple.fr")])
    assert send_round() == 0
    Questionnaire.objects.update(state="open")
    assert send_round() == 1
    assert send_round() == 0
    (message,) = mail.outbox
    person = Respondent.objects.get()
    assert token_of(person.seed) in message.body
    assert "Vos réponses sont lues par le chef de projet" in message.body
    assert message.to == ["a@exemple.fr"]
    assert person.mail == MailState.SENT
    assert message.reply_to == [project.manager.email]


def test_a_title_breaks_no_header(project: Project) -> None:
    one = make_questionnaire(project)
    Questionnaire.objects.update(title="Écoute\r\nBcc: victime@exemple.fr")
    invite(questionnaire=one, people=[Recipient(1, "", "a@exemple.fr")])
    send_round()
    (message,) = mail.outbox
    assert "\n" not in message.subject
    assert not message.bcc


def test_those_who_did_not_finish_are_reminded_once_a_day(project: Project) -> None:
    one = make_questionnaire(project)
    ask(one, email="muette@exemple.fr", mailed_at=timezone.now())
    done, _ = ask(one, email="faite@exemple.fr", started_at=timezone.now(), finished_at=timezone.now())
    gone, _ = ask(one, email="partie@exemple.fr", revoked_at=timezone.now())
    assert remind_now(questionnaire=one) == 1
    assert remind_now(questionnaire=one) == 0
    assert send_round() == 1
    (message,) = mail.outbox
    assert message.to == ["muette@exemple.fr"]
    assert "Rappel" in message.subject
    assert {done.email, gone.email}.isdisjoint(message.to)


def test_reminders_leave_three_days_before_and_the_last_day(project: Project) -> None:
    one = make_questionnaire(project, closes_on=datetime.date(2027, 2, 12))
    with time_machine.travel(datetime.datetime(2027, 2, 1, 9, tzinfo=datetime.UTC), tick=False):
        ask(one, email="muette@exemple.fr", mailed_at=timezone.now())
        assert remind_round() == 0
    for day, number in ((9, 1), (10, 0), (12, 1), (13, 0)):
        with time_machine.travel(datetime.datetime(2027, 2, day, 9, tzinfo=datetime.UTC), tick=False):
            assert remind_round() == number, day
            assert remind_round() == 0, day
            assert send_round() == number, day
    assert len(mail.outbox) == 2


def test_members_are_reminded_like_of_everything_else(project: Project, personas: dict[str, User]) -> None:
    due = timezone.localdate() + datetime.timedelta(days=2)
    one = make_questionnaire(project, closes_on=due)
    member = project.membership_rows.get(user=personas["contributor"])
    ask(one, email=member.user.email, member=member, mailed_at=timezone.now() - datetime.timedelta(days=5))
    (told,) = [ob for ob in obligations(due) if ob.key.startswith("questionnaire:")]
    assert told.user == personas["contributor"]
    assert told.due == due
    assert remind_round() == 0
    Respondent.objects.update(started_at=timezone.now(), finished_at=timezone.now())
    assert not [ob for ob in obligations(due) if ob.key.startswith("questionnaire:")]


def test_a_member_finds_the_way_to_answer(
    project: Project, personas: dict[str, User], client_for: ClientFor
) -> None:
    one = make_questionnaire(project)
    member = project.membership_rows.get(user=personas["contributor"])
    _person, token = ask(one, email=member.user.email, member=member)
    client = client_for("contributor")
    home = client.get(project.get_absolute_url()).content.decode()
    assert "Répondre au questionnaire" in home
    listing = client.get(reverse("questionnaires", args=[project.slug])).content.decode()
    assert reverse("questionnaire_answer", args=[project.slug, one.pk]) in listing
    answer = client.get(reverse("questionnaire_answer", args=[project.slug, one.pk]))
    assert answer["Location"] == reverse("answering", args=[token])
    other = client_for("reader").get(reverse("questionnaire_answer", args=[project.slug, one.pk]))
    assert other["Location"] == reverse("questionnaires", args=[project.slug])


def test_names_are_erased_for_good_and_answers_stay(
    project: Project, personas: dict[str, User], client_for: ClientFor
) -> None:
    one = make_questionnaire(project)
    person, _ = ask(
        one, name="Camille Roy", email="camille@exemple.fr", department=one.project.department_rows.first()
    )
    say(person, one.questions.order_by("position")[0], "Le devis.")
    url = reverse("names_erase", args=[project.slug, one.pk])
    client_for("manager").post(url)
    person.refresh_from_db()
    assert person.name == "Camille Roy"
    Questionnaire.objects.update(state="closed")
    client_for("manager").post(url)
    person.refresh_from_db()
    assert (person.name, person.email) == ("", "")
    assert person.department is not None
    assert person.answers.get().text == "Le devis."
    assert person.revoked_at is not None


def test_a_question_put_aside_comes_back(
    project: Project, personas: dict[str, User], client_for: ClientFor
) -> None:
    one = make_questionnaire(project, state="draft")
    question = one.questions.order_by("position")[0]
    client = client_for("manager")
    client.post(reverse("question_delete", args=[project.slug, one.pk, question.pk]), {"version": 1})
    assert Question.objects.live().filter(questionnaire=one).count() == 2
    client.post(reverse("question_restore", args=[project.slug, one.pk, question.pk]))
    assert Question.objects.live().filter(questionnaire=one).count() == 3
    down = {"row": question.pk, "direction": "bas"}
    client.post(reverse("question_place", args=[project.slug, one.pk]), down)
    assert Question.objects.live().filter(questionnaire=one)[1] == question
