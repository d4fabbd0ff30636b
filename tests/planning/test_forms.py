"""Writing the planning: links are versioned with their row, and never make a cycle."""

from datetime import date
from typing import Any

import pytest

from charter.homepanel import start_project
from charter.models import Project, Setup
from planning.forms.gates import GateForm
from planning.forms.tasks import ClosingForm, TaskForm, next_key
from planning.models import Gate, GateKind, Phase, Task, TaskDependency
from tests.factories import MembershipFactory, ProjectFactory, SectionFactory
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
        **rows(*((one, "FS", 0) for one in after)),
        "version": task.version,
        **more,
    }


def rows(*links: tuple[Task | None, str, object]) -> dict[str, Any]:
    """Rows of predecessors, and the three empty ones that the page adds."""
    every = [*links, *[(None, "FS", 0)] * 3]
    return {
        "after-task": ["" if task is None else str(task.pk) for task, _, _ in every],
        "after-kind": [kind for _, kind, _ in every],
        "after-lag": [str(lag) for _, _, lag in every],
    }


def told(texts: list[str]) -> list[str]:
    """These texts with plain spaces."""
    return [text.replace("\u00a0", " ") for text in texts]


def links_of(task: Task) -> list[tuple[int, str, int]]:
    found = TaskDependency.objects.filter(task=task).order_by("pk")
    return list(found.values_list("predecessor_id", "kind", "lag"))


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
    page = TaskForm(instance=task, project=phase.project)["after"].as_widget()
    assert f'value="{other.pk}"' in page
    assert f'value="{task.pk}"' not in page
    assert f'value="{stranger.pk}"' not in page
    form = form_for(task, stranger)
    assert not form.is_valid()
    assert "n’est pas, ou n’est plus, du planning" in form.errors["after"].as_text()


def test_a_link_to_a_task_put_aside_waits_for_its_return(phase: Phase) -> None:
    first, second = TaskFactory.create_batch(2, phase=phase)
    TaskDependency.objects.create(task=second, predecessor=first)
    first.put_aside(read_version=1)
    form = form_for(second)
    assert form.is_valid()
    assert form.save_row()
    assert predecessors(second) == {first.pk}


def test_each_predecessor_has_its_link_and_its_delay(phase: Phase) -> None:
    first, second, third = TaskFactory.create_batch(3, phase=phase)
    form = form_for(third, **rows((first, "SS", 3), (second, "FF", -2)))
    assert form.is_valid(), form.errors
    assert form.save_row()
    assert links_of(third) == [(first.pk, "SS", 3), (second.pk, "FF", -2)]
    again = form_for(third, version=third.version + 1, **rows((second, "FF", 4), (first, "SS", 3)))
    assert again.is_valid()
    assert again.save_row()
    assert links_of(third) == [(first.pk, "SS", 3), (second.pk, "FF", 4)], "the rows stay, one is rewritten"
    page = TaskForm(instance=Task.objects.get(pk=third.pk), project=phase.project)["after"].as_widget()
    assert page.count("data-link-row>") == 5, "two that stand, three to fill"


@pytest.mark.parametrize(
    ("kind", "lag", "words"),
    [
        ("XX", 0, "Ligne 1\u00a0: ce lien n’existe pas"),
        ("FS", "deux", "Ligne 1\u00a0: le délai est un nombre entier"),
        ("FS", 501, "Ligne 1\u00a0: le délai va de -500 à 500"),
    ],
)
def test_a_wrong_row_is_told_and_kept(phase: Phase, kind: str, lag: object, words: str) -> None:
    first, second = TaskFactory.create_batch(2, phase=phase)
    form = form_for(second, **rows((first, kind, lag)))
    assert not form.is_valid()
    assert words in form.errors["after"].as_text()
    assert f'value="{lag}"' in form["after"].as_widget()


def test_a_delay_without_task_and_a_task_twice_are_told(phase: Phase) -> None:
    first, second = TaskFactory.create_batch(2, phase=phase)
    form = form_for(second, **rows((None, "FS", 5), (first, "FS", 0), (first, "SS", 0)))
    assert not form.is_valid()
    text = form.errors["after"].as_text()
    assert "choisissez la tâche" in text
    assert f"Un seul lien par prédécesseur\u00a0: {first.key}" in text


def test_a_conflict_on_links_is_shown_in_the_notation(phase: Phase) -> None:
    first, second = TaskFactory.create_batch(2, phase=phase)
    form = form_for(second, **rows((first, "SS", 3)))
    Task.objects.get(pk=second.pk).write(read_version=1, title="Titre du collègue")
    assert form.is_valid()
    assert form.save_row() is None
    conflict = next(one for one in form.conflicts if one.name == "after")
    assert (conflict.typed, conflict.stored) == (f"{first.key} DD+3", "")


def test_a_planning_of_400_months_is_refused_in_words(phase: Phase) -> None:
    TaskFactory(phase=phase)
    task = TaskFactory(phase=phase)
    form = form_for(task, start="2060-05-03")
    assert not form.is_valid()
    (text,) = told([form.errors.as_text()])
    assert "du 11 janvier 2027 au 7 mai 2060, soit 400 mois : 280 de plus que les 120" in text


def test_a_planning_that_is_too_long_may_be_shortened_step_by_step(phase: Phase) -> None:
    far, other = TaskFactory(phase=phase, start=date(2060, 5, 3)), TaskFactory(phase=phase)
    assert form_for(other, title="Autre titre").is_valid(), "no longer than it was"
    assert form_for(far, start="2050-05-03").is_valid()
    assert not form_for(far, start="2061-05-03").is_valid()


def test_a_task_that_would_end_before_it_starts_is_refused(phase: Phase) -> None:
    form = form_for(TaskFactory(phase=phase), start="2027-03-08", due="2027-03-05")
    assert not form.is_valid()
    assert "finirait avant de commencer" in form.errors["due"].as_text()


def test_an_imposed_day_before_what_it_waits_for_is_told_and_saved(phase: Phase) -> None:
    first, second = TaskFactory(phase=phase, key="A"), TaskFactory(phase=phase, key="B")
    form = form_for(second, first, fixed_start="2027-01-12")
    assert form.is_valid()
    assert form.save_row()
    assert told(form.warnings) == [
        "La date imposée de B, le 12 janvier 2027, tombe avant ce que la tâche attend (A) : elle commence le "
        "18 janvier 2027, 4 jours ouvrés plus tard."
    ]


def test_an_imposed_day_that_nobody_works_and_a_late_end_are_told(phase: Phase) -> None:
    form = form_for(TaskFactory(phase=phase, key="A"), fixed_start="2027-05-01", due="2027-05-06")
    assert form.is_valid()
    assert told(form.warnings) == [
        "Le 1er mai 2027, date imposée de A, n’est pas travaillé : elle commence le 3 mai 2027.",
        "A finit le 10 mai 2027, 2 jours ouvrés après sa fin au plus tard, le 6 mai 2027.",
    ]


def test_another_task_that_becomes_late_is_told(phase: Phase) -> None:
    first = TaskFactory(phase=phase, key="A")
    second = TaskFactory(phase=phase, key="B", due=date(2027, 1, 22))
    TaskDependency.objects.create(task=second, predecessor=first)
    form = form_for(first, days=6)
    assert form.is_valid()
    assert told(form.warnings) == [
        "B finit le 25 janvier 2027, 1 jour ouvré après sa fin au plus tard, le 22 janvier 2027."
    ]


def test_an_owner_who_left_is_told_and_not_offered(phase: Phase, project: Project) -> None:
    owner = MembershipFactory(project=project)
    task = TaskFactory(phase=phase, key="A", owner=owner)
    owner.put_aside(read_version=1)
    blank = TaskForm(instance=Task.objects.get(pk=task.pk), project=project)
    assert "a quitté le projet" in str(blank.fields["owner"].help_text)
    form = form_for(task)
    assert form.is_valid()
    assert "A n’a plus de responsable" in form.warnings[0]
    kept = form_for(task, owner=owner.pk)
    assert not kept.is_valid()
    assert "n’est plus, membre du projet" in kept.errors["owner"].as_text()


def test_a_stored_cycle_elsewhere_does_not_lock_the_planning(phase: Phase) -> None:
    first, second, other = TaskFactory.create_batch(3, phase=phase)
    TaskDependency.objects.create(task=second, predecessor=first)
    TaskDependency.objects.create(task=first, predecessor=second)
    assert form_for(other, title="Autre titre").is_valid()
    assert form_for(first).is_valid(), "its links are taken off"
    assert not form_for(first, second).is_valid()


def test_a_milestone_and_a_decimal_effort_are_taken(phase: Phase) -> None:
    task = TaskFactory(phase=phase)
    form = form_for(task, days=0, effort="2,5")
    assert form.is_valid(), form.errors
    saved = form.save_row()
    assert saved
    assert saved.is_milestone
    assert str(saved.effort) == "2.5"


def test_a_closing_ends_after_its_start_and_is_not_endless(phase: Phase) -> None:
    def closing(first: str, last: str) -> ClosingForm:
        return ClosingForm({"title": "Été", "first_day": first, "last_day": last}, project=phase.project)

    assert closing("2027-08-02", "2027-08-20").is_valid()
    assert not closing("2027-08-20", "2027-08-02").is_valid()
    assert not closing("2027-01-02", "2027-08-02").is_valid()


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
