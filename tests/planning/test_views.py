"""The planning on screen and on the project’s home."""

from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from charter import homepanel
from charter.access import access_of
from charter.homepanel import panels
from charter.models import Membership, Project
from planning.models import GateDependency, TaskDependency
from tests.planning.factories import GateFactory, PhaseFactory, TaskFactory


@pytest.fixture
def url(project: Project) -> str:
    return reverse("planning", args=[project.slug])


def test_an_empty_planning_says_what_to_do(client_for: Callable[[str], Client], url: str) -> None:
    text = client_for("manager").get(url).content.decode()
    assert "Aucune tâche" in text
    assert "Ajouter des tâches" in text
    assert "Proposer un planning" in text


@pytest.mark.parametrize("role", ["sponsor", "head", "reader"])
def test_only_who_may_write_it_is_asked_to_fill_an_empty_planning(
    client_for: Callable[[str], Client], url: str, project: Project, role: str
) -> None:
    text = client_for(role).get(url).content.decode()
    assert "Le chef de projet n’a pas encore posé le planning" in text
    home = client_for(role).get(project.get_absolute_url()).content.decode()
    for page in (text, home):
        assert "Proposer un planning" not in page
        assert "Ajouter des tâches" not in page


def test_the_home_of_a_project_without_tasks_proposes_a_planning(
    client_for: Callable[[str], Client], project: Project
) -> None:
    homepanel.start_project(project)
    manager, proposal = client_for("manager"), reverse("plan_proposal", args=[project.slug])
    for page in (project.get_absolute_url(), reverse("project_begin", args=[project.slug])):
        assert f'href="{proposal}"' in manager.get(page).content.decode()
    TaskFactory(phase__project=project)
    for page in (project.get_absolute_url(), reverse("project_begin", args=[project.slug])):
        assert f'href="{proposal}"' not in manager.get(page).content.decode()


def test_the_chart_has_its_table_twin(
    client_for: Callable[[str], Client], url: str, project: Project
) -> None:
    task = TaskFactory(phase__project=project, title="Formation des utilisateurs")
    text = client_for("reader").get(url).content.decode()
    assert '<svg class="gantt-chart"' in text
    assert f'id="tache-{task.key}"' in text
    assert "Sans responsable" in text
    assert "Modifier les tâches" not in text


def test_a_cycle_is_told_on_the_page(client_for: Callable[[str], Client], url: str, project: Project) -> None:
    first, second = TaskFactory.create_batch(2, phase=PhaseFactory(project=project))
    TaskDependency.objects.create(task=first, predecessor=second)
    TaskDependency.objects.create(task=second, predecessor=first)
    response = client_for("manager").get(url)
    assert response.status_code == 200
    assert f"{first.key} → {second.key} → {first.key}" in response.content.decode()


def test_a_planning_that_ends_late_is_signalled(
    client_for: Callable[[str], Client], url: str, project: Project
) -> None:
    TaskFactory(phase__project=project, days=250)
    assert "finit après la fin visée" in client_for("manager").get(url).content.decode()


def test_the_page_costs_as_many_queries_for_ten_tasks_as_for_one(
    client_for: Callable[[str], Client], url: str, project: Project
) -> None:
    client, phase = client_for("manager"), PhaseFactory(project=project)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    TaskFactory(phase=phase)
    GateFactory(project=project)
    client.get(url)
    one = count()
    TaskFactory.create_batch(9, phase=phase, owner=Membership.objects.get(project=project, roles=[]))
    GateFactory.create_batch(9, project=project)
    assert count() == one


@time_machine.travel(date(2027, 1, 20))
def test_the_home_shows_the_next_gate_and_the_tasks_of_the_person(project: Project) -> None:
    phase, me = PhaseFactory(project=project), Membership.objects.get(project=project)
    over = TaskFactory(phase=phase, owner=me)
    mine = TaskFactory(phase=phase, owner=me)
    TaskFactory(phase=phase)
    TaskDependency.objects.create(task=mine, predecessor=over)
    past, following = GateFactory(project=project), GateFactory(project=project)
    GateDependency.objects.create(gate=past, task=over)
    GateDependency.objects.create(gate=following, task=mine)
    access = access_of(project.manager, project)
    assert access
    shown = next(data for panel, data in panels(project, access) if panel.name == "planning")
    assert [line.task for line in shown["tasks"]] == [mine]  # type: ignore[attr-defined]
    assert [line.gate for line in shown["gates"]] == [following]  # type: ignore[attr-defined]
