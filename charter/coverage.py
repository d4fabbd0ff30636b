"""Registry of what covers an objective: a higher app tells it, since the charter doesn’t know what serves objectives.

An app fills it from its own `coverage.py`, found by autodiscovery: a function gives, by the reference of an objective,
how much serves it, in a number of queries that doesn’t depend on how many objectives there are.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from crmproject.toolkit.blocks import Gathering


@dataclass(frozen=True)
class Coverage:
    """How many requirements serve an objective, how many of them are a « Must », and where they are listed."""

    total: int = 0
    must: int = 0
    url: str = ""

    @property
    def is_covered(self) -> bool:
        return self.total > 0


type Source = Callable[[Gathering], Mapping[str, Coverage]]

_sources: list[Source] = []


def covers(source: Source) -> Source:
    """Decorator: this function tells what serves the objectives of a project."""
    _sources.append(source)
    return source


def coverage_of(gathering: Gathering) -> dict[str, Coverage]:
    """What serves each objective of the project, by its reference; an objective left out has nothing [R-TRACE]."""
    found: dict[str, Coverage] = {}
    for source in _sources:
        for ref, more in source(gathering).items():
            known = found.get(ref, Coverage())
            found[ref] = Coverage(known.total + more.total, known.must + more.must, known.url or more.url)
    return found
