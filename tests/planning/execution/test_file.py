"""The phase after go-live in a project file: what goes out comes back, and what is wrong is said with its path."""

import copy
from typing import Any

import pytest

from charter.filepart import ProjectFileError
from charter.models import Project
from charter.projectfiles.dumping import dump_project
from charter.projectfiles.loading import load_values, validated
from charter.projectfiles.reading import read_project_file
from crmproject.environment import BASE_DIR
from planning.models import ChangeRequest, ChangeState, Newcomer
from planning.routing import load_routing

pytestmark = pytest.mark.django_db
DEMO = BASE_DIR / "demo" / "projet-negoce.yaml"


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    found: dict[str, Any] = read_project_file(DEMO).data
    return found


def loaded(data: dict[str, Any], *, replace: bool = False) -> Project:
    return load_values(validated(copy.deepcopy(data)), replace=replace).project


def test_the_demo_comes_back_as_it_went(data: dict[str, Any]) -> None:
    first = dump_project(loaded(data))
    again = dump_project(loaded(first, replace=True))
    assert again["execution"] == first["execution"]
    assert [one["number"] for one in first["execution"]["changes"]] == [1, 2, 3]
    assert first["execution"]["path"] == data["execution"]["path"]
    assert first["execution"]["governance"] == data["execution"]["governance"]


def test_the_demo_routes_its_requests_by_its_matrix(data: dict[str, Any]) -> None:
    project = loaded(data)
    route = load_routing(project.pk).through("")
    assert [one.title for one in route.instructors] == ["Responsable SI"]
    assert [one.title for one in route.approvers] == ["Direction générale"]
    states = ChangeRequest.objects.filter(project=project).order_by("number").values_list("state", flat=True)
    assert list(states) == [ChangeState.ACCEPTED, ChangeState.REFUSED, ChangeState.SUBMITTED]


def test_newcomers_are_in_no_file(project: Project) -> None:
    department = project.department_rows.get(code="COM")
    Newcomer.objects.create(project=project, name="Camille", department=department, arrived_on="2027-09-01")
    assert "Camille" not in str(dump_project(project))


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        (("changes", 0, "state"), "rejected", "valeur inconnue"),
        (("changes", 1, "number"), 1, "déjà employé"),
        (("changes", 1, "reason"), "", "un refus se motive"),
        (("changes", 0, "requirements"), ["ZZZ-999"], "exigence inconnue"),
        (("changes", 0, "author"), "absent@exemple.fr", "personne absente"),
        (("changes", 0, "created_at"), "hier", "moment refusé"),
        (("path", 0, "page"), "nulle-part", "valeur inconnue"),
        (("path", 1, "link"), "javascript:alert(1)", "https://"),
        (("governance", 0, "starts_at"), "9 heures", "heure refusée"),
        (("governance", 0, "participants"), ["absent@exemple.fr"], "personne absente"),
        (("governance", 0, "meetings", 0, "items", 1, "due"), None, "une échéance"),
    ],
)
def test_what_is_wrong_is_said_with_its_path(
    path: tuple[Any, ...], value: Any, reason: str, data: dict[str, Any]
) -> None:
    wrong = copy.deepcopy(data)
    place = wrong["execution"]
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(ProjectFileError) as refused:
        validated(wrong)
    problems = refused.value.problems
    below = f"execution.{path[0]}[{path[1]}]"
    assert any(where.startswith(below) and reason in why for where, why in problems), problems
