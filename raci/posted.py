"""Reading the cells that a page sends: `[[activity, column, letters, read], …]`."""

import json

from raci.actions import CellChange

# More cells than any matrix that people fill by hand: five hundred lines, two hundred columns.
MOST_CELLS = 100_000
LARGEST = 2**63 - 1


class UnreadableError(Exception):
    """What came is no range of cells."""


def read_changes(text: str) -> list[CellChange]:
    """The cells to write; raises UnreadableError, with what to do, for anything else."""
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError):
        rows = None
    if not isinstance(rows, list) or not rows or len(rows) > MOST_CELLS:
        raise UnreadableError("Ces cases n’ont pas pu être lues\u00a0: rechargez la page, puis recommencez.")
    return [_change(row) for row in rows]


def _change(row: object) -> CellChange:
    match row:
        case [int(activity), str(holder), str(letters), str() | None as read] if 0 < activity <= LARGEST:
            return CellChange(activity, holder, letters, read)
        case _:
            raise UnreadableError("Une case n’a pas pu être lue\u00a0: rechargez la page, puis recommencez.")
