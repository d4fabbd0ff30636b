"""The form for archives: what ISO 19005-3 (PDF/A-3, level A) asks of a file and a program can check by itself.

The validator of reference, veraPDF, is not to be had here: each rule is read from the standard and named by its clause.
"""

import re
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest
from lxml import etree

from crmproject.toolkit.pdf.composing import ComposedPdf, compose, render_here
from requirements.pdf.parting import layout_of
from tests.requirements.assembled import SHELF, whole_document, whole_pdf
from tests.requirements.test_pdf import opened

SPACES = {
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
}
# 6.5.1, 6.6.1, 6.1.12, 6.10: actions and keys that no dictionary may have.
FORBIDDEN = {
    "/AA",
    "/JS",
    "/OPI",
    "/Ref",
    "/PS",
    "/TR",
    "/HTP",
    "/XFA",
    "/NeedsRendering",
    "/Alternates",
    "/Crypt",
}
# 6.2.8: those of images.
NOT_OF_IMAGES = {"/OPI", "/Alternates"}
BLENDING = {"/Normal", "/Compatible", "/Multiply", "/Screen", "/Overlay", "/Darken", "/Lighten"}
SRGB = {"/DeviceRGB", "/DeviceGray"}


@pytest.fixture(scope="module")
def archived() -> ComposedPdf:
    return compose(layout_of(whole_document(), archival=True), rendering=render_here(SHELF))


@pytest.fixture(scope="module")
def file(archived: ComposedPdf) -> Iterator[pikepdf.Pdf]:
    with opened(archived) as found:
        yield found


def dictionaries(file: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary of the file, those within others too."""
    waiting: list[Any] = list(file.objects)
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Array):
            waiting += [inner for inner in one if not _is_elsewhere(inner)]
        elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            yield one
            waiting += [inner for _name, inner in one.items() if not _is_elsewhere(inner)]


def _is_elsewhere(one: Any) -> bool:
    return not isinstance(one, pikepdf.Object) or one.is_indirect


def test_the_head_and_the_tail_are_those_of_an_archive(archived: ComposedPdf, file: pikepdf.Pdf) -> None:
    """6.1.2, 6.1.3."""
    assert re.match(rb"%PDF-1\.[0-7]\n%[\x80-\xff]{4}", archived.content)
    assert archived.content.endswith(b"%%EOF\n")
    assert len(file.trailer.ID) == 2
    assert "/Encrypt" not in file.trailer


def test_the_file_says_that_it_is_an_archive_and_describes_what_it_says_beside(file: pikepdf.Pdf) -> None:
    """6.6.2.3, 6.6.4: the schema of PDF/UA is none of those that PDF/A knows."""
    metadata = file.Root.Metadata
    assert "/Filter" not in metadata
    root = etree.fromstring(metadata.read_bytes())

    def texts(name: str) -> list[str]:
        prefix, _, tag = name.partition(":")
        return [one.text or "" for one in root.iter(f"{{{SPACES[prefix]}}}{tag}")]

    assert (texts("pdfaid:part"), texts("pdfaid:conformance")) == (["3"], ["A"])
    assert texts("pdfaSchema:namespaceURI") == ["http://www.aiim.org/pdfua/ns/id/"]
    assert (texts("pdfaProperty:name"), texts("pdfaProperty:valueType")) == (["part"], ["Integer"])
    with opened(whole_pdf()) as other:
        assert b"pdfaid:part" not in other.Root.Metadata.read_bytes()
        assert "/OutputIntents" not in other.Root


def test_the_colours_are_those_that_the_file_defines(file: pikepdf.Pdf) -> None:
    """6.2.3, 6.2.4."""
    intent = file.Root.OutputIntents[0]
    assert str(intent.S) == "/GTS_PDFA1"
    profile = intent.DestOutputProfile
    assert int(profile.N) == 3
    head = profile.read_bytes()
    assert (head[36:40], head[16:20], head[12:16]) == (b"acsp", b"RGB ", b"mntr")
    for one in dictionaries(file):
        space = one.get("/ColorSpace")
        if isinstance(space, pikepdf.Name):
            assert str(space) in SRGB
        if one.get("/S") == "/Transparency" and "/CS" in one:
            assert str(one.CS) in SRGB
    for one in [*file.pages, *(x for x in file.objects if isinstance(x, pikepdf.Stream) and _is_form(x))]:
        used = {str(instruction.operator) for instruction in pikepdf.parse_content_stream(one)}
        assert not used & {"k", "K"}


def _is_form(one: pikepdf.Stream) -> bool:
    return one.get("/Subtype") == "/Form"


def test_nothing_is_forbidden_and_nothing_acts(file: pikepdf.Pdf) -> None:
    """6.1.7, 6.2.5, 6.2.8, 6.2.10, 6.5."""
    for one in dictionaries(file):
        assert not FORBIDDEN & set(one.keys())
        assert one.get("/Filter") != "/LZWDecode"
        assert not one.get("/Interpolate", False)
        if one.get("/Type") == "/Action" or "/URI" in one:
            assert str(one.S) == "/URI"
        if isinstance(one.get("/BM"), pikepdf.Name):
            assert str(one.BM) in BLENDING
        if isinstance(one, pikepdf.Stream):
            assert "/F" not in one
            if _is_form(one):
                assert not {"/Subtype2", "/PS"} & set(one.keys())
    for name in ("/OpenAction", "/AcroForm", "/OCProperties", "/Requirements", "/Perms"):
        assert name not in file.Root
    assert {"/JavaScript", "/AlternatePresentations"}.isdisjoint(file.Root.Names.keys())


def test_links_are_printed_and_never_hidden(file: pikepdf.Pdf) -> None:
    """6.3.2: the flag Print set; Hidden, Invisible, NoView and ToggleNoView clear."""
    flags = {int(one.F) for page in file.pages for one in page.obj.get("/Annots", [])}
    assert flags == {4}


def test_every_font_is_whole_in_the_file_and_can_be_read_aloud(file: pikepdf.Pdf) -> None:
    """6.2.11."""
    count = 0
    for font in dictionaries(file):
        if font.get("/Type") != "/Font" or font.Subtype in {"/CIDFontType0", "/CIDFontType2"}:
            continue
        count += 1
        assert (str(font.Subtype), str(font.Encoding)) == ("/Type0", "/Identity-H")
        inner = font.DescendantFonts[0]
        assert str(inner.BaseFont) == str(font.BaseFont) == str(inner.FontDescriptor.FontName)
        assert re.fullmatch(r"/[A-Z]{6}\+.+", str(font.BaseFont))
        assert str(inner.CIDSystemInfo.Ordering) == "Identity"
        assert str(inner.CIDToGIDMap) == "/Identity"
        assert "/FontFile2" in inner.FontDescriptor
        text = font.ToUnicode.read_bytes().decode().lower()
        codes = re.findall(r"^<[0-9a-f]{4}> <([0-9a-f]+)>$", text, re.MULTILINE)
        assert codes
        assert not {"0000", "feff", "fffe"} & set(codes)
    assert count >= 4


def test_what_it_carries_has_a_kind_a_date_and_a_relationship(file: pikepdf.Pdf) -> None:
    """6.8."""
    for one in file.Root.AF:
        assert {"/F", "/UF", "/AFRelationship", "/Desc"} <= set(one.keys())
        embedded = one.EF.F
        assert str(embedded.Subtype) in {"/application/json", "/text/csv"}
        assert "/ModDate" in embedded.Params


def test_names_are_short_and_numbers_small(file: pikepdf.Pdf) -> None:
    """6.1.13: names of 127 bytes, strings of 32,767, whole numbers of 32 bits, pages from 3 to 14,400 points."""
    for one in dictionaries(file):
        for name, value in one.items():
            assert len(name.encode()) <= 128
            if isinstance(value, pikepdf.Name):
                assert len(str(value).encode()) <= 128
            elif isinstance(value, pikepdf.String):
                assert len(bytes(value)) <= 32_767
    for page in file.pages:
        assert all(3 <= float(side) <= 14_400 for side in page.mediabox[2:])
    for page in file.pages:
        depth = deepest = 0
        for instruction in pikepdf.parse_content_stream(page):
            depth += {"q": 1, "Q": -1}.get(str(instruction.operator), 0)
            deepest = max(deepest, depth)
        assert (depth, deepest <= 28) == (0, True)


def test_the_form_for_archives_has_the_same_pages(file: pikepdf.Pdf, archived: ComposedPdf) -> None:
    assert archived.pages == whole_pdf().pages
    assert archived.sha256 != whole_pdf().sha256
