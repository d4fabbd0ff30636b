"""Registers: lists of rows that people edit with a plain form, declared once and served by the same views.

An app declares its own in `registers.py`; a block names the register that edits its data.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from charter.access import Permission, ProjectRequest
from charter.forms.rows import ProjectRowForm
from charter.models import Project, ProjectRow


@dataclass(frozen=True)
class Column:
    """A column of the list: its heading and how to read the cell from a row."""

    title: str
    cell: str | Callable[[Any], object]
    numeric: bool = False

    def value(self, row: ProjectRow) -> object:
        """The cell of this row, as text or number ready to show."""
        if callable(self.cell):
            return self.cell(row)
        display = getattr(row, f"get_{self.cell}_display", None)
        return display() if display else getattr(row, self.cell)


@dataclass(frozen=True)
class Register:
    """One editable list of a project.

    `slug` stands in addresses and is French; `tab` is the navigation tab to which the screens belong. A list that says
    more than its rows has a `template` of its own, which extends `registers/list.html` and gets what `context` returns;
    `page` is the URL name (taking the project’s slug) of a list that stands at an address of its own. `form_template`
    extends `registers/form.html` in the same way. A row is added or changed within `around`.
    """

    slug: str
    model: type[ProjectRow]
    form: type[ProjectRowForm[Any]]
    title: str
    add_label: str
    permission: Permission
    tab: str
    columns: Sequence[Column]
    empty_text: str
    related: Sequence[str] = ()
    prefetched: Sequence[str] = ()
    lead: str = ""
    template: str = "registers/list.html"
    form_template: str = "registers/form.html"
    page: str = ""
    context: Callable[[ProjectRequest], dict[str, object]] = lambda request: {}
    around: Callable[[ProjectRequest], AbstractContextManager[None]] = lambda request: nullcontext()

    def rows(self, project: Project) -> "QuerySet[Any]":
        """Live rows of this project in order, with what the columns read."""
        return self.rows_and_trash(project).filter(deleted_at=None)

    def rows_and_trash(self, project: Project) -> "QuerySet[Any]":
        """All rows of this project, those put aside included."""
        rows = self.model.objects.filter(project=project).prefetch_related(*self.prefetched)
        return rows.select_related(*self.related) if self.related else rows

    def get_url(self, project: Project) -> str:
        if self.page:
            return reverse(self.page, args=[project.slug])
        return reverse("register", args=[project.slug, self.slug])


_registers: dict[str, Register] = {}


def register(new: Register) -> Register:
    """Make this register known."""
    if new.slug in _registers:
        raise ValueError(f"register {new.slug!r} is declared twice")
    _registers[new.slug] = new
    return new


def get(slug: str) -> Register | None:
    return _registers.get(slug)


def all_registers() -> list[Register]:
    """Every register, in the order of their declaration."""
    return list(_registers.values())
