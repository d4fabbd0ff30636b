"""Tables that people filled: the widths of their columns, and rows too high to stay whole.

The renderer would try each column’s words at every width, which takes a minute for a cell of 5,000 characters; told
the widths, it lays the table out once.
"""

import math
from typing import Any

from lxml import html as lxml_html

LEAST, MOST = 6.0, 60.0
LONGEST_WORD = 22
# Signs of a cell, mark-up included, from which its row may run over pages: kept whole, it would leave its caption.
TALL = 700


def with_widths(html: str) -> str:
    """This HTML with the widths of its tables’ columns, by what stands in them."""
    if "<table" not in html:
        return html
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    for table in root.iter("table"):
        _set_widths(table)
    return (root.text or "") + "".join(
        lxml_html.tostring(child, encoding="unicode") for child in root.iterchildren()
    )


def with_tall_rows(html: str) -> str:
    """This HTML with the rows that hold very much marked, so that they may break."""
    before, *rows = html.split("<tr>")
    return before + "".join(
        f'<tr class="is-tall">{row}' if _is_tall(row.partition("</tr>")[0]) else f"<tr>{row}" for row in rows
    )


def _is_tall(row: str) -> bool:
    return len(row) >= TALL and max(map(len, row.split("</td>"))) >= TALL


def _set_widths(table: Any) -> None:
    weights: list[float] = []
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    columns = max((_span(row) for row in rows), default=0)
    if columns == 0:
        return
    totals, longest = [0] * columns, [0] * columns
    for row in rows:
        at = 0
        for cell in row.iterchildren("td", "th"):
            span = _whole(cell.get("colspan"))
            text = cell.text_content()
            if span == 1 and at < columns:
                totals[at] += len(text)
                longest[at] = max([longest[at], *(min(LONGEST_WORD, len(word)) for word in text.split())])
            at += span
    weights = [
        max(LEAST, longest[at], min(MOST, 2.2 * math.sqrt(totals[at] / len(rows)))) for at in range(columns)
    ]
    group = lxml_html.Element("colgroup")
    for weight in weights:
        group.append(lxml_html.Element("col", style=f"width: {100 * weight / sum(weights):.1f}%"))
    table.insert(0, group)


def _span(row: Any) -> int:
    return sum(_whole(cell.get("colspan")) for cell in row.iterchildren("td", "th"))


def _whole(text: str | None) -> int:
    return min(int(text), 50) if text and text.isdecimal() and int(text) else 1
