"""The planning as a file for other tools."""

import csv
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from charter.models import Membership, Project
from planning.models import TaskDependency
from tests.planning.factories import PhaseFactory, TaskFactory


def test_each_task_is_a_line_with_its_dates(project: Project, tmp_path: Path) -> None:
    owner = Membership.objects.get(project=project)
    TaskFactory(phase__project=project, key="T00", title="Analyse", owner=owner)
    call_command("export_planning", project.slug, output=tmp_path / "planning.csv")
    rows = list(csv.DictReader((tmp_path / "planning.csv").read_text().splitlines()))
    assert rows == [
        {
            "key": "T00",
            "title": "Analyse",
            "start": "2027-01-11",
            "end": "2027-01-15",
            "owner": owner.display_name,
            "critical": "yes",
            "float_days": "0",
        }
    ]


def test_a_title_is_never_a_formula(project: Project, tmp_path: Path) -> None:
    TaskFactory(phase__project=project, title='=HYPERLINK("http://exemple.fr")')
    call_command("export_planning", project.slug, output=tmp_path / "planning.csv")
    assert ",=HYPERLINK" not in (tmp_path / "planning.csv").read_text()
    assert "'=HYPERLINK" in (tmp_path / "planning.csv").read_text()


def test_a_planning_without_dates_is_refused_in_words(project: Project, tmp_path: Path) -> None:
    first, second = TaskFactory.create_batch(2, phase=PhaseFactory(project=project))
    TaskDependency.objects.create(task=first, predecessor=second)
    TaskDependency.objects.create(task=second, predecessor=first)
    with pytest.raises(CommandError, match="boucle") as refused:
        call_command("export_planning", project.slug, output=tmp_path / "planning.csv")
    assert refused.value.returncode == 1


@pytest.mark.parametrize(("slug", "name", "status"), [("inconnu", "a.csv", 1), ("negoce", "a.pdf", 2)])
def test_a_wrong_name_is_refused(project: Project, tmp_path: Path, slug: str, name: str, status: int) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("export_planning", slug, output=tmp_path / name)
    assert refused.value.returncode == status
