"""Registry of where a fear can have been treated: an app above offers its workshops, from its own `treatments.py`."""

from collections.abc import Callable
from dataclasses import dataclass

from charter.models import Project


@dataclass(frozen=True)
class Treatment:
    """A meeting of the project; `key` names it for good, `label` says which one it is."""

    key: str
    label: str
    url: str


type Offer = Callable[[Project], list[Treatment]]

_offers: list[Offer] = []


def offers(find: Offer) -> Offer:
    """Decorator: this function lists meetings of a project in which fears are treated."""
    _offers.append(find)
    return find


def treatments(project: Project) -> list[Treatment]:
    """Every meeting of this project, in the order in which they are offered."""
    return [one for find in _offers for one in find(project)]
