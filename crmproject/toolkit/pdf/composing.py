"""From a document cut into parts to its file, with a place where rendered parts are kept."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from crmproject.toolkit.pdf import faces, renderer
from crmproject.toolkit.pdf.colours import BRAND, channels
from crmproject.toolkit.pdf.linking import Piece, Sheet, assemble
from crmproject.toolkit.pdf.parts import Layout, Part
from crmproject.toolkit.pdf.records import Record

# What is told: the step in French, the parts done and all of them.
type Progress = Callable[[str, int, int], None]
NUMBER_FACE = "CadrageSans-SemiBold.ttf"
ASSEMBLING = "Assemblage du document"


class Shelf(Protocol):
    """Where rendered parts are kept, by key."""

    def many(self, keys: Sequence[str]) -> dict[str, Record]:
        """Those of these that are kept."""

    def keep(self, key: str, record: Record) -> None:
        """Keep a part; keeping it twice does no harm."""


@dataclass
class Memory:
    """A shelf of this process alone."""

    records: dict[str, Record] = field(default_factory=dict)

    def many(self, keys: Sequence[str]) -> dict[str, Record]:
        return {key: self.records[key] for key in keys if key in self.records}

    def keep(self, key: str, record: Record) -> None:
        self.records[key] = record


type Rendering = Callable[[Sequence[Part], Progress], Mapping[str, Record]]


@dataclass(frozen=True)
class ComposedPdf:
    """A finished file."""

    content: bytes
    sha256: str
    pages: int


def silent(step: str, done: int, total: int) -> None:
    """Progress that nobody reads."""


def render_here(shelf: Shelf) -> Rendering:
    """Render what is missing in this process, one part after the other, and keep it."""

    def render(parts: Sequence[Part], progress: Progress) -> Mapping[str, Record]:
        wanted = {part.key: part for part in parts}
        found = shelf.many(list(wanted))
        for key, part in wanted.items():
            if key not in found:
                progress(f"Mise en page\u00a0: {part.label}", len(found), len(wanted))
                found[key] = renderer.render(part.source())
                shelf.keep(key, found[key])
        return found

    return render


def compose(
    layout: Layout, *, rendering: Rendering | None = None, progress: Progress = silent
) -> ComposedPdf:
    """The file of this document, all of it made in this process unless `rendering` does it elsewhere.

    `progress` is told the step in French, and the parts done of all; what it raises gives the composition up.
    """
    rendering = rendering or render_here(Memory())
    parts = [layout.furniture, *layout.parts]
    records = dict(rendering(parts, progress))
    order = list(layout.parts)
    if layout.lists:
        captions = [one for part in layout.parts for one in records[part.key].captions]
        listing = layout.lists(captions)
        if listing is not None:
            records |= rendering([listing], silent)
            order.insert(layout.front, listing)
    progress(ASSEMBLING, len(parts), len(parts))
    pieces = [Piece(records[part.key], tuple(part.pointed)) for part in order]
    with renderer.undisturbed():
        made = assemble(pieces, _sheet(layout, records[layout.furniture.key]))
    return ComposedPdf(made.content, hashlib.sha256(made.content).hexdigest(), made.pages)


def _sheet(layout: Layout, furniture: Record) -> Sheet:
    face = faces.remember((renderer.FONTS / NUMBER_FACE).read_bytes())
    return Sheet(
        facts=layout.facts,
        identity=layout.key,
        furniture=furniture,
        number_face=face,
        number_colour=_fractions(layout.colour or BRAND),
        attached=layout.attached,
        archival=layout.archival,
    )


def _fractions(colour: str) -> tuple[float, float, float]:
    red, green, blue = channels(colour)
    return red / 255, green / 255, blue / 255
