"""From what WeasyPrint is about to write to the record of a part.

It works on the renderer’s own objects, before they become a file: nothing is parsed, and what the document has once
(fonts, outline, names, metadata, running heads) is left out.
"""

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import pydyf

from crmproject.toolkit.pdf.faces import face_of
from crmproject.toolkit.pdf.pdffile import key
from crmproject.toolkit.pdf.records import (
    Bookmark,
    Caption,
    Face,
    Page,
    Place,
    Record,
    Slot,
    Stream,
    token,
)
from crmproject.toolkit.pdf.tagging import REFERENCE, Tidying, Tree, rank_of

SCALE = 0.75
# Links to other parts pass the renderer under this scheme.
SCHEME = "cadrage:"
# An open number: a figure space, then the rank of the one that goes there, in figures of one width.
SLOT = re.compile("\u2007(\\d{4})")
GLYPHS = re.compile(r"<([0-9a-f]+)>")
# The renderer writes a move of nothing after most glyphs.
NO_MOVE = b">0<"
MARK_OPERANDS = 2


@dataclass(frozen=True)
class Wanted:
    """What is asked of a part beside its pages: drawings instead of pages, open numbers, a prefix of its own."""

    prefix: str
    drawings: bool = False
    slots: bool = False
    captions: list[Caption] = field(default_factory=list)


class Extraction:
    """One part on its way from the renderer’s objects to its record."""

    def __init__(self, document: Any, pdf: pydyf.PDF, wanted: Wanted) -> None:
        self.document, self.pdf, self.wanted = document, pdf, wanted
        self.pages: list[Any] = [self._object(number) for number in pdf.pages["Kids"][::3]]
        self.faces: dict[str, Face] = {}
        self.names: dict[int, str] = {}

    def record(self) -> Record:
        """The record of this part."""
        tree = self._tree()
        self._artifacts(tree)
        annotations = self._annotations()
        self._link_fonts()
        self._shape_pages(tree, annotations)
        return _Encoding(self, tree, annotations).record()

    def _object(self, number: int) -> Any:
        return self.pdf.objects[number]

    def _added(self, item: Any) -> bytes:
        self.pdf.add_object(item)
        return bytes(item.reference)

    def _tree(self) -> Tree:
        root = self._object(rank_of(self.pdf.catalog["StructTreeRoot"]))
        document = self._object(rank_of(root["K"][0]))
        self.names[document.number] = "D"
        self.names[self.pdf.pages.number] = "P"
        if self.wanted.drawings:
            return Tree()
        heights = {page.number: float(page["MediaBox"][3]) for page in self.pages}
        tidying = Tidying(self._object, self._added, self._doubles(), self.wanted.prefix, heights)
        return tidying.tidy(document)

    def _doubles(self) -> set[int]:
        """Annotations inside another one with the same target: the renderer makes one for each box of a link."""
        found: set[int] = set()
        for page in self.pages:
            kept: list[tuple[Any, list[float]]] = []
            for reference in page.get("Annots", ()):
                one = self._object(rank_of(reference))
                target, box = _target(one), _ordered(one["Rect"])
                if any(target == other and _inside(box, around) for other, around in kept):
                    found.add(one.number)
                else:
                    kept.append((target, box))
            if "Annots" in page:
                page["Annots"][:] = [one for one in page["Annots"] if rank_of(one) not in found]
        return found

    def _artifacts(self, tree: Tree) -> None:
        """Say that what no element holds is an artifact: running heads, and all of a drawing."""
        for page in self.pages:
            held = tree.marks.get(page.number, {})
            stream = self._object(rank_of(page["Contents"]))
            items = stream.stream
            for at, item in enumerate(items):
                if isinstance(item, dict) and "MCID" in item and item["MCID"] not in held:
                    items[at - 1 : at + MARK_OPERANDS] = ["/Artifact", b"", b"BMC"]

    def _annotations(self) -> list[Any]:
        """The links, led to places of the whole document, in the order of their pages."""
        found = []
        for page in self.pages:
            for reference in page.get("Annots", ()):
                one = self._object(rank_of(reference))
                one["Rect"][:] = _ordered(one["Rect"])
                one["F"] = 4  # printed, as archives demand
                target = _target(one)
                if target.startswith(SCHEME):
                    del one["A"]
                    one["Dest"] = key(unquote(target.removeprefix(SCHEME)))
                    one["Contents"] = pydyf.String("Aller à ce passage")
                elif "Dest" in one:
                    one["Dest"] = key(target.removeprefix("#"))
                found.append(one)
        return found

    def _link_fonts(self) -> None:
        """Refer to the document’s fonts; those that only this part can describe were written with it."""
        resources = self._object(rank_of(self.pages[0]["Resources"])) if self.pages else {}
        fonts = self._object(rank_of(resources["Font"]))
        for font in self.document.fonts.shared():
            file, face = face_of(font)
            kept = self.faces.get(file)
            self.faces[file] = face if kept is None else _joined(kept, face)
            fonts[font.hash] = token(f"F{file}")
        if self.wanted.drawings:
            return
        fonts["CadrageN"] = token("N")
        resources["XObject"]["CadrageP"] = token("XP")
        resources["XObject"]["CadrageL"] = token("XL")

    def _shape_pages(self, tree: Tree, annotations: list[Any]) -> None:
        for rank, page in enumerate(self.pages):
            contents = page["Contents"]
            if self.wanted.drawings:
                drawing = self._object(rank_of(contents))
                drawing.extra.update(
                    {
                        "Type": "/XObject",
                        "Subtype": "/Form",
                        "BBox": page["MediaBox"],
                        "Resources": page["Resources"],
                    }
                )
                continue
            for useless in ("TrimBox", "BleedBox"):
                page.pop(useless, None)
            if self._is_stamped(rank):
                page["Contents"] = pydyf.Array([token(f"S{rank}"), contents])
            page["StructParents"] = token(f"T{rank}")
        for rank, one in enumerate(annotations, start=len(self.pages)):
            one["StructParent"] = token(f"T{rank}")

    def _is_stamped(self, rank: int) -> bool:
        name: str = self.document.pages[rank]._page_box.page_type.name
        return name != "cover"

    def page_facts(self) -> list[Page]:
        return [
            Page(float(page["MediaBox"][2]), float(page["MediaBox"][3]), self._is_stamped(rank))
            for rank, page in enumerate(self.pages)
        ]

    def anchors(self) -> dict[str, Place]:
        found: dict[str, Place] = {}
        for rank, page in enumerate(self.document.pages):
            for name, (x, y, *_rest) in page.anchors.items():
                found.setdefault(name, self._place(rank, x, y))
        return found

    def bookmarks(self) -> list[Bookmark]:
        return [
            Bookmark(level, label, self._place(rank, x, y))
            for rank, page in enumerate(self.document.pages)
            for level, label, (x, y), _state in page.bookmarks
        ]

    def _place(self, rank: int, x: float, y: float) -> Place:
        height = self.document.pages[rank].height
        return Place(rank, round(x * SCALE, 2), round((height - y) * SCALE, 2))


class _Encoding:
    """Objects to bytes, numbered in the order in which they are met."""

    def __init__(self, extraction: Extraction, tree: Tree, annotations: list[Any]) -> None:
        self.extraction, self.tree, self.annotations = extraction, tree, annotations
        self.order: dict[int, None] = {}
        self.slots: list[tuple[int, int, int, int, str]] = []
        self.opened: list[int] = []

    def record(self) -> Record:
        work = self.extraction
        if work.wanted.drawings:
            roots = [rank_of(page["Contents"]) for page in work.pages]
        else:
            roots = [page.number for page in work.pages]
        top = [rank_of(one) for one in self.tree.top]
        encoded = self._reached([*roots, *top])
        objects = {number: one for number, one in encoded.items() if isinstance(one, bytes)}
        streams = {number: one for number, one in encoded.items() if isinstance(one, Stream)}
        ranks = {number: rank for rank, number in enumerate([*objects, *streams])}
        names = {str(number).encode(): token(rank) for number, rank in ranks.items()}

        def settled(text: bytes) -> bytes:
            return _PENDING.sub(lambda found: names[found[1]], text)

        return Record(
            pages=work.page_facts(),
            objects=[settled(one) for one in objects.values()],
            streams=[Stream(settled(one.entries), one.data, one.filtered) for one in streams.values()],
            page_objects=[ranks[number] for number in roots],
            top=[ranks[number] for number in top],
            parents=[settled(one) for one in self._parents()],
            ids=[(name, ranks[rank_of(reference)]) for name, reference in self.tree.ids],
            anchors={} if work.wanted.drawings else work.anchors(),
            bookmarks=work.bookmarks(),
            captions=work.wanted.captions,
            slots=[
                Slot(ranks[number], start, end, rank, face) for number, start, end, rank, face in self.slots
            ],
            open_streams=[ranks[number] for number in self.opened],
            faces=dict(sorted(work.faces.items())),
        )

    def _reached(self, roots: Iterable[int]) -> dict[int, bytes | Stream]:
        """These objects and those that they lead to."""
        found: dict[int, bytes | Stream] = {}
        waiting = list(roots)[::-1]
        while waiting:
            number = waiting.pop()
            if number in found:
                continue
            one = self.extraction.pdf.objects[number]
            found[number] = self._stream(one) if isinstance(one, pydyf.Stream) else self._bytes(one)
            text = found[number]
            text = text.entries if isinstance(text, Stream) else text
            waiting += [int(name) for name in _PENDING.findall(text)][::-1]
        return found

    def _bytes(self, item: Any) -> bytes:
        if isinstance(item, bytes):
            found = REFERENCE.fullmatch(item)
            return self._reference(int(found[1])) if found else item
        if isinstance(item, pydyf.String):
            # What a record says with control characters must not be said by a text.
            return _CONTROL.sub(lambda found: b"\\%03o" % ord(found[0]), bytes(item.data))
        if isinstance(item, dict):
            entries = (b"/%s %s" % (str(key).encode(), self._bytes(value)) for key, value in item.items())
            return b"<<" + b"".join(entries) + b">>"
        if isinstance(item, list | tuple):
            return b"[" + b" ".join(self._bytes(one) for one in item) + b"]"
        return bytes(pydyf._to_bytes(item))

    def _reference(self, number: int) -> bytes:
        name = self.extraction.names.get(number)
        return token(name) if name else b"\x03%d\x04" % number

    def _stream(self, one: pydyf.Stream) -> Stream:
        filtered = "Filter" in one.extra
        extra = {key: value for key, value in one.extra.items() if key not in {"Length", "Interpolate"}}
        entries = self._bytes(extra)[2:-2]
        pieces = [pydyf._to_bytes(item) for item in one.stream]
        if filtered:
            return Stream(entries, b"\n".join(pieces), filtered)
        data = b"\n".join(piece for piece in pieces if piece).replace(NO_MOVE, b"")
        if self.extraction.wanted.slots and "Subtype" not in one.extra and self._find_slots(one.number, data):
            self.opened.append(one.number)
            return Stream(entries, data, filtered)
        return Stream(entries, zlib.compress(data, 6), filtered)

    def _find_slots(self, number: int, data: bytes) -> bool:
        """Note where this page’s content is left open; it then stays in clear until what goes there is known."""
        before = len(self.slots)
        fonts = {font.hash.encode(): font for font in self.extraction.document.fonts.shared()}
        current = None
        for found in _TEXT.finditer(data):
            if found["font"]:
                current = fonts.get(found["font"])
                continue
            if current is None:
                continue
            glyphs = "".join(GLYPHS.findall(found["shown"].decode("latin-1")))
            text = "".join(
                current.to_unicode.get(int(glyphs[at : at + 4], 16), "") for at in range(0, len(glyphs), 4)
            )
            if whole := SLOT.fullmatch(text):
                start, end = found.span("shown")
                self.slots.append((number, start, end, int(whole[1]), face_of(current)[0]))
        return len(self.slots) > before

    def _parents(self) -> list[bytes]:
        """For each page the array of its elements by mark, for each annotation its element."""
        work = self.extraction
        if work.wanted.drawings:
            return []
        pages = []
        for page in work.pages:
            held = self.tree.marks.get(page.number, {})
            last = max(held, default=-1)
            pages.append(
                b"["
                + b" ".join(self._bytes(held[mark]) if mark in held else b"null" for mark in range(last + 1))
                + b"]"
            )
        return pages + [self._bytes(self.tree.annotations[one.number]) for one in self.annotations]


_CONTROL = re.compile(rb"[\x00-\x1f]")
_PENDING = re.compile(rb"\x03(\d+)\x04")
_TEXT = re.compile(rb"/(?P<font>[A-Z]{6}) [\d.]+ Tf|(?P<shown>\[[^\]]*\]) TJ")


def _target(annotation: Any) -> str:
    if "Dest" in annotation:
        return f"#{annotation['Dest'].string}"
    return str(annotation["A"]["URI"].string)


def _ordered(box: list[float]) -> list[float]:
    left, bottom, right, top = box
    return [min(left, right), min(bottom, top), max(left, right), max(bottom, top)]


def _inside(box: list[float], around: list[float]) -> bool:
    return (
        around[0] - 1 <= box[0]
        and around[1] - 1 <= box[1]
        and box[2] <= around[2] + 1
        and box[3] <= around[3] + 1
    )


def _joined(one: Face, other: Face) -> Face:
    return Face(**{**one.__dict__, "glyphs": {**other.glyphs, **one.glyphs}})
