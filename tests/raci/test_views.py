"""The matrix on screen: with HTMX, and without JavaScript."""

import html
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from charter.models import Membership, Project
from raci.forms import ActivityForm
from raci.matrix import load_matrix
from raci.models import Activity, Assignment, Function
from tests.factories import MembershipFactory
from tests.planning.factories import PhaseFactory, TaskFactory
from tests.raci.factories import ActivityFactory

HTMX = {"HX-Request": "true"}

type ClientFor = Callable[[str], Client]


@pytest.fixture
def url(project: Project) -> str:
    return reverse("raci_matrix", args=[project.slug])


def line_url(activity: Activity) -> str:
    return reverse("raci_activity", args=[activity.project.slug, activity.pk])


def send(client: Client, activity: Activity, *cells: tuple[str, str, str | None]) -> Any:
    """Send cells of this line as the page does: (column, letters, read)."""
    changes = json.dumps([[activity.pk, *cell] for cell in cells])
    return client.post(reverse("raci_cells", args=[activity.project.slug]), {"changes": changes})


def letters(activity: Activity, member: Membership) -> set[str]:
    return set(Assignment.objects.filter(activity=activity, member=member).values_list("role", flat=True))


def test_a_reader_sees_letters_and_no_grid_to_fill(
    client_for: ClientFor, url: str, activity: Activity, claire: Membership
) -> None:
    Assignment.objects.create(activity=activity, member=claire, role="R")
    text = client_for("reader").get(url).content.decode()
    assert '<td data-h="Direction commerciale"><span class="raci raci-R">' in text
    assert "data-raci-matrix" not in text
    assert line_url(activity) not in text
    text = client_for("manager").get(url).content.decode()
    assert "data-raci-matrix" in text
    assert line_url(activity) in text


def test_a_line_in_error_is_marked_and_told(client_for: ClientFor, url: str, activity: Activity) -> None:
    text = client_for("reader").get(url).content.decode()
    assert f'id="activite-{activity.pk}" class="is-invalid"' in text
    assert "Personne n’est désigné." in text


def test_what_people_typed_is_escaped(client_for: ClientFor, url: str, project: Project) -> None:
    phase = PhaseFactory(project=project, title="<b>Phase</b>")
    ActivityFactory(project=project, title='<script>alert("1")</script>', phase=phase)
    Function.objects.create(project=project, name='"><i>Intégrateur')
    text = client_for("manager").get(url).content.decode()
    for typed in ("<script>alert", "<b>Phase", "<i>Intégrateur"):
        assert typed not in text


def test_cells_answer_with_what_the_rules_now_find(
    client_for: ClientFor, activity: Activity, claire: Membership, karim: Membership
) -> None:
    answer = send(client_for("manager"), activity, (f"m{claire.pk}", "r/a", ""), (f"m{karim.pk}", "C", ""))
    assert answer.status_code == 200
    assert (letters(activity, claire), letters(activity, karim)) == ({"A", "R"}, {"C"})
    assert 'id="raci-findings"' in answer.json()["findings"]
    assert "personnes sans activité" in answer.json()["load"]


def test_a_second_a_is_refused_and_the_answer_offers_to_take_it_over(
    client_for: ClientFor, activity: Activity, claire: Membership, karim: Membership
) -> None:
    Assignment.objects.create(activity=activity, member=claire, role="A")
    client = client_for("manager")
    answer = send(client, activity, (f"m{karim.pk}", "A", ""))
    assert answer.status_code == 422
    assert answer.json()["cells"] == [[activity.pk, f"m{karim.pk}", ""]]
    refusal = html.unescape(answer.json()["refusal"])
    assert "ici, Direction commerciale" in refusal
    assert "Donner le A à Responsable SI" in refusal
    mended = re.search(r'data-raci-retry="(.*?)">', refusal)
    assert mended
    assert letters(activity, karim) == set()
    again = client.post(reverse("raci_cells", args=[activity.project.slug]), {"changes": mended[1]})
    assert again.status_code == 200
    assert (letters(activity, claire), letters(activity, karim)) == (set(), {"A"})


def test_a_stale_cell_tells_what_stands_and_is_written_again_knowingly(
    client_for: ClientFor, activity: Activity, claire: Membership
) -> None:
    Assignment.objects.create(activity=activity, member=claire, role="C")
    client = client_for("manager")
    answer = send(client, activity, (f"m{claire.pk}", "I", "R"))
    assert answer.status_code == 409
    assert answer.json()["cells"] == [[activity.pk, f"m{claire.pk}", "C"]]
    refusal = html.unescape(answer.json()["refusal"])
    assert "«\u00a0C\u00a0»" in refusal
    assert "Écrire «\u00a0I\u00a0» quand même" in refusal
    assert letters(activity, claire) == {"C"}
    assert send(client, activity, (f"m{claire.pk}", "I", "C")).status_code == 200
    assert letters(activity, claire) == {"I"}


def test_a_range_with_one_wrong_cell_is_refused_whole_cell_by_cell(
    client_for: ClientFor, activity: Activity, claire: Membership, karim: Membership, manager: Membership
) -> None:
    karim.put_aside(read_version=karim.version)
    cells = [(f"m{claire.pk}", "R", ""), (f"m{manager.pk}", "X9", ""), (f"m{karim.pk}", "C", "")]
    answer = send(client_for("manager"), activity, *cells)
    assert answer.status_code == 422
    assert not Assignment.objects.exists()
    refusal = answer.json()["refusal"].replace("\u00a0", " ")
    assert "« X9 » n’est pas un rôle : R, A, C, I, A/R, ou rien." in refusal
    assert "a quitté le projet" in refusal
    assert "data-raci-retry" not in refusal


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "[1]", '[[1, "m1", "R"]]', '[["1", "m1", "R", ""]]', "[" * 9999]
)
def test_cells_that_can_not_be_read_are_refused_in_words(
    client_for: ClientFor, project: Project, text: str
) -> None:
    answer = client_for("manager").post(reverse("raci_cells", args=[project.slug]), {"changes": text})
    assert answer.status_code == 422
    assert "rechargez la page" in answer.json()["refusal"]


def test_without_javascript_a_line_has_a_form_with_every_column(
    client_for: ClientFor, url: str, activity: Activity, claire: Membership, karim: Membership
) -> None:
    client, address = client_for("manager"), line_url(activity)
    assert client.get(address).content.decode().count('name="case-') == len(
        load_matrix(activity.project_id).holders
    )
    data = {
        f"case-m{claire.pk}": "A",
        f"lu-m{claire.pk}": "",
        f"case-m{karim.pk}": "R",
        f"lu-m{karim.pk}": "",
    }
    done = client.post(address, data)
    assert done.headers["Location"] == f"{url}#activite-{activity.pk}"
    assert (letters(activity, claire), letters(activity, karim)) == ({"A"}, {"R"})


def test_a_refused_form_keeps_what_was_chosen_and_writes_nothing(
    client_for: ClientFor, activity: Activity, claire: Membership, karim: Membership
) -> None:
    Assignment.objects.create(activity=activity, member=claire, role="A")
    client, address = client_for("manager"), line_url(activity)
    mine = {f"case-m{karim.pk}": "AR", f"lu-m{karim.pk}": ""}
    refused = client.post(address, mine)
    text = refused.content.decode()
    assert refused.status_code == 422
    assert "ici, Direction commerciale" in text
    assert '<option value="AR" selected>' in text
    assert letters(activity, karim) == set()
    client.post(address, {**mine, f"case-m{claire.pk}": "", f"lu-m{claire.pk}": "A"})
    assert (letters(activity, claire), letters(activity, karim)) == (set(), {"A", "R"})


def test_a_form_over_a_cell_that_changed_shows_it_and_passes_the_second_time(
    client_for: ClientFor, activity: Activity, claire: Membership
) -> None:
    Assignment.objects.create(activity=activity, member=claire, role="C")
    client, address = client_for("manager"), line_url(activity)
    stale = client.post(address, {f"case-m{claire.pk}": "I", f"lu-m{claire.pk}": "R"})
    assert stale.status_code == 409
    assert f'name="lu-m{claire.pk}" value="C"' in stale.content.decode()
    client.post(address, {f"case-m{claire.pk}": "I", f"lu-m{claire.pk}": "C"})
    assert letters(activity, claire) == {"I"}


@pytest.mark.parametrize("persona", ["head", "contributor", "reader"])
def test_only_who_edits_the_matrix_writes_in_it(
    client_for: ClientFor, activity: Activity, claire: Membership, persona: str
) -> None:
    client = client_for(persona)
    assert send(client, activity, (f"m{claire.pk}", "R", "")).status_code == 403
    assert client.post(line_url(activity), {}).status_code == 403


def test_a_line_of_another_project_does_not_exist_here(
    client_for: ClientFor, project: Project, activity: Activity, claire: Membership
) -> None:
    stranger, member = ActivityFactory(), MembershipFactory()
    client = client_for("manager")
    assert client.get(reverse("raci_activity", args=[project.slug, stranger.pk])).status_code == 404
    for pair in ((stranger.pk, f"m{claire.pk}"), (activity.pk, f"m{member.pk}")):
        changes = json.dumps([[*pair, "R", ""]])
        assert (
            client.post(reverse("raci_cells", args=[project.slug]), {"changes": changes}).status_code == 422
        )
    assert not Assignment.objects.exists()


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("q=DONNEES", [True, False]),
        ("colonne={claire}", [False, True]),
        ("constat=r", [True, False]),
        ("", [True, True]),
    ],
)
def test_without_javascript_lines_are_looked_for_by_address(
    client_for: ClientFor, url: str, activity: Activity, claire: Membership, query: str, shown: list[bool]
) -> None:
    other = ActivityFactory(project=activity.project, title="Formation")
    Assignment.objects.create(activity=other, member=claire, role="R")
    text = client_for("reader").get(f"{url}?{query.format(claire=f'm{claire.pk}')}").content.decode()
    found = [f'id="activite-{one.pk}" class="is-invalid" hidden' not in text for one in (activity, other)]
    assert found == shown


def test_empty_columns_are_hidden_on_demand(
    client_for: ClientFor, url: str, activity: Activity, claire: Membership, karim: Membership
) -> None:
    Assignment.objects.create(activity=activity, member=claire, role="R")
    text = client_for("reader").get(f"{url}?vides=masquer").content.decode()
    for member, hidden in ((claire, False), (karim, True)):
        heading = text.split(f'id="colonne-m{member.pk}"')[1].split(">")[0]
        assert heading.endswith(" hidden") is hidden


def test_columns_are_put_in_another_order_functions_among_people(
    client_for: ClientFor, project: Project, activity: Activity, claire: Membership, manager: Membership
) -> None:
    function = Function.objects.create(project=project, name="Intégrateur")
    client, address = client_for("manager"), reverse("raci_columns", args=[project.slug])
    client.post(address, {"keys": [f"f{function.pk}", f"m{claire.pk}", "m0", "x"]})
    keys = [holder.key for holder in load_matrix(project.pk).holders]
    assert keys[:3] == [f"f{function.pk}", f"m{claire.pk}", f"m{manager.pk}"]
    moved = client.post(address, {"column": f"m{manager.pk}", "direction": "avant"}, headers=HTMX)
    assert 'id="raci-columns"' in moved.content.decode()
    keys = [holder.key for holder in load_matrix(project.pk).holders]
    assert keys[:3] == [f"f{function.pk}", f"m{manager.pk}", f"m{claire.pk}"]


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
    client, name = client_for("manager"), f"m{claire.pk}"
    assert "a quitté le projet" in send(client, activity, (name, "R", "C")).json()["refusal"]
    form = client.get(line_url(activity)).content.decode()
    own = form.split(f'name="case-{name}"')[1].split("</select>")[0]
    assert re.findall(r'option value="(\w*)"', own) == ["", "C"]
    assert send(client, activity, (name, "", "C")).status_code == 200
    assert letters(activity, claire) == set()
