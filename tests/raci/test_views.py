"""The matrix on screen: with HTMX, and without JavaScript."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from charter.models import Membership, Project
from raci.forms import ActivityForm
from raci.models import Activity, Assignment
from tests.factories import MembershipFactory
from tests.planning.factories import TaskFactory
from tests.raci.factories import ActivityFactory

HTMX = {"HX-Request": "true"}

type ClientFor = Callable[[str], Client]


@pytest.fixture
def url(project: Project) -> str:
    return reverse("raci_matrix", args=[project.slug])


def cell_url(activity: Activity, member: Membership) -> str:
    return reverse("raci_cell", args=[activity.project.slug, activity.pk, f"m{member.pk}"])


def letters(activity: Activity, member: Membership) -> set[str]:
    return set(Assignment.objects.filter(activity=activity, member=member).values_list("role", flat=True))


def test_a_reader_sees_letters_and_no_button(
    client_for: ClientFor, url: str, activity: Activity, claire: Membership
) -> None:
    Assignment.objects.create(activity=activity, member=claire, role="R")
    text = client_for("reader").get(url).content.decode()
    assert 'class="raci raci-R"' in text
    assert "raci-button" not in text
    assert "raci-button" in client_for("manager").get(url).content.decode()


def test_a_line_in_error_is_marked_and_told(client_for: ClientFor, url: str, activity: Activity) -> None:
    text = client_for("reader").get(url).content.decode()
    assert f'id="activite-{activity.pk}" class="is-invalid"' in text
    assert "Personne n’est désigné." in text


def test_a_cell_answers_with_its_line_and_the_findings(
    client_for: ClientFor, activity: Activity, claire: Membership
) -> None:
    response = client_for("manager").post(
        cell_url(activity, claire), {"letters": "AR", "read": ""}, headers=HTMX
    )
    text = response.content.decode()
    assert response.status_code == 200
    assert letters(activity, claire) == {"A", "R"}
    assert f'<tr id="activite-{activity.pk}">' in text
    assert 'id="raci-findings" hx-swap-oob="true"' in text


def test_a_refused_a_names_its_holder_and_offers_to_move_it(
    client_for: ClientFor, activity: Activity, claire: Membership, karim: Membership
) -> None:
    Assignment.objects.create(activity=activity, member=claire, role="A")
    client, data = client_for("manager"), {"letters": "A", "read": ""}
    response = client.post(cell_url(activity, karim), data, headers=HTMX)
    text = response.content.decode()
    assert response.status_code == 422
    assert "Direction commerciale" in text
    assert f'name="take_from" value="m{claire.pk}"' in text
    moved = client.post(cell_url(activity, karim), {**data, "take_from": f"m{claire.pk}"}, headers=HTMX)
    assert moved.status_code == 200
    assert (letters(activity, claire), letters(activity, karim)) == (set(), {"A"})


def test_a_stale_cell_shows_both_and_loses_nothing(
    client_for: ClientFor, activity: Activity, claire: Membership
) -> None:
    Assignment.objects.create(activity=activity, member=claire, role="C")
    client, data = client_for("manager"), {"letters": "I", "read": "R"}
    response = client.post(cell_url(activity, claire), data, headers=HTMX)
    text = response.content.decode()
    assert response.status_code == 409
    assert "«\u00a0C\u00a0»" in text
    assert "«\u00a0I\u00a0»" in text
    assert letters(activity, claire) == {"C"}
    client.post(cell_url(activity, claire), {"letters": "I", "read": "C"}, headers=HTMX)
    assert letters(activity, claire) == {"I"}


def test_without_javascript_a_cell_has_its_own_page(
    client_for: ClientFor, url: str, activity: Activity, claire: Membership, karim: Membership
) -> None:
    client, address = client_for("manager"), cell_url(activity, claire)
    assert 'type="radio"' in client.get(address).content.decode()
    done = client.post(address, {"letters": "A", "read": ""})
    assert done.headers["Location"] == f"{url}#activite-{activity.pk}"
    refused = client.post(cell_url(activity, karim), {"letters": "A", "read": ""})
    assert refused.status_code == 422
    assert "Donner le A à Responsable SI" in refused.content.decode()


def test_letters_that_do_not_exist_are_refused(
    client_for: ClientFor, activity: Activity, claire: Membership
) -> None:
    response = client_for("manager").post(cell_url(activity, claire), {"letters": "Z", "read": ""})
    assert response.status_code == 422


@pytest.mark.parametrize("persona", ["head", "contributor", "reader"])
def test_only_who_edits_the_matrix_writes_in_it(
    client_for: ClientFor, activity: Activity, claire: Membership, persona: str
) -> None:
    response = client_for(persona).post(cell_url(activity, claire), {"letters": "R", "read": ""})
    assert response.status_code == 403


def test_a_line_of_another_project_does_not_exist_here(
    client_for: ClientFor, project: Project, activity: Activity, claire: Membership
) -> None:
    stranger, member = ActivityFactory(), MembershipFactory()
    client = client_for("manager")
    for pair in ((stranger.pk, f"m{claire.pk}"), (activity.pk, f"m{member.pk}")):
        assert client.post(reverse("raci_cell", args=[project.slug, *pair])).status_code == 404


def test_tasks_of_the_planning_become_lines(client_for: ClientFor, url: str, project: Project) -> None:
    task = TaskFactory(phase__project=project)
    client = client_for("manager")
    assert "Reprendre 1 tâche du planning" in client.get(url).content.decode()
    client.post(reverse("raci_take_tasks", args=[project.slug]))
    assert Activity.objects.get(project=project).task == task
    assert "Reprendre" not in client.get(url).content.decode()


def test_a_form_offers_only_tasks_without_line(project: Project) -> None:
    placed, free = TaskFactory.create_batch(2, phase__project=project)
    line = ActivityFactory(project=project, task=placed, title="")
    new: Any = ActivityForm(project=project).fields["task"]
    own: Any = ActivityForm(project=project, instance=line).fields["task"]
    assert list(new.queryset) == [free]
    assert set(own.queryset) == {placed, free}


@pytest.mark.django_db
def test_a_line_needs_a_task_or_a_title(project: Project) -> None:
    form = ActivityForm({"task": "", "title": ""}, project=project)
    assert not form.is_valid()
    assert "Choisissez une tâche ou donnez un intitulé." in str(form.errors)


def test_the_page_costs_as_many_queries_for_ten_lines_as_for_one(
    client_for: ClientFor, url: str, project: Project, claire: Membership
) -> None:
    client = client_for("manager")

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    def add(size: int) -> None:
        for _ in range(size):
            line = ActivityFactory(project=project, task=TaskFactory(phase__project=project), title="")
            Assignment.objects.create(activity=line, member=MembershipFactory(project=project), role="A")

    add(1)
    client.get(url)
    one = count()
    add(9)
    assert count() == one


def test_the_cell_of_someone_who_left_can_only_be_emptied(
    client_for: ClientFor, activity: Activity, claire: Membership
) -> None:
    Assignment.objects.create(activity=activity, member=claire, role="C")
    claire.put_aside(read_version=claire.version)
    manager = client_for("manager")
    refused = manager.post(cell_url(activity, claire), {"letters": "R", "read": "C"})
    assert refused.status_code == 422
    assert "a quitté le projet" in refused.content.decode()
    manager.post(cell_url(activity, claire), {"letters": "", "read": "C"})
    assert letters(activity, claire) == set()
