"""Text that looks like the inside of a PDF, letters of every script, endless words: told as typed, harming nothing."""

from pathlib import Path
from typing import Any

import pikepdf
import pytest

from charter.front import Front
from crmproject.toolkit.pdf.composing import ComposedPdf
from requirements.pdf.compose import compose
from tests.requirements.assembled import printed_section, requirement, whole_document
from tests.requirements.pdf_reading import names, numbers, page_marks, page_ranks, page_texts, structure
from tests.requirements.test_pdf import opened

STRINGS = [
    "12 0 R",
    "\\x01",
    "\x01P\x02 \x03 12\x04 \x05",
    ") >> endobj",
    "<< /Type /Catalog >>",
    "(((",
    "\\) \\( \\",
    "%PDF-1.7 %%EOF startxref",
    "]]> & </rdf:li> <?xpacket",
    'href="#section-1" "><script>',
    "{{ 0|slot }} {% include %}",
]
SCRIPTS = ["مرحبا بالعالم", "客户关系管理", "Ωμέγα Жук ẞ ﬁ", "🎉 👩‍👩‍👧 ✓ → ≥"]


def composed(**values: Any) -> ComposedPdf:
    return compose(whole_document(code="", annexes=[], **values))


def check(pdf: ComposedPdf) -> None:
    """A whole file: its syntax, its structure, its names."""
    with opened(pdf) as file:
        assert file.check_pdf_syntax() == []
        told = {mark for one in structure(file).below for mark in one.marks}
        painted = set()
        for page in file.pages:
            marks = page_marks(file, page)
            assert marks.loose == []
            painted |= {(page.obj.objgen, mark) for mark in marks.ids}
        assert painted == told
        numbers(file.Root.StructTreeRoot.ParentTree)
        ranks, places = page_ranks(file), names(file.Root.Names.Dests)
        for page in file.pages:
            for one in page.obj.get("/Annots", []):
                if "/Dest" in one:
                    assert places[bytes(one.Dest)][0].objgen in ranks
        with file.open_metadata(update_docinfo=False, set_pikepdf_as_editor=False) as metadata:
            assert metadata["dc:title"]


def text_of(pdf: ComposedPdf, tmp_path: Path) -> str:
    return "".join("".join(page_texts(pdf.content, tmp_path, "-raw")).split())


def test_requirements_may_say_anything(tmp_path: Path) -> None:
    rows = [
        requirement("COM", rank, title=f"Titre {text}", text=f"Début {text} fin", acceptance=text)
        for rank, text in enumerate([*STRINGS, *SCRIPTS], start=1)
    ]
    pdf = composed(sections=[printed_section("1", "Besoins", "", ("requirements", {"rows": rows}))])
    check(pdf)
    text = text_of(pdf, tmp_path)
    for one in STRINGS:
        if one.isprintable():
            assert "".join(f"Début {one} fin".split()) in text, one
    assert "客户关系管理" in text
    assert "ΩμέγαЖук" in text


def test_titles_names_and_readers_may_say_anything(tmp_path: Path) -> None:
    for text in (" ".join(STRINGS), " ".join(SCRIPTS)):
        sections = [printed_section("1", text, f"<p>{text.count('x')}</p>"), printed_section("1.1", text)]
        front = Front(organisation=text, project=text, manager=text)
        pdf = composed(sections=sections, front=front, title=text, author=text, note=text, copy_for=text[:80])
        check(pdf)
        with opened(pdf) as file, file.open_outline() as outline:
            shown = "".join(outline.root[-1].title.split())
            wanted = "".join(one for one in text if one.isprintable() and not one.isspace())
            assert "".join(one for one in shown if one.isprintable())[1:] == wanted


def test_words_without_end_stay_on_their_page(tmp_path: Path) -> None:
    rows = [
        requirement("COM", 1, title="t" * 300, text="a" * 5000, acceptance="b" * 5000),
        requirement("COM", 2, text="(" * 5000, source="s" * 200),
    ]
    pdf = composed(
        sections=[printed_section("1", "z" * 200, f"<p>{'y' * 5000}</p>", ("requirements", {"rows": rows}))]
    )
    check(pdf)
    text = text_of(pdf, tmp_path).replace("\u200b", "")
    for letter, count in (("a", 5000), ("b", 5000), ("y", 5000), ("(", 5000)):
        assert text.count(letter) >= count


@pytest.mark.parametrize("code", ["A1", "X99999", "R0", "ENDOBJ"])
def test_any_code_of_a_department_leads_to_its_requirements(code: str) -> None:
    rows = [requirement(code, rank) for rank in range(1, 15)]
    pdf = composed(sections=[printed_section("1", "Besoins", "", ("requirements", {"rows": rows}))])
    check(pdf)
    with opened(pdf) as file:
        assert {f"{code}-{rank:03d}".encode() for rank in range(1, 15)} <= set(names(file.Root.Names.Dests))


def test_a_reference_of_any_signs_leads_to_its_requirement() -> None:
    """No department has such a code; an edition of long ago, or a project file, might."""
    codes = ["É(1", "a b", "<x>", "客", "12 0 R", "50%"]
    rows = [requirement(code, rank) for code in codes for rank in range(1, 4)]
    pdf = composed(sections=[printed_section("1", "Besoins", "", ("requirements", {"rows": rows}))])
    check(pdf)
    with opened(pdf) as file:
        links = [one for page in file.pages for one in page.obj.get("/Annots", []) if "/Dest" in one]
        assert len(links) == len(rows) + 2


def test_a_text_cannot_pass_for_an_open_place(tmp_path: Path) -> None:
    """Page numbers are written where a figure space and four figures stand: those of the program, not typed ones."""
    text = "\u20070000"
    rows = [requirement("COM", 1, text=text, title=text)]
    section = printed_section("1", "Besoins", f"<p>{text}</p>", ("requirements", {"rows": rows}))
    pdf = composed(sections=[section])
    pages = page_texts(pdf.content, tmp_path, "-raw")
    assert sum(page.split().count("0000") for page in pages[3:]) >= 2


def test_a_link_of_a_text_to_a_place_that_is_not_there_is_no_link() -> None:
    text = (
        '<p><a href="#nulle-part">ici</a> <a href="cadrage:section-1">là</a> <a href="/relatif">et là</a></p>'
    )
    pdf = composed(sections=[printed_section("1", "Contexte", text)])
    check(pdf)
    with opened(pdf) as file:
        assert all("/Dest" in one for page in file.pages for one in page.obj.get("/Annots", []))


def test_the_same_words_in_two_sections_make_two_elements() -> None:
    same = [printed_section(number, "Même titre", "<p>Même texte.</p>") for number in ("1", "2", "3")]
    pdf = composed(sections=same)
    check(pdf)
    with pikepdf.open(_file(pdf)) as file:
        assert len(file.pages) == pdf.pages


def _file(pdf: ComposedPdf) -> Any:
    import io

    return io.BytesIO(pdf.content)
