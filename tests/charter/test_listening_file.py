"""Questionnaires in a project file, and the rule that asks whether people were heard."""

from typing import Any

import pytest

from accounts.models import User
from charter.diagnostics.listening import departments_heard
from charter.filepart import ProjectFileError
from charter.models import Answer, AnswerUse, Department, Project, Questionnaire, Respondent
from charter.projectfiles import dump_project, load_values, validated
from crmproject.toolkit.blocks import Gathering
from tests.charter.asking import ask, make_questionnaire, say

pytestmark = pytest.mark.django_db

FILE: dict[str, Any] = {
    "format": 1,
    "project": {"slug": "ecoute", "name": "CRM", "organisation": "Négoce", "start": None, "target_end": None},
    "departments": [{"code": "COM", "name": "Commercial"}, {"code": "SAV", "name": "Service client"}],
    "members": [{"email": "chef@exemple.fr", "title": "Chef de projet CRM", "roles": ["manager"]}],
    "requirements": [{"department": "COM", "title": "Un devis saisi une fois", "text": "Le CRM doit…"}],
    "risks": [{"title": "Peur d’être surveillé", "kind": "fear", "probability": 3, "impact": 4}],
    "listening": {
        "tags": [{"name": "Ressaisie", "colour": "warn"}],
        "questionnaires": [
            {
                "title": "Votre travail",
                "intro": "Dix minutes.",
                "state": "closed",
                "questions": [
                    {"text": "Que recopiez-vous\u00a0?", "theme": "work", "library": "refait"},
                    {"text": "Où\u00a0?", "kind": "choice", "options": ["Bureau", "Route"]},
                    {"text": "Confiance\u00a0?", "kind": "scale"},
                ],
                "clusters": [
                    {"name": "Double saisie", "became": [{"kind": "fear", "name": "Peur d’être surveillé"}]}
                ],
                "respondents": [
                    {
                        "name": "Commercial itinérant",
                        "department": "COM",
                        "common": True,
                        "answers": [
                            {
                                "question": 1,
                                "text": "Le devis, trois fois.",
                                "tags": ["Ressaisie"],
                                "cluster": "Double saisie",
                                "important": True,
                                "note": "À revoir",
                                "became": [{"kind": "requirement", "name": "COM-001"}],
                            },
                            {"question": 3, "score": 2},
                        ],
                    },
                    {"name": "Technicien", "email": "technicien@exemple.fr", "department": "SAV"},
                ],
            }
        ],
    },
}


@pytest.fixture
def data() -> dict[str, Any]:
    import copy
    import datetime

    found = copy.deepcopy(FILE)
    found["project"] |= {"start": datetime.date(2027, 1, 11), "target_end": datetime.date(2027, 9, 30)}
    person = found["listening"]["questionnaires"][0]["respondents"][0]
    person |= {"started": datetime.date(2027, 2, 2), "finished": datetime.date(2027, 2, 3)}
    return found


def test_a_file_is_loaded_written_and_loaded_again_the_same(data: dict[str, Any]) -> None:
    project = load_values(validated(data)).project
    answer = Answer.objects.get(question__position=1)
    assert answer.important
    assert answer.search_text == "le devis, trois fois. a revoir"
    uses = AnswerUse.objects.all()
    assert {use.destination for use in uses} == {"fear", "requirement"}
    assert len({one.token_sha256 for one in Respondent.objects.all()}) == 2
    written = dump_project(project)
    assert written["listening"] == data["listening"]
    text = str(written["listening"])
    assert not any(one.token_sha256 in text or one.seed in text for one in Respondent.objects.all())
    again = load_values(validated(written), replace=True).project
    assert dump_project(again) == written


def test_a_project_without_questionnaires_writes_no_key(project: Project) -> None:
    assert "listening" not in dump_project(project)


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (("answers", 0, "question"), 9, "ce questionnaire a 3 questions"),
        (("answers", 0, "tags"), ["Inconnue"], "étiquette inconnue"),
        (("answers", 0, "cluster"), "Ailleurs", "regroupement inconnu"),
        (
            ("answers", 0, "became"),
            [{"kind": "facture", "name": "F1"}],
            "valeur inconnue «\u00a0facture\u00a0»",
        ),
        (("answers", 1, "question"), 1, "répété"),
        (("answers", 1, "score"), 7, "5 au plus"),
        (("department",), "XXX", "service inconnu"),
    ],
)
def test_a_wrong_file_is_told_with_its_path(data: dict[str, Any], path: Any, value: Any, told: str) -> None:
    place: Any = data["listening"]["questionnaires"][0]["respondents"][0]
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(ProjectFileError) as refused:
        validated(data)
    assert told in str(refused.value)
    assert "listening.questionnaires[0].respondents[0]" in str(refused.value)


def found(project: Project) -> list[str]:
    return [one.text for one in departments_heard(Gathering(project.pk))]


def test_e_ecoute_names_the_departments_nobody_listened_to(
    project: Project, personas: dict[str, User], com: Department, direction: Department
) -> None:
    assert found(project) == []
    one = make_questionnaire(project, state="draft")
    assert found(project) == []
    Questionnaire.objects.update(state="open")
    (text,) = found(project)
    assert "2 sur 2 services" in text
    person, _ = ask(one, department=com)
    question = one.questions.order_by("position")[0]
    say(person, question, "Le devis.")
    (text,) = found(project)
    assert "1 sur 2 services" in text
    assert "Direction" in text
    other, _ = ask(one, department=direction)
    say(other, question, "")
    assert len(found(project)) == 1
    Answer.objects.filter(respondent=other).update(text="Un rapport.")
    assert found(project) == []
