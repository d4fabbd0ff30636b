"""How the indicators of a project moved from one closed review to the next, read from what each one keeps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from charter.progress import with_unit
from crmproject.toolkit.text import normalised
from planning.models import ReviewVersion

NBSP = "\u00a0"


@dataclass(frozen=True)
class Row:
    """An indicator in each review, empty where it wasn’t there."""

    name: str
    cells: list[dict[str, Any]]


@dataclass(frozen=True)
class Change:
    """An indicator in two reviews, and what it did between them in words."""

    name: str
    before: dict[str, Any]
    after: dict[str, Any]
    words: str


def evolution(versions: Sequence[ReviewVersion]) -> list[Row]:
    """Every indicator of these reviews by its name, in the order in which they came."""
    kept = [_by_name(one.content) for one in versions]
    names: dict[str, str] = {}
    for some in kept:
        names.update({key: str(one["name"]) for key, one in some.items()})
    return [Row(name, [some.get(key, {}) for some in kept]) for key, name in names.items()]


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Each indicator of either content."""
    old, new = _by_name(before), _by_name(after)
    return [
        Change(
            str((new.get(key) or old[key])["name"]),
            old.get(key, {}),
            new.get(key, {}),
            _words(old.get(key), new.get(key)),
        )
        for key in {**old, **new}
    ]


def _by_name(content: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {normalised(str(one["name"])): one for one in content.get("indicators", [])}


def _words(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> str:
    if old is None:
        return "nouveau"
    if new is None:
        return "retiré"
    first, second = old.get("value"), new.get("value")
    if first is None or second is None:
        return "mesuré" if first is None and second is not None else "non comparable"
    move = Decimal(str(second)) - Decimal(str(first))
    if not move:
        return "stable"
    sign = "+" if move > 0 else "\u2212"
    shares: tuple[Any, Any] = old.get("percent"), new.get("percent")
    toward = ""
    if None not in shares and shares[0] != shares[1]:
        toward = ", se rapproche de la cible" if shares[1] > shares[0] else ", s’éloigne de la cible"
    return f"{sign}{with_unit(abs(move), str(new.get('unit', '')))}{toward}"
