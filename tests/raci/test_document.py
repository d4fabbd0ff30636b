"""The matrix as a PDF: landscape, with its legend and its people on each page, the load, and the findings."""

import re
from pathlib import Path

import pytest

from charter.models import Membership, Project
from raci.models import Activity, Assignment
from tests.documents import laid_out, printed
from tests.factories import MembershipFactory
from tests.raci.factories import ActivityFactory

pytestmark = pytest.mark.django_db


def give(activity: Activity, member: Membership, letter: str) -> None:
    Assignment.objects.create(activity=activity, member=member, role=letter)


def test_the_matrix_lies_and_says_who_does_what_and_what_lacks(
    project: Project, activity: Activity, claire: Membership, karim: Membership, tmp_path: Path
) -> None:
    give(activity, claire, "A")
    give(activity, karim, "R")
    give(ActivityFactory(project=project, title="Formation"), karim, "R")
    found = printed(project, "raci", tmp_path)
    assert all(found.lying)
    for words in (
        "Matrice RACI",
        "Reprise des données",
        "Direction commerciale",
        "approuve, rend compte",
        "Charge de chacun",
        "1 sur 2 activités sans personne qui approuve (A)",
    ):
        assert words in found.text, words


def test_an_empty_matrix_says_so_on_one_page(project: Project, tmp_path: Path) -> None:
    found = printed(project, "raci", tmp_path)
    assert len(found.pages) == 1
    assert "La matrice est vide" in found.text
    assert found.lying == [True]


def test_many_people_stand_in_several_tables_and_long_ones_repeat_their_legend(
    project: Project, tmp_path: Path
) -> None:
    members = [MembershipFactory(project=project, title=f"Fonction {rank:02}") for rank in range(30)]
    for rank in range(45):
        activity = ActivityFactory(project=project, title=f"Activité {rank}")
        give(activity, members[rank % 30], "A")
        give(activity, members[(rank + 7) % 30], "R")
    found = printed(project, "raci", tmp_path)
    assert "personnes 1 à 15 sur 30" in found.text
    assert "personnes 16 à 30 sur 30 (suite)" in found.text
    matrix = [page for page in found.pages if "Activité" in page]
    assert len(matrix) > 3
    assert all("approuve, rend compte" in page for page in matrix)
    assert set(re.findall(r"Fonction (\d\d)", found.text)) == {f"{rank:02}" for rank in range(30)}


def test_a_letter_changes_the_parts_that_show_it_only(project: Project) -> None:
    members = [MembershipFactory(project=project, title=f"Fonction {rank:02}") for rank in range(30)]
    activities = [ActivityFactory(project=project, title=f"Activité {rank}") for rank in range(150)]
    for rank, activity in enumerate(activities):
        give(activity, members[rank % 30], "A")
    before = [part.key for part in laid_out(project, "raci").parts]
    give(activities[0], members[1], "R")
    after = [part.key for part in laid_out(project, "raci").parts]
    assert len(before) == len(after) > 5
    assert sum(one not in before for one in after) <= 2, "its table, then the load and the findings"
