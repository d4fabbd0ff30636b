"""The rooms of a tab, and the one in which a page stands."""

import pytest

from charter.navigation import doors


def here(tab: str, path: str) -> list[tuple[str, str]]:
    return [(door.label, door.here) for door in doors(tab, "negoce", path) if door.here]


@pytest.mark.parametrize(
    ("tab", "path", "room"),
    [
        ("raci_matrix", "raci/", ("Matrice", "page")),
        ("raci_matrix", "raci/12/", ("Matrice", "true")),
        ("raci_matrix", "raci/versions/", ("Matrice", "true")),
        ("raci_matrix", "raci/echanges/import/x/", ("Échanges", "true")),
        ("planning", "planning/proposition/", ("Diagramme", "true")),
        ("planning", "planning/execution/demandes/1/", ("Exécution", "true")),
        ("planning", "listes/reunions-gouvernance/", ("Exécution", "true")),
    ],
)
def test_every_page_of_a_tab_stands_in_one_room(tab: str, path: str, room: tuple[str, str]) -> None:
    assert here(tab, f"/projets/negoce/{path}") == [room]


def test_a_page_of_another_tab_stands_in_none() -> None:
    assert here("planning", "/projets/negoce/raci/") == []
