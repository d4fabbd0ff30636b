"""Workbooks that go out hold no formula; those that come in are measured before they are opened."""

import datetime
import io
import zipfile
from collections.abc import Sequence
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook

from crmproject.toolkit.frenchcsv import UnreadableCsvError, as_it_was, harmless, read_csv
from crmproject.toolkit.xlsx import (
    LINE_HEIGHT,
    Column,
    Kind,
    Sheet,
    UnreadableWorkbookError,
    read_workbook,
    write_workbook,
)

DANGEROUS = ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "=HYPERLINK(0)"]
COLUMNS = [Column("Texte", 20), Column("Date", 12, Kind.DATE), Column("Nombre", 12, Kind.NUMBER)]


def book_of(*rows: Sequence[object]) -> bytes:
    return write_workbook([Sheet("Feuille : 1/2", COLUMNS, rows)], title="Essai", subject="Un essai")


def packed(**parts: bytes) -> bytes:
    """A zip that says it is a workbook, with these parts more."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/workbook.xml", b"<workbook/>")
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return file.getvalue()


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_becomes_a_formula(text: str) -> None:
    sheet = load_workbook(io.BytesIO(book_of([text, None, None]))).worksheets[0]
    assert sheet["A2"].data_type == "s"
    assert str(sheet["A2"].value).startswith("'")
    assert as_it_was(harmless(text)) == text


def test_dates_and_numbers_are_real_ones() -> None:
    content = book_of(["a", datetime.date(2027, 3, 3), Decimal("1234.5")])
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert sheet["B2"].value == datetime.datetime(2027, 3, 3)  # noqa: DTZ001  # Excel knows no zone
    assert (sheet["B2"].number_format, sheet["C2"].value) == ("dd/mm/yyyy", 1234.5)
    assert sheet.freeze_panes == "B2"
    assert sheet.title == "Feuille   1 2"


def test_a_header_is_as_high_as_its_words_need_and_pages_are_numbered() -> None:
    columns = [Column("Clé", 9), Column("Marge totale (jours)", 10, Kind.WHOLE)]
    content = write_workbook(
        [Sheet("Tâches", columns, [["T00", 1]]), Sheet("Clés", columns[:1], [])], title="Essai"
    )
    long, short = load_workbook(io.BytesIO(content)).worksheets
    assert long.row_dimensions[1].height == 3 * LINE_HEIGHT + 4
    assert short.row_dimensions[1].height == LINE_HEIGHT + 4
    foot = long.oddFooter
    assert foot is not None
    assert (foot.left.text, foot.right.text) == ("Essai – Tâches", "Page &P sur &N")


def test_a_workbook_says_what_it_is() -> None:
    book = load_workbook(io.BytesIO(book_of()))
    assert (book.properties.title, book.properties.creator) == ("Essai", "Cadrage CRM")


def test_characters_that_excel_refuses_are_left_out() -> None:
    assert read_workbook(book_of(["a\x00b\x0bc", None, None]))["Feuille   1 2"][1][0] == "a b c"


def test_hidden_sheets_are_not_read() -> None:
    book, file = Workbook(), io.BytesIO()
    book.create_sheet("Cachée").sheet_state = "hidden"
    book.save(file)
    assert list(read_workbook(file.getvalue())) == ["Sheet"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04 and no more", "endommagé"),
        (packed(xl__vbaProject_dot_bin=b"x"), "macros"),
        (packed(xl__worksheets__sheet1_dot_xml=b" " * 30_000_000), "démesuré"),
        (packed(xl__a_dot_xml=b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'), "XML"),
        (packed(xl__a_dot_xml="<!DOCTYPE a><a/>".encode("utf-16")), "XML"),
        (packed(), "endommagé"),
    ],
)
def test_a_workbook_made_to_harm_is_not_opened(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableWorkbookError, match=words):
        read_workbook(content)


def test_a_zip_that_is_no_workbook_is_told() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("word/document.xml", "<a/>")
    with pytest.raises(UnreadableWorkbookError, match="n’est pas un classeur"):
        read_workbook(file.getvalue())


def test_too_many_rows_or_columns_are_told() -> None:
    with pytest.raises(UnreadableWorkbookError, match="plus de 10 lignes"):
        read_workbook(book_of(*([["a", None, None]] * 20)), max_rows=10)
    wide = write_workbook([Sheet("Large", [Column(str(n)) for n in range(201)], [])], title="Large")
    with pytest.raises(UnreadableWorkbookError, match="200 colonnes"):
        read_workbook(wide)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_csv_is_read_in_each_encoding_and_with_each_separator(encoding: str, separator: str) -> None:
    text = f"Clé{separator}Tâche\r\nT00{separator}Étude\r\n"
    assert read_csv(text.encode(encoding), max_rows=10) == [["Clé", "Tâche"], ["T00", "Étude"]]


@pytest.mark.parametrize("content", [b"a\x00b", b"PK\x05\x06 of a workbook that was cut", b"\x7fELF\x02\x01"])
def test_what_is_no_text_is_told(content: bytes) -> None:
    with pytest.raises(UnreadableCsvError, match="ni un classeur Excel"):
        read_csv(content, max_rows=2)


def test_csv_beyond_its_limits_is_told() -> None:
    with pytest.raises(UnreadableCsvError, match="plus de 2 lignes"):
        read_csv(b"a;b\n" * 5, max_rows=2)
    with pytest.raises(UnreadableCsvError, match="pas un CSV lisible"):
        read_csv(b'"' + b"a" * 200_000, max_rows=2)
