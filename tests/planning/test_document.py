"""The planning as a PDF: its dates, its diagram, its tasks by phase, and what each gate requires."""

import datetime
from pathlib import Path

import pytest

from charter.models import Project
from planning.models import Gate, TaskDependency
from tests.documents import laid_out, printed
from tests.planning.factories import PhaseFactory, TaskFactory

pytestmark = pytest.mark.django_db


def test_the_planning_lies_and_says_dates_tasks_and_gates(
    project: Project, gate: Gate, tmp_path: Path
) -> None:
    phase = PhaseFactory(project=project, title="Préparation")
    first = TaskFactory(phase=phase, key="T01", title="Étude des besoins", start=datetime.date(2027, 3, 1))
    second = TaskFactory(phase=phase, key="T02", title="Rédaction")
    TaskDependency.objects.create(task=second, predecessor=first)
    found = printed(project, "planning", tmp_path)
    assert all(found.lying)
    for words in (
        "Diagramme de Gantt",
        "Préparation – du 1er mars 2027",
        "Étude des besoins",
        "à désigner",
        "Avant l’appel d’offres",
        "Ce que le point AO exige",
        "Aucune édition validée n’est publiée.",
        "Ce que disent les règles",
    ):
        assert words in found.text, words


def test_an_empty_planning_says_so(project: Project, tmp_path: Path) -> None:
    found = printed(project, "planning", tmp_path)
    assert "Aucune tâche n’est encore au planning." in found.text
    assert "Aucun point de validation n’est encore posé." in found.text
    assert all(found.lying)


def test_a_planning_without_dates_says_why_and_still_lists_its_tasks(
    project: Project, tmp_path: Path
) -> None:
    phase = PhaseFactory(project=project)
    one, other = TaskFactory(phase=phase, key="T01"), TaskFactory(phase=phase, key="T02")
    TaskDependency.objects.create(task=one, predecessor=other)
    TaskDependency.objects.create(task=other, predecessor=one)
    found = printed(project, "planning", tmp_path)
    assert found.text.count("T01") >= 2
    assert "Diagramme de Gantt" not in found.text


def test_a_long_planning_is_cut_where_a_phase_begins(project: Project) -> None:
    for rank in range(4):
        phase = PhaseFactory(project=project, title=f"Phase {rank}")
        for _ in range(40):
            TaskFactory(phase=phase)
    before = [part.key for part in laid_out(project, "planning").parts]
    task = phase.tasks.first()
    task.title = "Un autre intitulé"
    task.save()
    after = [part.key for part in laid_out(project, "planning").parts]
    assert len(before) == len(after) >= 6
    assert sum(one not in before for one in after) <= 3, "the diagram, its table, the first page"
