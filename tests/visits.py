"""A visit to an address of a project, as the tests of permissions make it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from charter.models import Project


@dataclass(frozen=True)
class Visit:
    """A request: what the address takes besides the slug, the method, what is posted.

    `only` names who gets through, where the rows decide more narrowly than the permissions.
    """

    kwargs: dict[str, Any] = field(default_factory=dict)
    method: str = "GET"
    data: dict[str, Any] = field(default_factory=dict)
    only: frozenset[str] | None = None


type Provider = Callable[[Project], Visit]
