"""Which row of one version is which row of another one, and which rows really moved.

Everything here grows with the number of rows, never with its square: rows are matched by dictionaries, and likeness
is only measured between rows that nothing else matched and that stand near one another, or share rare words.
"""

import heapq
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from zlib import crc32

from rapidfuzz.distance import Indel

# How many neighbours on each side are measured, how much of a text, and how long a text must be to name a row.
NEAR = 4
MEASURED = 400
SIGNS = 6
TELLING = 24
LIKE_NAME, LIKE_ROW = 0.75, 0.6


@dataclass(frozen=True)
class Item:
    """A row as matching sees it.

    `key` names it, `parent` is the group where it stands, `digest` is all that it says and `rest` all but its name.
    An `is_stable` key never changes: a row with another one is another row.
    """

    key: Hashable
    digest: Hashable
    rest: str = ""
    name: str = ""
    text: str = ""
    parent: Hashable = None
    is_stable: bool = False


@dataclass(frozen=True)
class Pair:
    """The place of a row before and after; None where it is not."""

    before: int | None
    after: int | None
    moved: bool = False
    changed_group: bool = False


def match(before: Sequence[Item], after: Sequence[Item]) -> list[Pair]:
    """Each row exactly once: rows of `after` in their order, those that are gone behind the one they followed."""
    found = _matched(before, after)
    moved = _moved(before, after, found)
    behind: dict[int, list[int]] = defaultdict(list)
    last = -1
    for place in range(len(before)):
        if place in found:
            last = found[place]
        else:
            behind[last].append(place)
    origin = {new: old for old, new in found.items()}
    pairs = [Pair(gone, None) for gone in behind[-1]]
    for place in range(len(after)):
        old = origin.get(place)
        other_group = old is not None and before[old].parent != after[place].parent
        pairs.append(Pair(old, place, moved=place in moved or other_group, changed_group=other_group))
        pairs += [Pair(gone, None) for gone in behind[place]]
    return pairs


def _matched(before: Sequence[Item], after: Sequence[Item]) -> dict[int, int]:
    """The place after of each row that stayed, by its place before."""
    found: dict[int, int] = {}
    taken: set[int] = set()
    for says in _SAYINGS:
        waiting: dict[Hashable, deque[int]] = defaultdict(deque)
        for place, item in enumerate(after):
            if place not in taken and (said := says(item)) is not None:
                waiting[said].append(place)
        for place, item in enumerate(before):
            if place not in found and (said := says(item)) is not None and waiting.get(said):
                found[place] = waiting[said].popleft()
                taken.add(found[place])
    for old, new in _alike(before, after, found, taken):
        found[old] = new
    return found


# What two rows must both say to be the same one: the surest first.
_SAYINGS: tuple[Callable[[Item], Hashable], ...] = (
    lambda item: (item.parent, item.key, item.digest),
    lambda item: (item.parent, item.key) if item.key is not None else None,
    lambda item: (item.key, item.digest),
    lambda item: item.key,
    lambda item: item.rest if len(item.rest) >= TELLING else None,
)


def _alike(
    before: Sequence[Item], after: Sequence[Item], found: dict[int, int], taken: set[int]
) -> list[tuple[int, int]]:
    """Rows that lost their name but are plainly the same, the likest first."""
    left = [place for place, item in enumerate(after) if place not in taken and not item.is_stable]
    if not left:
        return []
    sharing: dict[int, list[int]] = defaultdict(list)
    for new in left:
        for sign in sketch(after[new].text):
            sharing[sign].append(new)
    scores = []
    expected = 0
    for old, item in enumerate(before):
        if old in found:
            expected = found[old] + 1
        elif not item.is_stable:
            middle = bisect_left(left, expected)
            near = left[max(0, middle - NEAR) : middle + NEAR]
            signs = (sharing.get(sign, []) for sign in sketch(item.text))
            far = [new for places in signs if len(places) <= NEAR for new in places]
            for new in {*near, *far}:
                if score := _likeness(item, after[new]):
                    scores.append((-score, abs(new - expected), old, new))
            expected += 1
    chosen: list[tuple[int, int]] = []
    olds: set[int] = set()
    news: set[int] = set()
    for _, _, old, new in sorted(scores):
        if old not in olds and new not in news:
            olds.add(old)
            news.add(new)
            chosen.append((old, new))
    return chosen


def sketch(text: str) -> list[int]:
    """A few numbers that texts of mostly the same words are likely to share, wherever they stand."""
    words = text.split()
    runs = {crc32(" ".join(words[place : place + 3]).encode()) for place in range(max(1, len(words) - 2))}
    return heapq.nsmallest(SIGNS, runs)


def _likeness(one: Item, other: Item) -> float:
    """From 0 (nothing to do with one another) to 1."""
    by_text = Indel.normalized_similarity(one.text[:MEASURED], other.text[:MEASURED], score_cutoff=LIKE_ROW)
    if not one.name or not other.name:
        return by_text
    return max(by_text, Indel.normalized_similarity(one.name, other.name, score_cutoff=LIKE_NAME))


def _moved(before: Sequence[Item], after: Sequence[Item], found: dict[int, int]) -> set[int]:
    """Places after of the rows that moved within their group: as few as can be."""
    origin = {new: old for old, new in found.items()}
    groups: dict[Hashable, list[tuple[int, int]]] = defaultdict(list)
    for new, item in enumerate(after):
        old = origin.get(new)
        if old is not None and before[old].parent == item.parent:
            groups[item.parent].append((old, new))
    moved: set[int] = set()
    for pairs in groups.values():
        stayed = longest_increasing([old for old, _ in pairs])
        moved |= {new for place, (_, new) in enumerate(pairs) if place not in stayed}
    return moved


def longest_increasing(values: Sequence[int]) -> set[int]:
    """The places of a longest increasing subsequence of distinct numbers, in n log n."""
    tails: list[int] = []  # the smallest last value of a subsequence of each length
    tail_places: list[int] = []
    previous: list[int | None] = []
    for place, value in enumerate(values):
        length = bisect_left(tails, value)
        if length == len(tails):
            tails.append(value)
            tail_places.append(place)
        else:
            tails[length], tail_places[length] = value, place
        previous.append(tail_places[length - 1] if length else None)
    kept: set[int] = set()
    here = tail_places[-1] if tail_places else None
    while here is not None:
        kept.add(here)
        here = previous[here]
    return kept
