"""The bytes of an assembled file: the same for the same edition, each typeface once, what it carries unharmed."""

import hashlib
import io
import os
import subprocess
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from crmproject.environment import BASE_DIR
from crmproject.toolkit.pdf.composing import compose, render_here
from crmproject.toolkit.pdf.faces import WRITTEN
from requirements.pdf.data import attachments_of
from requirements.pdf.parting import layout_of
from tests.requirements.assembled import SHELF, whole_document, whole_file, whole_pdf
from tests.requirements.pdf_reading import names

ELSEWHERE = """
import django
django.setup()
from tests.requirements.assembled import whole_pdf
print(whole_pdf().sha256)
"""


@pytest.fixture(scope="module")
def file() -> Iterator[pikepdf.Pdf]:
    with whole_file() as found:
        yield found


def test_the_same_edition_is_the_same_file_here_again_and_in_another_process() -> None:
    first = whole_pdf()
    again = compose(layout_of(whole_document()), rendering=render_here(SHELF))
    assert again.content == first.content
    assert hashlib.sha256(first.content).hexdigest() == first.sha256
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    run = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        cwd=BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split()[-1] == first.sha256


def test_another_reader_has_another_file_of_which_no_part_was_rendered_again() -> None:
    kept = set(SHELF.records)
    other = compose(layout_of(whole_document(copy_for="Georges Perec")), rendering=render_here(SHELF))
    assert other.content != whole_pdf().content
    # The cover, the control page and what lies over the pages bear the name.
    assert len(set(SHELF.records) - kept) <= 3


def fonts_of(file: pikepdf.Pdf) -> list[Any]:
    found = {}
    for one in file.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font" and one.Subtype == "/Type0":
            found[one.objgen] = one
    return list(found.values())


def used_glyphs(file: pikepdf.Pdf) -> dict[Any, set[int]]:
    """The glyphs that are written in each font, by its object."""
    found: dict[Any, set[int]] = defaultdict(set)
    streams: dict[Any, tuple[Any, Any]] = {page.obj.objgen: (page, page.obj.Resources) for page in file.pages}
    for one in file.objects:
        if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form":
            streams[one.objgen] = (one, one.get("/Resources", {}))
    for stream, resources in streams.values():
        current = None
        for instruction in pikepdf.parse_content_stream(stream):
            operands, name = instruction.operands, str(instruction.operator)
            if name == "Tf":
                current = resources["/Font"][operands[0]].objgen
            elif name in {"Tj", "TJ"}:
                shown = operands[0] if name == "TJ" else operands
                text = b"".join(bytes(one) for one in shown if isinstance(one, pikepdf.String))
                found[current] |= {int.from_bytes(text[at : at + 2]) for at in range(0, len(text), 2)}
    return found


def test_each_typeface_is_in_the_file_once_with_the_glyphs_that_are_written(file: pikepdf.Pdf) -> None:
    fonts = fonts_of(file)
    faces = [str(one.BaseFont).partition("+")[2] for one in fonts]
    assert sorted(faces) == sorted(set(faces))
    assert len({str(one.BaseFont) for one in fonts}) == len(fonts)
    programs = [one.DescendantFonts[0].FontDescriptor.FontFile2 for one in fonts]
    assert len({one.objgen for one in programs}) == len(fonts)
    assert len({one.read_bytes() for one in programs}) == len(fonts)
    used = used_glyphs(file)
    assert set(used) == {one.objgen for one in fonts}
    for font, program in zip(fonts, programs, strict=True):
        held = _outlined(program.read_bytes())
        assert held <= used[font.objgen] | _stamped(program.read_bytes(), font), str(font.BaseFont)


def _outlined(program: bytes) -> set[int]:
    """The glyphs of a font that have an outline, but for « missing » and parts of others."""
    font = TTFont(io.BytesIO(program))
    table, order = font["glyf"], font.getGlyphOrder()
    drawn = {rank for rank, name in enumerate(order) if rank and table[name].numberOfContours}
    parts = {
        font.getGlyphID(part.glyphName)
        for rank in drawn
        if table[order[rank]].isComposite()
        for part in table[order[rank]].components
    }
    return drawn - parts


def _stamped(program: bytes, font: Any) -> set[int]:
    """The glyphs of what is written at the assembly, which the file’s table of characters names."""
    text = font.ToUnicode.read_bytes().decode()
    pairs = [line[1:-1].split("> <") for line in text.splitlines() if "> <" in line and len(line) == 13]
    return {int(glyph, 16) for glyph, code in pairs if chr(int(code, 16)) in WRITTEN}


def test_every_glyph_written_has_a_width_a_text_and_an_outline_or_is_a_space(file: pikepdf.Pdf) -> None:
    used = used_glyphs(file)
    for font in fonts_of(file):
        text = font.ToUnicode.read_bytes().decode()
        told = {int(line[1:5], 16) for line in text.splitlines() if "> <" in line and "ffff" not in line}
        widths: set[int] = set()
        array = list(font.DescendantFonts[0].W)
        for first, values in zip(array[::2], array[1::2], strict=True):
            widths |= set(range(int(first), int(first) + len(values)))
        assert used[font.objgen] <= told
        assert used[font.objgen] <= widths
        assert 0 not in used[font.objgen]


def test_what_the_file_carries_is_what_was_put_in_it(file: pikepdf.Pdf) -> None:
    carried = attachments_of(whole_document())
    specifications = names(file.Root.Names.EmbeddedFiles)
    assert [one.name for one in carried] == ["edition-2.json", "exigences-edition-2.csv"]
    assert sorted(file.attachments) == sorted(one.name for one in carried)
    for one in carried:
        specification = specifications[one.name.encode()]
        embedded = file.attachments[one.name].get_file()
        assert embedded.read_bytes() == one.content
        assert (embedded.mime_type, embedded.size) == (one.kind, len(one.content))
        assert embedded.md5 == hashlib.md5(one.content, usedforsecurity=False).digest()
        assert str(specification.AFRelationship) == f"/{one.relationship}"
        assert str(specification.UF) == str(specification.F) == one.name
        assert str(specification.Desc) == one.description
    assert {one.objgen for one in file.Root.AF} == {one.objgen for one in specifications.values()}


def test_no_object_is_unreachable_and_none_is_missing(file: pikepdf.Pdf) -> None:
    reached: set[Any] = set()
    waiting: list[Any] = [file.trailer]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Object) and one.is_indirect:
            if one.objgen in reached:
                continue
            reached.add(one.objgen)
        if isinstance(one, pikepdf.Array):
            waiting += list(one)
        elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            waiting += [value for _name, value in one.items()]
    ours = {one.objgen for one in file.objects if isinstance(one, pikepdf.Object)}
    bundles = {
        one.objgen
        for one in file.objects
        if isinstance(one, pikepdf.Stream) and one.get("/Type") in {"/ObjStm", "/XRef"}
    }
    assert len(ours - bundles - reached) == 0


def test_streams_are_deflated(file: pikepdf.Pdf) -> None:
    for one in file.objects:
        if isinstance(one, pikepdf.Stream) and one.get("/Type") != "/Metadata":
            assert "/Filter" in one
            if one.Filter == "/FlateDecode":
                assert zlib.decompress(one.read_raw_bytes()) == one.read_bytes() or "/DecodeParms" in one
