"""Changing a task from the planning: the effect first, then all of it or nothing."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from charter.models import Membership, Project
from planning.models import Phase, Task, TaskDependency
from planning.reading import load_planning
from planning.whatif import Network
from tests.personas import ClientFor
from tests.planning.factories import GateFactory, PhaseFactory, TaskFactory

HTMX = {"HX-Request": "true"}


@pytest.fixture
def tasks(project: Project) -> list[Task]:
    """T05 → T06 → T07, five days each, and T08 alone."""
    phase: Phase = PhaseFactory(project=project)
    made: list[Task] = [TaskFactory(phase=phase, key=key) for key in ("T05", "T06", "T07", "T08")]
    TaskDependency.objects.create(task=made[1], predecessor=made[0])
    TaskDependency.objects.create(task=made[2], predecessor=made[1])
    return made


@pytest.fixture
def manager(client_for: ClientFor) -> Client:
    return client_for("manager")


def stamp(project: Project) -> str:
    return Network.of(load_planning(project.pk)).stamp


def move(client: Client, task: Task, **data: Any) -> Any:
    url = reverse("planning_move", args=[task.project.slug, task.pk])
    return client.post(url, {"version": task.version, **data}, headers=HTMX)


def save(client: Client, task: Task, **data: Any) -> Any:
    return move(client, task, do="save", **{"read": stamp(task.project), **data})


def again(task: Task) -> Task:
    found: Task = Task.objects.get(pk=task.pk)
    return found


def test_nothing_is_written_before_the_effect_is_accepted(manager: Client, tasks: list[Task]) -> None:
    answer = move(manager, tasks[0], begin="2027-01-18")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "5\u00a0jours ouvrés plus tard" in text.replace("&nbsp;", "\u00a0")
    assert again(tasks[0]).version == 1
    assert again(tasks[0]).start is None


def test_a_drag_is_a_date_before_which_the_task_does_not_start(manager: Client, tasks: list[Task]) -> None:
    answer = save(manager, tasks[0], begin="2027-01-18")
    assert "planning-saved" in answer["HX-Trigger"]
    assert (again(tasks[0]).start, again(tasks[0]).version) == (date(2027, 1, 18), 2)


def test_a_drag_of_an_imposed_task_imposes_another_day(manager: Client, tasks: list[Task]) -> None:
    Task.objects.filter(pk=tasks[3].pk).update(fixed_start="2027-01-13")
    save(manager, tasks[3], begin="2027-01-20")
    assert (again(tasks[3]).start, again(tasks[3]).fixed_start) == (None, date(2027, 1, 20))


def test_a_pulled_edge_is_a_number_of_days(manager: Client, tasks: list[Task]) -> None:
    save(manager, tasks[0], begin="2027-01-11", finish="2027-01-19")
    assert again(tasks[0]).days == 7


def test_progress_is_written_and_moves_no_date(manager: Client, tasks: list[Task]) -> None:
    assert "Aucune date ne bouge" in move(manager, tasks[0], progress=40).content.decode()
    save(manager, tasks[0], progress=40)
    assert again(tasks[0]).progress == 40


@pytest.mark.parametrize("kind", ["FS", "SS", "FF", "SF"])
def test_a_link_drawn_is_a_dependency_of_its_kind(manager: Client, tasks: list[Task], kind: str) -> None:
    save(manager, tasks[3], predecessor="T05", kind=kind, lag=2)
    (link,) = TaskDependency.objects.filter(task=tasks[3])
    assert (link.predecessor, link.kind, link.lag) == (tasks[0], kind, 2)
    assert again(tasks[3]).version == 2


def test_a_link_is_taken_away(manager: Client, tasks: list[Task]) -> None:
    assert "Après" in move(manager, tasks[1], unlink="T05").content.decode()
    save(manager, tasks[1], unlink="T05")
    assert not TaskDependency.objects.filter(task=tasks[1]).exists()


def test_a_cycle_is_refused_with_its_path(manager: Client, tasks: list[Task]) -> None:
    answer = move(manager, tasks[0], predecessor="T07", kind="FS")
    assert answer.status_code == 422
    assert "T05 → T06 → T07 → T05" in answer.content.decode()
    assert not TaskDependency.objects.filter(task=tasks[0]).exists()


def test_a_drag_before_the_links_is_mended_in_words(manager: Client, tasks: list[Task]) -> None:
    text = move(manager, tasks[2], begin="2027-01-13").content.decode()
    assert "T07 ne peut pas commencer avant le 25\u00a0janvier 2027" in text
    assert "elle attend T06" in text


def test_a_stale_version_is_answered_with_what_stands_now(manager: Client, tasks: list[Task]) -> None:
    Task.objects.get(pk=tasks[0].pk).write(read_version=1, progress=30)
    answer = save(manager, tasks[0], begin="2027-01-18")
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "30" in text
    assert "18\u00a0janvier 2027" in text, "what was asked is still there"
    assert 'name="version" value="2"' in text
    assert again(tasks[0]).start is None


def test_a_planning_that_moved_meanwhile_is_weighed_again(manager: Client, tasks: list[Task]) -> None:
    seen = stamp(tasks[0].project)
    other = Task.objects.get(pk=tasks[2].pk)
    other.write(read_version=1, days=30)
    answer = save(manager, tasks[0], begin="2027-01-18", read=seen)
    assert answer.status_code == 409
    assert stamp(tasks[0].project) in answer.content.decode()
    assert again(tasks[0]).version == 1
    assert save(manager, tasks[0], begin="2027-01-18").status_code == 200


def test_gates_that_move_and_due_dates_broken_are_told(
    manager: Client, tasks: list[Task], project: Project
) -> None:
    gate = GateFactory(project=project, title="Mise en production")
    gate.dependencies.create(task=tasks[2])
    Task.objects.filter(pk=tasks[2].pk).update(due="2027-01-29")
    text = move(manager, tasks[0], begin="2027-01-18").content.decode()
    assert "Mise en production" in text
    assert "T07 devait finir le 29\u00a0janvier 2027" in text


def test_a_row_is_edited_with_its_links_in_notation(
    manager: Client, tasks: list[Task], project: Project
) -> None:
    url = reverse("planning_row", args=[project.slug, tasks[3].pk])
    member = Membership.objects.get(project=project, user=project.manager)
    row = {
        "version": 1, "tie": "start", "day": "2027-01-20", "days": 3, "progress": 10, "owner": member.pk,
        "links": "T05 DD+3",
    }  # fmt: skip
    weighed = manager.post(url, row)
    assert "Et si…" in weighed.content.decode()
    assert again(tasks[3]).version == 1
    done: Any = manager.post(url, {**row, "do": "save", "read": stamp(project)})
    assert done.url.endswith("/planning/#tache-T08")
    task = again(tasks[3])
    assert (task.start, task.days, task.progress, task.owner) == (date(2027, 1, 20), 3, 10, member)
    (link,) = TaskDependency.objects.filter(task=task)
    assert (link.predecessor.key, link.kind, link.lag) == ("T05", "SS", 3)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("links", "T99", "aucune tâche ne porte la clé T99"),
        ("links", "T08", "ne peut pas dépendre d’elle-même"),
        ("days", "5000", "1000"),
        ("day", "", "Donnez la date"),
    ],
)
def test_a_row_filled_amiss_keeps_what_was_typed(
    manager: Client, tasks: list[Task], project: Project, field: str, value: str, words: str
) -> None:
    url = reverse("planning_row", args=[project.slug, tasks[3].pk])
    row = {"version": 1, "tie": "fixed", "day": "2027-01-20", "days": 3, "progress": 0, "links": "T05"}
    answer = manager.post(url, {**row, field: value})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert words in text
    assert 'value="T05"' in text or field == "links"
    part = manager.post(url, {**row, field: value}, headers=HTMX)
    assert part["HX-Retarget"] == "#tache-T08"


def test_a_task_goes_up_and_down_within_its_phase(
    manager: Client, tasks: list[Task], project: Project
) -> None:
    later = PhaseFactory(project=project, position=99)
    TaskFactory(phase=later, key="T20")
    manager.post(reverse("planning_order", args=[project.slug]), {"haut": tasks[3].pk})
    manager.post(reverse("planning_order", args=[project.slug]), {"haut": tasks[0].pk})
    manager.post(reverse("planning_order", args=[project.slug]), {"bas": tasks[1].pk})
    keys = [line.task.key for line in load_planning(project.pk).tasks]
    assert keys == ["T05", "T08", "T06", "T07", "T20"]
    assert manager.post(reverse("planning_order", args=[project.slug])).status_code == 404


def test_a_reader_changes_nothing(
    personas: dict[str, User], client_for: ClientFor, tasks: list[Task]
) -> None:
    assert move(client_for("reader"), tasks[0], begin="2027-01-18").status_code == 403


def test_the_page_of_the_chart_alone_lets_styles_be_set(
    manager: Client, tasks: list[Task], project: Project
) -> None:
    policies = {
        name: manager.get(reverse(name, args=[project.slug]))["Content-Security-Policy"]
        for name in ("planning", "project_home")
    }
    assert "style-src-attr 'unsafe-inline'" in policies["planning"]
    assert "unsafe-inline" not in policies["project_home"]
    assert policies["planning"].count("unsafe-inline") == 1


def test_the_chart_gets_dates_computed_by_the_server(
    manager: Client, tasks: list[Task], project: Project
) -> None:
    Task.objects.filter(pk=tasks[3].pk).update(days=0)
    data = manager.get(reverse("gantt_data", args=[project.slug])).json()
    rows = {row["key"]: row for row in data["tasks"] if row["kind"] == "task"}
    assert (rows["T06"]["start_date"], rows["T06"]["end_date"]) == ("2027-01-18", "2027-01-23")
    assert (rows["T06"]["critical"], rows["T06"]["version"]) == (True, 1)
    assert (rows["T08"]["type"], rows["T08"]["start_date"]) == ("milestone", "2027-01-11 12:00")
    assert {link["type"] for link in data["links"]} == {"0"}
    assert "2027-01-16" in data["off"]
    assert data["stamp"] == stamp(project)


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("critiques=1", ["T05", "T06", "T07"]),
        ("retard=1", ["T07"]),
        ("responsable=0", ["T05", "T06", "T07", "T08"]),
        ("phase=0", []),
        ("phase=abc&responsable=é", ["T05", "T06", "T07", "T08"]),
    ],
)
def test_the_table_is_sifted(
    manager: Client, tasks: list[Task], project: Project, query: str, keys: list[str]
) -> None:
    Task.objects.filter(pk=tasks[2].pk).update(due="2027-01-20")
    text = manager.get(f"{reverse('planning', args=[project.slug])}?{query}").content.decode()
    assert [key for key in ("T05", "T06", "T07", "T08") if f'id="tache-{key}"' in text] == keys


def test_all_of_an_act_is_written_or_nothing(manager: Client, tasks: list[Task], project: Project) -> None:
    from crmproject.toolkit.rows import StaleWriteError
    from planning.actions.moves import TaskWrite, write_moves

    writes = [TaskWrite(tasks[0].pk, 1, {"days": 9}), TaskWrite(tasks[1].pk, 7, {"days": 9})]
    with pytest.raises(StaleWriteError):
        write_moves(project=project, writes=writes, seen=stamp(project))
    assert again(tasks[0]).days == 5


@pytest.mark.parametrize("do", ["weigh", "save"])
def test_a_gesture_that_makes_the_planning_endless_is_refused_in_words(
    do: str, manager: Client, project: Project, tasks: list[Task]
) -> None:
    answer = move(manager, tasks[3], begin="2060-03-01", do=do, read=stamp(project))
    assert answer.status_code == 422
    assert "qu’un planning couvre au plus" in answer.content.decode()
    assert again(tasks[3]).start is None
