"""From a document to a file: the one way in which a specification becomes a PDF."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from crmproject.toolkit.pdf import renderer
from requirements.pdf.data import attachments_of
from requirements.pdf.document import Document, PrintedSection
from requirements.pdf.markup import page_of, section_markup

# Shares of one section’s work, measured: writing its HTML, laying it out, painting its pages.
MARKUP, LAYOUT, PAINTING = 1, 8, 3

type Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class ComposedPdf:
    """A finished file."""

    content: bytes
    sha256: str
    pages: int


def silent(step: str, done: int, total: int) -> None:
    """Progress that nobody reads."""


class _Steps:
    """Where the composition stands, told in shares of the whole, never backwards."""

    def __init__(self, sections: list[PrintedSection], progress: Progress) -> None:
        self.sections = sections
        self.places = {section.anchor: place for place, section in enumerate(sections)}
        self.total = len(sections) * (MARKUP + LAYOUT + PAINTING)
        self.laid_out = -1
        self.progress = progress

    def writing_markup(self, place: int) -> None:
        self.progress(f"Assemblage de la section {_name(self.sections[place])}", place * MARKUP, self.total)

    def styling(self) -> None:
        self.progress("Application de la maquette", len(self.sections) * MARKUP, self.total)

    def anchor_seen(self, anchor: str) -> None:
        place = self.places.get(anchor, -1)
        if place > self.laid_out:
            self.laid_out = place
            done = len(self.sections) * MARKUP + place * LAYOUT
            self.progress(f"Mise en page de la section {_name(self.sections[place])}", done, self.total)

    def painting(self, pages: int) -> None:
        done = len(self.sections) * (MARKUP + LAYOUT)
        self.progress(f"Écriture des {pages} pages", done, self.total)

    def over(self) -> None:
        self.progress("Document composé", self.total, self.total)


def _name(section: PrintedSection) -> str:
    return f"{section.number} – {section.title}"


def compose(document: Document, *, progress: Progress = silent) -> ComposedPdf:
    """Compose the PDF of this document.

    `progress` is told the step in French, and the shares done of a total; what it raises ends the composition.
    """
    steps = _Steps(document.sections, progress)
    parts = []
    followed_by = [*(section.level for section in document.sections[1:]), 0]
    for place, section in enumerate(document.sections):
        steps.writing_markup(place)
        parent = followed_by[place] > section.level
        parts.append(section_markup(section, lead=place == 0, parent=parent))
    steps.styling()
    laid_out = renderer.lay_out(
        page_of(document, parts), watermark=document.watermark, seen=steps.anchor_seen
    )
    pages = len(laid_out.pages)
    steps.painting(pages)
    content = renderer.write(
        laid_out, identifier=document.identity[:32].encode(), attached=attachments_of(document)
    )
    steps.over()
    return ComposedPdf(content, hashlib.sha256(content).hexdigest(), pages)
