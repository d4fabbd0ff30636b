"""The structure tree of a part: WeasyPrint’s, without the elements that say nothing.

Each line of text and each anonymous box gets an element of its own from the renderer, 90 for a requirement. Those that
have no role are dissolved into their parent, which then holds the marked content itself; running heads, which belong
to no element, are found to be artifacts.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

REFERENCE = re.compile(rb"(\d+) 0 R")
# Elements without a role of their own.
PLAIN = {"/NonStruct", "/Span", "/Div"}
# Elements that may hold marked content directly.
HOLDING = {
    "/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/TD", "/TH", "/LBody", "/Lbl", "/Caption", "/Span", "/Link",
    "/Figure", "/NonStruct", "/Div",
}  # fmt: skip
SAYING = {"A", "Alt", "ActualText", "ID", "Lang", "E", "T"}


def rank_of(reference: bytes) -> int:
    """The number of the object that these bytes refer to."""
    found = REFERENCE.fullmatch(reference)
    if found is None:
        raise ValueError(f"no reference: {reference!r}")
    return int(found[1])


@dataclass
class Tree:
    """A tidied tree: the elements right under the document’s, and the element of each marked content of each page."""

    top: list[bytes] = field(default_factory=list)
    marks: dict[int, dict[int, bytes]] = field(default_factory=dict)
    ids: list[tuple[str, bytes]] = field(default_factory=list)
    # Element of each annotation, by number.
    annotations: dict[int, bytes] = field(default_factory=dict)


@dataclass
class Tidying:
    """One pass over the tree below `document`; `find` gives an object by its number, `dropped` are annotations."""

    find: Callable[[int], Any]
    dropped: set[int]
    prefix: str
    heights: dict[int, float]
    tree: Tree = field(default_factory=Tree)

    def tidy(self, document: Any) -> Tree:
        """Dissolve what says nothing below this element, and note what is left."""
        document["K"][:] = list(self._kids(document))
        for kid in document["K"]:
            self.tree.top.append(kid)
            self._note(self.find(rank_of(kid)), kid, document)
        return self.tree

    def _kids(self, element: Any) -> Iterator[Any]:
        for kid in element["K"]:
            if isinstance(kid, int):
                yield kid
                continue
            target = self.find(rank_of(kid))
            if target.get("Type") == "/OBJR":
                if rank_of(target["Obj"]) not in self.dropped:
                    yield kid
                continue
            inner = list(self._kids(target))
            if self._dissolves(target, inner, element):
                yield from inner
            else:
                target["K"][:] = inner
                yield kid

    def _dissolves(self, target: Any, inner: list[Any], parent: Any) -> bool:
        role = target["S"]
        if role == "/Link" and not any(self._is_annotation(kid) for kid in inner):
            role = target["S"] = "/Span"
        if role not in PLAIN or SAYING & target.keys():
            # A paragraph or a cell may be empty; a list or a link with nothing in it is no list and no link.
            return not inner and role in {"/L", "/LI", "/Link", "/Sect", "/Art"}
        return parent["S"] in HOLDING or not any(isinstance(kid, int) for kid in inner)

    def _is_annotation(self, kid: Any) -> bool:
        return isinstance(kid, bytes) and self.find(rank_of(kid)).get("Type") == "/OBJR"

    def _note(self, element: Any, reference: bytes, parent: Any) -> None:
        element["P"] = parent.reference
        page = rank_of(element["Pg"])
        if "ID" in element:
            element["ID"] = f"({self._renamed(element['ID'])})".encode()
            self.tree.ids.append((element["ID"][1:-1].decode(), reference))
        if "Headers" in element.get("A", ()):
            names = [f"({self._renamed(one)})".encode() for one in element["A"]["Headers"]]
            element["A"]["Headers"][:] = names
            if not names:
                del element["A"]["Headers"]
        if element["S"] == "/Figure" and "BBox" in element.get("A", ()):
            self._in_points(element["A"]["BBox"], self.heights[page])
        for kid in element["K"]:
            if isinstance(kid, int):
                self.tree.marks.setdefault(page, {})[kid] = reference
                continue
            target = self.find(rank_of(kid))
            if target.get("Type") == "/OBJR":
                self.tree.annotations[rank_of(target["Obj"])] = reference
            else:
                self._note(target, kid, element)

    def _renamed(self, name: Any) -> str:
        """A name that no other part gives: the renderer counts tables from the start in each."""
        return f"{self.prefix}-{name.string}"

    @staticmethod
    def _in_points(box: list[float], height: float) -> None:
        """The renderer gives pixels from the top of the page."""
        left, top, right, bottom = box
        box[:] = [0.75 * left, height - 0.75 * bottom, 0.75 * right, height - 0.75 * top]
