"""Writes of the matrix."""

from raci.actions.cells import AccountableTakenError as AccountableTakenError
from raci.actions.cells import CellChange as CellChange
from raci.actions.cells import CellRefusal as CellRefusal
from raci.actions.cells import CellsRefusedError as CellsRefusedError
from raci.actions.cells import StaleCellError as StaleCellError
from raci.actions.cells import accountable as accountable
from raci.actions.cells import set_cell as set_cell
from raci.actions.cells import set_cells as set_cells
from raci.actions.columns import order_columns as order_columns
from raci.actions.lines import add_missing_tasks as add_missing_tasks
