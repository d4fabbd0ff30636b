"""Registry of who quotes a project’s data: an app above says which of its texts show what a screen edits."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from charter.models import Project


@dataclass(frozen=True)
class Quoting:
    """A section that shows data edited elsewhere; `place` says of which document: « du cahier des charges »."""

    number: str
    title: str
    url: str
    place: str = ""


# Takes the project, the URL name of the screen, what it takes beside the slug, and its navigation tab.
type Quotes = Callable[[Project, str, Mapping[str, str], str], list[Quoting]]

_quotes: list[Quotes] = []


def quotes(find: Quotes) -> Quotes:
    """Decorator: this function lists what shows the data that a screen edits."""
    _quotes.append(find)
    return find


def quoting(project: Project, screen: str, kwargs: Mapping[str, str], tab: str = "") -> list[Quoting]:
    """All that shows the data that this screen edits."""
    return [one for find in _quotes for one in find(project, screen, kwargs, tab)]
