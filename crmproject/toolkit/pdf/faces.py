"""Typefaces: one font for each face in the whole document, cut down to the glyphs that its parts use."""

import functools
import hashlib
import math
import threading
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import uharfbuzz

from crmproject.toolkit.pdf.records import Face

DROPPED = [
    "BASE",
    "DSIG",
    "EBDT",
    "EBLC",
    "EBSC",
    "GPOS",
    "GSUB",
    "JSTF",
    "LTSH",
    "PCLT",
    "SVG ",
    "name",
    "post",
]
FLAGS = uharfbuzz.SubsetFlags
MAPPED_AT_ONCE = 100
FIGURE_SPACE = "\u2007"
# Page numbers and fingerprints.
WRITTEN = f"Page /0123456789abcdef{FIGURE_SPACE}"

_files: dict[str, bytes] = {}
_lock = threading.Lock()


class Fonts(dict[Any, Any]):
    """The renderer’s fonts. It is shown, to be written with the part, only those that cannot be shared."""

    def shared(self) -> list[Any]:
        """Fonts of which the whole document has one copy."""
        return [font for font in super().values() if is_shared(font)]

    def values(self) -> Any:
        return [font for font in super().values() if not is_shared(font)]


def is_shared(font: Any) -> bool:
    """Whether the glyph numbers of a font are those of its file, for all parts alike.

    Colour and bitmap fonts are drawn otherwise, variable ones are cut for one weight, and a missing glyph gets a
    number of its own in each render.
    """
    odd = font.bitmap or font.png or font.svg or font.colr or font.missing or font.index
    return not (odd or "fvar" in font.tables)


def face_of(font: Any) -> tuple[str, Face]:
    """The file that a renderer’s font was read from, by its SHA-256, and what it uses of it."""
    content = bytes(font.file_content)
    name = _named(content)
    with _lock:
        _files.setdefault(name, content)
    glyphs = {glyph: (width, font.to_unicode.get(glyph, "")) for glyph, width in sorted(font.widths.items())}
    family = font.name.decode("ascii", "ignore").partition("+")[2].rstrip(",") or "Font"
    face = Face(
        name,
        font.family,
        family,
        font.flags,
        font.ascent,
        font.descent,
        font.italic_angle,
        font.stemv,
        glyphs,
    )
    return name, face


@functools.lru_cache(maxsize=64)
def _named(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def remember(content: bytes) -> str:
    """Make a file known in this process; its name."""
    name = _named(content)
    with _lock:
        _files.setdefault(name, content)
    return name


def known_file(name: str) -> bytes | None:
    """The font file of this name, if this process has met it."""
    return _files.get(name)


def merged(faces: Iterable[Mapping[str, Face]]) -> dict[str, Face]:
    """One face for each file, with the glyphs of all; of two texts for a glyph, the one that sorts first.

    A space and one that does not break share their glyph: which of them a copied text gets must not depend on the
    order of the parts.
    """
    found: dict[str, Face] = {}
    for some in faces:
        for name, face in some.items():
            if name not in found:
                found[name] = replace(face, glyphs=dict(face.glyphs))
                continue
            glyphs = found[name].glyphs
            for glyph, (width, text) in face.glyphs.items():
                before = glyphs.get(glyph)
                texts = [one for one in (text, before[1] if before else "") if one]
                glyphs[glyph] = (width, min(texts, default=""))
    return found


@functools.lru_cache(maxsize=32)
def letters(name: str) -> dict[str, tuple[int, float]]:
    """The glyph and width, in this font file, of what is written at the assembly; figures are all of one width."""
    face = uharfbuzz.Face(_files[name])
    font = uharfbuzz.Font(face)
    found = {}
    for one in WRITTEN:
        buffer = uharfbuzz.Buffer()
        buffer.add_str(one)
        buffer.guess_segment_properties()
        uharfbuzz.shape(font, buffer, {"tnum": True})
        width = buffer.glyph_positions[0].x_advance * 1000 / face.upem
        found[one] = (buffer.glyph_infos[0].codepoint, width)
    return found


def with_letters(face: Face) -> Face:
    """The face with what is written at the assembly."""
    glyphs = {glyph: (round(width), text) for text, (glyph, width) in letters(face.file).items() if glyph}
    return replace(face, glyphs={**glyphs, **face.glyphs})


@functools.lru_cache(maxsize=64)
def subset(name: str, glyphs: tuple[int, ...]) -> bytes:
    """The font file with these glyphs only, under their own numbers, deflated."""
    face = uharfbuzz.Face(_files[name])
    wanted = uharfbuzz.SubsetInput()
    wanted.glyph_set.set(set(glyphs))
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode()) for tag in DROPPED)
    wanted.flags = FLAGS.RETAIN_GIDS | FLAGS.DESUBROUTINIZE | FLAGS.NO_HINTING | FLAGS.NOTDEF_OUTLINE
    return zlib.compress(bytes(uharfbuzz.subset(face, wanted).blob.data), 9)


def unicode_map(face: Face) -> bytes:
    """The table by which a reader copies text: the characters of each glyph."""
    lines = [
        "/CIDInit /ProcSet findresource begin", "12 dict begin", "begincmap", "/CIDSystemInfo",
        "<< /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def", "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def", "1 begincodespacerange", "<0000> <ffff>", "endcodespacerange",
    ]  # fmt: skip
    known = [(glyph, text) for glyph, (_width, text) in sorted(face.glyphs.items()) if text]
    for start in range(0, len(known), MAPPED_AT_ONCE):
        some = known[start : start + MAPPED_AT_ONCE]
        lines.append(f"{len(some)} beginbfchar")
        lines += [f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>" for glyph, text in some]
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode()


def widths(face: Face) -> bytes:
    """The widths of the glyphs, runs of neighbours together."""
    runs: list[list[int]] = []
    for glyph in sorted(face.glyphs):
        if runs and runs[-1][-1] == glyph - 1:
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    parts = (f"{run[0]} [{' '.join(_number(face.glyphs[glyph][0]) for glyph in run)}]" for run in runs)
    return " ".join(parts).encode()


def _number(value: float) -> str:
    return str(math.floor(value)) if float(value).is_integer() else f"{value:.2f}"


def is_opentype(name: str) -> bool:
    """Whether the file holds curves of the other kind (CFF)."""
    return _files[name][:4] == b"OTTO"


def bare(name: str) -> Face:
    """A face of which no part uses anything yet."""
    face = uharfbuzz.Face(_files[name])
    extents = uharfbuzz.Font(face).get_font_extents("ltr")
    scale = 1000 / face.upem
    return Face(
        name, "Font", "Font", 4, round(extents.ascender * scale), round(extents.descender * scale), 0, 80
    )
