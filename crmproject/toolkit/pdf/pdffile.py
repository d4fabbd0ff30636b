"""The outer form of a PDF file: numbered objects, bundles of them, the table that finds them."""

import hashlib
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
# Objects that are deflated together.
BUNDLE = 500
# A third of the time of the usual level, and a fiftieth more bytes.
LEVEL = 4
# Kind, place, rank: the lines of the table.
LINE = struct.Struct(">BIH")


def reference(number: int) -> bytes:
    """How one object names another."""
    return b"%d 0 R" % number


def references(numbers: Iterable[int]) -> bytes:
    """The inside of an array of references."""
    return b" ".join(b"%d 0 R" % number for number in numbers)


def text(value: str) -> bytes:
    """A text string: plain where it can be, else UTF-16."""
    if value.isascii() and value.isprintable():
        escaped = value.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        return b"(%s)" % escaped.encode()
    return b"<feff%s>" % value.encode("utf-16-be").hex().encode()


def name(value: str) -> bytes:
    """A name object: what is no plain letter or figure is written as its code."""
    return b"/" + b"".join(
        bytes([one]) if chr(one).isalnum() and one < 128 else b"#%02x" % one for one in value.encode()
    )


def key(value: str) -> bytes:
    """A string that is looked up and never shown: UTF-8, in a form that needs no care for what stands in it."""
    plain = value.isascii() and value.replace("-", "").replace(".", "").isalnum()
    return b"(%s)" % value.encode() if plain else b"<%s>" % value.encode().hex().encode()


@dataclass
class PdfFile:
    """The objects of a file, numbered from 1, and its writing."""

    plain: dict[int, bytes] = field(default_factory=dict)
    streams: dict[int, bytes] = field(default_factory=dict)
    count: int = 0

    def reserve(self, how_many: int = 1) -> int:
        """The first of so many new numbers."""
        first = self.count + 1
        self.count += how_many
        return first

    def add(self, content: bytes) -> int:
        """A new object; its number."""
        number = self.reserve()
        self.plain[number] = content
        return number

    def add_stream(self, entries: bytes, data: bytes) -> int:
        """A new stream, deflated here; its number."""
        number = self.reserve()
        self.put_stream(number, entries, zlib.compress(data, LEVEL))
        return number

    def put_stream(self, number: int, entries: bytes, data: bytes, *, filtered: bool = False) -> None:
        """A stream under a reserved number; its data is deflated already, or `filtered` as its entries say."""
        how = b"" if filtered else b"/Filter/FlateDecode"
        self.streams[number] = b"<<%s%s/Length %d>>\nstream\n%s\nendstream" % (entries, how, len(data), data)

    def written(self, *, catalog: int, info: int, identity: bytes) -> bytes:
        """The file: streams as they are, all the rest in bundles; `identity` tells it from every other one."""
        pieces, at = [HEADER], len(HEADER)
        where: dict[int, tuple[int, int, int]] = {}

        def put(number: int, content: bytes) -> None:
            nonlocal at
            where[number] = (1, at, 0)
            piece = b"%d 0 obj\n%s\nendobj\n" % (number, content)
            pieces.append(piece)
            at += len(piece)

        for number, content in self.streams.items():
            put(number, content)
        # The catalog and the information are found more easily by simple readers when they are not bundled.
        for number in (catalog, info):
            put(number, self.plain.pop(number))
        numbers = sorted(self.plain)
        for start in range(0, len(numbers), BUNDLE):
            bundle = numbers[start : start + BUNDLE]
            number = self.reserve()
            put(number, self._bundled(bundle))
            where |= {one: (2, number, rank) for rank, one in enumerate(bundle)}
        table = self.reserve()
        where[table] = (1, at, 0)
        pieces.append(b"%d 0 obj\n%s\nendobj\n" % (table, self._table(where, catalog, info, identity)))
        pieces.append(b"startxref\n%d\n%%%%EOF\n" % at)
        return b"".join(pieces)

    def _bundled(self, numbers: list[int]) -> bytes:
        offsets, at = [], 0
        for number in numbers:
            offsets.append(b"%d %d" % (number, at))
            at += len(self.plain[number]) + 1
        head = b" ".join(offsets) + b"\n"
        data = zlib.compress(head + b"\n".join(self.plain[number] for number in numbers), LEVEL)
        return b"<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (
            len(numbers), len(head), len(data), data,
        )  # fmt: skip

    def _table(
        self, where: dict[int, tuple[int, int, int]], catalog: int, info: int, identity: bytes
    ) -> bytes:
        free = (0, 0, 65535)
        pack, found = LINE.pack, where.get
        data = zlib.compress(
            b"".join([pack(*found(number, free)) for number in range(self.count + 1)]), LEVEL
        )
        once = hashlib.md5(identity, usedforsecurity=False).hexdigest().encode()
        return (
            b"<</Type/XRef/Size %d/W[1 4 2]/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]/Filter/FlateDecode/Length %d>>\n"
            b"stream\n%s\nendstream"
        ) % (self.count + 1, catalog, info, once, once, len(data), data)
