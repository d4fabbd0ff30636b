"""The colour of a project’s documents: asked for in its settings, refused where white text can’t be read on it."""

import pytest
from django.test import Client

from charter.front import Front, front_of
from charter.models import Project
from charter.projectfiles.schema import ProjectEntry
from tests.charter.test_projects import settings_data, settings_url
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client_for: ClientFor) -> Client:
    return client_for("manager")


@pytest.mark.parametrize(("typed", "kept"), [("#7A1F3D", "#7a1f3d"), ("7a1f3d", "#7a1f3d"), ("", "")])
def test_the_colour_of_the_documents_is_kept_with_its_history(
    project: Project, manager: Client, typed: str, kept: str
) -> None:
    answer = manager.post(settings_url(project), settings_data(project, colour=typed))
    assert answer.status_code == 302
    project.refresh_from_db()
    assert project.colour == kept
    assert front_of(project).colour == kept
    assert project.events.order_by("-pgh_id").first().colour == kept  # type: ignore[attr-defined]


def test_a_colour_too_light_is_refused_with_the_nearest_that_can_be_read(
    project: Project, manager: Client
) -> None:
    answer = manager.post(settings_url(project), settings_data(project, colour="#ffcc00"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "trop claire" in page
    assert "contraste de 1,5\u00a0; il en faut 4,5" in page
    assert "«\u00a0#907300\u00a0»" in page
    assert 'value="#ffcc00"' in page
    project.refresh_from_db()
    assert project.colour == ""


def test_what_is_no_colour_is_refused_in_words(project: Project, manager: Client) -> None:
    answer = manager.post(settings_url(project), settings_data(project, colour="bleu canard"))
    assert answer.status_code == 422
    assert "six chiffres de 0 à f" in answer.content.decode()


def test_an_edition_frozen_before_colours_has_none() -> None:
    assert Front.from_json({"organisation": "Négoce", "project": "CRM"}).colour == ""


def test_a_project_file_carries_the_colour_and_refuses_one_that_is_too_light() -> None:
    given = {"slug": "a", "name": "b", "organisation": "c", "start": "2027-01-11", "target_end": "2027-09-30"}
    assert ProjectEntry.model_validate_strings({**given, "colour": "#7A1F3D"}).colour == "#7a1f3d"
    with pytest.raises(ValueError, match="trop claire"):
        ProjectEntry.model_validate_strings({**given, "colour": "#ffcc00"})
