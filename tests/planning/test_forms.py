"""Writing the planning: links are versioned with their row, and never make a cycle."""

from typing import Any

import pytest

from charter.homepanel import start_project
from charter.models import Project, Setup
from planning.forms.gates import GateForm
from planning.forms.tasks import TaskForm, next_key
from planning.models import Gate, GateKind, Phase, Task, TaskDependency
from tests.factories import ProjectFactory, SectionFactory
from tests.planning.factories import GateFactory, PhaseFactory, TaskFactory


@pytest.fixture
def phase(project: Project) -> Phase:
    found: Phase = PhaseFactory(project=project)
    return found


def typed(task: Task, *after: Task, **more: Any) -> dict[str, Any]:
    return {
        "key": task.key,
        "title": task.title,
        "phase": task.phase_id,
        "days": task.days,
        "progress": task.progress,
        "after": [one.pk for one in after],
        "version": task.version,
        **more,
    }


def form_for(task: Task, *after: Task, **more: Any) -> TaskForm:
    return TaskForm(typed(task, *after, **more), instance=Task.objects.get(pk=task.pk), project=task.project)


def predecessors(task: Task) -> set[int]:
    return set(TaskDependency.objects.filter(task=task).values_list("predecessor_id", flat=True))


def test_predecessors_are_written_with_the_task(phase: Phase) -> None:
    first, second = TaskFactory.create_batch(2, phase=phase)
    form = form_for(second, first)
    assert form.is_valid(), form.errors
    assert form.save_row()
    assert predecessors(second) == {first.pk}
    again = form_for(second, version=second.version + 1)
    assert again.is_valid()
    assert again.save_row()
    assert predecessors(second) == set()


def test_a_new_task_gets_its_predecessors_too(phase: Phase) -> None:
    first = TaskFactory(phase=phase)
    form = TaskForm(typed(TaskFactory.build(phase=phase, key="T900"), first), project=phase.project)
    assert form.is_valid(), form.errors
    task = form.save_row()
    assert task
    assert predecessors(task) == {first.pk}


def test_a_cycle_is_refused_in_words(phase: Phase) -> None:
    first, second = TaskFactory.create_batch(2, phase=phase)
    TaskDependency.objects.create(task=second, predecessor=first)
    form = form_for(first, second)
    assert not form.is_valid()
    cycle = f"«\u00a0{first.key} → {second.key} → {first.key}\u00a0»"
    assert cycle in form.errors["after"].as_text()


def test_the_second_half_of_a_cycle_is_refused_even_after_validation(phase: Phase) -> None:
    first, second = TaskFactory.create_batch(2, phase=phase)
    form = form_for(first, second)
    assert form.is_valid()
    TaskDependency.objects.create(task=second, predecessor=first)
    assert form.save_row() is None
    assert "boucle" in str(form.errors)
    assert predecessors(first) == set()


def test_a_stale_task_is_refused_and_its_links_stay(phase: Phase) -> None:
    first, second = TaskFactory.create_batch(2, phase=phase)
    form = form_for(second, first, title="Autre titre")
    Task.objects.get(pk=second.pk).write(read_version=1, title="Titre du collègue")
    assert form.is_valid()
    assert form.save_row() is None
    assert {"title", "after"} <= {conflict.name for conflict in form.conflicts}
    assert predecessors(second) == set()


def test_a_task_does_not_offer_itself_nor_those_of_another_project(phase: Phase) -> None:
    task, other, stranger = TaskFactory(phase=phase), TaskFactory(phase=phase), TaskFactory()
    offered = TaskForm(instance=task, project=phase.project).fields["after"].queryset  # type: ignore[attr-defined]
    assert list(offered) == [other]
    assert stranger not in offered


def test_a_link_to_a_task_put_aside_waits_for_its_return(phase: Phase) -> None:
    first, second = TaskFactory.create_batch(2, phase=phase)
    TaskDependency.objects.create(task=second, predecessor=first)
    first.put_aside(read_version=1)
    form = form_for(second)
    assert form.is_valid()
    assert form.save_row()
    assert predecessors(second) == {first.pk}


@pytest.mark.parametrize("start", ["1999-12-31", "2150-01-01"])
def test_a_start_outside_the_calendar_is_refused(phase: Phase, start: str) -> None:
    form = form_for(TaskFactory(phase=phase), start=start)
    assert not form.is_valid()
    assert "start" in form.errors


def test_a_gate_keeps_its_tasks(phase: Phase) -> None:
    task, gate = TaskFactory(phase=phase), GateFactory(project=phase.project)
    form = gate_form(gate, after=[task.pk])
    assert form.is_valid(), form.errors
    assert form.save_row()
    assert [link.task for link in gate.dependencies.all()] == [task]


def gate_form(gate: Gate, **changes: object) -> GateForm:
    data = {"key": gate.key, "title": gate.title, "kind": gate.kind, "version": gate.version, **changes}
    return GateForm(data, instance=gate, project=gate.project)


def test_a_project_has_one_gate_of_a_kind(phase: Phase) -> None:
    GateFactory(project=phase.project, kind=GateKind.BEFORE_TENDER)
    assert "kind" in gate_form(GateFactory(project=phase.project), kind="before_tender").errors
    assert gate_form(GateFactory(project=phase.project), kind="before_choice").is_valid()
    assert gate_form(GateFactory(), kind="before_tender").is_valid(), "another project"


def test_a_gate_names_sections_of_its_own_project(phase: Phase) -> None:
    gate = GateFactory(project=phase.project)
    section = SectionFactory(specification__project=phase.project)
    form = gate_form(gate, needs_sections="on", sections=[section.pk])
    assert form.is_valid(), form.errors
    assert form.save_row()
    assert (gate.needs_sections, list(gate.sections.all())) == (True, [section])
    gate.refresh_from_db()
    assert "sections" in gate_form(gate, sections=[SectionFactory().pk]).errors


def test_the_next_key_follows_the_greatest_even_put_aside(phase: Phase) -> None:
    TaskFactory(phase=phase, key="T02B")
    TaskFactory(phase=phase, key="T18").put_aside(read_version=1)
    TaskFactory(phase=phase, key="libre")
    assert next_key(phase.project) == "T19"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("setup", "keys"),
    [
        (Setup.NEW, ["preparation", "implementation", "execution"]),
        (Setup.REPLACEMENT, ["preparation", "implementation", "execution", "exit"]),
    ],
)
def test_a_new_project_starts_with_its_phases(setup: str, keys: list[str]) -> None:
    project = ProjectFactory(setup=setup)
    start_project(project)
    assert list(Phase.objects.filter(project=project).values_list("key", flat=True)) == keys
