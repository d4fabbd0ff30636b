"""Registry of what a member holds in a project, and how it passes to somebody else when they leave.

An app fills it from its own `handovers.py`, found by autodiscovery. Every column and table that names a member is
declared there, either as a duty, which passes on or ends, or as a trace of the past, which stays with its author. A
test walks the models and fails on one that nobody declared.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q

from accounts.models import User
from charter.models import Membership
from crmproject.toolkit.rows import Row

WITHOUT = "Laisser sans responsable"


@dataclass(frozen=True)
class Held:
    """One thing that a member holds; `url` is a path of the site."""

    text: str
    url: str = ""


type Find = Callable[[Membership], Iterable[Held]]
type Give = Callable[[Membership, Membership | None, User], None]


def anybody(member: Membership) -> bool:
    return True


@dataclass(frozen=True)
class Duty:
    """One kind of things that members hold. `fields` are what names them: « planning.Task.owner ».

    `give` passes all of them from a member to another one, or to nobody, who `without` describes; empty, somebody has
    to take them. A duty that `ends` has no successor: `without` says what becomes of it. `fits` tells who may take it
    over, `needs` says so in words.
    """

    slug: str
    label: str
    fields: tuple[str, ...]
    find: Find
    give: Give
    without: str = WITHOUT
    ends: bool = False
    fits: Callable[[Membership], bool] = anybody
    needs: str = ""


@dataclass(frozen=True)
class Holding:
    """What a member holds of one kind."""

    duty: Duty
    items: list[Held] = field(default_factory=list)


_duties: dict[str, Duty] = {}
_traces: dict[str, str] = {}


def hands_over(duty: Duty) -> Duty:
    """Declare a kind of things that pass on when a member leaves."""
    if duty.slug in _duties:
        raise ValueError(f"the duty {duty.slug!r} is declared twice")
    _duties[duty.slug] = duty
    return duty


def stays(reason: str, *fields: str) -> None:
    """Declare columns that tell the past, and therefore stay with who left."""
    _traces.update(dict.fromkeys(fields, reason))


def declared() -> set[str]:
    """Every column or table that some app declared."""
    return {name for duty in _duties.values() for name in duty.fields} | set(_traces)


def holdings(member: Membership) -> list[Holding]:
    """All that this member holds, kind by kind; one query or two for each."""
    found = [Holding(duty, list(duty.find(member))) for duty in _duties.values()]
    return [one for one in found if one.items]


def owned(
    slug: str,
    label: str,
    model: type[Row],
    column: str = "owner",
    *,
    url: Callable[[Any], str],
    still: Q | None = None,
    related: tuple[str, ...] = (),
    without: str = WITHOUT,
) -> Duty:
    """A duty told by one column of a row: rows put aside pass on as well, so that none comes back to who left.

    `still` keeps those that are over out of it.
    """

    def rows(member: Membership) -> Any:
        return model._base_manager.filter(still or Q(), **{column: member})

    def find(member: Membership) -> Iterable[Held]:
        live = rows(member).filter(deleted_at=None).select_related(*related)
        return [Held(str(row), url(row)) for row in live]

    def give(member: Membership, to: Membership | None, by: User) -> None:
        rows(member).update(**{column: to, "version": F("version") + 1})

    name = f"{model._meta.app_label}.{model.__name__}.{column}"
    return hands_over(Duty(slug, label, (name,), find, give, without))
