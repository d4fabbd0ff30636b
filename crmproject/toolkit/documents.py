"""Registry of printable documents: what a project prints beside its specification, through the same engine.

An app fills it from its own `documents.py`, found by autodiscovery. Whoever asks for a document by its name gets
an export like any other: composed by a worker, read and downloaded on its page.
"""

from collections.abc import Callable
from dataclasses import dataclass

from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.pdf.parts import Layout

# Reads the project and lays it out, in a number of queries that doesn’t depend on its size; raises RefusedError, which
# says why in French, where there is nothing to lay out.
type LayOut = Callable[[Gathering], Layout]


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


_documents: dict[str, PrintableDocument] = {}


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


def get(name: str) -> PrintableDocument | None:
    """The document of this name, or None when no installed app offers it."""
    return _documents.get(name)


def all_documents() -> list[PrintableDocument]:
    """Every document, by title."""
    return sorted(_documents.values(), key=lambda one: one.title)
