"""The parts of a document: what each is rendered from, and the key under which the result is kept."""

import functools
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from weasyprint.text.ffi import pango

from crmproject.toolkit.pdf import renderer
from crmproject.toolkit.pdf.extraction import Wanted
from crmproject.toolkit.pdf.faces import FIGURE_SPACE
from crmproject.toolkit.pdf.linking import Attached
from crmproject.toolkit.pdf.records import Caption
from crmproject.toolkit.pdf.xmp import Facts
from crmproject.toolkit.program import program_digest

# What begins an open place in the HTML of a part: nobody’s text can hold it, escaped or cleaned as texts are.
OPENING = "<!--slot-->"
LIBRARIES = (
    "weasyprint",
    "pydyf",
    "tinycss2",
    "tinyhtml5",
    "cssselect2",
    "Pyphen",
    "fonttools",
    "uharfbuzz",
    "pillow",
)


@functools.cache
def engine_digest() -> str:
    """A digest of all that renders but the content: program, templates, style sheets, typefaces, libraries."""
    taken = hashlib.sha256(program_digest().encode())
    for name in LIBRARIES:
        taken.update(f"{name} {version(name)}\n".encode())
    taken.update(f"pango {pango.pango_version()}\n".encode())
    for path in [
        *sorted(renderer.STYLES.iterdir()),
        *(renderer.FONTS / one for one in renderer.FACES.values()),
    ]:
        taken.update(path.name.encode())
        taken.update(path.read_bytes())
    return taken.hexdigest()


def with_places(html: str) -> str:
    """This page with its open places as the renderer is to see them; figure spaces that someone typed are no such."""
    return html.replace(FIGURE_SPACE, "\u00a0").replace(OPENING, FIGURE_SPACE)


@dataclass(frozen=True)
class Part:
    """A run of pages rendered alone.

    `content` is plain data from which `page` makes the whole HTML page, only when nothing is kept under the key.
    `pointed` says what fills its open places, by rank: « #name » the page of that anchor, « =text » that text.
    `label` names it to people.
    """

    label: str
    content: Any
    page: Callable[[], str]
    colour: str = ""
    drawings: bool = False
    slots: bool = False
    captions: Callable[[str], list[Caption]] | None = None
    pointed: Sequence[str] = ()

    @functools.cached_property
    def key(self) -> str:
        """SHA-256 of all that the pages depend on."""
        said = [engine_digest(), self.colour, self.drawings, self.slots, self.content]
        text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def source(self) -> renderer.Source:
        """What the renderer needs, as plain values that another process can be given."""
        html = with_places(self.page()) if self.slots else self.page()
        captions = self.captions(html) if self.captions else []
        wanted = Wanted(f"p{self.key[:12]}", self.drawings, self.slots, captions)
        return renderer.Source(html, wanted, self.colour)


@dataclass(frozen=True)
class Layout:
    """A document cut into parts, in their order, and what its file says of itself.

    `lists`, given the captions of all parts, makes the part that lists them, put after `front` parts.
    """

    parts: list[Part]
    furniture: Part
    facts: Facts
    identity: str
    front: int = 0
    lists: Callable[[Sequence[Caption]], Part | None] | None = None
    attached: Sequence[Attached] = ()
    archival: bool = False
    colour: str = ""

    @functools.cached_property
    def key(self) -> str:
        """SHA-256 of all that the file depends on: the same key, the same bytes."""
        said = [
            engine_digest(),
            self.identity,
            [[part.key, list(part.pointed)] for part in self.parts],
            self.furniture.key,
            [str(one) for one in vars(self.facts).values()],
            [[one.name, hashlib.sha256(one.content).hexdigest()] for one in self.attached],
            self.archival,
        ]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
