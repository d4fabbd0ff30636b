"""The same document by one ordinary WeasyPrint run: what the engine’s text, size and time are held against.

Each part’s page is made by the same templates and laid out with the same sheet; all are joined into one page, and
page numbers are the renderer’s own. Nothing here goes through the engine’s parts that are kept, nor its assembly.
"""

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML

from crmproject.toolkit.pdf import renderer
from crmproject.toolkit.pdf.parts import OPENING, Layout, Part
from crmproject.toolkit.pdf.records import Caption

BODY = re.compile(r"<body([^>]*)>(.*)</body>", re.DOTALL)
OPEN_PLACE = re.compile(re.escape(OPENING) + r"(\d{4})")
NUMBERS = (
    '@page { @bottom-right { content: "Page " counter(page) " / " counter(pages); font: 600 7.2pt "Cadrage Sans"; } }'
    "@page cover { @bottom-right { content: none; } }"
    ".plain-page::after { content: target-counter(attr(href url), page); }"
    ".part { string-set: organisation attr(data-organisation), project attr(data-project); }"
)


def plain(layout: Layout) -> tuple[bytes, int]:
    """The document in one run: its file and how many pages it has.

    It bears neither the word across the page nor the name of its reader.
    """
    with tempfile.TemporaryDirectory(prefix="cadrage-plain-") as folder:
        path = Path(folder) / "document.pdf"
        pages = write_plain(layout, path)
        return path.read_bytes(), pages


def write_plain(layout: Layout, path: Path) -> int:
    """Write the document to a file in one run, and say how many pages it has."""
    kit = renderer.kit(layout.colour)
    html = HTML(string=joined(layout), url_fetcher=renderer.nothing_fetched())
    numbers = CSS(string=NUMBERS, font_config=kit.fonts)
    document: Any = html.render(
        font_config=kit.fonts, stylesheets=[kit.sheet, numbers], pdf_variant=renderer.VARIANT
    )
    document.write_pdf(path, pdf_variant=renderer.VARIANT)
    return len(document.pages)


def joined(layout: Layout) -> str:
    """The whole document as one page of HTML."""
    parts = [(part, part.page()) for part in layout.parts]
    listing = layout.lists(_captions(parts)) if layout.lists else None
    if listing is not None:
        parts.insert(layout.front, (listing, listing.page()))
    bodies = []
    for rank, (part, page) in enumerate(parts):
        found = BODY.search(page)
        if found is None:
            raise ValueError(f"no body: {part.label}")
        # What the running heads take from the page’s body, they take from each part’s box here.
        turn = ' style="break-before: page"' if rank else ""
        bodies.append(f'<div class="part"{found[1]}{turn}>{_with_numbers(found[2], part)}</div>')
    title = layout.facts.title.replace("&", "&amp;").replace("<", "&lt;")
    return (
        f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body>{''.join(bodies)}</body></html>"
    )


def _captions(parts: Sequence[tuple[Part, str]]) -> list[Caption]:
    return [one for part, page in parts if part.captions for one in part.captions(page)]


def _with_numbers(body: str, part: Part) -> str:
    """This body with its links within the document, and its open places filled by the renderer itself."""

    def filled(found: re.Match[str]) -> str:
        pointed = part.pointed[int(found[1])]
        if pointed.startswith("="):
            return pointed[1:]
        return f'<span class="plain-page" href="{pointed}"></span>'

    body = body.replace('href="cadrage:', 'href="#')
    return OPEN_PLACE.sub(filled, body) if part.slots else body
