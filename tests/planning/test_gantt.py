"""The drawing of the planning."""

import time
from datetime import date
from typing import Any
from xml.etree import ElementTree

from django.template.loader import render_to_string

from planning.gantt import LABEL_LENGTH, charts

SVG = "{http://www.w3.org/2000/svg}"


def task(key: str, start: str, end: str, **more: Any) -> dict[str, Any]:
    return {
        "key": key,
        "title": f"Tâche {key}",
        "owner": "",
        "days": 5,
        "after": [],
        "lag": 0,
        "start": start,
        "end": end,
        "latest_end": end,
        "float_days": 0,
        "critical": True,
        **more,
    }


def planning(*tasks: dict[str, Any]) -> dict[str, Any]:
    phase = {"key": "p", "title": "Préparation", "start": tasks[0]["start"], "end": tasks[-1]["end"]}
    gate = {"key": "G1", "title": "Lancement", "date": tasks[0]["end"], "after": []}
    return {"rows": [{**phase, "tasks": list(tasks)}], "gates": [gate], "problem": ""}


TWO = planning(
    task("A", "2027-01-11", "2027-01-15"),
    task(
        "B", "2027-01-18", "2027-01-22", after=["A"], critical=False, latest_end="2027-02-05", float_days=10
    ),
)


def drawn(data: dict[str, Any], **options: Any) -> list[ElementTree.Element]:
    text = render_to_string("planning/gantt.svg", {"charts": charts(data, **options)})
    return list(ElementTree.fromstring(f"<root>{text}</root>"))  # noqa: S314  # our own drawing


def test_every_task_has_its_bar_and_every_gate_its_diamond() -> None:
    (svg,) = drawn(TWO)
    assert len(svg.findall(f".//{SVG}rect[@rx='1.5']")) == 2
    assert len(svg.findall(f".//{SVG}path[@class='gantt-gate']")) == 1


def test_a_critical_bar_is_told_without_its_colour() -> None:
    (svg,) = drawn(TWO)
    assert len(svg.findall(f".//{SVG}path[@class='gantt-hatch']")) == 1


def test_the_drawing_has_a_title_and_a_description() -> None:
    (svg,) = drawn(TWO)
    assert svg.get("role") == "img"
    assert (svg.findtext(f"{SVG}title") or "").startswith("Diagramme de Gantt. 2 tâches")
    assert "2 tâches" in (svg.findtext(f"{SVG}desc") or "")


def test_today_is_drawn_only_when_it_is_asked_for_and_falls_inside() -> None:
    assert charts(TWO, today=date(2027, 1, 20))[0].today
    assert not charts(TWO, today=date(2028, 1, 20))[0].today
    assert not charts(TWO)[0].today


def test_a_long_planning_is_cut_into_charts_that_fit_on_a_page() -> None:
    many = planning(*(task(f"T{n}", "2027-01-11", "2027-01-15") for n in range(80)))
    runs = charts(many, lines_by_chart=36)
    assert [len(run.shapes) for run in runs] == [28, 28, 27]
    assert runs[1].title == "Diagramme de Gantt (2 sur 3)"


def test_a_long_title_is_shortened_in_the_drawing_and_whole_in_its_hint() -> None:
    (chart,) = charts(planning(task("T1", "2027-01-11", "2027-01-15", title="long " * 40)))
    line = chart.shapes[1].line
    assert len(line.label) <= LABEL_LENGTH
    assert line.label.endswith("…")
    assert "long " * 39 in line.hint


def test_a_planning_without_dates_is_not_drawn() -> None:
    assert charts(planning(task("T1", "", ""))) == []


def test_a_thousand_days_and_a_single_day_are_both_drawn() -> None:
    for end in ("2027-01-11", "2031-06-30"):
        (svg,) = drawn(planning(task("T1", "2027-01-11", end)))
        assert svg.find(f".//{SVG}rect[@rx='1.5']") is not None


def test_five_hundred_tasks_are_drawn_within_a_second() -> None:
    tasks = [task(f"T{n}", "2027-01-11", "2027-12-15", after=[f"T{n - 1}"] if n else []) for n in range(500)]
    start = time.perf_counter()
    drawn(planning(*tasks))
    assert time.perf_counter() - start < 2
