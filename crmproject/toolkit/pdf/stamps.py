"""What is written at the assembly: page numbers, at the foot of pages and where a part left room for them."""

from collections.abc import Mapping, Sequence

from crmproject.toolkit.pdf import faces
from crmproject.toolkit.pdf.records import Page, Slot

# Points from the right and the lower edge to the end of « Page 12 / 373 », as the style sheet’s foot has it.
RIGHT, RIGHT_LYING, FOOT, FOOT_LYING = 59.53, 56.69, 40.8, 35.1
SIZE = 7.2
# Characters of an open place.
WIDTH = 5


def number_line(page: int, total: int, face: str, box: Page) -> bytes:
    """« Page 12 / 373 » in the lower right corner of this page."""
    words = f"Page {page} / {total}"
    known = faces.letters(face)
    width = sum(known[one][1] for one in words) * SIZE / 1000
    lying = box.width > box.height
    x = box.width - (RIGHT_LYING if lying else RIGHT) - width
    y = FOOT_LYING if lying else FOOT
    shown = "".join(f"{known[one][0]:04x}" for one in words).encode()
    return b"BT /CadrageN %.1f Tf 1 0 0 1 %.2f %.2f Tm <%s> Tj ET" % (SIZE, x, y, shown)


def stamp(page: int, total: int, face: str, colour: tuple[float, float, float], box: Page) -> bytes:
    """The whole stamp of a page: the drawing that all its like bear, then its number; none of it is content."""
    drawing = b"/CadrageL" if box.width > box.height else b"/CadrageP"
    return b"/Artifact<</Type/Pagination>>BDC q %s Do Q q %.3f %.3f %.3f rg %s Q EMC" % (
        drawing, *colour, number_line(page, total, face, box),
    )  # fmt: skip


def filled(data: bytes, slots: Sequence[Slot], words: Mapping[int, str]) -> bytes:
    """This page content with its open places filled, by rank; one that nothing fills stays blank."""
    pieces, at = [], 0
    for slot in slots:
        known = faces.letters(slot.face)
        glyphs = "".join(f"{known[one][0]:04x}" for one in words.get(slot.rank, "") if one in known)
        pieces += [data[at : slot.start], b"[<%s>]" % glyphs.encode()]
        at = slot.end
    return b"".join([*pieces, data[at:]])
