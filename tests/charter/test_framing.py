"""The preparation of a project: five things to do, questions to answer, each beside what the data say."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from charter.actions.framing import tick_preparation
from charter.framing import standings
from charter.framing_questions import DIAGNOSIS, FIVE_WORDS, PARTS
from charter.models import Department, FramingAnswer, PreparationTick, Project, Role
from charter.preparation import LAUNCH, NEEDS, PREPARATIONS, Evidence, Look, overall
from charter.projectfile.framing import DiagnosisEntry, FiveWordsEntry
from crmproject.toolkit import blocks
from crmproject.toolkit.blocks import Gathering, Place
from crmproject.toolkit.rows import StaleWriteError
from requirements.models import Interaction, Requirement
from tests.factories import MembershipFactory, RequirementFactory
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client_for: ClientFor) -> Client:
    return client_for("manager")


def page_of(project: Project) -> str:
    return reverse("framing", args=[project.slug])


def tick_url(project: Project, key: str = NEEDS) -> str:
    return reverse("preparation_tick", args=[project.slug, key])


def answers_url(project: Project, part: str = DIAGNOSIS.slug) -> str:
    return reverse("framing_answers", args=[project.slug, part])


def standing(project: Project, key: str) -> tuple[Look | None, str]:
    """What the data of this project say of a preparation."""
    found = next(one for one in standings(Gathering(project.pk)) if one.preparation.key == key)
    return found.look, " ".join(fact.text for fact in found.evidence).replace("\u00a0", " ")


# The five preparations.


def test_an_empty_project_has_five_things_to_prepare_and_requires_none(
    project: Project, manager: Client
) -> None:
    answer = manager.get(page_of(project))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert all(one.title in text for one in PREPARATIONS)
    assert "Aucun point de contact n’est décrit" in text
    assert "n’a pas encore de réponse" in text
    assert not PreparationTick.objects.exists()


@time_machine.travel(date(2027, 1, 12))
def test_a_preparation_is_ticked_by_somebody_on_a_day(project: Project, client_for: ClientFor) -> None:
    manager = client_for("manager")
    answer = manager.post(
        tick_url(project), {"done": "1", "note": "Entretiens tenus.", "version": 0}, follow=True
    )
    tick = PreparationTick.objects.get()
    assert (tick.done, tick.note, tick.ticked_on) == (True, "Entretiens tenus.", date(2027, 1, 12))
    assert "Claire Chef" in tick.who
    assert "Entretiens tenus." in answer.content.decode()
    manager.post(tick_url(project), {"done": "", "note": "", "version": tick.version})
    assert not PreparationTick.objects.get().done


def test_a_tick_that_the_data_do_not_show_is_told_kindly(project: Project, manager: Client) -> None:
    manager.post(tick_url(project), {"done": "1", "note": "", "version": 0})
    text = manager.get(page_of(project)).content.decode()
    assert "C’est coché, et le projet n’en montre rien encore." in text


def test_what_nobody_ticked_but_the_data_show_is_offered(project: Project, manager: Client) -> None:
    for stage in ("awareness", "consideration", "decision", "loyalty"):
        Interaction.objects.create(project=project, touchpoint="Salon", stage=stage)
    text = manager.get(page_of(project)).content.decode()
    assert "4 points de contact décrits, dans 4 étapes sur 4" in text
    assert "Visible dans le projet" in text


def test_a_preparation_that_no_app_knows_is_ticked_all_the_same(project: Project, manager: Client) -> None:
    """[R-PREPARATIFS] The launch is ticked by hand, whatever the data know of it."""
    assert manager.post(tick_url(project, LAUNCH), {"done": "1", "version": 0}).status_code == 302
    assert PreparationTick.objects.get().key == LAUNCH
    assert overall([]) is None


def test_two_people_who_note_the_same_thing_lose_nothing(project: Project, manager: Client) -> None:
    manager.post(tick_url(project), {"done": "1", "note": "Fait par une collègue", "version": 0})
    answer = manager.post(tick_url(project), {"done": "", "note": "Mon mot", "version": 0})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Mon mot" in text
    assert "Fait par une collègue" in text
    assert PreparationTick.objects.get().note == "Fait par une collègue"
    manager.post(tick_url(project), {"done": "", "note": "Mon mot", "version": 1})
    assert PreparationTick.objects.get().note == "Mon mot"


def test_the_first_tick_of_two_at_once_stands(project: Project) -> None:
    said = {"project": project, "key": NEEDS, "done": True, "note": "", "who": "A", "on": date(2027, 1, 12)}
    tick_preparation(**said, read_version=0)  # type: ignore[arg-type]
    with pytest.raises(StaleWriteError):
        tick_preparation(**said, read_version=0)  # type: ignore[arg-type]
    with pytest.raises(IntegrityError), transaction.atomic():
        PreparationTick.objects.create(project=project, key=NEEDS)


def test_a_note_too_long_is_refused_with_its_text(project: Project, manager: Client) -> None:
    answer = manager.post(tick_url(project), {"done": "1", "note": "é" * 501, "version": 0})
    assert answer.status_code == 422
    assert "é" * 501 in answer.content.decode()


def test_an_unknown_preparation_is_not_found(project: Project, manager: Client) -> None:
    assert manager.post(tick_url(project, "autre"), {"done": "1"}).status_code == 404


def test_a_reader_sees_the_preparations_and_writes_nothing(project: Project, client_for: ClientFor) -> None:
    text = client_for("reader").get(page_of(project)).content.decode()
    assert tick_url(project) not in text
    assert answers_url(project) not in text


# What the data say.


def test_needs_are_those_of_users_and_speak_of_training(com: Department, personas: dict[str, User]) -> None:
    """[R-UTILISATEURS] and training: the manager alone does not tell what users need."""
    project = com.project
    assert standing(project, NEEDS) == (Look.NOTHING, "Aucun besoin n’est écrit")
    RequirementFactory(department=com, author=project.manager, source="")
    look, text = standing(project, NEEDS)
    assert look == Look.BEGUN
    assert "rien sur la formation" in text
    RequirementFactory(department=com, author=personas["contributor"], title="Formation des commerciaux")
    look, text = standing(project, NEEDS)
    assert look == Look.DONE
    assert "1 utilisateur s’est exprimé ; la formation y est" in text
    Requirement.objects.filter(author=personas["contributor"]).update(author=None)
    assert standing(project, NEEDS)[0] == Look.BEGUN


def test_people_are_foreseen_when_each_role_is_held(project: Project) -> None:
    """[R-EQUIPE]"""
    assert standing(project, "people")[0] == Look.NOTHING
    MembershipFactory(project=project, roles=[Role.SPONSOR.value])
    look, text = standing(project, "people")
    assert look == Look.BEGUN
    assert "responsable de service et utilisateur final" in text
    MembershipFactory(project=project, roles=[Role.HEAD.value])
    MembershipFactory(project=project, roles=[Role.CONTRIBUTOR.value])
    assert standing(project, "people")[0] == Look.DONE


def test_facts_that_differ_are_a_beginning() -> None:
    done, nothing = (Evidence("", look, "", "") for look in (Look.DONE, Look.NOTHING))
    assert overall([done, done]) == Look.DONE
    assert overall([done, nothing]) == Look.BEGUN


# The questions.


def posted(project: Project, **texts: str) -> dict[str, str]:
    """What a browser posts for the diagnosis, its answers left as they were shown but for these."""
    rows = {row.question: row for row in FramingAnswer.objects.filter(project=project)}
    data: dict[str, str] = {}
    for key in DIAGNOSIS.keys:
        row = rows.get(key)
        data[f"{key}-read"] = data[f"{key}-text"] = row.text if row else ""
        data[f"{key}-version"] = str(row.version if row else 0)
    return data | {f"{key}-text": text for key, text in texts.items()}


def test_answers_are_kept_one_by_one_and_printed(project: Project, manager: Client) -> None:
    answer = manager.post(answers_url(project), posted(project, business="Négoce", market="En ligne"))
    assert answer.status_code == 302
    assert {one.question: one.text for one in FramingAnswer.objects.all()} == {
        "business": "Négoce",
        "market": "En ligne",
    }
    block = blocks.get("diagnosis")
    assert block is not None
    assert block.collect(Gathering(project.pk), Place()) == {
        "rows": [
            {"title": "Quel est notre métier\u00a0?", "text": "Négoce"},
            {"title": "Comment notre secteur évolue-t-il\u00a0?", "text": "En ligne"},
        ]
    }


def test_an_answer_made_empty_is_no_longer_printed(project: Project, manager: Client) -> None:
    manager.post(answers_url(project), posted(project, business="Négoce"))
    manager.post(answers_url(project), posted(project, business=""))
    block = blocks.get("diagnosis")
    assert block is not None
    assert block.is_empty(block.collect(Gathering(project.pk), Place()))


def test_two_people_who_answer_two_questions_never_collide(project: Project, manager: Client) -> None:
    mine = posted(project, market="En ligne")
    manager.post(answers_url(project), posted(project, business="Négoce"))
    assert manager.post(answers_url(project), mine).status_code == 302
    assert FramingAnswer.objects.get(question="business").text == "Négoce"
    assert FramingAnswer.objects.get(question="market").text == "En ligne"


def test_two_answers_to_one_question_are_both_shown(project: Project, manager: Client) -> None:
    mine = posted(project, business="Mon texte", market="En ligne")
    manager.post(answers_url(project), posted(project, business="Texte d’une collègue"))
    answer = manager.post(answers_url(project), mine)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Mon texte" in text
    assert "Texte d’une collègue" in text
    assert FramingAnswer.objects.get(question="business").text == "Texte d’une collègue"
    assert FramingAnswer.objects.get(question="market").text == "En ligne", (
        "what was in no conflict is written"
    )
    again = {}
    for form in answer.context["forms"]:
        for name in ("text", "read", "version"):
            again[form.add_prefix(name)] = form[name].value() or ""
    assert manager.post(answers_url(project), again).status_code == 302
    assert FramingAnswer.objects.get(question="business").text == "Mon texte"


def test_line_ends_of_a_browser_are_no_change(project: Project, manager: Client) -> None:
    FramingAnswer.objects.create(project=project, question="business", text="Un\r\nDeux")
    manager.post(answers_url(project), {**posted(project), "business-read": "Un\nDeux"})
    assert FramingAnswer.objects.get().version == 1


def test_an_answer_too_long_is_refused_at_its_question(project: Project, manager: Client) -> None:
    answer = manager.post(answers_url(project), posted(project, business="é" * 4001, market="En ligne"))
    assert answer.status_code == 422
    assert "é" * 4001 in answer.content.decode()
    assert not FramingAnswer.objects.exists()


def test_unknown_questions_are_not_found(project: Project, manager: Client) -> None:
    assert manager.get(answers_url(project, "autre")).status_code == 404


def test_the_questions_are_those_of_the_domain_and_of_the_file() -> None:
    assert (len(DIAGNOSIS.questions), len(FIVE_WORDS.questions)) == (8, 5)
    assert list(DiagnosisEntry.model_fields) == DIAGNOSIS.keys
    assert list(FiveWordsEntry.model_fields) == FIVE_WORDS.keys
    keys = [key for part in PARTS for key in part.keys]
    assert len(keys) == len(set(keys))
