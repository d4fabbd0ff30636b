"""What an assembled file leads to and says: every page number, link and bookmark, and the text of a plain render."""

import functools
import io
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
import pytest

from benchmarks.plain import plain
from tests.requirements.assembled import DEPARTMENTS, whole_document, whole_file, whole_layout, whole_pdf
from tests.requirements.pdf_reading import (
    Word,
    names,
    only_structured,
    page_ranks,
    page_texts,
    page_words,
    plain_words,
)


class Link(NamedTuple):
    """A link: its page, the words in its box but a number at its right end, that or what follows, where it leads."""

    page: int
    words: list[str]
    number: str
    target: int
    top: float


@pytest.fixture(scope="module")
def file() -> Iterator[pikepdf.Pdf]:
    with whole_file() as found:
        yield found


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> list[list[Word]]:
    """The words of each page."""
    return page_words(whole_pdf().content, tmp_path_factory.mktemp("words"))


@pytest.fixture(scope="module")
def links(file: pikepdf.Pdf, words: list[list[Word]]) -> list[Link]:
    """The links within the document."""
    ranks, places = page_ranks(file), names(file.Root.Names.Dests)
    found = []
    for rank, page in enumerate(file.pages):
        height = float(page.mediabox[3])
        for one in page.obj.get("/Annots", []):
            if "/Dest" not in one:
                continue
            place = places[bytes(one.Dest)]
            target = ranks[place[0].objgen]
            left, bottom, right, top = (float(side) for side in one.Rect)
            line = [
                word
                for word in words[rank]
                if height - top - 1 <= (word.top + word.bottom) / 2 <= height - bottom + 1
            ]
            inside = [word for word in line if left - 1 <= (word.left + word.right) / 2 <= right + 1]
            inside.sort(key=lambda word: word.left)
            number = inside[-1]
            if abs(number.right - right) < 1 and len(inside) > 1:
                inside.remove(number)
            else:
                number = min((word for word in line if word.left > right), key=lambda word: word.left)
            top = float(file.pages[target].mediabox[3]) - float(place[3])
            found.append(Link(rank, [word.text for word in inside], number.text, target, top))
    return found


def said_at(words: list[Word], top: float, room: float = 60) -> str:
    """What stands on a page from this height on, over a few lines."""
    found = [word for word in words if top - 2 <= word.top <= top + room]
    return " ".join(word.text for word in sorted(found, key=lambda word: (round(word.bottom / 6), word.left)))


def pages_of(links: list[Link], words: list[list[Word]], title: str) -> list[Link]:
    """The links on the pages under this title."""
    pages = [rank for rank, page in enumerate(words) if title in " ".join(word.text for word in page[:60])]
    return [one for one in links if one.page in pages]


def test_every_line_of_the_contents_gives_the_page_where_its_title_stands(
    links: list[Link], words: list[list[Word]]
) -> None:
    lines = pages_of(links, words[:4], "Sommaire")
    told = {" ".join(one.words): one for one in lines}
    document = whole_document()
    for section in document.sections:
        line = next(one for text, one in told.items() if text.startswith(f"{section.number} {section.title}"))
        assert f"{section.number} {section.title}" in said_at(words[line.target], line.top)
    assert len(lines) == len(document.sections) + len(document.annexes) + 1
    for one in lines:
        assert one.number == str(one.target + 1)
        assert one.words[0] in said_at(words[one.target], one.top)


def test_every_line_of_the_lists_gives_the_page_of_its_table_or_figure(
    links: list[Link], words: list[list[Word]]
) -> None:
    lines = [one for one in links if one.words and one.words[0] in {"Tableau", "Figure"}]
    assert {one.words[0] for one in lines} == {"Tableau", "Figure"}
    assert len(lines) >= 5
    for one in lines:
        assert one.number == str(one.target + 1)
        assert " ".join(one.words[:4]) in said_at(words[one.target], one.top)


def test_every_line_of_the_index_gives_the_page_of_its_requirement(
    links: list[Link], words: list[list[Word]]
) -> None:
    refs = [f"{code}-{rank:03d}" for code, count in DEPARTMENTS.items() for rank in range(1, count + 1)]
    lines = {one.words[0]: one for one in links if len(one.words) == 1 and one.words[0] in refs}
    assert sorted(lines) == sorted(refs)
    for ref, one in lines.items():
        assert one.number == str(one.target + 1)
        assert ref in said_at(words[one.target], one.top, 20)


def test_no_link_is_of_another_kind(links: list[Link], file: pikepdf.Pdf) -> None:
    document = whole_document()
    known = len(document.sections) + len(document.annexes) + 1 + sum(DEPARTMENTS.values())
    lists = [one for one in links if one.words and one.words[0] in {"Tableau", "Figure"}]
    assert len(links) == known + len(lists)
    outside = [
        str(one.A.URI) for page in file.pages for one in page.obj.get("/Annots", []) if "/Dest" not in one
    ]
    assert outside == ["https://exemple.fr/crm"]


def test_every_bookmark_leads_to_its_title_and_every_section_has_one(
    file: pikepdf.Pdf, words: list[list[Word]]
) -> None:
    ranks, found = page_ranks(file), []
    height = {rank: float(page.mediabox[3]) for rank, page in enumerate(file.pages)}

    def walk(item: Any, level: int) -> Iterator[tuple[str, int]]:
        while item is not None:
            title = plain_words(str(item.Title))
            page = ranks[item.Dest[0].objgen]
            said = said_at(words[page], height[page] - float(item.Dest[3]), 80)
            assert title.split()[0] in said
            assert title.split()[-1] in said
            yield title, level
            yield from walk(item.get("/First"), level + 1)
            assert int(item.get("/Count", 0)) == -sum(1 for _ in _siblings(item.get("/First")))
            item = item.get("/Next")

    found = list(walk(file.Root.Outlines.First, 1))
    for section in whole_document().sections:
        assert (f"{section.number} {section.title}", section.level) in found
    assert ("Index des exigences", 1) in found
    assert ("Annexe A Commentaires", 1) in found


def _siblings(item: Any) -> Iterator[Any]:
    while item is not None:
        yield item
        item = item.get("/Next")


def test_every_requirement_and_section_has_a_place_of_its_name(file: pikepdf.Pdf) -> None:
    places = {name.decode() for name in names(file.Root.Names.Dests)}
    assert {one.anchor for one in whole_document().sections} <= places
    assert {f"{code}-{rank:03d}" for code, n in DEPARTMENTS.items() for rank in range(1, n + 1)} <= places


def test_every_page_but_the_cover_bears_its_number_its_reader_and_its_status(tmp_path: Path) -> None:
    pdf = whole_pdf()
    texts = [plain_words(one) for one in page_texts(pdf.content, tmp_path)]
    kept = [plain_words(one) for one in page_texts(only_structured(pdf.content), tmp_path)]
    assert len(texts) == pdf.pages
    for number, (text, structured) in enumerate(zip(texts, kept, strict=True), start=1):
        stamped = number > 1
        assert (f"Page {number} / {pdf.pages}" in text) == stamped
        assert (text.count("PROJET") > structured.count("PROJET")) == stamped
        assert "Exemplaire de Émile Zola" in text
        assert text.count("Exemplaire de") == structured.count("Exemplaire de") + stamped
        assert len(re.findall(r"Page \d+ / \d+", text)) == int(stamped)


@functools.cache
def plain_file() -> tuple[bytes, int]:
    return plain(whole_layout())


def test_the_text_of_every_page_is_that_of_a_plain_render(tmp_path: Path) -> None:
    content, pages = plain_file()
    assert pages == whole_pdf().pages
    ours, theirs = (
        [plain_words(page) for page in page_texts(only_structured(one), tmp_path, "-raw")]
        for one in (whole_pdf().content, content)
    )
    for number, (one, other) in enumerate(zip(ours, theirs, strict=True), start=1):
        assert one == other, number
    assert sum(map(len, ours)) > 40_000


def test_the_file_is_smaller_than_a_plain_one() -> None:
    assert len(whole_pdf().content) < 1.05 * len(plain_file()[0])


def test_the_pages_have_the_size_of_those_of_a_plain_render(file: pikepdf.Pdf) -> None:
    with pikepdf.open(io.BytesIO(plain_file()[0])) as other:
        for one, two in itertools.zip_longest(file.pages, other.pages):
            assert [float(side) for side in one.mediabox] == pytest.approx(
                [float(side) for side in two.mediabox]
            )
