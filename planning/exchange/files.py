"""A file that somebody sends, read by what it holds whatever its name says."""

from crmproject.toolkit.frenchcsv import UnreadableCsvError, read_csv
from crmproject.toolkit.xlsx import UnreadableWorkbookError, is_workbook, read_workbook
from planning.exchange.draft import MAX_BYTES, MAX_TASKS, Draft, ExchangeError
from planning.exchange.mspdi_read import read_mspdi
from planning.exchange.tables import HEADER_WITHIN, read_rows, read_sheets

OLD_OFFICE = b"\xd0\xcf\x11\xe0"
XML_STARTS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\x00<")
BLANKS = b" \t\r\n"
MEGABYTE = 1_048_576
# What people send that is no planning, by its first bytes.
OTHERS = {
    OLD_OFFICE: (
        "Ce fichier est un ancien .xls ou un .mpp de MS Project, que rien ne lit ici\u00a0: enregistrez-le en .xlsx "
        "ou, depuis MS Project, au format XML."
    ),
    b"%PDF": "Ce fichier est un PDF\u00a0: envoyez le planning en Excel (.xlsx), en CSV ou en XML de MS Project.",
    b"BEGIN:VCALENDAR": (
        "Un calendrier (.ics) n’a ni durées ouvrées ni liens\u00a0: envoyez le planning en Excel, en CSV ou en XML."
    ),
    b"\x89PNG": "Ce fichier est une image\u00a0: envoyez le planning en Excel (.xlsx), en CSV ou en XML de MS Project.",
}


def read_file(content: bytes) -> Draft:
    """What this file says of a planning: Excel, CSV or MS Project XML. Raises ExchangeError, in French."""
    if len(content) > MAX_BYTES:
        raise too_big(len(content))
    start = content[:64].lstrip(BLANKS)
    if not start:
        raise ExchangeError("Ce fichier est vide.")
    for beginning, text in OTHERS.items():
        if start.startswith(beginning):
            raise ExchangeError(text)
    try:
        if is_workbook(content):
            return read_sheets(read_workbook(content, max_rows=MAX_TASKS + HEADER_WITHIN + 500))
        if start.startswith(XML_STARTS):
            return read_mspdi(content.lstrip(BLANKS))
        return read_rows(read_csv(content, max_rows=MAX_TASKS + HEADER_WITHIN + 500), source="CSV")
    except (UnreadableWorkbookError, UnreadableCsvError) as unreadable:
        raise ExchangeError(str(unreadable)) from unreadable


def too_big(size: int) -> ExchangeError:
    """Why a file of so many bytes isn’t read."""
    return ExchangeError(
        f"Ce fichier pèse {size / MEGABYTE:.0f} Mo\u00a0; la limite est de {MAX_BYTES // MEGABYTE} Mo."
    )
