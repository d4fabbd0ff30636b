"""Which row of a part weighs most: what one looks at first when the part is too heavy to be laid out."""

from typing import Any

from lxml import html as lxml_html
from lxml.etree import LxmlError

SHOWN = 60


def heaviest_row(html: str) -> str:
    """« , sans doute à cause de … », or nothing where no row stands out."""
    try:
        root = lxml_html.document_fromstring(html)
    except (LxmlError, ValueError):
        return ""
    rows: Any = root.xpath("//article[@id] | //*[@class='prose']/* | //tbody/tr")
    if not rows:
        return ""
    found = max(rows, key=lambda row: sum(1 for _ in row.iter()) * 20 + len(row.text_content()))
    name = found.get("id") or " ".join(found.text_content().split())
    return f", sans doute à cause de «\u00a0{name[:SHOWN]}\u00a0»" if name else ""
