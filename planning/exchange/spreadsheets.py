"""The planning as Excel and CSV."""

import csv
import datetime
import io
from collections.abc import Iterator
from decimal import Decimal

from crmproject.toolkit.frenchcsv import ENCODING, french_csv, harmless
from crmproject.toolkit.xlsx import Column, Kind, Sheet, write_workbook
from planning.exchange.columns import FIELDS, sheet_columns, values
from planning.reading import Planning

# Scripts rely on these, in this order.
SCRIPT_COLUMNS = ("key", "title", "start", "end", "owner", "critical", "float_days")


def planning_workbook(planning: Planning, *, title: str) -> bytes:
    """Tasks with all their columns, then phases, gates and closings, each in a sheet."""
    sheets = [
        Sheet("Tâches", sheet_columns(), values(planning), frozen=3),
        Sheet(
            "Phases",
            [Column("Clé", 14), Column("Phase", 40), *_DATES],
            ([one.phase.key, one.phase.title, one.start, one.end] for one in planning.phases),
        ),
        Sheet(
            "Points de validation",
            [Column("Clé", 9), Column("Point de validation", 46), _DATE, Column("Après", 30)],
            ([one.gate.key, one.gate.title, one.date, ", ".join(one.after)] for one in planning.gates),
        ),
    ]
    if planning.closings:
        rows = ([one.title, one.first_day, one.last_day] for one in planning.closings)
        sheets.append(Sheet("Fermetures", [Column("Fermeture", 40), *_DATES], rows))
    return write_workbook(
        sheets, title=title, subject="Planning\u00a0: tâches, phases et points de validation"
    )


_DATE = Column("Date", 13, Kind.DATE)
_DATES = (Column("Du", 13, Kind.DATE), Column("Au", 13, Kind.DATE))


def planning_csv(planning: Planning, *, encoding: str = ENCODING) -> bytes:
    """Tasks with all their columns, for a French spreadsheet: semicolons, dates as 03/03/2027, decimal commas."""
    rows: list[list[object]] = [[one.label for one in FIELDS]]
    rows += [[_in_french(value) for value in row] for row in values(planning)]
    return french_csv(rows, encoding=encoding)


def _in_french(value: object) -> object:
    if isinstance(value, datetime.date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, Decimal):
        # A spreadsheet takes no number for a formula, negative ones included.
        return str(value.normalize() if value % 1 else value.to_integral_value()).replace(".", ",")
    return "" if value is None else value


def script_csv(planning: Planning) -> bytes:
    """The columns that scripts rely on: UTF-8, commas, ISO dates."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows([SCRIPT_COLUMNS, *_script_rows(planning)])
    return file.getvalue().encode()


def _script_rows(planning: Planning) -> Iterator[list[str]]:
    for line in planning.tasks:
        if line.dates:
            yield [
                line.task.key,
                harmless(line.task.title),
                line.dates.start.isoformat(),
                line.dates.end.isoformat(),
                harmless(line.owner),
                "yes" if line.dates.is_critical else "no",
                str(line.dates.float_days),
            ]
