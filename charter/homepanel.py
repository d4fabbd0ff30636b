"""Registry of what a project’s home and its note de cadrage show: progress, and what awaits each person.

With what a new project begins is here too. An app fills it from its own `home.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from charter.access import Access
from charter.models import Project

HOME, NOTE = "home", "note"


@dataclass(frozen=True)
class Awaiting:
    """One thing that awaits a person, with the page where it is done."""

    text: str
    url: str
    icon: str = "arrow-right"


@dataclass(frozen=True)
class Panel:
    """A card of the home, or of the page of the note: its template gets what `collect` returns as `panel`."""

    name: str
    template: str
    collect: Callable[[Project, Access], dict[str, object]]
    order: int = 0
    page: str = HOME


@dataclass(frozen=True)
class Beginning:
    """One thing with which a new project begins: `label` is what the button says, `text` what comes of it."""

    label: str
    text: str
    url: str
    icon: str = "arrow-right"
    order: int = 0


type Begin = Callable[[Project, Access], list[Beginning]]
type Await = Callable[[Project, Access], list[Awaiting]]

_panels: list[Panel] = []
_awaiting: list[Await] = []
_beginnings: list[Begin] = []
_starters: list[Callable[[Project], None]] = []


def panel(new: Panel) -> Panel:
    """Add a card."""
    _panels.append(new)
    return new


def awaits(find: Await) -> Await:
    """Decorator: this function lists what awaits a person in a project."""
    _awaiting.append(find)
    return find


def begins(find: Begin) -> Begin:
    """Decorator: this function lists with what a person begins a new project, as long as it isn’t done."""
    _beginnings.append(find)
    return find


def starts(start: Callable[[Project], None]) -> Callable[[Project], None]:
    """Decorator: this function gives a new project what the app needs in it (run in the creating transaction)."""
    _starters.append(start)
    return start


def start_project(project: Project) -> None:
    """Give a new project what every app needs in it."""
    for start in _starters:
        start(project)


def panels(project: Project, access: Access, page: str = HOME) -> list[tuple[Panel, dict[str, object]]]:
    """The cards of this page of the project, in order."""
    shown = sorted((one for one in _panels if one.page == page), key=lambda one: one.order)
    return [(one, one.collect(project, access)) for one in shown]


def awaiting(project: Project, access: Access) -> list[Awaiting]:
    """All that awaits this person in this project."""
    return [item for find in _awaiting for item in find(project, access)]


def beginnings(project: Project, access: Access) -> list[Beginning]:
    """With what this person may begin this project, in order."""
    found = [item for find in _beginnings for item in find(project, access)]
    return sorted(found, key=lambda one: one.order)
