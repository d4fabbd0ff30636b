"""The outer form of a PDF: strings, names, trees and the table of objects, read by another program."""

import io
import itertools

import pikepdf
from hypothesis import given, settings
from hypothesis import strategies as st

from crmproject.toolkit.pdf import trees
from crmproject.toolkit.pdf.pdffile import PdfFile, key, name, reference, references, text
from crmproject.toolkit.pdf.records import Place
from crmproject.toolkit.pdf.trees import Entry

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def read(*objects: bytes, file: PdfFile | None = None) -> pikepdf.Pdf:
    """A file whose catalog holds these objects under « /A », « /B »…"""
    file = file or PdfFile()
    pages = file.add(b"<</Type/Pages/Count 0/Kids[]>>")
    held = b"".join(b"/%c %s" % (ord("A") + rank, one) for rank, one in enumerate(objects))
    catalog = file.add(b"<</Type/Catalog/Pages %s%s>>" % (reference(pages), held))
    info = file.add(b"<<>>")
    return pikepdf.open(io.BytesIO(file.written(catalog=catalog, info=info, identity=b"x")))


@given(TEXTS)
def test_any_text_is_read_as_it_was_written(value: str) -> None:
    with read(text(value)) as file:
        assert str(file.Root.A) == value


@given(TEXTS)
def test_any_key_is_read_as_its_utf8(value: str) -> None:
    with read(key(value)) as file:
        assert bytes(file.Root.A) == value.encode()


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=40))
def test_any_name_is_read_as_it_was_written(value: str) -> None:
    with read(name(value)) as file:
        assert str(file.Root.A) == f"/{value}"


@given(st.lists(st.tuples(TEXTS, st.integers(0, 99)), max_size=200, unique_by=lambda one: one[0]))
@settings(max_examples=40)
def test_a_tree_of_names_is_sorted_and_whole(named: list[tuple[str, int]]) -> None:
    file = PdfFile()
    tree = trees.add_names(file, [(one, b"%d" % value) for one, value in named])
    with read(reference(tree), file=file) as opened:
        pairs = [
            (bytes(leaf.Names[at]), int(leaf.Names[at + 1]))
            for leaf in opened.Root.A.Kids
            for at in range(0, len(leaf.Names), 2)
        ]
        assert pairs == sorted((one.encode(), value) for one, value in named)
        for leaf in opened.Root.A.Kids:
            assert [bytes(one) for one in leaf.Limits] == [bytes(leaf.Names[0]), bytes(leaf.Names[-2])]


@given(st.lists(st.lists(st.integers(0, 999), max_size=5), max_size=30))
@settings(max_examples=40)
def test_a_tree_of_numbers_finds_each(runs: list[list[int]]) -> None:
    firsts = itertools.accumulate([0, *map(len, runs)])
    file = PdfFile()
    tree = trees.add_numbers(
        file, [(first, [b"%d" % value for value in run]) for first, run in zip(firsts, runs, strict=False)]
    )
    with read(reference(tree), file=file) as opened:
        values = [int(one) for leaf in opened.Root.A.Kids for one in leaf.Nums]
        assert values[::2] == list(range(sum(map(len, runs))))
        assert values[1::2] == [value for run in runs for value in run]


@given(st.lists(st.integers(1, 4), max_size=30))
@settings(max_examples=60)
def test_bookmarks_keep_their_order_and_never_rise_above_their_parents(levels: list[int]) -> None:
    entries = [Entry(level, str(rank), 1, Place(0, 0, 0)) for rank, level in enumerate(levels)]
    top = trees.nested(entries)

    def walked(some: list[Entry], above: int) -> list[str]:
        found = []
        for one in some:
            assert one.level > above
            found += [one.label, *walked(one.below, one.level)]
        return found

    assert walked(top, 0) == [str(rank) for rank in range(len(levels))]


def test_many_objects_are_all_found() -> None:
    file = PdfFile()
    numbers = [file.add(b"(%d)" % rank) for rank in range(1700)]
    stream = file.add_stream(b"/Kind/Essai", b"donnees" * 100)
    with read(b"[%s]" % references(numbers), reference(stream), file=file) as opened:
        assert [str(one) for one in opened.Root.A] == [str(rank) for rank in range(1700)]
        assert opened.Root.B.read_bytes() == b"donnees" * 100
        assert len(opened.trailer.ID) == 2
