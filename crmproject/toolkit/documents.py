"""Registry of printable documents: what a project prints beside its specification, through the same engine.

An app fills it from its own `documents.py`, found by autodiscovery. Whoever asks for a document by its name gets
an export like any other: composed by a worker, read and downloaded on its page.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.pdf.parts import Layout

# Reads the project and lays it out, in a number of queries that doesn’t depend on its size; raises RefusedError, which
# says why in French, where there is nothing to lay out.
type LayOut = Callable[[Gathering], Layout]
# The same, of the one that bears this number.
type LayOutNumbered = Callable[[Gathering, int], Layout]


@dataclass(frozen=True)
class PrintableDocument:
    """A document under its name, which addresses and commands use.

    `page` is the URL name (taking the project’s slug) of the page that shows the same; `permission` the value of
    what one needs beside the right to export.
    """

    name: str
    title: str
    icon: str
    page: str
    layout: LayOut
    permission: str


@dataclass(frozen=True)
class _Numbered:
    """Documents of one kind that a project numbers: « bilan-clos-2 »."""

    title: str
    icon: str
    page: str
    layout: LayOutNumbered
    permission: str


_documents: dict[str, PrintableDocument] = {}
_numbered: dict[str, _Numbered] = {}
_WITH_NUMBER = re.compile(r"(?P<name>.+)-(?P<number>[1-9][0-9]{0,3})")


def document(
    name: str, title: str, *, icon: str, page: str, permission: str = "view"
) -> Callable[[LayOut], LayOut]:
    """Decorator: this function lays out the document of this name."""

    def add(layout: LayOut) -> LayOut:
        if name in _documents:
            raise ValueError(f"document {name!r} is registered twice")
        _documents[name] = PrintableDocument(name, title, icon, page, layout, permission)
        return layout

    return add


def numbered(
    name: str, title: str, *, icon: str, page: str, permission: str = "view"
) -> Callable[[LayOutNumbered], LayOutNumbered]:
    """Decorator: this function lays out each of the documents that a project numbers, named « name-2 »."""

    def add(layout: LayOutNumbered) -> LayOutNumbered:
        if name in _numbered:
            raise ValueError(f"documents {name!r} are registered twice")
        _numbered[name] = _Numbered(title, icon, page, layout, permission)
        return layout

    return add


def get(name: str) -> PrintableDocument | None:
    """The document of this name, or None when no installed app offers it.

    One that bears a number is given for any number: whether the project has it is for its layout to say.
    """
    found = _WITH_NUMBER.fullmatch(name)
    kind = _numbered.get(found["name"]) if found else None
    if found is None or kind is None:
        return _documents.get(name)
    number, lay_out = int(found["number"]), kind.layout

    def layout(gathering: Gathering) -> Layout:
        return lay_out(gathering, number)

    return PrintableDocument(name, f"{kind.title} {number}", kind.icon, kind.page, layout, kind.permission)


def all_documents() -> list[PrintableDocument]:
    """Every document, by title; those that bear a number are left to the pages that show them."""
    return sorted(_documents.values(), key=lambda one: one.title)
