"""The charter’s drawings: what they show, and what they say of it."""

from typing import Any
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string

from charter.budgetdrawings import budget_bars
from charter.drawings import BANDS, risk_matrix
from charter.models.risks import level_of
from crmproject.toolkit.templatetags.french import money

SVG = "{http://www.w3.org/2000/svg}"


def words(drawing: str) -> list[str]:
    return [text.text or "" for text in ElementTree.fromstring(drawing).iter(f"{SVG}text")]  # noqa: S314


def spending(category: str, *lines: tuple[Any, bool]) -> dict[str, Any]:
    rows = [
        {"label": "x", "amount": amount, "recurring": yearly, "internal": False} for amount, yearly in lines
    ]
    return {"category": category, "amount": 0, "share": 0, "lines": rows}


def risk(title: str, probability: int, impact: int) -> dict[str, Any]:
    return {"title": title, "probability": probability, "impact": impact, "response": "", "owner": ""}


def test_categories_stand_the_dearest_first_with_what_comes_back_each_year() -> None:
    data = {
        "rows": [spending("Formation", (3000, False)), spending("Licences", ("1200.50", True), (9000, False))]
    }
    (drawing,) = budget_bars(data)
    labels = [word for word in words(drawing) if word in {"Formation", "Licences"}]
    assert labels == ["Licences", "Formation"]
    assert f"Premier poste\u00a0: Licences, {money('10200.5')} (77\u00a0%)." in drawing
    assert f"Revient chaque année\u00a0: {money('1200.5')}." in drawing


def test_a_budget_of_zero_is_not_drawn() -> None:
    assert budget_bars({"rows": [spending("Formation", (0, False))]}) == []
    assert "<figure" not in render_to_string("blocks/budget.html", {"data": {"rows": []}})


def test_the_levels_of_the_key_are_those_of_risks() -> None:
    assert BANDS == [(1, 4, "faible"), (5, 9, "modérée"), (10, 14, "forte"), (15, 25, "critique")]
    assert all(level_of(one) == word for floor, ceiling, word in BANDS for one in range(floor, ceiling + 1))


def test_risks_bear_their_rank_in_the_table() -> None:
    rows = [risk("Reprise des données", 4, 5), risk("Silos", 3, 3), risk("Turn-over", 1, 1)]
    html = render_to_string("blocks/risks.html", {"data": {"rows": rows, "fears": []}})
    assert '<td class="num">2</td><th scope="row">Silos</th>' in html
    drawing = risk_matrix({"rows": rows})
    assert drawing is not None
    assert {"1", "2", "3"} <= set(words(drawing))
    assert (
        "3 risques\u00a0: 1 de criticité critique, 1 de criticité modérée, 1 de criticité faible." in drawing
    )
    assert "Le plus critique\u00a0: Reprise des données." in drawing


@pytest.mark.parametrize("data", [{"rows": []}, {"rows": [], "fears": [risk("Surveillance", 4, 4)]}])
def test_fears_alone_make_no_matrix(data: dict[str, Any]) -> None:
    assert risk_matrix(data) is None
    assert "<svg" not in render_to_string("blocks/risks.html", {"data": data})
