"""Cutting a long list in runs: nothing is lost, sizes are bounded, a change stays where it is made."""

import statistics
from operator import itemgetter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmproject.toolkit.runs import Room, page_runs, runs

NAMES = st.lists(st.integers(0, 10**6), max_size=200, unique=True)
# Fewest and most rows of a run, as the blocks of requirements have them, and small ones.
SIZES = st.sampled_from([(4, 8), (16, 32), (40, 80), (3, 20), (1, 2)])


def cut(rows: list[int], size: tuple[int, int]) -> list[list[int]]:
    return runs(rows, least=size[0], most=size[1], name=str)


@given(NAMES, SIZES)
def test_the_runs_together_are_the_list(rows: list[int], size: tuple[int, int]) -> None:
    assert [row for run in cut(rows, size) for row in run] == rows


@given(NAMES, SIZES)
def test_no_run_is_too_short_or_too_long(rows: list[int], size: tuple[int, int]) -> None:
    least, most = size
    found = cut(rows, size)
    assert all(least <= len(run) <= most for run in found[:-1])
    assert len(found[-1]) <= most + least // 2
    if len(found) > 1:
        assert len(found[-1]) >= min(least // 2, 1)


@given(NAMES, SIZES)
def test_the_same_list_is_cut_alike(rows: list[int], size: tuple[int, int]) -> None:
    assert cut(rows, size) == cut(list(rows), size)


@pytest.mark.parametrize("size", [(16, 32), (40, 80)])
def test_one_row_more_or_less_changes_few_runs_of_a_long_list(size: tuple[int, int]) -> None:
    """Cuts meet again where both lists end a run before the same row, which chance alone could put off for long."""
    rows = list(range(1, 2001))
    before = {tuple(run) for run in cut(rows, size)}
    changed = []
    for place in range(0, 2000, 20):
        for after in (rows[:place] + rows[place + 1 :], [*rows[:place], -1, *rows[place:]]):
            found = {tuple(run) for run in cut(after, size)}
            changed.append(len(found - before))
            # What comes before the change is not even looked at again.
            assert all(run in found for run in before if run[-1] < place - size[1])
    assert statistics.mean(changed) < 3
    assert max(changed) <= 12


@given(st.integers(0, 399))
def test_an_edited_row_that_keeps_its_name_moves_no_cut(place: int) -> None:
    rows = [(f"COM-{rank:03d}", 0) for rank in range(400)]
    edited = [(name, int(rank == place)) for rank, (name, _) in enumerate(rows)]
    sizes = [
        [len(run) for run in runs(some, least=16, most=32, name=lambda row: row[0])]
        for some in (rows, edited)
    ]
    assert sizes[0] == sizes[1]


def test_a_short_list_stays_whole() -> None:
    for count in (0, 1, 32, 40):
        assert cut(list(range(count)), (16, 32)) == [list(range(count))]


ROOM = Room(page=100.0, above=5.0, above_all=20.0, pages=3)
HEIGHTS = st.lists(st.integers(min_value=1, max_value=60), max_size=200)


@given(HEIGHTS)
def test_runs_of_pages_are_all_the_rows_in_order_and_hold_no_more_than_their_pages(
    heights: list[int],
) -> None:
    rows = [(f"COM-{rank:03d}", float(height)) for rank, height in enumerate(heights)]
    cut = page_runs(rows, least=30, most=60, name=itemgetter(0), height=itemgetter(1), room=ROOM)
    assert [row for run in cut for row in run] == rows
    for rank, run in enumerate(cut):
        pages, used = 1, ROOM.above if rank else ROOM.above_all
        for _name, height in run:
            if used + height > ROOM.page:
                pages, used = pages + 1, 0.0
            used += height
        assert pages <= ROOM.pages + (not run)


@given(HEIGHTS.filter(lambda found: len(found) > 1), st.data())
def test_a_row_that_grows_moves_no_cut_beyond_its_own_stretch(
    heights: list[int], data: st.DataObject
) -> None:
    rows = [(f"COM-{rank:03d}", float(height)) for rank, height in enumerate(heights)]
    at = data.draw(st.integers(min_value=0, max_value=len(rows) - 1))
    later = [*rows]
    later[at] = (rows[at][0], rows[at][1] + 7)
    options: dict[str, Any] = {"least": 30, "most": 60, "name": itemgetter(0)}
    stretches = runs(rows, **options)
    before, after = (page_runs(some, **options, height=itemgetter(1), room=ROOM) for some in (rows, later))
    touched = {name for run in before if run not in after for name, _height in run}
    own = next(stretch for stretch in stretches if rows[at] in stretch)
    assert touched <= {name for name, _height in own}
