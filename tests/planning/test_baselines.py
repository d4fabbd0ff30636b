"""References of the planning: taken once, never rewritten, and the slippage read against them."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from charter.models import Project
from crmproject.toolkit.refusals import RefusedError
from planning.actions.baselines import take_baseline
from planning.baselines import Move, slippage
from planning.models import Baseline, Closing, GateDependency, Phase, Task, TaskDependency
from planning.reading import load_planning
from tests.personas import ClientFor
from tests.planning.factories import GateFactory, PhaseFactory, TaskFactory


@pytest.fixture
def phase(project: Project) -> Phase:
    found: Phase = PhaseFactory(project=project)
    return found


@pytest.fixture
def chain(phase: Phase) -> tuple[Task, Task]:
    """Two tasks of five days, one after the other, from Monday 11 January 2027, and a gate after both."""
    first, second = TaskFactory(phase=phase, key="A"), TaskFactory(phase=phase, key="B")
    TaskDependency.objects.create(task=second, predecessor=first)
    gate = GateFactory(project=phase.project, key="G")
    GateDependency.objects.create(gate=gate, task=second)
    return first, second


def take(project: Project, title: str = "Planning présenté au comité") -> Baseline:
    return take_baseline(project=project, title=title, by=project.manager)


def days(project: Project, baseline: Baseline) -> dict[str, tuple[Any, Move]]:
    found = slippage(load_planning(project.pk), baseline)
    return {one.shown.key: (one.days, one.move) for one in found.slips}


def test_a_reference_keeps_the_dates_and_who_took_it(project: Project, chain: tuple[Task, Task]) -> None:
    baseline = take(project)
    assert (baseline.number, baseline.taken_by) == (1, project.manager)
    assert baseline.name
    lines = {line.key: (line.start, line.end) for line in baseline.lines.all()}
    assert lines == {
        "A": (date(2027, 1, 11), date(2027, 1, 15)),
        "B": (date(2027, 1, 18), date(2027, 1, 22)),
        "G": (date(2027, 1, 22), date(2027, 1, 22)),
    }


def test_slippage_counts_working_days_of_tasks_and_gates(project: Project, chain: tuple[Task, Task]) -> None:
    baseline = take(project)
    chain[0].write(read_version=1, days=8)
    found = slippage(load_planning(project.pk), baseline)
    assert days(project, baseline) == {"A": (3, Move.LATER), "B": (3, Move.LATER), "G": (3, Move.LATER)}
    assert (found.planned_end, found.end, found.days) == (date(2027, 1, 22), date(2027, 1, 27), 3)
    assert found.tasks["B"].start_days == 3
    assert found.gates["G"].days == 3
    chain[0].write(read_version=2, days=4)
    assert days(project, baseline)["B"] == (-1, Move.SOONER)


def test_what_is_new_or_gone_is_said(project: Project, phase: Phase, chain: tuple[Task, Task]) -> None:
    baseline = take(project)
    TaskFactory(phase=phase, key="C")
    chain[1].put_aside(read_version=1)
    assert days(project, baseline) == {
        "A": (0, Move.SAME),
        "C": (None, Move.NEW),
        "B": (None, Move.GONE),
        "G": (None, Move.GONE),
    }


def test_a_task_that_changes_its_key_stays_itself(project: Project, chain: tuple[Task, Task]) -> None:
    baseline = take(project)
    chain[0].write(read_version=1, key="Z", title="Autre titre", days=6)
    assert days(project, baseline)["Z"] == (1, Move.LATER)


def test_a_closing_since_the_reference_is_slippage_in_days_worked(
    project: Project, chain: tuple[Task, Task]
) -> None:
    """A ended on Friday 15 January; two days closed put its end to Tuesday 19: on the calendar of now, two days on."""
    baseline = take(project)
    Closing.objects.create(
        project=project, title="Fermeture", first_day=date(2027, 1, 13), last_day=date(2027, 1, 14)
    )
    assert days(project, baseline)["A"] == (2, Move.LATER)


def test_a_reference_is_refused_when_nothing_changed(project: Project, chain: tuple[Task, Task]) -> None:
    take(project)
    with pytest.raises(RefusedError, match="Aucune date n’a changé depuis la référence 1"):
        take(project)
    chain[1].write(read_version=1, days=9)
    assert take(project).number == 2


def test_a_reference_is_refused_without_dates(project: Project, phase: Phase) -> None:
    with pytest.raises(RefusedError, match=r"n’a pas de dates à garder\. Il n’a aucune tâche"):
        take(project)
    task = TaskFactory(phase=phase, key="A")
    other = TaskFactory(phase=phase, key="B")
    TaskDependency.objects.create(task=task, predecessor=other)
    TaskDependency.objects.create(task=other, predecessor=task)
    with pytest.raises(RefusedError, match="A → B → A"):
        take(project)


def test_a_reference_is_taken_and_compared_in_the_pages(
    project: Project, chain: tuple[Task, Task], client_for: ClientFor
) -> None:
    manager = client_for("manager")
    answer = manager.post(reverse("baseline_take", args=[project.slug]), {"title": "Comité de mars"})
    assert answer.status_code == 302
    chain[0].write(read_version=1, days=8)
    listed = manager.get(reverse("baselines", args=[project.slug])).content.decode()
    assert "Comité de mars" in listed
    assert "3\u00a0jours ouvrés plus tard" in listed
    page = manager.get(reverse("baseline", args=[project.slug, 1])).content.decode()
    assert page.count("en retard") >= 3
    assert manager.get(reverse("baseline", args=[project.slug, 9])).status_code == 404


@pytest.mark.parametrize("title", ["", "x" * 200])
def test_a_wrong_title_is_refused_and_kept(
    project: Project, chain: tuple[Task, Task], client_for: ClientFor, title: str
) -> None:
    answer = client_for("manager").post(reverse("baseline_take", args=[project.slug]), {"title": title})
    assert answer.status_code == 422
    assert title in answer.content.decode()
    assert not Baseline.objects.exists()


def test_a_refused_reference_says_why_in_the_page(
    project: Project, chain: tuple[Task, Task], client_for: ClientFor
) -> None:
    take(project)
    answer = client_for("manager").post(reverse("baseline_take", args=[project.slug]), {"title": "Encore"})
    assert answer.status_code == 422
    assert "Aucune date n’a changé" in answer.content.decode()


def test_the_pages_cost_the_same_whatever_the_planning(
    project: Project, phase: Phase, chain: tuple[Task, Task], client_for: ClientFor
) -> None:
    client: Client = client_for("manager")
    take(project)

    def count(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    urls = [reverse("baselines", args=[project.slug]), reverse("baseline", args=[project.slug, 1])]
    before = [count(url) for url in urls]
    TaskFactory.create_batch(10, phase=phase)
    take(project)
    assert [count(url) for url in urls] == before
