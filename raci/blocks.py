"""The matrix as a block of the specification."""

from collections.abc import Mapping
from typing import ClassVar

from crmproject.toolkit.blocks import Block, Gathering, Json, Place, register
from raci.matrix import as_data, load_matrix


@register
class RaciBlock(Block):
    """Activities × people."""

    name = "raci"
    title = "Matrice des responsabilités (RACI)"
    template = "blocks/raci.html"
    edit_url = "raci_matrix"
    empty_text = (
        "La matrice est vide. Reprenez les tâches du planning, puis dites qui réalise et qui approuve."
    )
    landscape = True
    sources = ("matrice RACI", "planning", "membres")
    labels: ClassVar[Mapping[str, str]] = {
        "rows": "Groupes",
        "group": "Groupe",
        "lines": "Activités",
        "ref": "Tâche",
        "title": "Activité",
        "cells": "*",
        "people": "Personnes",
    }

    def collect(self, gathering: Gathering, place: Place) -> dict[str, Json]:
        return as_data(gathering.once(load_matrix))

    def compared(self, data: dict[str, Json]) -> dict[str, Json]:
        """Each cell under its person’s name: a column that came or went doesn’t shift the others."""
        people = data.get("people")
        names = _distinct([str(one) for one in people]) if isinstance(people, list) else []
        rows = data.get("rows")
        groups = rows if isinstance(rows, list) else []
        return {**data, "rows": [_named_cells(group, names) for group in groups]}


def _distinct(names: list[str]) -> list[str]:
    """These names, a second person’s of one name with her number."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found


def _named_cells(group: Json, names: list[str]) -> Json:
    if not isinstance(group, dict) or not isinstance(lines := group.get("lines"), list):
        return group
    return {**group, "lines": [_named(line, names) for line in lines]}


def _named(line: Json, names: list[str]) -> Json:
    if not isinstance(line, dict) or not isinstance(cells := line.get("cells"), list):
        return line
    named: dict[str, Json] = {
        name: "/".join(str(letters)) for name, letters in zip(names, cells, strict=False) if letters
    }
    return {**line, "cells": named}
