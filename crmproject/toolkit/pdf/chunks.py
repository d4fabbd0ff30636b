"""Pieces of a document’s content, and their HTML. It carries frozen data only, and no address of anything."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from crmproject.toolkit import blocks
from crmproject.toolkit.pdf.columns import with_tall_rows, with_widths
from crmproject.toolkit.pdf.records import Caption
from crmproject.toolkit.richtext import clean_html

# A word that no line can hold, outside mark-up: without places to break, its column takes the page.
LONG_WORD = re.compile(r"(?<![^\s>])[^\s<>&]{41,}(?![^<>]*>)")
BREAK_EVERY = 20
ALPHABET = 26
CAPTION = re.compile(r"<(caption|figcaption)>(.*?)</\1>", re.DOTALL)
NUMBERED = re.compile(
    r'<(caption|figcaption) id="([^"]+)"><span class="caption-label">([^<]+)</span>(.*?)</\1>', re.DOTALL
)
KINDS = {"caption": "Tableau", "figcaption": "Figure"}
MARKUP = re.compile(r"<[^>]+>")
# Blocks whose rows take as much room as a requirement.
IN_FULL = {"requirements", "other_requirements"}
CONTINUED = "\u00a0(suite)"


@dataclass(frozen=True)
class Chunk:
    """What may be laid out apart: a text, or a run of the data of a block.

    `place` is the rank of a block among those that have captions; `run` and `runs` say which run of how many. What
    a document shows and no block does has a `template` of its own; it says whether it is on `lying` pages, and its
    `size`, in requirements, where its rows don’t tell it.
    """

    text: str = ""
    name: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    place: int = 0
    run: int = 0
    runs: int = 1
    template: str = ""
    lying: bool = False
    size: float = 0

    @property
    def is_continued(self) -> bool:
        return self.run > 0

    @property
    def lies(self) -> bool:
        """Whether it needs landscape pages."""
        if self.template:
            return self.lying
        block = blocks.get(self.name) if self.name else None
        return block is not None and block.landscape

    @property
    def weight(self) -> float:
        """About how many requirements take as much room."""
        if self.size:
            return self.size
        if not self.name:
            return len(self.text) / 900
        return _rows(self.data) * (1 if self.name in IN_FULL else 0.3) + 0.5


def chunks_of(content: Mapping[str, Any]) -> Iterator[Chunk]:
    """The chunks of this content (text, blocks), in their order; a block with nothing to show has none."""
    text = str(content.get("text") or "")
    if text:
        yield Chunk(text=text)
    place = 0
    for entry in content.get("blocks", []):
        name, data = str(entry.get("name")), entry.get("data") or {}
        block = blocks.get(name)
        if block is None:
            yield Chunk(name=name, data=data)
            continue
        if block.is_empty(data):
            continue
        place += block.captioned
        cut = block.runs(data)
        for run, some in enumerate(cut):
            yield Chunk(name=name, data=some, place=place, run=run, runs=len(cut))


def _rows(data: Any) -> int:
    """How many rows there are in this data, at any depth."""
    if isinstance(data, dict):
        return sum(_rows(value) for value in data.values())
    if isinstance(data, list):
        return sum(1 + _rows(one) for one in data)
    return 0


@dataclass
class Piece:
    """What follows one another on pages of one orientation."""

    landscape: bool
    html: SafeString


def breakable(html: str) -> SafeString:
    """This HTML with places to break in words that no line can hold."""
    return mark_safe(LONG_WORD.sub(_broken, html))  # noqa: S308


def _broken(word: re.Match[str]) -> str:
    text = word.group()
    return "\u200b".join(text[start : start + BREAK_EVERY] for start in range(0, len(text), BREAK_EVERY))


def pieces_of(chunks: Iterable[Chunk], number: str, *, empty: str = "", lying: bool = False) -> list[Piece]:
    """These chunks, under the captions of section `number`.

    Where they show nothing, `empty` is said, on `lying` pages or not.
    """
    body = [piece for chunk in chunks if (piece := _piece(chunk, number))]
    if not body and empty:
        body = [Piece(lying, mark_safe(f'<p class="doc-empty">{escape(empty)}</p>'))]  # noqa: S308
    for piece in body:
        piece.html = breakable(piece.html)
    return _joined(body)


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Neighbours of one orientation, joined; one at least."""
    runs: list[Piece] = []
    for piece in pieces:
        if runs and runs[-1].landscape == piece.landscape:
            runs[-1].html += piece.html
        else:
            runs.append(Piece(piece.landscape, piece.html))
    return runs or [Piece(False, SafeString(""))]


def _piece(chunk: Chunk, number: str) -> Piece | None:
    if not chunk.name:
        text = with_tall_rows(with_widths(clean_html(chunk.text)))
        return Piece(False, mark_safe(f'<div class="prose">{text}</div>')) if text else None  # noqa: S308
    block = blocks.get(chunk.name)
    if block is None and not chunk.template:
        return Piece(False, _unknown(chunk.name))
    template = chunk.template or (block.template if block else "")
    context = {"block": block, "data": chunk.data, "printed": True, "continued": chunk.is_continued}
    try:
        html = str(render_to_string(template, context))
    except TemplateDoesNotExist:
        return Piece(False, _unknown(chunk.name))
    # A drawing doesn’t inherit the page’s typeface in the renderer.
    html = html.replace("<svg ", '<svg font-family="Cadrage Sans" ')
    html = _captioned(with_tall_rows(html), chunk, number)
    head = _run_head(chunk) if block and chunk.runs > 1 and not block.captioned else ""
    return Piece(chunk.lies, mark_safe(f'{head}<div class="block block-{chunk.name}">{html}</div>'))  # noqa: S308


def _run_head(chunk: Chunk) -> str:
    """What stands above a run of requirements, and leads to it from the outline: « COM-041 à COM-080 »."""
    rows = chunk.data.get("rows") or [{}]
    first, last = (escape(str(row.get("ref", ""))) for row in (rows[0], rows[-1]))
    words = f"Exigences {first} à {last}"
    return f'<p class="run-head" data-running="{words}">{words}</p>' if first else ""


def _captioned(html: str, chunk: Chunk, number: str) -> str:
    """The captions of a block with their number; that of a later run says that its table goes on."""
    counts = {"caption": 0, "figcaption": 0}
    totals = {tag: sum(1 for found in CAPTION.finditer(html) if found[1] == tag) for tag in counts}

    def numbered(found: re.Match[str]) -> str:
        tag = found[1]
        if chunk.is_continued:
            return f"<{tag}>{found[2]}{CONTINUED}</{tag}>"
        letter = _letter(counts[tag], totals[tag])
        counts[tag] += 1
        label = f"{KINDS[tag]}\u00a0{number}-{chunk.place}{letter}"
        anchor = f"{KINDS[tag].lower()}-{number.replace('.', '-')}-{chunk.place}{letter}"
        return f'<{tag} id="{anchor}"><span class="caption-label">{label}</span> {found[2]}</{tag}>'

    return CAPTION.sub(numbered, html)


def _letter(rank: int, total: int) -> str:
    """What tells a caption from the others of its block: a, b, c, or figures where letters run out."""
    if total == 1:
        return ""
    return chr(ord("a") + rank) if total <= ALPHABET else f".{rank + 1}"


def captions_of(html: str) -> list[Caption]:
    """The numbered captions of a page."""
    return [
        Caption(found[1], found[3], unescape(" ".join(MARKUP.sub("", found[4]).split())), found[2])
        for found in NUMBERED.finditer(html)
    ]


def _unknown(name: str) -> SafeString:
    return mark_safe(render_to_string("pdf/unknown_block.html", {"name": name}))  # noqa: S308
