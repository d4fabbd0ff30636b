"""Rows and passages that a comment may be about."""

from typing import Any

import pytest

from requirements.anchors import anchors_of, find_anchor, has_passage


def content(name: str, **data: Any) -> dict[str, Any]:
    return {"blocks": [{"name": name, "data": data}]}


@pytest.mark.parametrize(
    ("shown", "said", "key"),
    [
        (content("requirements", rows=[{"ref": "COM-001", "title": "Pipeline"}]), "COM-001", "COM-001"),
        (content("requirements", rows=[{"ref": "COM-001", "title": "Pipeline"}]), "pipeline", "COM-001"),
        (content("tool_links", rows=[{"source": "Paie", "target": "CRM"}]), "Paie → CRM", "Paie → CRM"),
        (
            content("planning", rows=[{"title": "Cadrage", "tasks": [{"key": "T1", "title": "Lire"}]}]),
            "T1",
            "T1",
        ),
        (content("scope", included=["Le commerce"], excluded=[]), "le commerce", "Le commerce"),
        (content("budget", rows=[{"category": "Licences", "lines": [{"label": "Lot 1"}]}]), "Lot 1", "Lot 1"),
        (content("risks", rows=[], fears=[{"title": "Être surveillé"}]), "Être surveillé", "Être surveillé"),
    ],
)
def test_a_row_is_found_by_its_reference_or_by_what_names_it(
    shown: dict[str, Any], said: str, key: str
) -> None:
    block = shown["blocks"][0]["name"]
    found = find_anchor(anchors_of(shown), f"{block}:{said}")
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize("said", ["", ":", "requirements:", "requirements:COM-002", "autre:COM-001", "\x00"])
def test_what_names_no_row_finds_none(said: str) -> None:
    anchors = anchors_of(content("requirements", rows=[{"ref": "COM-001", "title": "Pipeline"}]))
    assert find_anchor(anchors, said) is None


def test_steps_and_counts_are_no_rows() -> None:
    shown = content("processes", rows=[{"title": "Devis", "current": ["Saisir"], "expected": []}], total=3)
    assert [anchor.key for anchor in anchors_of(shown)] == ["Devis"]


def test_a_passage_may_run_over_paragraphs_and_mark_up() -> None:
    html = "<p>Le <strong>CRM</strong> sert.</p><p>Il\u00a0plaît\u00a0!</p>"
    assert has_passage(html, "Le CRM sert.\nIl plaît !")
    assert not has_passage(html, "Le CRM dessert")
    assert not has_passage(html, " ")
