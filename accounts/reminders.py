"""Registry of what people must do by a date; `accounts.tasks` reminds them before and after it.

An app fills it from its own `reminders.py`, found by autodiscovery.
"""

import datetime
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from accounts.models import User


@dataclass(frozen=True)
class Obligation:
    """Something that this person still has to do by this day. `key` names it, once and for all."""

    user: User
    key: str
    due: datetime.date
    text: str
    url: str
    about: str


log = logging.getLogger(__name__)

type Source = Callable[[datetime.date], Iterable[Obligation]]

_sources: list[Source] = []


def obliges(source: Source) -> Source:
    """Decorator: this function lists what is still to do by a date up to `horizon`, whatever the project."""
    _sources.append(source)
    return source


def obligations(horizon: datetime.date) -> Iterator[Obligation]:
    """All that is due by `horizon`, and not done; a source that breaks down doesn’t silence the others."""
    for source in _sources:
        try:
            yield from list(source(horizon))
        except Exception:
            log.exception("reminders of %s.%s", source.__module__, getattr(source, "__name__", source))
