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
from crmproject.toolkit.runs import group_runs
from crmproject.toolkit.text import shortened
from raci.matrix import as_data, column_runs, load_matrix

# With names written upwards, as many people fit on the width of a page.
COLUMNS = 24
# From as many people on, names are written upwards.
UPWARDS = 8
# Characters of a name written upwards, on two lines.
LONGEST = 40
# Lines that a part may hold.
LINES = (40, 70)
# Up to so many people, the activities have a wide column; up to so many, a middle one.
WIDE, MIDDLE = 18, 21
type Groups = list[tuple[str, list[dict[str, Any]]]]
EMPTY = "La matrice est vide\u00a0: aucune activité n’y est encore écrite."


@document("raci", "Matrice RACI", icon="grid-3x3", page="raci_matrix")
def matrix_document(gathering: Gathering) -> Layout:
    """The matrix on landscape pages, the load of each person, and the findings."""
    data: dict[str, Any] = as_data(gathering.once(load_matrix))
    chapters = [Chapter("Qui fait quoi", tuple(_tables(data)), EMPTY, lying=True)]
    if data["rows"]:
        load = Chunk(
            name="raci_load",
            template="raci/document_load.html",
            data=data,
            lying=True,
            size=len(data["people"]) / 3,
        )
        chapters += [
            Chapter("Charge de chacun", (load,), "Personne n’a encore de rôle.", lying=True),
            findings_chapter(gathering, ("R-RACI",), "Ce que disent les règles", lying=True),
        ]
    lead = "Qui réalise, qui approuve, qui est consulté et informé. Une activité a exactement un A et au moins un R."
    return plain_layout(heading_of(gathering, "Matrice RACI", lead), chapters, day=today())


def _tables(data: dict[str, Any]) -> Iterator[Chunk]:
    """The matrix cut by people, then by lines, so that each table fits on the width and none takes long."""
    least, most = LINES
    groups = [(group["group"], group["lines"]) for group in data["rows"]]
    cut = group_runs(groups, least=least, most=most, name=lambda line: str(line["ref"] or line["title"]))
    tables = [(people, some) for people in column_runs(data["people"], COLUMNS) for some in cut]
    for rank, (people, some) in enumerate(tables):
        yield Chunk(
            name="raci_table",
            template="raci/document_table.html",
            data=_table(data["people"], people, some),
            run=rank,
            runs=len(tables),
            lying=True,
        )


def _table(names: list[str], columns: range, groups: Groups) -> dict[str, Any]:
    shown = [names[at] for at in columns]
    upwards = len(shown) > UPWARDS
    return {
        "people": [shortened(name, LONGEST) for name in shown] if upwards else shown,
        "part": f"{columns.start + 1} à {columns.stop} sur {len(names)}" if len(shown) < len(names) else "",
        "upwards": upwards,
        "width": len(shown) + 1,
        "room": "wide" if len(shown) <= WIDE else "middle" if len(shown) <= MIDDLE else "narrow",
        "groups": [
            {
                "title": title,
                "lines": [{**line, "cells": [line["cells"][at] for at in columns]} for line in lines],
            }
            for title, lines in groups
        ],
    }
