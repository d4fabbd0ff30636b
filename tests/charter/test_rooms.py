"""The navigation of the charter says in which room one is, on each of its pages."""

import re

import pytest

from charter.models import Project
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db


def current(page: str) -> tuple[str, str]:
    """What the marked room says, and how it is marked."""
    nav = page[page.index('aria-label="Charte"') :]
    found = re.search(r'aria-current="(\w+)">([^<]+)</a>', nav[: nav.index("</nav>")])
    assert found
    return found[2], found[1]


@pytest.mark.parametrize(
    ("path", "room", "mark"),
    [
        ("charte/", "Note de cadrage", "page"),
        ("charte/preparation/", "Préparation", "page"),
        ("listes/perimetre/", "Préparation", "true"),
        ("charte/objectif-strategique/", "Objectifs", "true"),
        ("charte/objectifs/arbre/", "Objectifs", "true"),
        ("listes/objectifs/", "Objectifs", "page"),
        ("listes/budget/ajouter/", "Budget", "true"),
        ("charte/risques/matrice/", "Risques", "true"),
        ("listes/craintes/", "Risques", "true"),
        ("listes/formations/", "Changement", "true"),
        ("charte/usage/comite/", "Charte d’usage", "true"),
    ],
)
def test_the_room_that_is_open_is_marked(
    project: Project, client_for: ClientFor, path: str, room: str, mark: str
) -> None:
    page = client_for("manager").get(f"/projets/{project.slug}/{path}").content.decode()
    assert current(page) == (room, mark)
