"""The matrix filled from the steps and the execution activities: complete, and never over what somebody wrote."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from charter import homepanel
from charter.models import Membership, Project
from planning.models import Phase
from planning.steps import STEPS
from raci.actions.filling import fill_matrix, read_filling
from raci.defaults import BY_STEP, MOST_TOLD
from raci.findings import findings
from raci.matrix import load_matrix
from raci.models import Activity, Assignment, Purpose
from tests.factories import MembershipFactory
from tests.planning.factories import TaskFactory


@pytest.fixture
def planned(project: Project, personas: dict[str, User]) -> Project:
    """The project with every step in its planning, and a full team."""
    homepanel.start_project(project)
    MembershipFactory(project=project, title="Responsable informatique", roles=["head"])
    MembershipFactory(
        project=project, title="Référente", roles=["contributor"], functions=["referent", "pilot"]
    )
    phase = Phase.objects.filter(project=project).first()
    for step in STEPS:
        TaskFactory(phase=phase, key=step.key, title=step.title)
    return project


def apply(project: Project) -> None:
    fill_matrix(project=project, read=read_filling(project).stamp)


def test_every_step_has_its_usual_letters() -> None:
    assert {step.key for step in STEPS} == set(BY_STEP)


def test_each_activity_gets_one_a_and_at_least_one_r(planned: Project) -> None:
    """[R-RACI-A, R-RACI-R]"""
    apply(planned)
    matrix = load_matrix(planned.pk)
    assert len(matrix.lines) >= len(STEPS) + 7
    assert [line.problem for line in matrix.lines if line.problem] == []
    assert all(len(line.who("A")) == 1 for line in matrix.lines)


def test_nobody_carries_all_and_no_activity_waits_for_a_crowd(planned: Project) -> None:
    """[R-RACI-CHARGE]"""
    MembershipFactory.create_batch(9, project=planned, roles=["head"], title="Responsable d’agence")
    apply(planned)
    labels = {one.label for one in findings(load_matrix(planned.pk))}
    assert labels <= {"Sans activité"}
    for line in read_filling(planned).lines:
        assert sum(letters in {"C", "I"} for letters in line.standing.values()) <= MOST_TOLD


def test_filling_twice_writes_nothing_more(planned: Project) -> None:
    apply(planned)
    before = set(Assignment.objects.values_list("pk", flat=True))
    assert read_filling(planned).changed == []
    apply(planned)
    assert set(Assignment.objects.values_list("pk", flat=True)) == before


def test_a_cell_that_somebody_filled_stays_as_it_is(planned: Project) -> None:
    """A line that says something gets its missing A and R, in empty cells."""
    reader = Membership.objects.get(project=planned, roles=["reader"])
    sponsor = Membership.objects.get(project=planned, roles=["sponsor"])
    task = planned.task_rows.get(key="T00")
    line = Activity.objects.create(project=planned, task=task)
    Assignment.objects.create(activity=line, member=reader, role="R")
    Assignment.objects.create(activity=line, member=sponsor, role="I")
    apply(planned)
    found = load_matrix(planned.pk).by_pk[line.pk]
    assert found.letters[f"m{reader.pk}"] == "R"
    assert found.letters[f"m{sponsor.pk}"] == "I"
    assert len(found.who("A")) == 1
    assert len(found.letters) == 3


def test_change_requests_get_a_line_that_routes_them(planned: Project) -> None:
    apply(planned)
    (line,) = load_matrix(planned.pk).of_purpose(Purpose.CHANGE_REQUESTS)
    assert str(line.activity) == "Instruction des demandes d’évolution"
    assert line.group == "Exécution"


def test_a_line_that_already_routes_change_requests_is_enough(planned: Project) -> None:
    Activity.objects.create(project=planned, title="Évolutions", purpose=Purpose.CHANGE_REQUESTS)
    apply(planned)
    assert len(load_matrix(planned.pk).of_purpose(Purpose.CHANGE_REQUESTS)) == 1


def test_the_owner_of_a_task_does_it(planned: Project) -> None:
    owner = Membership.objects.get(project=planned, roles=["contributor"], functions=[])
    planned.task_rows.filter(key="T03").update(owner=owner)
    apply(planned)
    line = next(one for one in load_matrix(planned.pk).lines if one.reference == "T03")
    assert "R" in line.letters[f"m{owner.pk}"]


def test_the_preview_shows_then_writes(planned: Project, client_for: Callable[[str], Client]) -> None:
    client, url = client_for("manager"), reverse("raci_fill", args=[planned.slug])
    seen = client.get(url)
    assert "nouvelle ligne" in seen.content.decode()
    assert not Assignment.objects.exists()
    read = {"read": seen.context["filling"].stamp}
    assert client.post(reverse("raci_fill_apply", args=[planned.slug]), read).status_code == 302
    assert Assignment.objects.exists()
    assert "Rien à ajouter" in client.get(url).content.decode()


def test_a_stale_preview_is_refused(planned: Project, client_for: Callable[[str], Client]) -> None:
    client = client_for("manager")
    read = {"read": client.get(reverse("raci_fill", args=[planned.slug])).context["filling"].stamp}
    Activity.objects.create(project=planned, title="Autre chose")
    answer = client.post(reverse("raci_fill_apply", args=[planned.slug]), read)
    assert answer.status_code == 409
    assert "rien n’a été écrit" in answer.content.decode()
    assert not Assignment.objects.exists()


def test_an_activity_for_which_nobody_fits_says_so(
    project: Project, client_for: Callable[[str], Client]
) -> None:
    """[R-RACI-A]"""
    Membership.objects.filter(project=project).delete()
    Activity.objects.create(project=project, title="Gouvernance")
    filling = read_filling(project)
    assert filling.incomplete[0].missing == ["A", "R"]
