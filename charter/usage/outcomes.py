"""Registry of what a message to the committee of the charter may become: an app above offers it, with its source."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from charter.access import Access
from charter.models import UsageRequest


@dataclass(frozen=True)
class Outcome:
    """What a message became (`is_made`), or may become, with the page that shows or makes it."""

    label: str
    url: str
    is_made: bool = False
    icon: str = "arrow-right"


type Find = Callable[[UsageRequest, Access], Iterable[Outcome]]

_finds: list[Find] = []


def becomes(find: Find) -> Find:
    """Decorator: this function lists what a message became, or may become for this person."""
    _finds.append(find)
    return find


def outcomes_of(request: UsageRequest, access: Access) -> list[Outcome]:
    """All of them, in the order of the registrations."""
    return [one for find in _finds for one in find(request, access)]
