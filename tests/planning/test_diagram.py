"""The four kinds of links, milestones, progress, reference dates and gate states on the server’s drawing."""

import re
from datetime import date
from typing import Any

import pytest
from django.template.loader import render_to_string

from planning.diagram.lines import Line, LinkFrom
from planning.diagram.links import links_of
from planning.diagram.scale import Scale
from planning.gantt import charts
from planning.templatetags.planning_tags import gantt_legend, links_in_words
from tests.planning.test_gantt import planning, task

EARLY, LATE = (date(2027, 1, 11), date(2027, 1, 15)), (date(2027, 2, 1), date(2027, 2, 5))


def run(kind: str, first: tuple[date, date], second: tuple[date, date]) -> tuple[str, list[Line], Scale]:
    lines = [
        Line("task", "A", start=first[0], end=first[1], key="A"),
        Line("task", "B", start=second[0], end=second[1], key="B", links=(LinkFrom("A", kind),)),
    ]
    scale = Scale.over(lines)
    stroke, _ = links_of(lines, scale)
    return stroke, lines, scale


def points(stroke: str) -> tuple[float, float]:
    """Where the stroke leaves, and the last horizontal place that it reaches."""
    numbers = re.findall(r"[MH]([\d.]+)", stroke)
    return float(numbers[0]), float(numbers[-1])


@pytest.mark.parametrize("kind", ["FS", "SS", "FF", "SF"])
@pytest.mark.parametrize(("first", "second"), [(EARLY, LATE), (LATE, EARLY), (EARLY, EARLY)])
def test_a_link_leaves_and_reaches_the_ends_that_it_ties(
    kind: str, first: tuple[date, date], second: tuple[date, date]
) -> None:
    stroke, lines, scale = run(kind, first, second)
    left, reached = points(stroke)
    one, two = lines
    assert one.start
    assert one.end
    assert two.start
    assert two.end
    leaves = scale.right(one.end) if kind[0] == "F" else scale.x(one.start)
    reaches = scale.right(two.end) if kind[1] == "F" else scale.x(two.start)
    assert left == pytest.approx(leaves, abs=0.1)
    # Straight down onto the first day of a bar further on.
    assert reached == pytest.approx(reaches, abs=5)


def test_a_milestone_is_a_diamond_and_marks_are_drawn() -> None:
    data = planning(
        task("A", "2027-01-11", "2027-01-15", due="2027-01-13"),
        task("J", "2027-01-15", "2027-01-15", days=0, fixed="2027-01-14"),
    )
    data["closings"] = [{"title": "Inventaire", "start": "2027-01-18", "end": "2027-01-19"}]
    live = {
        "progress": {"A": 40},
        "tasks": {"A": ["2027-01-11", "2027-01-13"]},
        "gates": {"G1": ["2027-01-13", "2027-01-13"]},
        "states": {"G1": ["ready", "Prêt"]},
        "reference": "Référence 1",
    }
    (chart,) = charts(data, live=live)
    _, bar, milestone, _, gate = chart.shapes
    assert bar.stripe
    assert bar.reference
    assert bar.due
    assert bar.line.is_late
    assert milestone.path
    assert not milestone.width
    assert milestone.pin
    assert gate.sign
    assert gate.date.endswith("prêt")
    assert chart.closings
    text = render_to_string("planning/gantt.svg", {"charts": [chart]})
    for name in ("gantt-stripe", "gantt-reference", "gantt-due", "gantt-pin", "gantt-sign", "gantt-closed"):
        assert f'class="{name}"' in text, name
    legend = render_to_string("planning/_legend.html", gantt_legend(data, live))
    for words in ("Part faite", "Référence 1", "Jalon", "Date imposée", "Échéance", "Fermeture", "prêt"):
        assert words in legend, words


def test_an_edition_frozen_long_ago_is_drawn_as_it_was() -> None:
    data = planning(
        task("A", "2027-01-11", "2027-01-15"), task("B", "2027-01-18", "2027-01-22", after=["A"], lag=0)
    )
    (chart,) = charts(data)
    assert chart.links.count("M") == 1
    assert not any(shape.stripe or shape.reference or shape.sign for shape in chart.shapes)
    legend = render_to_string("planning/_legend.html", gantt_legend(data))
    assert "Point de validation" in legend
    assert "Part faite" not in legend


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"after": ["A", "B"], "lag": 0}, "A, B"),
        ({"after": ["A"], "lag": 5}, "A + 5 j"),
        ({"after": ["A"], "lag": 0, "links": [{"key": "A", "kind": "SS", "lag": 3}]}, "A DD+3"),
    ],
)
def test_links_are_written_in_words(row: dict[str, Any], words: str) -> None:
    assert links_in_words(row) == words
