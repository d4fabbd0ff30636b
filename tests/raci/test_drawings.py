"""The load of each person, drawn beside the matrix and in the specification."""

import json
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from charter.models import Membership, Project
from raci.drawings import load_bars
from raci.models import Activity, Assignment

SVG = "{http://www.w3.org/2000/svg}"


def matrix(people: list[str], *lines: list[str]) -> dict[str, Any]:
    rows = [{"ref": "", "title": f"Activité {rank}", "cells": cells} for rank, cells in enumerate(lines)]
    return {"people": people, "rows": [{"group": "Préparation", "lines": rows}]}


def words(drawing: str) -> list[str]:
    return [text.text or "" for text in ElementTree.fromstring(drawing).iter(f"{SVG}text")]  # noqa: S314


def test_letters_are_counted_by_person_the_most_charged_first() -> None:
    (drawing,) = load_bars(matrix(["Claire", "Karim"], ["I", "AR"], ["", "A"], ["R", "C"]))
    assert [word for word in words(drawing) if word in {"Claire", "Karim"}] == ["Karim", "Claire"]
    assert {"4", "2", "1"} <= set(words(drawing))
    assert "Le plus de rôles\u00a0: Karim, 4, pour 3 activités." in drawing
    assert "Le plus d’approbations\u00a0: Karim, 2." in drawing


def test_an_empty_matrix_is_not_drawn() -> None:
    assert load_bars({"people": [], "rows": []}) == []
    assert load_bars(matrix(["Claire"], [""])) == []


def test_sixty_people_make_several_figures_that_say_so() -> None:
    data = matrix([f"Personne {rank}" for rank in range(60)], ["R"] * 60)
    html = render_to_string("blocks/raci.html", {"data": data})
    assert html.count("<figure") == 3
    assert html.count("en nombre de rôles (suite)</figcaption>") == 2


def test_a_cell_that_changes_redraws_the_load(
    client_for: Callable[[str], Client], activity: Activity, claire: Membership, karim: Membership
) -> None:
    Assignment.objects.create(activity=activity, member=karim, role="A")
    page = reverse("raci_matrix", args=[activity.project.slug])
    address = reverse("raci_cells", args=[activity.project.slug])
    manager = client_for("manager")
    answer = manager.post(address, {"changes": json.dumps([[activity.pk, f"m{claire.pk}", "R", ""]])})
    fresh = answer.json()["load"]
    drawn = fresh[fresh.index("<svg") : fresh.index("</svg>")]
    assert str(claire) in drawn
    assert drawn in manager.get(page).content.decode()


def test_a_matrix_without_letters_shows_no_load(
    client_for: Callable[[str], Client], project: Project, activity: Activity
) -> None:
    text = client_for("reader").get(reverse("raci_matrix", args=[project.slug])).content.decode()
    assert 'id="raci-load"' in text
    assert "Charge de chacun" not in text
