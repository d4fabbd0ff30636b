"""Registry of what bears on a requirement: an app above lists it, and the requirement’s own page shows it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from requirements.models import Requirement


@dataclass(frozen=True)
class Related:
    """Something that concerns a requirement, with its page; `note` says where it stands."""

    label: str
    url: str
    note: str = ""


type Find = Callable[[Requirement], Iterable[Related]]

_finds: list[Find] = []


def relates(find: Find) -> Find:
    """Decorator: this function lists what bears on a requirement, in a constant number of queries."""
    _finds.append(find)
    return find


def related_to(requirement: Requirement) -> list[Related]:
    """All that bears on this requirement, in the order of the registrations."""
    return [one for find in _finds for one in find(requirement)]
