"""CSV as French spreadsheets open it: cp1252, semicolons, and no cell that runs as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

ENCODING = "cp1252"
# A spreadsheet would run a cell that begins with one of these.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
# What cp1252 lacks, and its nearest likeness there.
LIKENESSES = str.maketrans(
    {"\u202f": "\u00a0", "→": "->", "←": "<-", "≥": ">=", "≤": "<=", "\u2011": "-", "\u2212": "-"}
)


def harmless(text: str) -> str:
    """This text, as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text


def french_csv(rows: Iterable[Sequence[object]]) -> bytes:
    """These rows as the bytes of a file; a character that cp1252 lacks becomes « ? »."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow([harmless(str(cell)) if isinstance(cell, str) else cell for cell in row])
    return file.getvalue().translate(LIKENESSES).encode(ENCODING, errors="replace")
