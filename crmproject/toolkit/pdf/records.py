"""A part that was rendered: pages as PDF objects that still lack their numbers, like a compiled file before its link.

In the bytes of an object, TOKEN marks what only the assembly knows: the number of another object of the part (its
rank), or something of the whole document under a name (« P » the page tree, « D » the structure’s root element,
« F… » a font, « S0 » what is stamped on the part’s first page, « T0 » that page’s key in the parent tree).
"""

import json
import re
import struct
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

TOKEN = re.compile(rb"\x01([^\x02]+)\x02")
SEPARATOR = b"\x05"
FORMAT = 1


def token(name: int | str) -> bytes:
    """The mark that the assembly replaces."""
    return b"\x01%s\x02" % str(name).encode()


@dataclass(frozen=True)
class Place:
    """A point of a page: the page’s rank in the part, and its coordinates in points from the lower left corner."""

    page: int
    x: float
    y: float


@dataclass(frozen=True)
class Bookmark:
    """An entry of the outline."""

    level: int
    label: str
    place: Place


@dataclass(frozen=True)
class Caption:
    """The title of a table or figure, to which its anchor leads."""

    kind: str
    label: str
    title: str
    anchor: str


@dataclass(frozen=True)
class Slot:
    """A number left open in a page’s content: bytes `start` to `end` of stream `stream`, written in font `face`.

    `rank` says whose number it is, in the order of the part’s own list.
    """

    stream: int
    start: int
    end: int
    rank: int
    face: str


@dataclass(frozen=True)
class Face:
    """A typeface that a part uses. `glyphs` gives the width (thousandths of the size) and the text of each glyph."""

    file: str
    family: str
    name: str
    flags: int
    ascent: int
    descent: int
    italic: float
    stem: int
    glyphs: dict[int, tuple[float, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """A page: size in points; `stamped` unless its design leaves no room for running heads, as a cover."""

    width: float
    height: float
    stamped: bool = True


@dataclass(frozen=True)
class Stream:
    """A stream object without its length: dictionary entries, and data that is deflated unless they name a filter."""

    entries: bytes
    data: bytes
    filtered: bool = False


@dataclass
class Record:
    """All that the assembly needs of a part. Objects are numbered from 0, streams after them."""

    pages: list[Page]
    objects: list[bytes]
    streams: list[Stream]
    # Ranks of the page objects, or of the drawings that pages were turned into.
    page_objects: list[int]
    # Ranks of the elements under the document’s own.
    top: list[int] = field(default_factory=list)
    # For each page, then each annotation: what its key in the parent tree leads to.
    parents: list[bytes] = field(default_factory=list)
    ids: list[tuple[str, int]] = field(default_factory=list)
    anchors: dict[str, Place] = field(default_factory=dict)
    bookmarks: list[Bookmark] = field(default_factory=list)
    captions: list[Caption] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    # Ranks of page contents left in clear until the numbers in them are known.
    open_streams: list[int] = field(default_factory=list)
    # By the SHA-256 of their file.
    faces: dict[str, Face] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """The record as a file, whose bytes depend on nothing else."""
        header = {
            "format": FORMAT,
            **{name: getattr(self, name) for name in ("page_objects", "top", "ids", "open_streams")},
            "pages": [asdict(page) for page in self.pages],
            "anchors": {name: (at.page, at.x, at.y) for name, at in self.anchors.items()},
            "bookmarks": [
                (one.level, one.label, one.place.page, one.place.x, one.place.y) for one in self.bookmarks
            ],
            "captions": [asdict(one) for one in self.captions],
            "slots": [asdict(one) for one in self.slots],
            "faces": {name: asdict(face) for name, face in self.faces.items()},
            "streams": [(len(one.entries), len(one.data), one.filtered) for one in self.streams],
        }
        head = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
        texts = zlib.compress(SEPARATOR.join([*self.objects, b"", *self.parents]), 6)
        sizes = struct.pack(">4sIII", MAGIC, len(head), len(texts), len(self.objects))
        return b"".join([sizes, head, texts, *(one.entries + one.data for one in self.streams)])

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """The record of a file. Raises ValueError when it is not one, or not of this format."""
        try:
            return cls._read(content)
        except (struct.error, zlib.error, KeyError, TypeError, ValueError, IndexError) as error:
            raise ValueError(f"not a rendered part: {error}") from error

    @classmethod
    def _read(cls, content: bytes) -> Self:
        magic, head_size, text_size, count = struct.unpack_from(">4sIII", content)
        if magic != MAGIC:
            raise ValueError("unknown beginning")
        at = SIZES + head_size
        header: dict[str, Any] = json.loads(content[SIZES:at])
        if header["format"] != FORMAT:
            raise ValueError("another format")
        texts = zlib.decompress(content[at : at + text_size]).split(SEPARATOR)
        at += text_size
        streams = []
        for entries, size, filtered in header["streams"]:
            streams.append(
                Stream(content[at : at + entries], content[at + entries : at + entries + size], filtered)
            )
            at += entries + size
        if at != len(content):
            raise ValueError("another length than it says")
        return cls(
            pages=[Page(**page) for page in header["pages"]],
            objects=texts[:count],
            streams=streams,
            page_objects=header["page_objects"],
            top=header["top"],
            open_streams=header["open_streams"],
            parents=texts[count + 1 :],
            ids=[(name, rank) for name, rank in header["ids"]],
            anchors={name: Place(*at) for name, at in header["anchors"].items()},
            bookmarks=[Bookmark(level, label, Place(*at)) for level, label, *at in header["bookmarks"]],
            captions=[Caption(**one) for one in header["captions"]],
            slots=[Slot(**one) for one in header["slots"]],
            faces={name: _face(face) for name, face in header["faces"].items()},
        )


MAGIC = b"PART"
SIZES = struct.calcsize(">4sIII")


def _face(values: Mapping[str, Any]) -> Face:
    glyphs = {int(glyph): (width, text) for glyph, (width, text) in values["glyphs"].items()}
    return Face(**{**values, "glyphs": glyphs})
