"""The one way to write Excel workbooks here, and to read those that people send.

What is written holds no formula. What is read is measured before it is opened, and no macro, no formula, no link to
another workbook is ever followed.
"""

import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from textwrap import wrap
from typing import cast

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.cell.cell import Cell as OpenpyxlCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.worksheet import Worksheet

from crmproject.toolkit.frenchcsv import harmless

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Excel’s own limits.
LONGEST_TEXT, LONGEST_TITLE = 32_000, 31
FORBIDDEN_IN_TITLE = re.compile(r"[\[\]:*?/\\]")
# Points of a line of a header, and how much wider than a plain letter a bold one is.
LINE_HEIGHT, BOLD = 15.0, 1.1
HEAD_FILL, HEAD_INK, LINE = "FF1F3A5F", "FFFFFFFF", "FFD0D5DD"

# What a workbook that comes in may be.
MAX_PARTS = 500
MAX_UNPACKED = 60 * 1024 * 1024
MAX_RATIO = 200
# Under so many bytes, a part that shrinks a lot is only a dull one.
HARMLESS_PART = 2 * 1024 * 1024
MAX_ROWS, MAX_COLUMNS = 5_000, 200


class UnreadableWorkbookError(ValueError):
    """The workbook isn’t read; the message says why in French, and what to do."""


class Kind(StrEnum):
    """What a column holds, and so how Excel shows it; the French separators come with a French Excel."""

    TEXT = "text"
    DATE = "date"
    WHOLE = "whole"
    NUMBER = "number"


FORMATS = {Kind.TEXT: "@", Kind.DATE: "dd/mm/yyyy", Kind.WHOLE: "#,##0", Kind.NUMBER: "#,##0.00"}


@dataclass(frozen=True)
class Look:
    """How one cell looks: colours as ARGB, « FFRRGGBB »; a letter or a word always says what the colour says."""

    fill: str = ""
    ink: str = ""
    bold: bool = False
    centred: bool = False
    upwards: bool = False


@dataclass(frozen=True)
class Cell:
    """A value with a look of its own."""

    value: object
    look: Look


@dataclass(frozen=True)
class Column:
    """A column of a sheet; `width` in characters."""

    title: str
    width: float = 14
    kind: Kind = Kind.TEXT
    wrap: bool = False
    head: Look = Look()


@dataclass(frozen=True)
class Sheet:
    """Columns and rows; the header stays in sight, with the first `frozen` columns."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[object]]
    frozen: int = 1
    head_height: float | None = None
    filtered: bool = True


def write_workbook(sheets: Sequence[Sheet], *, title: str, subject: str = "") -> bytes:
    """These sheets as the bytes of an .xlsx file; text that a spreadsheet would run is made harmless."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title, book.properties.subject = _clean(title), _clean(subject)
    book.properties.creator, book.properties.language = "Cadrage CRM", "fr-FR"
    for sheet in sheets:
        _write_sheet(book.create_sheet(_sheet_title(sheet.title)), sheet, title=_clean(title))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _sheet_title(title: str) -> str:
    return FORBIDDEN_IN_TITLE.sub(" ", title)[:LONGEST_TITLE].strip() or "Feuille"


def _write_sheet(made: Worksheet, sheet: Sheet, *, title: str) -> None:
    edge = Side(style="thin", color=LINE)
    border = Border(left=edge, right=edge, top=edge, bottom=edge)
    top, wrapped = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)
    for at, column in enumerate(sheet.columns, start=1):
        head = made.cell(1, at, _clean(column.title))
        look = column.head
        head.font = Font(bold=True, color=look.ink or HEAD_INK)
        head.fill = PatternFill("solid", fgColor=look.fill or HEAD_FILL)
        head.alignment = Alignment(
            wrap_text=True,
            vertical="bottom" if look.upwards else "center",
            horizontal="center" if look.centred else None,
            text_rotation=90 if look.upwards else 0,
        )
        made.column_dimensions[get_column_letter(at)].width = column.width
    count = 1
    for count, row in enumerate(sheet.rows, start=2):
        for at, (column, value) in enumerate(zip(sheet.columns, row, strict=True), start=1):
            cell = cast("OpenpyxlCell", made.cell(count, at))
            _fill(cell, value, column)
            cell.border = border
            if not (isinstance(value, Cell) and (value.look.centred or value.look.upwards)):
                cell.alignment = wrapped if column.wrap else top
    made.freeze_panes = made.cell(2, sheet.frozen + 1).coordinate
    made.row_dimensions[1].height = sheet.head_height or _head_height(sheet.columns)
    if sheet.filtered and count > 1:
        made.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{count}"
    made.page_setup.orientation, made.page_setup.paperSize = "landscape", 9  # A4
    made.page_setup.fitToWidth, made.page_setup.fitToHeight = 1, 0
    made.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]  # always there on a new sheet
    made.print_title_rows = "1:1"
    # In a footer, « & » begins a code.
    foot = cast("HeaderFooterItem", made.oddFooter)
    foot.left.text = f"{title} – {sheet.title}".replace("&", "&&")
    foot.right.text = "Page &P sur &N"


def _head_height(columns: Sequence[Column]) -> float:
    """What the longest title needs, in points, broken over lines as its column is wide: bold letters are wider."""
    lines = (len(wrap(one.title, max(int(one.width / BOLD), 1))) for one in columns)
    return max(lines, default=1) * LINE_HEIGHT + 4


def _fill(cell: OpenpyxlCell, value: object, column: Column) -> None:
    if isinstance(value, Cell):
        look = value.look
        if look.fill:
            cell.fill = PatternFill("solid", fgColor=look.fill)
        if look.ink or look.bold:
            cell.font = Font(bold=look.bold, color=look.ink or None)
        if look.centred or look.upwards:
            cell.alignment = Alignment(
                horizontal="center", vertical="center", text_rotation=90 if look.upwards else 0
            )
        value = value.value
    if value is None or value == "":
        return
    if isinstance(value, str):
        cell.value, cell.data_type = _clean(value), "s"
    elif isinstance(value, bool):
        cell.value = "oui" if value else "non"
    elif isinstance(value, int | float | Decimal | datetime.date):
        cell.value = value
        cell.number_format = FORMATS[_kind_of(value, column.kind)]
    else:
        cell.value, cell.data_type = _clean(str(value)), "s"


def _kind_of(value: object, kind: Kind) -> Kind:
    """What to show this value as: the column’s kind, unless the value is none of it."""
    if isinstance(value, datetime.date):
        return Kind.DATE
    return (
        kind if kind in {Kind.WHOLE, Kind.NUMBER} else Kind.WHOLE if isinstance(value, int) else Kind.NUMBER
    )


def _clean(text: str) -> str:
    return harmless(ILLEGAL_CHARACTERS_RE.sub(" ", text))[:LONGEST_TEXT]


type Table = list[list[object]]


def is_workbook(content: bytes) -> bool:
    """Whether these bytes begin as a zip, which every .xlsx file is."""
    return content.startswith(b"PK\x03\x04")


def read_workbook(content: bytes, *, max_rows: int = MAX_ROWS) -> dict[str, Table]:
    """The values of every visible sheet, by its title; empty rows stay, so that places can be told.

    Formulas give the value that their program last computed. Raises UnreadableWorkbookError.
    """
    _inspect(content)
    try:
        book = load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False, keep_vba=False
        )
        with_rows = {
            sheet.title: list(_rows(sheet, max_rows))
            for sheet in book.worksheets
            if sheet.sheet_state == "visible"
        }
        book.close()
    except UnreadableWorkbookError:
        raise
    except Exception:
        # The reader raises errors of any kind on a file that is damaged, or made to break it.
        raise UnreadableWorkbookError(
            "Ce classeur Excel est endommagé\u00a0: ouvrez-le dans un tableur, enregistrez-le en .xlsx et renvoyez-le."
        ) from None
    return with_rows


def _rows(sheet: Worksheet, max_rows: int) -> Iterator[list[object]]:
    # What a sheet says of its own size may be wrong.
    sheet.reset_dimensions()  # type: ignore[attr-defined]  # of a sheet that is only read
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number > max_rows:
            raise UnreadableWorkbookError(
                f"La feuille «\u00a0{sheet.title}\u00a0» a plus de {max_rows} lignes\u00a0: "
                "retirez celles qui sont vides, ou découpez le fichier."
            )
        if len(row) > MAX_COLUMNS and any(value is not None for value in row[MAX_COLUMNS:]):
            raise UnreadableWorkbookError(
                f"La feuille «\u00a0{sheet.title}\u00a0» a plus de {MAX_COLUMNS} colonnes."
            )
        yield list(row[:MAX_COLUMNS])


def _inspect(content: bytes) -> None:
    """Refuse what is no workbook, what would unpack without end, macros, and XML that declares entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            names = {part.filename for part in parts}
            if "xl/workbook.xml" not in names:
                raise UnreadableWorkbookError("Ce fichier n’est pas un classeur Excel (.xlsx).")
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise UnreadableWorkbookError(
                    "Ce classeur contient des macros\u00a0: enregistrez-le en .xlsx, sans macro, et renvoyez-le."
                )
            _measure(parts)
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels")):
                    _inspect_xml(packed.read(part))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as broken:
        raise UnreadableWorkbookError(
            "Ce classeur Excel est endommagé ou protégé par un mot de passe."
        ) from broken


def _measure(parts: list[zipfile.ZipInfo]) -> None:
    # What a part says of its size is held to: reading more than that fails.
    bloated = any(
        part.file_size > HARMLESS_PART and part.file_size > MAX_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    if bloated or len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise UnreadableWorkbookError(
            "Ce classeur se déploie en un fichier démesuré\u00a0: il n’est pas ouvert. "
            "Copiez ses lignes dans un classeur neuf."
        )


def _inspect_xml(part: bytes) -> None:
    wide = part.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in part[:8]
    if wide or b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise UnreadableWorkbookError(
            "Ce classeur contient du XML qui n’a rien à y faire\u00a0: il n’est pas ouvert."
        )
