"""The planning read from the database, and its block."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from charter.models import Membership, Project
from crmproject.toolkit import blocks
from crmproject.toolkit.blocks import Gathering, Place
from planning.models import GateDependency, Phase, Task, TaskDependency
from planning.reading import as_data, load_planning
from tests.planning.factories import GateFactory, PhaseFactory, TaskFactory


@pytest.fixture
def phase(project: Project) -> Phase:
    found: Phase = PhaseFactory(project=project, key="preparation", title="Préparation")
    return found


def chain(phase: Phase, count: int) -> list[Task]:
    """Tasks of five days, each after the one before."""
    tasks: list[Task] = TaskFactory.create_batch(count, phase=phase)
    for before, after in pairwise(tasks):
        TaskDependency.objects.create(task=after, predecessor=before)
    return tasks


def test_dates_follow_the_links(phase: Phase) -> None:
    first, second = chain(phase, 2)
    planning = load_planning(phase.project_id)
    dates = {line.task.key: line.dates for line in planning.tasks}
    assert dates[first.key].end == date(2027, 1, 15)  # type: ignore[union-attr]
    assert dates[second.key].start == date(2027, 1, 18)  # type: ignore[union-attr]
    assert (planning.start, planning.end) == (date(2027, 1, 11), date(2027, 1, 22))


def test_a_gate_falls_when_the_last_of_its_tasks_ends(phase: Phase) -> None:
    tasks = chain(phase, 3)
    gate, lonely = GateFactory(project=phase.project), GateFactory(project=phase.project)
    for task in tasks[:2]:
        GateDependency.objects.create(gate=gate, task=task)
    dates = {line.gate.pk: line.date for line in load_planning(phase.project_id).gates}
    assert dates == {gate.pk: date(2027, 1, 22), lonely.pk: None}


def test_a_task_put_aside_holds_nothing_back(phase: Phase) -> None:
    first, second = chain(phase, 2)
    first.put_aside(read_version=1)
    (line,) = load_planning(phase.project_id).tasks
    assert line.task == second
    assert line.after == ()
    assert line.dates
    assert line.dates.start == date(2027, 1, 11)


def test_a_stored_cycle_is_told_and_breaks_nothing(phase: Phase) -> None:
    first, second = chain(phase, 2)
    TaskDependency.objects.create(task=first, predecessor=second)
    planning = load_planning(phase.project_id)
    assert f"{first.key} → {second.key} → {first.key}" in planning.problem
    assert all(line.dates is None for line in planning.tasks)


def test_a_task_without_owner_is_signalled(phase: Phase, project: Project) -> None:
    owned = TaskFactory(phase=phase, owner=Membership.objects.get(project=project))
    orphan = TaskFactory(phase=phase)
    assert [line.task for line in load_planning(project.pk).without_owner] == [orphan]
    assert owned.owner


def test_a_phase_put_aside_stays_as_long_as_tasks_are_in_it(phase: Phase) -> None:
    PhaseFactory(project=phase.project).put_aside(read_version=1)
    TaskFactory(phase=phase)
    phase.put_aside(read_version=1)
    assert [line.phase for line in load_planning(phase.project_id).phases] == [phase]


def test_the_number_of_queries_does_not_grow(phase: Phase, project: Project) -> None:
    def count(tasks: int) -> int:
        gate = GateFactory(project=project)
        for task in chain(phase, tasks):
            GateDependency.objects.create(gate=gate, task=task)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            as_data(load_planning(project.pk))
        return len(queries)

    assert count(1) == count(10) == 8


def test_the_block_says_tasks_dates_owner_and_gates(phase: Phase, project: Project) -> None:
    task = TaskFactory(phase=phase, key="T00", owner=Membership.objects.get(project=project))
    gate = GateFactory(project=project, key="G1")
    GateDependency.objects.create(gate=gate, task=task)
    block = blocks.get("planning")
    assert block
    data: Any = block.collect(Gathering(project.pk), Place())
    (row,) = data["rows"]
    (line,) = row["tasks"]
    assert (line["key"], line["start"], line["end"]) == ("T00", "2027-01-11", "2027-01-15")
    assert "Claire Chef" in line["owner"]
    assert data["gates"] == [{"key": "G1", "title": gate.title, "date": "2027-01-15", "after": ["T00"]}]


def test_a_planning_of_empty_phases_is_an_empty_block(phase: Phase) -> None:
    block = blocks.get("planning")
    assert block
    assert block.is_empty(block.collect(Gathering(phase.project_id), Place()))
