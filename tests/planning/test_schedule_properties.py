"""What holds for every planning: against a slow computation written differently, and by moving one task."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from planning.schedule import Link, LinkKind, PlannedTask, TaskDates, WorkingCalendar, compute
from tests.planning.slow_schedule import SlowSchedule

# A Thursday, so that weekends, Ascension and Whit Monday come soon.
START = date(2027, 4, 29)
# A busy machine is no failure.
DAYS_NEAR = st.dates(date(2027, 4, 20), date(2027, 6, 15))


@st.composite
def networks(draw: st.DrawFn, *, imposed: bool = True, milestones: bool = True) -> list[PlannedTask]:
    """Tasks that wait only for earlier ones, given in any order."""
    tasks: list[PlannedTask] = []
    for number in range(draw(st.integers(1, 7))):
        earlier = [task.key for task in tasks]
        before = draw(st.lists(st.sampled_from(earlier), unique=True, max_size=3)) if earlier else []
        links = tuple(Link(key, draw(st.sampled_from(LinkKind)), draw(st.integers(-4, 4))) for key in before)
        own = draw(st.sampled_from(["", "", "", "start", "fixed"] if imposed else ["", "", "start"]))
        tasks.append(
            PlannedTask(
                key=f"T{number}",
                days=draw(st.integers(0 if milestones else 1, 6)),
                links=links,
                start=draw(DAYS_NEAR) if own == "start" else None,
                fixed=draw(DAYS_NEAR) if own == "fixed" else None,
                due=draw(st.none() | st.none() | DAYS_NEAR) if imposed else None,
            )
        )
    return draw(st.permutations(tasks))


CLOSED = st.frozensets(DAYS_NEAR, max_size=6)


@settings(max_examples=150)
@given(networks(), CLOSED)
def test_dates_and_floats_are_those_found_day_by_day(
    tasks: list[PlannedTask], closed: frozenset[date]
) -> None:
    slow = SlowSchedule(tasks, project_start=START, closed=closed).dates()
    for key, dates in compute(tasks, project_start=START, closed=closed).items():
        found = (
            dates.start,
            dates.end,
            dates.float_days,
            dates.free_days,
            dates.late_days,
            dates.pushed_days,
        )
        one = slow[key]
        assert found == (
            one.start,
            one.end,
            one.float_days,
            one.free_days,
            one.late_days,
            one.pushed_days,
        ), key


@given(networks(milestones=False), CLOSED)
def test_no_task_starts_before_its_constraints_allow(
    tasks: list[PlannedTask], closed: frozenset[date]
) -> None:
    dates = compute(tasks, project_start=START, closed=closed)
    number = WorkingCalendar(2026, closed).number
    for task in tasks:
        own = dates[task.key]
        assert all(day is None or own.start >= day for day in (task.start, task.fixed))
        assert number(own.end) - number(own.start) == task.days - 1
        for link in task.links:
            before = dates[link.key]
            gap = {
                LinkKind.FINISH_START: number(own.start) - number(before.end) - 1,
                LinkKind.START_START: number(own.start) - number(before.start),
                LinkKind.FINISH_FINISH: number(own.end) - number(before.end),
                LinkKind.START_FINISH: number(own.end) + 1 - number(before.start),
            }
            assert gap[link.kind] >= link.lag, (task.key, link)


@given(networks(), CLOSED)
def test_floats_are_bounded_and_a_critical_path_reaches_the_end(
    tasks: list[PlannedTask], closed: frozenset[date]
) -> None:
    dates = compute(tasks, project_start=START, closed=closed)
    end = max(one.end for one in dates.values())
    number = WorkingCalendar(2026, closed).number
    for one in dates.values():
        assert 0 <= one.free_days <= one.float_days
        assert one.end <= one.latest_end <= end
        assert number(one.latest_end) - number(one.end) == one.float_days
    last = [key for key, one in dates.items() if one.end == end and one.is_critical]
    assert last
    assert any(walk_back(key, tasks, dates) for key in last)


def walk_back(key: str, tasks: Sequence[PlannedTask], dates: dict[str, TaskDates]) -> bool:
    """Whether a path of tasks without float leads from this one back to one that its own date or the start holds."""
    task = next(one for one in tasks if one.key == key)
    if not dates[key].is_critical:
        return False
    alone = compute([replace(task, links=())], project_start=START)[key]
    begins = min(one.start for one in dates.values())
    if not task.links or alone.start >= dates[key].start or dates[key].start == begins:
        return True
    return any(walk_back(link.key, tasks, dates) for link in task.links)


def pushed(
    tasks: Sequence[PlannedTask], dates: dict[str, TaskDates], key: str, days: int, closed: frozenset[date]
) -> dict[str, TaskDates]:
    """Everything recomputed when one task starts so many working days later; the planning begins when it did."""
    calendar = WorkingCalendar(2026, closed)
    day = calendar.day(calendar.number(dates[key].start) + days)
    moved = [replace(one, start=day) if one.key == key else one for one in tasks]
    first = PlannedTask("", start=min(one.start for one in dates.values()))
    after = compute([first, *moved], project_start=START, closed=closed)
    return {one.key: after[one.key] for one in tasks}


def end_of(dates: dict[str, TaskDates]) -> date:
    return max(one.end for one in dates.values())


@given(networks(imposed=False, milestones=False), CLOSED)
def test_a_task_may_slip_by_its_total_float_and_not_by_a_day_more(
    tasks: list[PlannedTask], closed: frozenset[date]
) -> None:
    dates = compute(tasks, project_start=START, closed=closed)
    for key, one in dates.items():
        assert end_of(pushed(tasks, dates, key, one.float_days, closed)) == end_of(dates)
        assert end_of(pushed(tasks, dates, key, one.float_days + 1, closed)) > end_of(dates)


@given(networks(imposed=False, milestones=False), CLOSED)
def test_a_task_may_slip_by_its_free_float_without_moving_any_other(
    tasks: list[PlannedTask], closed: frozenset[date]
) -> None:
    dates = compute(tasks, project_start=START, closed=closed)

    def moved(key: str, days: int) -> bool:
        after = pushed(tasks, dates, key, days, closed)
        return any(
            (after[one].start, after[one].end) != (dates[one].start, dates[one].end)
            for one in after
            if one != key
        )

    for key, one in dates.items():
        assert not moved(key, one.free_days)
        over = pushed(tasks, dates, key, one.free_days + 1, closed)
        assert moved(key, one.free_days + 1) or end_of(over) > end_of(dates)


@given(networks(), CLOSED)
def test_the_order_of_the_tasks_says_nothing(tasks: list[PlannedTask], closed: frozenset[date]) -> None:
    dates = compute(tasks, project_start=START, closed=closed)
    assert compute(tasks[::-1], project_start=START, closed=closed) == dates


@given(networks(milestones=False), st.integers(1, 20))
def test_a_later_start_of_the_project_brings_nothing_forward(tasks: list[PlannedTask], days: int) -> None:
    early = compute(tasks, project_start=START)
    late = compute(tasks, project_start=START + timedelta(days=days))
    assert all(late[key].start >= one.start for key, one in early.items())
