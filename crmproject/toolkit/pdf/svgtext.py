"""Texts of drawings, laid out line by line.

WeasyPrint lays out each letter of an SVG text alone, as if each had its own place: it takes twice as long for a chart,
and Arabic comes out unjoined and backwards. A text of one place is given to it as one letter. It has no hook for that;
a test fails when an upgrade closes this one.
"""

from collections.abc import Iterator
from typing import Any

from weasyprint import svg

PLACES = ("x", "y", "dx", "dy")
SPREAD = frozenset({"rotate", "letter-spacing", "textLength"})


class _Line(str):
    """A text whose only letter is itself."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        return iter((str(self),))


_by_letters: Any = svg.text


def _by_line(drawing: Any, node: Any, font_size: float) -> None:
    places = [str(node.get(name, "")).strip() for name in PLACES]
    if node.text and not any(" " in place for place in places) and not SPREAD & node.attrib.keys():
        node._etree_node.text = _Line(node.text)
    _by_letters(drawing, node, font_size)


def lay_out_by_line() -> None:
    """Make WeasyPrint lay out texts so, in this process."""
    svg.TAGS.update({tag: _by_line for tag, drawn in svg.TAGS.items() if drawn is _by_letters})
    svg.text = _by_line
