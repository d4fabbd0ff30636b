"""The structure of an assembled file: all that is painted is told, once, in an order that holds together."""

import re
from collections import Counter
from collections.abc import Iterator

import pikepdf
import pytest

from tests.requirements.assembled import whole_file
from tests.requirements.pdf_reading import Element, names, numbers, page_marks, structure

# What each of these may hold, ISO 32000-1, 14.8.4.3; others are free.
MAY_HOLD = {
    "/L": {"/LI", "/L", "/Caption"},
    "/LI": {"/Lbl", "/LBody"},
    "/Table": {"/THead", "/TBody", "/TFoot", "/TR", "/Caption"},
    "/THead": {"/TR"},
    "/TBody": {"/TR"},
    "/TFoot": {"/TR"},
    "/TR": {"/TH", "/TD"},
}
STANDS_IN = {
    "/LI": {"/L"},
    "/Lbl": {"/LI"},
    "/LBody": {"/LI"},
    "/THead": {"/Table"},
    "/TBody": {"/Table"},
    "/TFoot": {"/Table"},
    "/TR": {"/Table", "/THead", "/TBody", "/TFoot"},
    "/TH": {"/TR"},
    "/TD": {"/TR"},
}
HEADING = re.compile(r"/H([1-6])")
# An empty cell says that there is nothing.
MAY_BE_EMPTY = {"/TD", "/TH"}


@pytest.fixture(scope="module")
def file() -> Iterator[pikepdf.Pdf]:
    with whole_file() as found:
        yield found


@pytest.fixture(scope="module")
def elements(file: pikepdf.Pdf) -> list[Element]:
    return list(structure(file).below)


def test_the_file_has_no_error_of_syntax(file: pikepdf.Pdf) -> None:
    assert file.check_pdf_syntax() == []


def test_all_that_a_page_paints_is_an_artifact_or_in_the_structure_once(
    file: pikepdf.Pdf, elements: list[Element]
) -> None:
    told = Counter(mark for one in elements for mark in one.marks)
    assert set(told.values()) == {1}
    painted = set()
    for page in file.pages:
        marks = page_marks(file, page)
        assert marks.loose == []
        assert len(set(marks.ids)) == len(marks.ids)
        painted |= {(page.obj.objgen, mark) for mark in marks.ids}
    assert painted == set(told)


def test_the_way_from_a_mark_to_its_element_leads_back(file: pikepdf.Pdf, elements: list[Element]) -> None:
    root = file.Root.StructTreeRoot
    parents = numbers(root.ParentTree)
    assert sorted(parents) == list(range(root.ParentTreeNextKey))
    found = set()
    for page in file.pages:
        for mark, element in enumerate(parents.pop(int(page.obj.StructParents))):
            if element is not None:
                found.add((page.obj.objgen, mark, element.objgen))
    assert found == {(page, mark, one.key) for one in elements for page, mark in one.marks}
    annotations = [one for page in file.pages for one in page.obj.get("/Annots", [])]
    led = {(one.objgen, parents.pop(int(one.StructParent)).objgen) for one in annotations}
    assert led == {(one, element.key) for element in elements for one in element.annotations}
    assert len(led) == len(annotations)
    assert parents == {}


def test_every_link_is_a_link_in_the_structure_with_words_for_who_cannot_see(
    file: pikepdf.Pdf, elements: list[Element]
) -> None:
    roles = {one: element.role for element in elements for one in element.annotations}
    for page in file.pages:
        for one in page.obj.get("/Annots", []):
            assert (str(one.Subtype), roles[one.objgen]) == ("/Link", "/Link")
            assert str(one.Contents)
            left, bottom, right, top = (float(side) for side in one.Rect)
            width, height = (float(side) for side in page.mediabox[2:])
            assert 0 <= left < right <= width
            assert 0 <= bottom < top <= height
        if "/Annots" in page.obj:
            assert page.obj.Tabs == "/S"


def test_elements_know_their_parents_and_bear_ids_of_their_own(
    file: pikepdf.Pdf, elements: list[Element]
) -> None:
    named = {}
    for one in elements:
        if one.parent is None:
            continue
        assert one.thing.P.objgen == one.parent.key
        assert one.thing.Type == "/StructElem"
        if "/ID" in one.thing:
            assert bytes(one.thing.ID) not in named
            named[bytes(one.thing.ID)] = one.key
    assert {name: one.objgen for name, one in names(file.Root.StructTreeRoot.IDTree).items()} == named
    assert len({one.key for one in elements}) == len(elements)


def test_the_ids_are_sorted_for_those_who_look_them_up(file: pikepdf.Pdf) -> None:
    for tree in (file.Root.StructTreeRoot.IDTree, file.Root.Names.Dests, file.Root.Names.EmbeddedFiles):
        found = list(names(tree))
        assert found == sorted(found)
        for leaf in tree.Kids:
            inside = list(names(leaf))
            assert [bytes(one) for one in leaf.Limits] == [inside[0], inside[-1]]


def test_each_cell_names_headers_of_its_own_table(elements: list[Element]) -> None:
    tables = [one for one in elements if one.role == "/Table"]
    assert len(tables) > 10
    for table in tables:
        cells = [one for one in table.below if one.role in {"/TH", "/TD"}]
        heads = {bytes(one.thing.ID) for one in cells if one.role == "/TH"}
        assert heads
        assert all(one.thing.A.Scope in {"/Row", "/Column"} for one in cells if one.role == "/TH")
        for cell in cells:
            if cell.role == "/TD":
                assert {bytes(one) for one in cell.thing.A.Headers} <= heads


def test_lists_and_tables_hold_what_they_may(elements: list[Element]) -> None:
    for one in elements:
        kids = {kid.role for kid in one.kids}
        assert kids <= MAY_HOLD.get(one.role, kids), one.role
        if one.role in MAY_HOLD:
            assert one.marks == []
        if one.role in STANDS_IN:
            assert one.parent is not None
            assert one.parent.role in STANDS_IN[one.role]
        if one.role in {"/Table", "/L", "/TR", "/LI", "/Sect", "/Link", "/Figure", "/P", "/Art"}:
            assert any(inner.marks or inner.annotations for inner in one.below), one.role


def test_nothing_is_empty_but_cells(elements: list[Element]) -> None:
    empty = {one.role for one in elements if not (one.kids or one.marks or one.annotations)}
    assert empty <= MAY_BE_EMPTY


def test_headings_skip_no_level_and_never_stand_in_one_another(elements: list[Element]) -> None:
    before, count = 0, 0
    for one in elements:
        if (found := HEADING.fullmatch(one.role)) is None:
            continue
        level = int(found[1])
        assert level <= before + 1
        assert not any(HEADING.fullmatch(inner.role) for kid in one.kids for inner in kid.below)
        before, count = level, count + 1
    assert count > 150


def test_figures_say_what_they_show_and_where(file: pikepdf.Pdf, elements: list[Element]) -> None:
    figures = [one for one in elements if one.role == "/Figure"]
    assert len(figures) >= 2
    boxes = {page.obj.objgen: page.mediabox for page in file.pages}
    for one in figures:
        assert len(str(one.thing.Alt)) > 10
        left, bottom, right, top = (float(side) for side in one.thing.A.BBox)
        width, height = (float(side) for side in boxes[one.thing.Pg.objgen][2:])
        assert 0 <= left < right <= width
        assert 0 <= bottom < top <= height


def test_the_file_says_that_it_is_french_tagged_and_titled(file: pikepdf.Pdf) -> None:
    assert str(file.Root.Lang) == "fr"
    assert bool(file.Root.MarkInfo.Marked)
    assert bool(file.Root.ViewerPreferences.DisplayDocTitle)
    assert str(file.Root.StructTreeRoot.K[0].S) == "/Document"


def test_the_metadata_and_the_information_agree(file: pikepdf.Pdf) -> None:
    with file.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        told = {
            "/Title": metadata["dc:title"],
            "/Author": "".join(metadata["dc:creator"]),
            "/Subject": metadata["dc:description"],
            "/Keywords": metadata["pdf:Keywords"],
            "/Producer": metadata["pdf:Producer"],
            "/Creator": metadata["xmp:CreatorTool"],
        }
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["xmp:CreateDate"] == "2027-03-05T09:00:00+00:00"
    assert {name: str(file.docinfo[name]) for name in told} == told
    assert str(file.docinfo["/CreationDate"]) == "D:20270305090000+00'00'"
    for word in ("Mise en place du CRM", "Édition 2"):
        assert word in told["/Title"]
    assert "Émile Zola" in told["/Subject"]
    assert "ABCD-EFGH-JKMN" in told["/Keywords"]
