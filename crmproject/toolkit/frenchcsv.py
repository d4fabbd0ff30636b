"""CSV as French spreadsheets open it: cp1252, semicolons, and no cell that runs as a formula; and such files read."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

ENCODING = "cp1252"
# A spreadsheet would run a cell that begins with one of these.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
# What cp1252 lacks, and its nearest likeness there.
LIKENESSES = str.maketrans(
    {"\u202f": "\u00a0", "→": "->", "←": "<-", "≥": ">=", "≤": "<=", "\u2011": "-", "\u2212": "-"}
)
SEPARATORS = ";\t,"
BOM = b"\xef\xbb\xbf"
WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff")
# What no text holds: a spreadsheet or an image that was cut, renamed or damaged.
NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class UnreadableCsvError(ValueError):
    """These bytes aren’t read as CSV; the message says why in French."""


def harmless(text: str) -> str:
    """This text, as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text


def as_it_was(text: str) -> str:
    """The text that `harmless` was given."""
    bare = text.removeprefix("'")
    return bare if bare != text and harmless(bare) == text else text


def french_csv(rows: Iterable[Sequence[object]], *, encoding: str = ENCODING) -> bytes:
    """These rows as the bytes of a file; a character that cp1252 lacks becomes « ? », with « utf-8-sig » all stand."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow([harmless(str(cell)) if isinstance(cell, str) else cell for cell in row])
    text = file.getvalue()
    return (text.translate(LIKENESSES) if encoding == ENCODING else text).encode(encoding, errors="replace")


def read_csv(content: bytes, *, max_rows: int) -> list[list[str]]:
    """The rows of a CSV file in cp1252 or UTF-8, whatever separates its cells; empty ones stay.

    Raises UnreadableCsvError for what is no text, and beyond `max_rows`.
    """
    text = _decoded(content)
    head = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=head.count)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            if len(rows) >= max_rows:
                raise UnreadableCsvError(f"Ce fichier a plus de {max_rows} lignes\u00a0: découpez-le.")
            rows.append([as_it_was(cell.strip()) for cell in row])
    except csv.Error:
        raise UnreadableCsvError(
            "Ce fichier n’est pas un CSV lisible\u00a0: un guillemet y reste ouvert, ou une case est démesurée."
        ) from None
    return rows


def _decoded(content: bytes) -> str:
    if content.startswith(WIDE_BOMS):
        return content.decode("utf-16", errors="replace")
    if NO_TEXT.search(content):
        raise UnreadableCsvError("Ce fichier n’est ni un classeur Excel (.xlsx) lisible ni du texte (CSV).")
    try:
        return content.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError:
        return content.decode(ENCODING, errors="replace")
