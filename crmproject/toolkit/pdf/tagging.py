"""The structure tree of a part: WeasyPrint’s, without the elements that say nothing.

Each line of text and each anonymous box gets an element of its own from the renderer, 90 for a requirement. Those that
have no role are dissolved into their parent, which then holds the marked content itself; running heads, which belong
to no element, are found to be artifacts.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pydyf

REFERENCE = re.compile(rb"(\d+) 0 R")
# Elements without a role of their own.
PLAIN = {"/NonStruct", "/Span", "/Div"}
# Elements that may hold marked content directly.
HOLDING = {
    "/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/TD", "/TH", "/LBody", "/Lbl", "/Caption", "/Span", "/Link",
    "/Figure", "/NonStruct", "/Div",
}  # fmt: skip
SAYING = {"A", "Alt", "ActualText", "ID", "Lang", "E", "T"}
# The renderer repeats these for a box within their box: one title would be read as two.
HEADINGS = {"/H1", "/H2", "/H3", "/H4", "/H5", "/H6"}
ITEMS = {"/LI", "/L", "/Caption"}
PARTS_OF_ITEM = {"/Lbl", "/LBody"}


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
    """One pass over the tree below `document`; `dropped` are annotations, `heights` those of pages in points.

    `find` gives an object by its number, `add` makes one known and gives its reference.
    """

    find: Callable[[int], Any]
    add: Callable[[Any], bytes]
    dropped: set[int]
    prefix: str
    heights: dict[int, float]
    tree: Tree = field(default_factory=Tree)
    # Levels of the headings above. A part may begin within a section.
    levels: list[int] = field(default_factory=lambda: [1, 2])

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
            if target["S"] == "/L":
                inner = self._in_items(target, inner)
            elif target["S"] == "/LI":
                inner = self._in_body(target, inner)
            if self._dissolves(target, inner, element):
                yield from inner
            else:
                target["K"][:] = inner
                yield kid

    def _in_items(self, target: Any, inner: list[Any]) -> list[Any]:
        """What stands between the items of a list, mere spaces as a rule, goes to the item before it or after it.

        A list holds nothing but items; one without any is no list.
        """
        found: list[Any] = []
        early: list[Any] = []
        for kid in inner:
            if self._role(kid) in ITEMS:
                found.append(kid)
            elif found:
                self._body(found[-1]).append(kid)
            else:
                early.append(kid)
        if not found:
            target["S"] = "/Div"
            return inner
        self._body(found[0])[0:0] = early
        return found

    def _body(self, item: bytes) -> Any:
        kids = self.find(rank_of(item))["K"]
        return next((self.find(rank_of(kid))["K"] for kid in kids if self._role(kid) == "/LBody"), kids)

    def _in_body(self, item: Any, inner: list[Any]) -> list[Any]:
        """An item holds its label and its body, and nothing beside them."""
        if all(self._role(kid) in PARTS_OF_ITEM for kid in inner):
            return inner
        labels = [kid for kid in inner if self._role(kid) == "/Lbl"]
        bodies = [kid for kid in inner if self._role(kid) == "/LBody"]
        held: list[Any] = []
        for kid in inner:
            if kid not in labels:
                held += self.find(rank_of(kid))["K"] if kid in bodies else [kid]
        if not bodies:
            new = {"Type": "/StructElem", "S": "/LBody", "K": [], "Pg": item["Pg"]}
            bodies = [self.add(pydyf.Dictionary(new))]
        self.find(rank_of(bodies[0]))["K"][:] = held
        return [*labels, bodies[0]]

    def _role(self, kid: Any) -> str:
        return str(self.find(rank_of(kid)).get("S", "")) if isinstance(kid, bytes) else ""

    def _dissolves(self, target: Any, inner: list[Any], parent: Any) -> bool:
        role = target["S"]
        if role == "/Link" and not any(self._is_annotation(kid) for kid in inner):
            role = target["S"] = "/Span"
        if role in HEADINGS and role == parent["S"]:
            return True
        if role not in PLAIN or SAYING & target.keys():
            # A paragraph or a cell may be empty; a list or a link with nothing in it is no list and no link.
            return not inner and role in {"/L", "/LI", "/Link", "/Sect", "/Art"}
        return parent["S"] in HOLDING or not any(isinstance(kid, int) for kid in inner)

    def _is_annotation(self, kid: Any) -> bool:
        return isinstance(kid, bytes) and self.find(rank_of(kid)).get("Type") == "/OBJR"

    def _note(self, element: Any, reference: bytes, parent: Any) -> None:
        element["P"] = parent.reference
        page = rank_of(element["Pg"])
        if element["S"] in HEADINGS:
            element["S"] = self._levelled(int(element["S"][2:]))
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
        if element["S"] == "/TR":
            self._scope(element, parent)
        for kid in element["K"]:
            if isinstance(kid, int):
                self.tree.marks.setdefault(page, {})[kid] = reference
                continue
            target = self.find(rank_of(kid))
            if target.get("Type") == "/OBJR":
                self.tree.annotations[rank_of(target["Obj"])] = reference
            else:
                self._note(target, kid, element)

    def _levelled(self, level: int) -> str:
        """The role of a heading, one level below the one above it at most: readers are not to miss a level."""
        while self.levels and self.levels[-1] >= level:
            self.levels.pop()
        self.levels.append(level)
        return f"/H{len(self.levels)}"

    def _scope(self, row: Any, group: Any) -> None:
        """Say of which cells those of this row that are headers are the header."""
        cells = [self.find(rank_of(kid)) for kid in row["K"] if isinstance(kid, bytes)]
        heads = [cell for cell in cells if cell["S"] == "/TH"]
        whole = group["S"] == "/THead" or len(heads) == len(cells)
        for cell in heads:
            cell["A"]["Scope"] = "/Column" if whole else "/Row"

    def _renamed(self, name: Any) -> str:
        """A name that no other part gives: the renderer counts tables from the start in each."""
        return f"{self.prefix}-{name.string}"

    @staticmethod
    def _in_points(box: list[float], height: float) -> None:
        """The renderer gives pixels from the top of the page."""
        left, top, right, bottom = box
        box[:] = [0.75 * left, height - 0.75 * bottom, 0.75 * right, height - 0.75 * top]
