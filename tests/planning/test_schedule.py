"""Dates computed by hand on the French calendar of 2027, and properties that hold for every planning."""

import datetime
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.schedule import (
    CycleError,
    Link,
    OutOfCalendarError,
    PlannedTask,
    TaskDates,
    WorkingCalendar,
    compute,
    find_cycle,
    is_working_day,
)

MONDAY = date(2027, 1, 11)


def after(*keys: str, lag: int = 0) -> tuple[Link, ...]:
    return tuple(Link(key, lag=lag) for key in keys)


def dates_of(*tasks: PlannedTask, start: date = MONDAY) -> dict[str, TaskDates]:
    return compute(tasks, project_start=start)


def span(dates: TaskDates) -> tuple[date, date]:
    return dates.start, dates.end


@pytest.mark.parametrize(
    ("holiday", "start", "end"),
    [
        ("Easter Monday, 29 March", date(2027, 3, 26), date(2027, 3, 30)),
        ("1 May on a Saturday takes nothing more", date(2027, 4, 30), date(2027, 5, 3)),
        ("Ascension, Thursday 6 May", date(2027, 5, 5), date(2027, 5, 7)),
        ("8 May on a Saturday takes nothing more", date(2027, 5, 7), date(2027, 5, 10)),
        ("Whit Monday, 17 May", date(2027, 5, 14), date(2027, 5, 18)),
        ("14 July on a Wednesday", date(2027, 7, 13), date(2027, 7, 15)),
        ("All Saints, Monday 1 November", date(2027, 10, 29), date(2027, 11, 2)),
    ],
)
def test_a_public_holiday_is_not_worked(holiday: str, start: date, end: date) -> None:
    assert span(dates_of(PlannedTask("T", days=2, start=start))["T"]) == (start, end), holiday


def test_a_task_of_one_day_starts_and_ends_on_the_same_day() -> None:
    assert span(dates_of(PlannedTask("T"))["T"]) == (MONDAY, MONDAY)


def test_a_task_with_neither_date_nor_predecessor_starts_with_the_project() -> None:
    assert dates_of(PlannedTask("T"), start=date(2027, 1, 9))["T"].start == MONDAY


@pytest.mark.parametrize("day_off", [date(2027, 5, 1), date(2027, 5, 2)])
def test_a_start_on_a_day_off_moves_to_the_next_working_day(day_off: date) -> None:
    assert dates_of(PlannedTask("T", start=day_off))["T"].start == date(2027, 5, 3)


def test_a_successor_starts_on_the_next_working_day() -> None:
    dates = dates_of(PlannedTask("A", days=5), PlannedTask("B", days=2, links=after("A")))
    assert span(dates["A"]) == (MONDAY, date(2027, 1, 15))
    assert span(dates["B"]) == (date(2027, 1, 18), date(2027, 1, 19))


def test_a_lag_is_added_once_after_the_last_predecessor() -> None:
    dates = dates_of(
        PlannedTask("A", days=5), PlannedTask("B", days=3), PlannedTask("C", links=after("A", "B", lag=2))
    )
    assert dates["C"].start == date(2027, 1, 20)


def test_a_date_of_its_own_holds_a_task_back_but_never_forward() -> None:
    held = dates_of(PlannedTask("A", days=5), PlannedTask("B", links=after("A"), start=date(2027, 2, 1)))
    pushed = dates_of(PlannedTask("A", days=5), PlannedTask("B", links=after("A"), start=date(2027, 1, 12)))
    assert held["B"].start == date(2027, 2, 1)
    assert pushed["B"].start == date(2027, 1, 18)


def test_tasks_without_float_are_critical() -> None:
    dates = dates_of(
        PlannedTask("A", days=2),
        PlannedTask("LONG", days=10, links=after("A")),
        PlannedTask("SHORT", days=4, links=after("A")),
        PlannedTask("END", days=1, links=after("LONG", "SHORT")),
    )
    assert {key for key, task in dates.items() if task.is_critical} == {"A", "LONG", "END"}
    assert dates["SHORT"].float_days == 6
    assert dates["SHORT"].latest_end == dates["LONG"].end


def test_a_lag_counts_in_the_float() -> None:
    dates = dates_of(
        PlannedTask("A", days=2),
        PlannedTask("B", days=1, links=after("A", lag=5)),
        PlannedTask("C", days=3, links=after("A")),
    )
    assert dates["B"].is_critical
    assert dates["C"].float_days == 3


def test_a_cycle_is_refused_with_its_path() -> None:
    with pytest.raises(CycleError, match="T02 → T03 → T02") as caught:
        dates_of(
            PlannedTask("T01"),
            PlannedTask("T02", links=after("T01", "T03")),
            PlannedTask("T03", links=after("T02")),
            PlannedTask("T04", links=after("T03")),
        )
    assert caught.value.path == ["T02", "T03", "T02"]


def test_a_task_that_waits_for_itself_is_a_cycle() -> None:
    assert find_cycle({"A": ["A"]}) == ["A", "A"]


def test_a_long_cycle_is_told_in_the_order_of_the_work() -> None:
    assert find_cycle({"A": ["C"], "B": ["A"], "C": ["B"], "D": ["C"]}) == ["A", "B", "C", "A"]


def test_a_planning_out_of_the_calendar_is_refused_in_words() -> None:
    with pytest.raises(OutOfCalendarError, match="sort du calendrier"):
        dates_of(PlannedTask("T", start=date(1027, 1, 1)))
    with pytest.raises(OutOfCalendarError):
        dates_of(*(PlannedTask(f"T{n}", days=1000, links=after(f"T{n - 1}") if n else ()) for n in range(40)))


def test_an_empty_planning_has_no_dates() -> None:
    assert dates_of() == {}


@st.composite
def plannings(draw: st.DrawFn) -> list[PlannedTask]:
    """Tasks that wait only for earlier ones, given in any order."""
    tasks: list[PlannedTask] = []
    for number in range(draw(st.integers(1, 12))):
        earlier = [task.key for task in tasks]
        tasks.append(
            PlannedTask(
                key=f"T{number:02d}",
                days=draw(st.integers(1, 30)),
                links=after(
                    *(draw(st.lists(st.sampled_from(earlier), unique=True, max_size=3)) if earlier else ()),
                    lag=draw(st.integers(0, 10)),
                ),
                start=draw(st.none() | st.dates(date(2026, 12, 1), date(2027, 12, 31))),
            )
        )
    return draw(st.permutations(tasks))


def working_days_after(day: date, count: int) -> date:
    while count:
        day += datetime.timedelta(days=1)
        count -= is_working_day(day)
    return day


@given(plannings())
def test_no_task_starts_before_what_holds_it(tasks: list[PlannedTask]) -> None:
    dates = compute(tasks, project_start=MONDAY)
    for task in tasks:
        own = dates[task.key]
        assert is_working_day(own.start)
        assert own.end == working_days_after(own.start, task.days - 1)
        assert task.start is None or own.start >= task.start
        if task.links:
            last = max(dates[link.key].end for link in task.links)
            assert own.start >= working_days_after(last, 1 + task.links[0].lag)
        elif task.start is None:
            assert own.start == MONDAY


@given(plannings())
def test_floats_are_never_negative_and_some_path_has_none(tasks: list[PlannedTask]) -> None:
    dates = compute(tasks, project_start=MONDAY)
    calendar = WorkingCalendar(2026)
    end = max(task.end for task in dates.values())
    assert all(task.float_days >= 0 for task in dates.values())
    assert all(task.end <= task.latest_end <= end for task in dates.values())
    assert all(
        calendar.number(task.latest_end) - calendar.number(task.end) == task.float_days
        for task in dates.values()
    )
    assert any(task.is_critical and task.end == end for task in dates.values())
