"""Registry of open points: what a project still has to settle, told to the committee before it decides.

An app fills it from its own `openpoints.py`, found by autodiscovery: a function takes the project and gives the points
of one kind, in a number of queries that doesn’t depend on how many there are. A point says what is open, who owes it,
by when, and the page where it is settled. The pack of a meeting shows them all, and keeps them as they were when the
meeting was closed: a point is therefore plain data.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils import timezone

from charter.models import Project


@dataclass(frozen=True)
class OpenPoint:
    """One thing left to settle. `kind` is its heading (« Questions ouvertes »), `url` a path of the site."""

    kind: str
    text: str
    url: str
    who: str = ""
    due: datetime.date | None = None

    @property
    def is_late(self) -> bool:
        return self.due is not None and self.due < timezone.localdate()


type Source = Callable[[Project], Iterable[OpenPoint]]

_sources: list[Source] = []


def leaves_open(source: Source) -> Source:
    """Decorator: this function lists what a project leaves open."""
    _sources.append(source)
    return source


def open_points(project: Project) -> list[OpenPoint]:
    """All that this project leaves open, in the order of the sources."""
    return [point for source in _sources for point in source(project)]
