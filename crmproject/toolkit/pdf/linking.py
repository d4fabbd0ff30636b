"""From rendered parts to one file: the assembly.

It numbers objects and joins bytes. No part is parsed, walked or rendered again: pages and structure were made ready
when the part was rendered, so that assembling costs what writing the file costs.
"""

import datetime
import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crmproject.toolkit.pdf import faces, stamps, trees, xmp
from crmproject.toolkit.pdf.pdffile import PdfFile, name, reference, references, text
from crmproject.toolkit.pdf.records import SEPARATOR, TOKEN, Face, Place, Record, Slot


@dataclass(frozen=True)
class Attached:
    """A file that the PDF carries, of the same date, whose relationship to it is one of ISO 32000-2, 7.11.3."""

    name: str
    description: str
    content: bytes
    made: datetime.datetime
    relationship: str
    kind: str = "application/json"


@dataclass(frozen=True)
class Piece:
    """A part in its place; `pointed` says what fills its open places, by rank: « #anchor » its page, « =text » it."""

    record: Record
    pointed: Sequence[str] = ()


@dataclass(frozen=True)
class Sheet:
    """What a file bears beside its parts.

    `furniture` gives two drawings, for upright and for lying pages; `number_face` is the font file, and
    `number_colour` the colour, of page numbers.
    """

    facts: xmp.Facts
    identity: str
    furniture: Record
    number_face: str
    number_colour: tuple[float, float, float]
    attached: Sequence[Attached] = ()
    archival: bool = False


@dataclass(frozen=True)
class Assembled:
    """A finished file."""

    content: bytes
    pages: int


@dataclass
class _Gathered:
    """What the parts add up to, while they are numbered."""

    pages: list[int] = field(default_factory=list)
    top: list[int] = field(default_factory=list)
    ids: list[tuple[str, bytes]] = field(default_factory=list)
    parents: list[tuple[int, list[bytes]]] = field(default_factory=list)
    keys: int = 0


def assemble(pieces: Sequence[Piece], sheet: Sheet) -> Assembled:
    """One file of these parts, in their order; the same bytes for the same parts and sheet."""
    return _Assembly(pieces, sheet).run()


class _Assembly:
    def __init__(self, pieces: Sequence[Piece], sheet: Sheet) -> None:
        self.pieces, self.sheet = pieces, sheet
        self.file = PdfFile()
        self.total = sum(len(piece.record.pages) for piece in pieces)
        self.places: dict[str, tuple[int, Place]] = {}
        first = 0
        for piece in pieces:
            for anchor, place in piece.record.anchors.items():
                self.places.setdefault(anchor, (first + place.page, place))
            first += len(piece.record.pages)

    def run(self) -> Assembled:
        file, found = self.file, _Gathered()
        catalog, page_tree, root, document = (file.reserve() for _ in range(4))
        shared = {b"P": reference(page_tree), b"D": reference(document), **self._fonts()}
        shared |= self._furniture(shared)
        for piece in self.pieces:
            self._add_part(piece, shared, found)
        file.plain[page_tree] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (self.total, references(found.pages))
        file.plain[document] = b"<</Type/StructElem/S/Document/P %d 0 R/K[%s]>>" % (
            root,
            references(found.top),
        )
        ids = b"/IDTree %d 0 R" % trees.add_names(file, found.ids) if found.ids else b""
        file.plain[root] = b"<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %d%s>>" % (
            document, trees.add_numbers(file, found.parents), found.keys, ids,
        )  # fmt: skip
        file.plain[catalog] = self._catalog(page_tree, root, found.pages)
        info = file.add(xmp.information(self.sheet.facts))
        content = file.written(catalog=catalog, info=info, identity=self.sheet.identity.encode())
        return Assembled(content, self.total)

    def _add_part(self, piece: Piece, shared: Mapping[bytes, bytes], found: _Gathered) -> None:
        file, record = self.file, piece.record
        size = len(record.objects) + len(record.streams)
        first = file.reserve(size)
        names = {b"%d" % at: reference(first + at) for at in range(size)} | dict(shared)
        names |= self._stamps(record, len(found.pages))
        names |= {b"T%d" % at: b"%d" % (found.keys + at) for at in range(len(record.parents))}
        settled = _settled(SEPARATOR.join([*record.objects, *record.parents]), names).split(SEPARATOR)
        count = len(record.objects)
        file.plain.update(zip(range(first, first + count), settled[:count], strict=True))
        self._add_streams(piece, first, names)
        found.pages += [first + one for one in record.page_objects]
        found.top += [first + one for one in record.top]
        found.ids += [(one, reference(first + at)) for one, at in record.ids]
        found.parents.append((found.keys, settled[count : count + len(record.parents)]))
        found.keys += len(record.parents)

    def _add_streams(self, piece: Piece, first: int, names: Mapping[bytes, bytes]) -> None:
        record = piece.record
        slots: dict[int, list[Slot]] = {}
        for slot in record.slots:
            slots.setdefault(slot.stream, []).append(slot)
        words = dict(enumerate(map(self._word, piece.pointed)))
        for rank, stream in enumerate(record.streams, start=len(record.objects)):
            data = stream.data
            if rank in record.open_streams:
                data = zlib.compress(stamps.filled(data, slots.get(rank, []), words), 6)
            entries = _settled(stream.entries, names)
            self.file.put_stream(first + rank, entries, data, filtered=stream.filtered)

    def _word(self, pointed: str) -> str:
        """What an open place gets; a page number is as wide as the place, to end where it ends."""
        if pointed.startswith("="):
            return pointed[1:]
        place = self.places.get(pointed[1:])
        return ("" if place is None else str(place[0] + 1)).rjust(stamps.WIDTH, faces.FIGURE_SPACE)

    def _stamps(self, record: Record, before: int) -> dict[bytes, bytes]:
        sheet = self.sheet
        return {
            b"S%d" % at: reference(
                self.file.add_stream(
                    b"",
                    stamps.stamp(before + at + 1, self.total, sheet.number_face, sheet.number_colour, page),
                )
            )
            for at, page in enumerate(record.pages)
            if page.stamped
        }

    def _furniture(self, shared: Mapping[bytes, bytes]) -> dict[bytes, bytes]:
        record = self.sheet.furniture
        first = self.file.reserve(len(record.objects) + len(record.streams))
        names = {b"%d" % at: reference(first + at) for at in range(len(record.objects) + len(record.streams))}
        drawings = [reference(first + one) for one in record.page_objects]
        names |= dict(shared) | {b"XP": drawings[0], b"XL": drawings[-1]}
        for rank, content in enumerate(record.objects):
            self.file.plain[first + rank] = _settled(content, names)
        for rank, stream in enumerate(record.streams, start=len(record.objects)):
            self.file.put_stream(
                first + rank, _settled(stream.entries, names), stream.data, filtered=stream.filtered
            )
        return {b"XP": drawings[0], b"XL": drawings[-1]}

    def _fonts(self) -> dict[bytes, bytes]:
        """Each typeface once, with the glyphs of all parts."""
        records = [self.sheet.furniture, *(piece.record for piece in self.pieces)]
        found = faces.merged(record.faces for record in records)
        numbering = self.sheet.number_face
        opened = {slot.face for record in records for slot in record.slots} | {numbering}
        for one in opened:
            found[one] = faces.with_letters(found.get(one) or faces.bare(one))
        fonts = {
            b"F" + one.encode(): reference(_add_font(self.file, face)) for one, face in sorted(found.items())
        }
        return {**fonts, b"N": fonts[b"F" + numbering.encode()]}

    def _catalog(self, page_tree: int, root: int, pages: Sequence[int]) -> bytes:
        file, sheet = self.file, self.sheet
        entries, before = [], 0
        for piece in self.pieces:
            entries += [
                trees.Entry(one.level, one.label, pages[before + one.place.page], one.place)
                for one in piece.record.bookmarks
            ]
            before += len(piece.record.pages)
        outline = trees.add_outline(file, entries)
        named = [
            (anchor, trees.destination(pages[page], place)) for anchor, (page, place) in self.places.items()
        ]
        names = b"/Dests %d 0 R" % trees.add_names(file, named) if named else b""
        carried = [_add_attachment(file, one) for one in sheet.attached]
        if carried:
            files = [(one.name, reference(at)) for one, at in zip(sheet.attached, carried, strict=True)]
            names += b"/EmbeddedFiles %d 0 R" % trees.add_names(file, files)
        return b"".join(
            [
                b"<</Type/Catalog/Pages %d 0 R/Lang(fr)/MarkInfo<</Marked true>>" % page_tree,
                b"/ViewerPreferences<</DisplayDocTitle true>>/StructTreeRoot %d 0 R" % root,
                b"/PageLabels<</Nums[0<</S/D>>]>>",
                b"/Outlines %d 0 R/PageMode/UseOutlines" % outline if outline else b"",
                b"/Names<<%s>>" % names if names else b"",
                b"/AF[%s]" % references(carried) if carried else b"",
                b"/Metadata %d 0 R" % xmp.add_metadata(file, sheet.facts, archival=sheet.archival),
                b"/OutputIntents[%d 0 R]" % xmp.add_output_intent(file) if sheet.archival else b"",
                b">>",
            ]
        )


def _settled(content: bytes, names: Mapping[bytes, bytes]) -> bytes:
    # Split, replaced and joined: a third of the time of a substitution by a function.
    pieces = TOKEN.split(content)
    pieces[1::2] = map(names.__getitem__, pieces[1::2])
    return b"".join(pieces)


def _add_font(file: PdfFile, face: Face) -> int:
    """A composite font on a subset of its file, under a name that says which glyphs it has; its number."""
    glyphs = tuple(sorted(face.glyphs))
    data = faces.subset(face.file, glyphs)
    opentype = faces.is_opentype(face.file)
    tag = hashlib.sha256(repr((face.file, glyphs)).encode()).digest()[:6]
    full_name = name("".join(chr(65 + one % 26) for one in tag) + "+" + face.name)
    stream = file.reserve()
    entries = b"/Subtype/OpenType" if opentype else b"/Length1 %d" % len(zlib.decompress(data))
    file.put_stream(stream, entries, data)
    widest = max((width for width, _text in face.glyphs.values()), default=1000)
    descriptor = file.add(
        b"<</Type/FontDescriptor/FontName %s/FontFamily %s/Flags %d/FontBBox[0 %d %d %d]/ItalicAngle %d/Ascent %d"
        b"/Descent %d/CapHeight %d/StemV %d/%s %d 0 R>>"
        % (
            full_name,
            text(face.family),
            face.flags,
            face.descent,
            widest,
            face.ascent,
            face.italic,
            face.ascent,
            face.descent,
            face.ascent,
            face.stem,
            b"FontFile3" if opentype else b"FontFile2",
            stream,
        )
    )
    descendant = file.add(
        b"<</Type/Font/Subtype/%s/BaseFont %s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        b"/CIDToGIDMap/Identity/W[%s]/FontDescriptor %d 0 R>>"
        % (b"CIDFontType0" if opentype else b"CIDFontType2", full_name, faces.widths(face), descriptor)
    )
    mapped = file.add_stream(b"", faces.unicode_map(face))
    return file.add(
        b"<</Type/Font/Subtype/Type0/BaseFont %s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
        % (full_name, descendant, mapped)
    )


def _add_attachment(file: PdfFile, one: Attached) -> int:
    made = xmp.pdf_date(one.made)
    checksum = hashlib.md5(one.content, usedforsecurity=False).hexdigest().encode()
    stream = file.add_stream(
        b"/Type/EmbeddedFile/Subtype%s/Params<</Size %d/CreationDate %s/ModDate %s/CheckSum<%s>>>"
        % (name(one.kind), len(one.content), made, made, checksum),
        one.content,
    )
    return file.add(
        b"<</Type/Filespec/F %s/UF %s/Desc %s/AFRelationship%s/EF<</F %d 0 R/UF %d 0 R>>>>"
        % (text(one.name), text(one.name), text(one.description), name(one.relationship), stream, stream)
    )
