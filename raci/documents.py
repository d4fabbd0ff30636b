"""The matrix as a document: who does what, how much that is for each, and what the rules find."""

from collections.abc import Iterator
from typing import Any

from charter.documents import heading_of, today
from charter.findings import findings_chapter
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.documents import document
from crmproject.toolkit.pdf.chunks import Chunk
from crmproject.toolkit.pdf.parts import Layout
from crmproject.toolkit.pdf.plain import Chapter, plain_layout
from crmproject.toolkit.runs import runs
from raci.matrix import as_data, column_runs, load_matrix

# With names written upwards, as many people fit on the width of a page.
COLUMNS = 24
# From as many people on, names are written upwards.
UPWARDS = 8
# Lines that a part may hold.
LINES = (40, 60)
EMPTY = "La matrice est vide\u00a0: aucune activité n’y est encore écrite."


@document("raci", "Matrice RACI", icon="grid-3x3", page="raci_matrix")
def matrix_document(gathering: Gathering) -> Layout:
    """The matrix on landscape pages, the load of each person, and the findings."""
    data: dict[str, Any] = as_data(gathering.once(load_matrix))
    chapters = [Chapter("Qui fait quoi", tuple(_tables(data)), EMPTY)]
    if data["rows"]:
        load = Chunk(
            name="raci_load",
            template="raci/document_load.html",
            data=data,
            lying=True,
            size=len(data["people"]) / 3,
        )
        chapters += [
            Chapter("Charge de chacun", (load,), "Personne n’a encore de rôle."),
            findings_chapter(gathering, ("R-RACI",), "Ce que disent les règles", lying=True),
        ]
    lead = "Qui réalise, qui approuve, qui est consulté et informé. Une activité a exactement un A et au moins un R."
    return plain_layout(heading_of(gathering, "Matrice RACI", lead), chapters, day=today())


def _tables(data: dict[str, Any]) -> Iterator[Chunk]:
    """The matrix cut by people, then by lines, so that each table fits on the width and none takes long."""
    lines = [(group["group"], line) for group in data["rows"] for line in group["lines"]]
    if not lines:
        return
    least, most = LINES
    cut = runs(lines, least=least, most=most, name=lambda pair: str(pair[1]["ref"] or pair[1]["title"]))
    columns = column_runs(data["people"], COLUMNS)
    tables = [(people, some) for people in columns for some in cut]
    for rank, (people, some) in enumerate(tables):
        yield Chunk(
            name="raci_table",
            template="raci/document_table.html",
            data=_table(data["people"], people, some),
            run=rank,
            runs=len(tables),
            lying=True,
        )


def _table(names: list[str], columns: range, lines: list[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for title, line in lines:
        cells = [line["cells"][at] for at in columns]
        groups.setdefault(title, []).append({"ref": line["ref"], "title": line["title"], "cells": cells})
    shown = [names[at] for at in columns]
    return {
        "people": shown,
        "part": f"{columns.start + 1} à {columns.stop} sur {len(names)}" if len(shown) < len(names) else "",
        "upwards": len(shown) > UPWARDS,
        "width": len(shown) + 1,
        "groups": [{"title": title, "lines": some} for title, some in groups.items()],
    }
