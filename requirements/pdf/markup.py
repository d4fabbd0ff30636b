"""The HTML of a document. It carries frozen data only, and no address of anything."""

import re
from dataclasses import dataclass
from typing import Any

from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from crmproject.toolkit import blocks
from crmproject.toolkit.richtext import clean_html
from requirements.pdf.annexes import PlacedAnnex
from requirements.pdf.document import Document, PrintedSection

LONG_TABLE = 80
# A word that no line can hold, outside mark-up: without places to break, its column takes the page.
LONG_WORD = re.compile(r"(?<![^\s>])[^\s<>&]{41,}(?![^<>]*>)")
BREAK_EVERY = 20


@dataclass
class Piece:
    """A run of a section on pages of one orientation."""

    landscape: bool
    html: SafeString


def page_of(document: Document, sections: list[SafeString]) -> str:
    """The whole document; `sections` are what `section_markup` made of its sections."""
    annexes = [annex_markup(one) for one in document.placed_annexes]
    context = {"document": document, "sections": sections, "annexes": annexes}
    return render_to_string("pdf/document.html", context)


def annex_markup(placed: PlacedAnnex) -> SafeString:
    """An annex under its heading, with places to break in words that no line can hold."""
    annex = placed.annex
    body = LONG_WORD.sub(_breakable, render_to_string(annex.template, {"annex": annex, "data": annex.data}))
    context = {"placed": placed, "body": mark_safe(body)}  # noqa: S308
    return mark_safe(render_to_string("pdf/annex.html", context))  # noqa: S308


def section_markup(section: PrintedSection, *, lead: bool = False, parent: bool = False) -> SafeString:
    """A section: heading, text, blocks, and the line that says its validation.

    The heading goes on the pages of what follows it, the validation on those of what precedes it, so that
    neither stands alone on a page when a block needs landscape pages. `lead` marks the document’s first
    section, `parent` one whose sub-sections follow.
    """
    text = clean_html(str(section.content.get("text") or ""))
    body = [Piece(False, _text(text))] if text else []
    body += [piece for entry in section.content.get("blocks", []) if (piece := _block(entry))]
    if not body and not parent:
        body = [Piece(False, _empty())]
    for piece in body:
        piece.html = mark_safe(LONG_WORD.sub(_breakable, piece.html))  # noqa: S308
    context = {"section": section, "runs": _runs(body), "lead": lead}
    return mark_safe(render_to_string("pdf/section.html", context))  # noqa: S308


def _runs(pieces: list[Piece]) -> list[Piece]:
    """Neighbours of one orientation, joined; one run at least."""
    runs: list[Piece] = []
    for piece in pieces:
        if runs and runs[-1].landscape == piece.landscape:
            runs[-1].html += piece.html
        else:
            runs.append(Piece(piece.landscape, piece.html))
    return runs or [Piece(False, SafeString(""))]


def _breakable(word: re.Match[str]) -> str:
    text = word.group()
    return "\u200b".join(text[start : start + BREAK_EVERY] for start in range(0, len(text), BREAK_EVERY))


def _text(html: str) -> SafeString:
    return mark_safe(f'<div class="prose">{html}</div>')  # noqa: S308


def _empty() -> SafeString:
    return mark_safe('<p class="doc-empty">Section sans contenu.</p>')


def _block(entry: dict[str, Any]) -> Piece | None:
    """The data of a block as the screen shows it; a note where the product no longer has this block."""
    name, data = str(entry.get("name")), entry.get("data") or {}
    block = blocks.get(name)
    if block is None:
        return Piece(False, _unknown(name))
    if block.is_empty(data):
        return None
    try:
        html = render_to_string(block.template, {"block": block, "data": data, "printed": True})
    except TemplateDoesNotExist:
        return Piece(False, _unknown(name))
    # A drawing doesn’t inherit the page’s typeface in the renderer.
    html = SafeString(html.replace("<svg ", '<svg font-family="Cadrage Sans" '))
    # Fixed columns are laid out a third faster, and worth their plainer look only where rows are many.
    long = " is-long" if html.count("<tr") > LONG_TABLE else ""
    return Piece(block.landscape, mark_safe(f'<div class="block block-{block.name}{long}">{html}</div>'))  # noqa: S308


def _unknown(name: str) -> SafeString:
    return mark_safe(render_to_string("pdf/unknown_block.html", {"name": name}))  # noqa: S308
