"""Cutting a long list where the rows themselves say, so that a change in one place moves no cut elsewhere."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass


def runs[T](rows: Sequence[T], *, least: int, most: int, name: Callable[[T], str]) -> list[list[T]]:
    """These rows in runs of `least` to `most`; the last run may be longer, and a list hardly longer stays whole.

    After `least` rows, a run ends before the first row whose name’s digest is a multiple of half the margin. Rows
    keep their names: added, removed or edited ones change their own run only, or the next cuts until they meet again.
    """
    if len(rows) <= most + least // 2:
        return [list(rows)]
    found, start = [], 0
    while len(rows) - start > most + least // 2:
        end = next(
            (at for at in range(start + least, start + most) if _ends_before(name(rows[at]), most - least)),
            start + most,
        )
        found.append(list(rows[start:end]))
        start = end
    return [*found, list(rows[start:])]


def group_runs[T](
    groups: Sequence[tuple[str, Sequence[T]]], *, least: int, most: int, name: Callable[[T], str]
) -> list[list[tuple[str, list[T]]]]:
    """Titled groups in runs of at most about `most` rows, each beginning with a group; a longer group is cut itself."""
    found: list[list[tuple[str, list[T]]]] = [[]]
    for title, rows in groups:
        for some in runs(rows, least=least, most=most, name=name):
            held = sum(len(one) for _, one in found[-1])
            if held and held + len(some) > most:
                found.append([])
            found[-1].append((title, some))
    return [run for run in found if run]


def _ends_before(name: str, margin: int) -> bool:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) % max(2, margin // 2) == 0


@dataclass(frozen=True)
class Room:
    """What pages hold, in millimetres: a page, what stands above the first row of a run, and of all."""

    page: float
    above: float
    above_all: float
    pages: int


def page_runs[T](
    rows: Sequence[T],
    *,
    least: int,
    most: int,
    name: Callable[[T], str],
    height: Callable[[T], float],
    room: Room,
) -> list[list[T]]:
    """These rows in runs that fill whole pages, as far as heights can be told before they are laid out.

    Where pages end depends on the rows before; so that a change moves no cut far away, the list is first cut in
    stretches of `least` to `most` rows as `runs` does, and pages are counted anew in each.
    """
    found: list[list[T]] = []
    for stretch in runs(rows, least=least, most=most, name=name):
        found += _filled(stretch, height, room, room.above if found else room.above_all)
    return found


def _filled[T](rows: list[T], height: Callable[[T], float], room: Room, above: float) -> list[list[T]]:
    found: list[list[T]] = [[]]
    page, used = 1, above
    for row in rows:
        needed = height(row)
        if used + needed > room.page and found[-1]:
            page, used = page + 1, 0.0
            if page > room.pages:
                found.append([])
                page, used = 1, room.above
        found[-1].append(row)
        used += needed
    return found
