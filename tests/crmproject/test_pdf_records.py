"""A rendered part as a file: what is read is what was written, and what was harmed is refused."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmproject.toolkit.pdf.extraction import Wanted
from crmproject.toolkit.pdf.records import (
    SEPARATOR,
    Bookmark,
    Caption,
    Face,
    Page,
    Place,
    Record,
    Slot,
    Stream,
)
from crmproject.toolkit.pdf.renderer import Source, render

TEXTS = st.text(max_size=12)
BYTES = st.binary(max_size=20)
OBJECTS = BYTES.map(lambda one: one.replace(SEPARATOR, b""))
RANKS = st.integers(0, 9)
SIZES = st.floats(0, 1000, allow_nan=False)
PLACES = st.builds(Place, RANKS, SIZES, SIZES)
FACES = st.builds(
    Face, TEXTS, TEXTS, TEXTS, RANKS, RANKS, RANKS, SIZES, RANKS,
    st.dictionaries(st.integers(0, 65535), st.tuples(SIZES, TEXTS), max_size=3),
)  # fmt: skip
RECORDS = st.builds(
    Record,
    pages=st.lists(st.builds(Page, SIZES, SIZES, st.booleans()), max_size=2),
    objects=st.lists(OBJECTS, max_size=3),
    streams=st.lists(st.builds(Stream, BYTES, BYTES, st.booleans()), max_size=3),
    page_objects=st.lists(RANKS, max_size=2),
    top=st.lists(RANKS, max_size=2),
    parents=st.lists(OBJECTS, max_size=3),
    ids=st.lists(st.tuples(TEXTS, RANKS), max_size=2),
    anchors=st.dictionaries(TEXTS, PLACES, max_size=2),
    bookmarks=st.lists(st.builds(Bookmark, RANKS, TEXTS, PLACES), max_size=2),
    captions=st.lists(st.builds(Caption, TEXTS, TEXTS, TEXTS, TEXTS), max_size=2),
    slots=st.lists(st.builds(Slot, RANKS, RANKS, RANKS, RANKS, TEXTS), max_size=2),
    open_streams=st.lists(RANKS, max_size=2),
    faces=st.dictionaries(TEXTS, FACES, max_size=2),
)


@pytest.fixture(scope="module")
def real() -> Record:
    html = '<!doctype html><html lang="fr"><body><h1 id="a">Titre</h1><p>Texte <a href="#a">lien</a></p></body></html>'
    return render(Source(html, Wanted("p0")))


@settings(max_examples=60)
@given(RECORDS)
def test_what_is_read_is_what_was_written(record: Record) -> None:
    assert Record.from_bytes(record.to_bytes()) == record
    assert Record.from_bytes(record.to_bytes()).to_bytes() == record.to_bytes()


def test_a_real_part_survives_its_file(real: Record) -> None:
    assert Record.from_bytes(real.to_bytes()) == real
    assert (len(real.pages), list(real.anchors)) == (1, ["a"])


def test_the_same_page_gives_the_same_bytes(real: Record) -> None:
    html = '<!doctype html><html lang="fr"><body><h1 id="a">Titre</h1><p>Texte <a href="#a">lien</a></p></body></html>'
    assert render(Source(html, Wanted("p0"))).to_bytes() == real.to_bytes()


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.floats(0, 1, exclude_max=True))
def test_a_file_cut_short_is_refused(real: Record, cut: float) -> None:
    content = real.to_bytes()
    with pytest.raises(ValueError, match="not a rendered part"):
        Record.from_bytes(content[: int(cut * len(content))])


def test_a_file_with_more_behind_is_refused(real: Record) -> None:
    with pytest.raises(ValueError, match="not a rendered part"):
        Record.from_bytes(real.to_bytes() + b"x")


@pytest.mark.parametrize("content", [b"", b"PART", b"%PDF-1.7", b"PART" + b"\xff" * 40, b"PART" + bytes(12)])
def test_what_was_never_a_part_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="not a rendered part"):
        Record.from_bytes(content)


def test_another_format_is_refused(real: Record) -> None:
    with pytest.raises(ValueError, match="another format"):
        Record.from_bytes(real.to_bytes().replace(b'"format":1', b'"format":0'))


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_changed_bit_is_refused_or_leaves_a_record(real: Record, place: float, bit: int) -> None:
    """Never another error than the one that callers expect, which render the part again."""
    content = bytearray(real.to_bytes())
    content[int(place * len(content))] ^= 1 << bit
    try:
        found = Record.from_bytes(bytes(content))
    except ValueError:
        return
    assert replace(found, streams=[]).__class__ is Record
