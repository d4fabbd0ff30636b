"""How the large blocks of requirements are cut to be laid out apart: only the first run has what sums them up."""

from collections.abc import Iterator
from typing import Any

from crmproject.toolkit.blocks import Json
from crmproject.toolkit.runs import runs
from requirements.drawings import has_scores, priority_figures

type Data = dict[str, Json]

# Fewest and most requirements in full, or rows of a table, that are laid out together: half a second’s work.
IN_FULL = (16, 32)
IN_ROWS = (40, 80)


def flat_runs(data: Data, *, size: tuple[int, int], first: Data | None = None) -> list[Data]:
    """Rows cut in runs; `first` is what stands beside those of the first one."""
    cut = _cut(data.get("rows"), size)
    later: list[Data] = [{"rows": rows} for rows in cut[1:]]
    return [{**(first or {}), "rows": cut[0]}, *later]


def grouped_runs(data: Data, *, size: tuple[int, int]) -> list[Data]:
    """Groups of items cut in runs; a group that goes on keeps its heading, with the count of all its items."""
    groups: Any = data.get("rows") or []
    items = [(group, item) for group in groups for item in group["items"]]
    cut = runs(items, least=size[0], most=size[1], name=lambda pair: str(pair[1].get("ref", "")))
    if len(cut) == 1:
        return [data]
    return [{"rows": list(_regrouped(some))} for some in cut]


def _regrouped(pairs: list[Any]) -> Iterator[Json]:
    at = 0
    while at < len(pairs):
        group = pairs[at][0]
        items = []
        while at < len(pairs) and pairs[at][0] is group:
            items.append(pairs[at][1])
            at += 1
        yield {**group, "items": items, "count": len(group["items"])}


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
