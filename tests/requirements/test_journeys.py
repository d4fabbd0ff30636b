"""The journey map: touchpoints by journey and by stage, with what customers feel."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import IntegrityError, connection, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from charter.models import Project
from crmproject.toolkit import blocks
from crmproject.toolkit.blocks import Gathering, Place
from crmproject.toolkit.charts import Alternative
from crmproject.toolkit.charts.curves import Point, Stage, staged_curve
from requirements.journeys import LEVELS, NAMELESS, felt_journeys, journeys_of, load_journeys
from requirements.models import Interaction
from tests.documents import printed
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def manager(client_for: ClientFor) -> Client:
    return client_for("manager")


def touch(project: Project, name: str, stage: str = "awareness", **values: Any) -> Interaction:
    found: Interaction = Interaction.objects.create(project=project, touchpoint=name, stage=stage, **values)
    return found


def collected(project: Project) -> dict[str, Any]:
    block = blocks.get("interactions")
    assert block is not None
    return block.collect(Gathering(project.pk), Place())


def html_of(data: dict[str, Any]) -> str:
    return render_to_string("blocks/interactions.html", {"data": data})


def url_of(project: Project) -> str:
    return reverse("journeys", args=[project.slug])


def test_touchpoints_of_before_keep_their_data(project: Project) -> None:
    """A section validated before the map existed keeps its fingerprint."""
    touch(project, "Salon", problem="Rien n’est noté", needs=["Fiche"])
    assert collected(project)["rows"] == [
        {
            "stage": "awareness",
            "label": "Prise de conscience",
            "items": [
                {
                    "touchpoint": "Salon",
                    "priority": "should",
                    "problem": "Rien n’est noté",
                    "needs": ["Fiche"],
                }
            ],
        }
    ]
    assert "<svg" not in html_of(collected(project))


def test_a_neutral_emotion_is_said_and_printed(project: Project) -> None:
    touch(project, "Salon", emotion=0)
    data = collected(project)
    assert data["rows"][0]["items"][0]["emotion"] == 0
    page = html_of(data)
    assert "<svg" in page
    assert "→ Neutre" in page


def test_the_map_prints_with_the_block_as_drawing_and_as_table(project: Project) -> None:
    touch(project, "Salon", emotion=1, journey="Artisan")
    touch(project, "Devis", "decision", emotion=-2, journey="Artisan", friction="Personne ne rappelle")
    touch(project, "Support", "loyalty")
    page = html_of(collected(project))
    assert page.count("<svg") == 1, "the nameless journey says no emotion"
    assert "Artisan&nbsp;: points de contact par étape" in page
    assert "↓ Mécontent" in page
    assert "Irritant pour le client" in page
    assert (
        "Émotions du client, Artisan. 2 points de contact sur 2. Au plus bas\u00a0: 2, Devis (mécontent)"
        in page
    )


def test_data_frozen_before_the_map_is_printed_still() -> None:
    rows = [{"stage": "awareness", "label": "Prise de conscience", "items": [
        {"touchpoint": "Salon", "priority": "must", "problem": "", "needs": []}]}]  # fmt: skip
    assert felt_journeys({"rows": rows}) == []
    assert "Salon" in html_of({"rows": rows})
    assert html_of({"rows": []}).strip() == ""


def test_journeys_come_in_order_and_numbers_follow_the_stages(project: Project) -> None:
    touch(project, "Sans nom", position=1)
    touch(project, "Facture", "loyalty", journey="Syndic", position=2)
    touch(project, "Appel", "awareness", journey="Syndic", position=3)
    nameless, syndic = load_journeys(project)[::-1]
    assert (syndic.title, nameless.title) == ("Syndic", NAMELESS)
    assert [(one.number, one.row["touchpoint"]) for one in syndic.touches] == [(1, "Appel"), (2, "Facture")]
    assert [len(touches) for _, touches in syndic.stages] == [1, 0, 0, 1]
    assert journeys_of([]) == []


@pytest.mark.parametrize("emotion", [-3, 3, 99])
def test_an_emotion_out_of_the_scale_is_refused(emotion: int, project: Project, manager: Client) -> None:
    url = reverse("register_add", args=[project.slug, "interactions"])
    answer = manager.post(
        url, {"touchpoint": "Salon", "stage": "awareness", "priority": "must", "emotion": emotion}
    )
    assert answer.status_code == 422
    assert "emotion" in answer.context["form"].errors
    with pytest.raises(IntegrityError), transaction.atomic():
        touch(project, "Salon", emotion=emotion)


def test_a_touchpoint_is_added_from_the_map_and_leads_back_to_it(project: Project, manager: Client) -> None:
    back = url_of(project)
    url = reverse("register_add", args=[project.slug, "interactions"]) + f"?retour={back}"
    data = {
        "touchpoint": "Salon",
        "stage": "awareness",
        "priority": "must",
        "emotion": "-1",
        "journey": "Artisan",
    }
    answer = manager.post(url, data, follow=True)
    assert f'href="{back}"' in answer.content.decode()
    text = manager.get(back).content.decode()
    assert "Artisan" in text
    assert "↓ Agacé" in text
    form = manager.get(url).content.decode()
    assert '<option value="Artisan">' in form, "the names given already are suggested"


def test_an_empty_map_says_what_to_do(project: Project, manager: Client, client_for: ClientFor) -> None:
    assert "Prenez un client réel et suivez-le" in manager.get(url_of(project)).content.decode()
    touch(project, "Salon")
    add = reverse("register_add", args=[project.slug, "interactions"])
    assert add in manager.get(url_of(project)).content.decode()
    assert add not in client_for("reader").get(url_of(project)).content.decode()


def test_the_map_reads_the_database_as_often_whatever_its_size(project: Project, manager: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            manager.get(url_of(project))
        return len(asked)

    touch(project, "Salon", emotion=1)
    few = queries()
    for number in range(20):
        touch(project, f"Point {number}", journey=f"Parcours {number % 4}", emotion=number % 5 - 2)
    assert queries() == few


def test_the_map_is_a_document_on_landscape_pages(project: Project, tmp_path: Path) -> None:
    touch(project, "Salon professionnel", emotion=1, journey="Artisan")
    touch(project, "Devis", "decision", emotion=-1, journey="Syndic", friction="Trop long")
    found = printed(project, "carte-des-parcours", tmp_path)
    assert all(found.lying)
    for words in ("Carte des parcours", "1 Artisan", "2 Syndic", "Salon professionnel", "Trop long", "Agacé"):
        assert words in found.text, words


def test_an_empty_map_prints_a_sentence(project: Project, tmp_path: Path) -> None:
    assert "Aucun parcours n’est encore décrit." in printed(project, "carte-des-parcours", tmp_path).text


# The drawing.

SAID = Alternative("Émotions", "Au plus bas.", "Le tableau.")


def drawn(*stages: list[int | None]) -> ElementTree.Element | None:
    number = iter(range(1, 1000))
    made = [
        Stage(f"Étape {rank}", [Point(next(number), level) for level in levels])
        for rank, levels in enumerate(stages)
    ]
    svg = staged_curve(alternative=SAID, stages=made, levels=LEVELS)
    return ElementTree.fromstring(svg) if svg else None  # noqa: S314  # our own drawing


def test_a_curve_names_levels_stages_and_points() -> None:
    svg = drawn([1, None], [], [-2], [2])
    assert svg is not None
    words = [text.text for text in svg.iter(f"{SVG}text")]
    assert {"Ravi", "Mécontent", "Étape 1", "1", "3", "4"} <= set(words)
    assert "2" not in words, "a point without an emotion is not on the curve"


def test_nothing_felt_is_nothing_drawn() -> None:
    assert drawn([None], []) is None
    assert drawn([], []) is None


@pytest.mark.parametrize("count", [1, 3, 12, 60])
def test_every_point_stays_inside_its_stage(count: int) -> None:
    svg = drawn([0] * count, [1], [2], [-2])
    assert svg is not None
    width, height = (float(one) for one in (svg.get("viewBox") or "").split()[2:])
    for text in svg.iter(f"{SVG}text"):
        assert 0 <= float(text.get("x") or 0) <= width
        assert 0 <= float(text.get("y") or 0) <= height
