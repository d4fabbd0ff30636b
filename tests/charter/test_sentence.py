"""The strategic sentence: composed in correct French, touched up, and never left behind in silence."""

import importlib
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from charter.models import Project, StrategicObjective
from charter.sentences import compose
from tests.charter.project_files import dumped, load
from tests.personas import ClientFor

FULL = {
    "key": "améliorer le suivi des clients",
    "teams": "les équipes commerciales",
    "benefits": "centraliser les informations",
    "results": "un meilleur taux de conversion",
    "reinforces": "la collaboration entre services",
    "ambition": "soutenir la croissance",
}
COMPOSED = (
    "Le projet CRM vise à améliorer le suivi des clients pour les équipes commerciales, afin de centraliser les "
    "informations. Les résultats visés sont un meilleur taux de conversion. Il renforce la collaboration entre "
    "services et doit soutenir la croissance."
)
MINE = "Nous voulons mieux suivre nos clients, ensemble."


@pytest.fixture
def manager(client_for: ClientFor) -> Client:
    return client_for("manager")


@pytest.mark.parametrize(
    ("blanks", "sentence"),
    [
        (FULL, COMPOSED),
        ({}, ""),
        ({"key": "Améliorer le suivi. "}, "Le projet CRM vise à améliorer le suivi."),
        ({"key": "CRM"}, "Le projet CRM vise à CRM."),
        (
            {"key": "vendre", "benefits": "Automatiser\nles relances ;"},
            "Le projet CRM vise à vendre, afin d’automatiser les relances.",
        ),
        (
            {"key": "vendre", "benefits": "hausser le ton"},
            "Le projet CRM vise à vendre, afin de hausser le ton.",
        ),
        ({"key": "vendre", "benefits": "harmoniser"}, "Le projet CRM vise à vendre, afin d’harmoniser."),
        ({"key": "vendre", "teams": "Les agences"}, "Le projet CRM vise à vendre pour les agences."),
        ({"key": "vendre", "teams": "Lyon"}, "Le projet CRM vise à vendre pour Lyon."),
        ({"ambition": "Durer"}, "Il doit durer."),
        ({"reinforces": "La confiance", "ambition": ""}, "Il renforce la confiance."),
    ],
)
def test_blanks_make_a_correct_sentence(blanks: dict[str, str], sentence: str) -> None:
    assert compose(blanks) == sentence


def post(client: Client, project: Project, **values: object) -> Any:
    url = reverse("strategic_objective", args=[project.slug])
    return client.post(url, {**FULL, "version": _version(), **values})


def _version() -> int:
    found = StrategicObjective.objects.first()
    return found.version if found else 0


def kept() -> StrategicObjective:
    return StrategicObjective.objects.get()


def test_touching_up_survives_and_is_what_documents_print(project: Project, manager: Client) -> None:
    assert post(manager, project, wording=f"  {MINE}\n").status_code == 302
    assert (kept().sentence, kept().worded_from, kept().is_outdated) == (MINE, COMPOSED, False)
    post(manager, project, wording=MINE)
    assert kept().sentence == MINE


def test_a_sentence_left_as_composed_goes_on_following_the_blanks(project: Project, manager: Client) -> None:
    post(manager, project, wording=COMPOSED)
    assert kept().wording == ""
    post(manager, project, key="vendre")
    assert kept().sentence.startswith("Le projet CRM vise à vendre pour")


def test_a_blank_changed_after_a_touch_up_is_told_with_a_way_out(project: Project, manager: Client) -> None:
    post(manager, project, wording=MINE)
    answer = post(manager, project, wording=MINE, key="vendre")
    assert kept().is_outdated
    page = manager.get(answer.url).content.decode()
    assert "Une réponse a changé depuis cette retouche" in page
    assert 'name="recompose"' in page
    assert 'name="keep"' in page
    assert MINE in page


def test_recomposing_gives_the_touch_up_up(project: Project, manager: Client) -> None:
    post(manager, project, wording=MINE)
    post(manager, project, wording=MINE, key="vendre")
    post(manager, project, wording=MINE, key="vendre", recompose="1")
    assert (kept().wording, kept().is_outdated) == ("", False)
    assert kept().sentence.startswith("Le projet CRM vise à vendre")


def test_keeping_the_touch_up_settles_it(project: Project, manager: Client) -> None:
    post(manager, project, wording=MINE)
    post(manager, project, wording=MINE, key="vendre")
    post(manager, project, wording=MINE, key="vendre", keep="1")
    assert (kept().sentence, kept().is_outdated) == (MINE, False)


def test_touching_up_begins_from_the_composed_sentence_and_keeps_nothing_yet(
    project: Project, manager: Client
) -> None:
    answer = post(manager, project, touch="1")
    assert answer.status_code == 200
    assert answer.context["form"]["wording"].value() == COMPOSED
    assert not StrategicObjective.objects.exists()
    post(manager, project)
    answer = post(manager, project, touch="1", key="vendre")
    assert str(answer.context["form"]["wording"].value()).startswith("Le projet CRM vise à vendre")
    assert kept().sentence == COMPOSED


def test_the_preview_tells_a_touch_up_left_behind(project: Project, manager: Client) -> None:
    post(manager, project, wording=MINE)
    url = reverse("strategic_sentence", args=[project.slug])
    same = manager.post(url, {**FULL, "wording": MINE}).content.decode()
    changed = manager.post(url, {**FULL, "wording": MINE, "key": "vendre"}).content.decode()
    assert "depuis cette retouche" not in same
    assert "depuis cette retouche" in changed
    assert "Le projet CRM vise à vendre" in changed
    assert kept().key == FULL["key"]


def test_a_touch_up_of_an_unknown_origin_is_told_from_the_next_change(
    project: Project, manager: Client
) -> None:
    StrategicObjective.objects.create(project=project, wording=MINE, **FULL)
    assert not kept().is_outdated
    post(manager, project, wording=MINE, key="vendre")
    assert kept().is_outdated


def test_a_conflict_keeps_both_sentences(project: Project, manager: Client) -> None:
    post(manager, project, wording=MINE)
    post(manager, project, wording="La phrase d’une collègue.")
    answer = post(manager, project, wording="La mienne.", version=1)
    assert answer.status_code == 409
    assert "La mienne." in answer.content.decode()
    assert kept().sentence == "La phrase d’une collègue."


@pytest.mark.django_db
def test_an_upgrade_leaves_what_documents_printed(project: Project) -> None:
    old = {"key": "vendre", "benefits": "automatiser les relances"}
    StrategicObjective.objects.create(project=project, **old)
    importlib.import_module("charter.migrations.0004_team").keep_the_sentence(apps, None)
    assert kept().sentence == "Le projet CRM vise à vendre, afin de automatiser les relances."
    StrategicObjective.objects.update(wording="", **FULL)
    importlib.import_module("charter.migrations.0004_team").keep_the_sentence(apps, None)
    assert (kept().wording, kept().sentence) == ("", COMPOSED)


@pytest.mark.django_db
def test_the_project_file_carries_where_a_touch_up_came_from() -> None:
    from tests.charter.project_files import demo_data

    data = demo_data()
    data["objectives"]["strategic"] |= {"wording": MINE, "worded_from": "Vise à vendre."}
    project = load(data)
    assert kept().is_outdated
    text = dumped(project)
    assert "worded_from: Vise à vendre." in text
