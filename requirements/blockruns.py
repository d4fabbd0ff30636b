"""How the large blocks of requirements are cut to be laid out apart: only the first run has what sums them up."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from crmproject.toolkit.blocks import Json
from crmproject.toolkit.runs import Room, page_runs, runs
from requirements.drawings import has_scores, priority_figures

type Data = dict[str, Json]

# Fewest and most rows of a table that are laid out together: half a second’s work.
IN_ROWS = (40, 80)
# The same for requirements in full under headings of departments.
GROUPED = (16, 32)
# Requirements in full: pages are counted anew after so many, and so many pages are laid out together.
STRETCH = (70, 130)
ROOM = Room(page=246.0, above=7.0, above_all=24.0, pages=3)
# A requirement as templates/blocks/_requirement.html sets it (styles/data.css): millimetres and characters of a line,
# reckoned so that none takes more room than is told here.
MARGINS, LINE, FACT_LINE = 7.5, 4.5, 4.1
TITLE_SIGNS, TEXT_SIGNS, FACT_SIGNS = 88, 96, 103


def flat_runs(data: Data, *, size: tuple[int, int], first: Data | None = None) -> list[Data]:
    """Rows cut in runs; `first` is what stands beside those of the first one."""
    cut = _cut(data.get("rows"), size)
    later: list[Data] = [{"rows": rows} for rows in cut[1:]]
    return [{**(first or {}), "rows": cut[0]}, *later]


def full_runs(data: Data) -> list[Data]:
    """Requirements in full, in runs that fill their pages."""
    rows: Any = data.get("rows") or []
    least, most = STRETCH
    cut = page_runs(
        rows, least=least, most=most, name=lambda row: str(row.get("ref", "")), height=height_of, room=ROOM
    )
    return [{"rows": some} for some in cut or [[]]]


def height_of(row: Any) -> float:
    """About how many millimetres a requirement takes."""
    text = sum(_lines(line, TEXT_SIGNS) for line in str(row.get("text", "")).splitlines())
    facts = [f"Critère d’acceptation\u00a0: {row['acceptance']}"] if row.get("acceptance") else []
    facts += [f"Justification\u00a0: {row['rationale']}"] if row.get("rationale") else []
    minor = [str(row.get("category_label", ""))]
    minor += [f" · Source\u00a0: {row['source']}"] if row.get("source") else []
    minor += (
        [f" · Objectif {row['objective_ref']}, {row.get('objective_title')}"]
        if row.get("objective_ref")
        else []
    )
    lines = sum(_lines(one, FACT_SIGNS) for one in [*facts, "".join(minor)])
    return MARGINS + LINE * (_lines(str(row.get("title", "")), TITLE_SIGNS) + text) + FACT_LINE * lines


def _lines(text: str, signs: int) -> int:
    return max(1, -(-len(text) // signs))


def grouped_runs(data: Data, *, size: tuple[int, int]) -> list[Data]:
    """Groups of items cut in runs; a group that goes on keeps its heading, with the count of all its items."""
    groups: Any = data.get("rows") or []
    items = [(group, item) for group in groups for item in group["items"]]
    cut = runs(items, least=size[0], most=size[1], name=lambda pair: str(pair[1].get("ref", "")))
    if len(cut) == 1:
        return [data]
    return [{"rows": list(_regrouped(some))} for some in cut]


def _regrouped(pairs: list[Any]) -> Iterator[Json]:
    for _same, some in groupby(pairs, key=lambda pair: id(pair[0])):
        held = list(some)
        group = held[0][0]
        yield {**group, "items": [item for _group, item in held], "count": len(group["items"])}


def priority_runs(data: Data) -> list[Data]:
    """The table of priorities in runs, whose first one draws the figures of all."""
    cut = grouped_runs(data, size=IN_ROWS)
    if len(cut) == 1:
        return cut
    scored = has_scores(data)
    return [
        {**some, "scored": scored, "figures": priority_figures(data) if rank == 0 else None}
        for rank, some in enumerate(cut)
    ]


def traceability_runs(data: Data) -> list[Data]:
    """Objectives together, then the requirements that serve none."""
    orphans = _cut(data.get("orphans"), IN_ROWS)
    later: list[Data] = [{"rows": [], "orphans": rows} for rows in orphans[1:]]
    return [{**data, "orphans": orphans[0]}, *later]


def _cut(rows: Any, size: tuple[int, int]) -> list[list[Json]]:
    return runs(list(rows or []), least=size[0], most=size[1], name=lambda row: str(row.get("ref", "")))
