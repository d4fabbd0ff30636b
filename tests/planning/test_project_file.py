"""The planning in a project file: what it says comes back, what it can’t say is refused with its path."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from planning.actions.baselines import take_baseline
from planning.baselines import latest, slippage
from planning.models import Baseline, Task
from planning.reading import load_planning
from tests.charter.project_files import demo_data, dumped, load, written
from tests.charter.test_project_file_errors import told

pytestmark = pytest.mark.django_db


def full_data() -> dict[str, Any]:
    """The demo with each kind of link, imposed and due dates, a milestone, progress, efforts and a closing."""
    data = demo_data()
    tasks = {task["key"]: task for task in data["planning"]["tasks"]}
    tasks["T02B"]["links"] = [{"task": "T00", "kind": "SS", "lag": 5}, {"task": "T01"}]
    tasks["T03"]["links"] = [{"task": "T02", "kind": "FF", "lag": -2}, {"task": "T00", "kind": "SF"}]
    tasks["T05"] |= {"lag": -1, "due": date(2027, 6, 1)}
    tasks["T10"] |= {"days": 0, "fixed_start": date(2027, 7, 1)}
    tasks["T00"] |= {"progress": 40, "effort": 6.5}
    data["planning"]["closings"] = [
        {"title": "Été", "first_day": date(2027, 8, 2), "last_day": date(2027, 8, 13)}
    ]
    return data


def test_all_that_a_planning_says_comes_back() -> None:
    project = load(full_data())
    first = dumped(project)
    again = load(yaml.safe_load(first), replace=True)
    assert dumped(again) == first
    kinds = load_planning(again.pk).task("T03")
    assert kinds
    assert sorted((link.key, link.kind.value, link.lag) for link in kinds.links) == [
        ("T00", "SF", 0),
        ("T02", "FF", -2),
        ("T02B", "FS", 0),
    ]
    task = Task.objects.get(project=again, key="T00")
    assert (task.progress, str(task.effort)) == (40, "6.50")


def test_references_come_back_with_what_they_compare_to() -> None:
    project = load(demo_data())
    take_baseline(project=project, title="Planning du comité", by=project.manager)
    Task.objects.filter(project=project, key="T00").update(days=10, key="T00X")
    Task.objects.get(project=project, key="T08").put_aside(read_version=1)
    taken = latest(project.pk)
    assert taken
    before = slippage(load_planning(project.pk), taken)
    first = dumped(project)
    again = load(yaml.safe_load(first), replace=True)
    assert dumped(again) == first
    kept = latest(again.pk)
    assert kept
    after = slippage(load_planning(again.pk), kept)
    assert [(one.shown.key, one.days, one.move) for one in after.slips] == [
        (one.shown.key, one.days, one.move) for one in before.slips
    ]
    assert after.tasks["T00X"].days == 2


def test_a_reference_signed_by_nobody_of_the_project_keeps_its_name() -> None:
    data = demo_data()
    data["planning"]["baselines"] = [reference()]
    project = load(data)
    baseline = Baseline.objects.get(project=project)
    assert (baseline.name, baseline.taken_by) == ("Ancienne cheffe de projet", project.manager)
    first = dumped(project)
    assert "by:" not in first.split("baselines:")[1].split("lines:")[0]
    assert dumped(load(yaml.safe_load(first), replace=True)) == first


def reference(**line: Any) -> dict[str, Any]:
    kept = {"key": "T00", "title": "Analyse", "start": date(2027, 1, 11), "end": date(2027, 1, 15), **line}
    return {
        "title": "Planning du comité",
        "taken_on": date(2026, 12, 1),
        "name": "Ancienne cheffe de projet",
        "lines": [kept],
    }


@pytest.mark.parametrize(
    ("piece", "reason"),
    [
        (
            {"tasks": {"T01": {"links": [{"task": "T99"}]}}},
            "planning.tasks[1].links[0].task : tâche inconnue",
        ),
        (
            {"tasks": {"T01": {"links": [{"task": "T00"}]}}},
            "planning.tasks[1].links[0].task : déjà dans after",
        ),
        ({"tasks": {"T00": {"links": [{"task": "T01", "kind": "XX"}]}}}, "planning.tasks[0].links[0].kind"),
        (
            {"tasks": {"T00": {"links": [{"task": "T01", "kind": "FF"}]}}},
            "planning.tasks[0].after : ces tâches",
        ),
        (
            {"tasks": {"T00": {"links": [{"task": "T01", "lag": 501}]}}},
            "planning.tasks[0].links[0].lag : 500 au plus",
        ),
        ({"tasks": {"T00": {"fixed_start": date(2027, 2, 1)}}}, "planning.tasks[0].fixed_start : un début"),
        ({"tasks": {"T00": {"progress": 101}}}, "planning.tasks[0].progress : 100 au plus"),
        ({"tasks": {"T00": {"effort": -1}}}, "planning.tasks[0].effort"),
        ({"tasks": {"T18": {"start": date(2060, 1, 5)}}}, "planning.tasks : Le planning irait du"),
        (
            {"closings": [{"title": "Été", "first_day": date(2027, 8, 9), "last_day": date(2027, 8, 2)}]},
            "planning.closings[0].last_day : finit avant",
        ),
        (
            {"closings": [{"title": "Été", "first_day": date(2027, 1, 9), "last_day": date(2027, 8, 2)}]},
            "planning.closings[0].last_day : une fermeture dure au plus 92 jours",
        ),
        ({"baselines": [reference(task="T99")]}, "planning.baselines[0].lines[0].task : tâche inconnue"),
        (
            {"baselines": [reference(gate="G9")]},
            "planning.baselines[0].lines[0].gate : point de validation inconnu",
        ),
        (
            {"baselines": [reference(task="T00", gate="G1")]},
            "planning.baselines[0].lines[0].gate : une ligne est",
        ),
        (
            {"baselines": [reference(end=date(2027, 1, 1))]},
            "planning.baselines[0].lines[0].end : finit avant",
        ),
        (
            {"baselines": [reference(start=date(1027, 1, 1))]},
            "planning.baselines[0].lines[0].start : une date",
        ),
        ({"baselines": [reference() | {"lines": []}]}, "planning.baselines[0].lines : une référence garde"),
        (
            {"baselines": [reference() | {"by": "x@exemple.fr"}]},
            "planning.baselines[0].by : personne absente",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_path(
    piece: dict[str, Any], reason: str, tmp_path: Path
) -> None:
    data = demo_data()
    for task in data["planning"]["tasks"]:
        task |= piece.get("tasks", {}).get(task["key"], {})
    data["planning"] |= {key: value for key, value in piece.items() if key != "tasks"}
    assert f"\n{reason}" in f"\n{told(written(data, tmp_path))}"
