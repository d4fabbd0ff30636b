"""Registry of what a project’s home shows: progress, and what awaits each person.

An app fills it from its own `home.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from charter.access import Access
from charter.models import Project


@dataclass(frozen=True)
class Awaiting:
    """One thing that awaits a person, with the page where it is done."""

    text: str
    url: str
    icon: str = "arrow-right"


@dataclass(frozen=True)
class Panel:
    """A card of the home: its template gets what `collect` returns as `panel`."""

    name: str
    template: str
    collect: Callable[[Project, Access], dict[str, object]]
    order: int = 0


type Await = Callable[[Project, Access], list[Awaiting]]

_panels: list[Panel] = []
_awaiting: list[Await] = []
_starters: list[Callable[[Project], None]] = []


def panel(new: Panel) -> Panel:
    """Add a card."""
    _panels.append(new)
    return new


def awaits(find: Await) -> Await:
    """Decorator: this function lists what awaits a person in a project."""
    _awaiting.append(find)
    return find


def starts(start: Callable[[Project], None]) -> Callable[[Project], None]:
    """Decorator: this function gives a new project what the app needs in it (run in the creating transaction)."""
    _starters.append(start)
    return start


def start_project(project: Project) -> None:
    """Give a new project what every app needs in it."""
    for start in _starters:
        start(project)


def panels(project: Project, access: Access) -> list[tuple[Panel, dict[str, object]]]:
    """The cards of this project’s home, in order."""
    return [(one, one.collect(project, access)) for one in sorted(_panels, key=lambda one: one.order)]


def awaiting(project: Project, access: Access) -> list[Awaiting]:
    """All that awaits this person in this project."""
    return [item for find in _awaiting for item in find(project, access)]
