"""Networks whose dates and floats are known beforehand: from textbooks, and worked out by hand.

Days are counted from 0, the first day of the project. A row of a network says its key, its days, what it waits for in
the notation of planners, then what must be found: first and last day, total float, free float.
"""

from datetime import date

import pytest

from planning.notation import parse
from planning.schedule import PlannedTask, TaskDates, WorkingCalendar, compute

# A Monday; no public holiday until Easter Monday, on 29 March (day 55).
MONDAY = date(2027, 1, 11)
CALENDAR = WorkingCalendar(2027)
FIRST = CALENDAR.number(MONDAY)

type Row = tuple[str, int, str, int, int, int, int]

NETWORKS: dict[str, list[Row]] = {
    # Program evaluation and review technique, Wikipedia (en), section « Example »: expected times te in days, here in
    # hundredths of a day; critical path a-c-e-g of 19.51 days, slacks of b 3.84, of d and f 4.68.
    "Wikipedia, PERT": [
        ("a", 400, "", 0, 399, 0, 0),
        ("b", 533, "", 0, 532, 384, 384),
        ("c", 517, "a", 400, 916, 0, 0),
        ("d", 633, "a", 400, 1032, 468, 0),
        ("e", 517, "b, c", 917, 1433, 0, 0),
        ("f", 450, "d", 1033, 1482, 468, 468),
        ("g", 517, "e", 1434, 1950, 0, 0),
    ],
    # F. Hillier and G. Lieberman, Introduction to Operations Research, chapter « Project management with PERT/CPM »,
    # Reliable Construction Co. (weeks): critical path A-B-C-E-F-J-L-N of 44 weeks; slacks D, G, H and M 4, I 2, K 1.
    "Hillier and Lieberman, Reliable Construction": [
        ("A", 2, "", 0, 1, 0, 0),
        ("B", 4, "A", 2, 5, 0, 0),
        ("C", 10, "B", 6, 15, 0, 0),
        ("D", 6, "C", 16, 21, 4, 0),
        ("E", 4, "C", 16, 19, 0, 0),
        ("F", 5, "E", 20, 24, 0, 0),
        ("G", 7, "D", 22, 28, 4, 0),
        ("H", 9, "E, G", 29, 37, 4, 0),
        ("I", 7, "C", 16, 22, 2, 2),
        ("J", 8, "F, I", 25, 32, 0, 0),
        ("K", 4, "J", 33, 36, 1, 1),
        ("L", 5, "J", 33, 37, 0, 0),
        ("M", 2, "H", 38, 39, 4, 4),
        ("N", 6, "K, L", 38, 43, 0, 0),
    ],
    # B. W. Taylor III, Introduction to Management Science, chapter 8 « Project management », solutions (activities
    # named by their events; ES, EF, LS, LF and slack printed): https://ar.scribd.com/doc/47113515/TaylCh08
    "Taylor, path 1-3-4-5-6 of 20": [
        ("1-2", 7, "", 0, 6, 2, 0),
        ("1-3", 10, "", 0, 9, 0, 0),
        ("2-4", 6, "1-2", 7, 12, 2, 2),
        ("3-4", 5, "1-3", 10, 14, 0, 0),
        ("3-5", 4, "1-3", 10, 13, 4, 4),
        ("4-5", 3, "2-4, 3-4", 15, 17, 0, 0),
        ("5-6", 2, "3-5, 4-5", 18, 19, 0, 0),
    ],
    # The same source, next solution; its dummy 4-5 lasts no time: a milestone on the evening of day 8, with slack 6.
    "Taylor, path 1-3-5-7-8-9 of 38": [
        ("1-2", 8, "", 0, 7, 1, 0),
        ("1-3", 10, "", 0, 9, 0, 0),
        ("1-4", 9, "", 0, 8, 6, 0),
        ("2-5", 6, "1-2", 8, 13, 1, 1),
        ("2-6", 4, "1-2", 8, 11, 8, 0),
        ("3-5", 5, "1-3", 10, 14, 0, 0),
        ("4-5", 0, "1-4", 8, 8, 6, 6),
        ("4-7", 7, "1-4", 9, 15, 11, 11),
        ("5-7", 12, "2-5, 3-5, 4-5", 15, 26, 0, 0),
        ("5-8", 15, "2-5, 3-5, 4-5", 15, 29, 1, 1),
        ("6-9", 18, "2-6", 12, 29, 8, 8),
        ("7-8", 4, "4-7, 5-7", 27, 30, 0, 0),
        ("8-9", 7, "5-8, 7-8", 31, 37, 0, 0),
    ],
    # « Example 1 », https://studylib.net/doc/8378728/example-1--draw-the-network-for-the-events-in-table-1 (hours):
    # critical path A-B-D-E-G of 16, slacks of C and F 1.
    "Studylib, path A-B-D-E-G of 16": [
        ("A", 6, "", 0, 5, 0, 0),
        ("B", 2, "A", 6, 7, 0, 0),
        ("C", 2, "A", 6, 7, 1, 0),
        ("D", 3, "B", 8, 10, 0, 0),
        ("F", 2, "C", 8, 9, 1, 1),
        ("E", 4, "D, F", 11, 14, 0, 0),
        ("G", 1, "E", 15, 15, 0, 0),
    ],
    # By hand. B may start two days after A starts (day 2) and lasts 6 (to 7); C ends one day after B (day 8) at the
    # earliest and lasts 3, so days 6 to 8; D ends when… E, of day 9, starts: D finishes on the evening of day 8 at the
    # earliest, hence days 7 and 8. Backward from day 9: C and B without float; A waits with B, one start tied to it.
    "the four links": [
        ("A", 4, "", 0, 3, 0, 0),
        ("B", 6, "A DD+2", 2, 7, 0, 0),
        ("C", 3, "B FF+1", 6, 8, 0, 0),
        ("E", 1, "C", 9, 9, 0, 0),
        ("D", 2, "E DF", 7, 8, 1, 1),
    ],
    # By hand. A negative delay: B starts two days before A ends (day 3), so it ends on day 6; C waits three days after
    # A (day 8) and is the last, to day 9. B may slip until day 9: 3 days, free since nothing waits for it.
    "lags on both sides": [
        ("A", 5, "", 0, 4, 0, 0),
        ("B", 4, "A FD-2", 3, 6, 3, 3),
        ("C", 2, "A FD+3", 8, 9, 0, 0),
    ],
    # By hand. FF-2 with A (0 to 9): B, 3 days, may end on day 7 at the earliest, hence 5 to 7, though C (0 and 1) would
    # let it start on day 2. C may slip to day 6 at no cost to the end (day 9), to day 4 without moving B.
    "a finish pulled by another": [
        ("A", 10, "", 0, 9, 0, 0),
        ("C", 2, "", 0, 1, 5, 3),
        ("B", 3, "C, A FF-2", 5, 7, 2, 2),
    ],
    # By hand. Milestones: « go » falls on the first morning, « ready » on the evening of day 5, « done » on that of the
    # last day; the tasks after « ready » start on the morning of day 6.
    "milestones": [
        ("go", 0, "", 0, 0, 0, 0),
        ("A", 6, "go", 0, 5, 0, 0),
        ("B", 2, "go", 0, 1, 4, 4),
        ("ready", 0, "A, B", 5, 5, 0, 0),
        ("C", 3, "ready", 6, 8, 0, 0),
        ("D", 1, "ready", 6, 6, 2, 2),
        ("done", 0, "C, D", 8, 8, 0, 0),
    ],
    # By hand. A milestone two days after A starts falls on a morning (day 2), one that ends with A on an evening (day
    # 4); D, tied to the start of the first, starts that same day.
    "milestones in the middle": [
        ("A", 5, "", 0, 4, 0, 0),
        ("half", 0, "A DD+2", 2, 2, 0, 0),
        ("over", 0, "A FF", 4, 4, 1, 1),
        ("D", 4, "half DD", 2, 5, 0, 0),
    ],
    # By hand. Two chains joined only by starts: the end of A holds nobody, so A may go on until day 11, but its start
    # holds B: its float is that of the chain B-C, none.
    "starts chained": [
        ("A", 3, "", 0, 2, 0, 0),
        ("B", 4, "A DD+4", 4, 7, 0, 0),
        ("C", 8, "B DD", 4, 11, 0, 0),
    ],
}


def described(tasks: list[PlannedTask]) -> dict[str, TaskDates]:
    return compute(tasks, project_start=MONDAY)


@pytest.mark.parametrize("name", NETWORKS)
def test_dates_and_floats_equal_the_reference(name: str) -> None:
    rows = NETWORKS[name]
    dates = described([PlannedTask(key, days, parse(links)) for key, days, links, *_ in rows])
    found = [
        (
            key,
            days,
            links,
            CALENDAR.number(dates[key].start) - FIRST,
            CALENDAR.number(dates[key].end) - FIRST,
            dates[key].float_days,
            dates[key].free_days,
        )
        for key, days, links, *_ in rows
    ]
    assert found == rows


def test_imposed_and_due_dates() -> None:
    """By hand, on the calendar: A (Monday 11 to Wednesday 13 January), B imposed on Monday 18, C after both.

    C (2 days, after B) ends on Tuesday 19 only if B is on Friday 15 at the latest: B on the 18th makes C late by one
    day, and neither has any float. A alone would let B be on the 15th as long as it ends on the 14th: one day, which
    moves nothing. D is imposed on Tuesday 12 but A holds it until Thursday 14: it is pushed by two days, and A has no
    float.
    """
    dates = described(
        [
            PlannedTask("A", 3),
            PlannedTask("B", 1, parse("A"), fixed=date(2027, 1, 18)),
            PlannedTask("C", 2, parse("B"), due=date(2027, 1, 19)),
            PlannedTask("E", 1, parse("C FD+5")),
        ]
    )
    assert [one.start.day for one in dates.values()] == [11, 18, 19, 28]
    assert [one.float_days for one in dates.values()] == [1, 0, 0, 0]
    assert [one.free_days for one in dates.values()] == [1, 0, 0, 0]
    assert dates["C"].late_days == 1
    pushed = described([PlannedTask("A", 3), PlannedTask("D", 1, parse("A"), fixed=date(2027, 1, 12))])
    assert (pushed["D"].start, pushed["D"].pushed_days) == (date(2027, 1, 14), 2)
    assert pushed["A"].float_days == 0


def test_a_due_date_shortens_the_float_of_what_comes_before() -> None:
    """By hand: A (3 days, to the 13th) and B (2 days, 14 and 15), due on Tuesday 19; Z lasts until the 29th.

    Without due date B could slip to the 29th; with it, two working days: Monday 18 and Tuesday 19. So could A.
    """
    dates = described(
        [PlannedTask("A", 3), PlannedTask("B", 2, parse("A"), due=date(2027, 1, 19)), PlannedTask("Z", 15)]
    )
    assert {key: one.float_days for key, one in dates.items()} == {"A": 2, "B": 2, "Z": 0}
    assert {key: one.free_days for key, one in dates.items()} == {"A": 0, "B": 2, "Z": 0}
    assert dates["B"].latest_end == date(2027, 1, 19)


def test_closing_days_and_public_holidays_are_jumped_over() -> None:
    """By hand: a week of closing in August 2027, before it 14 July.

    A, 10 days from Monday 12 July: 12, 13, 15, 16 (the 14th is off), 19 to 23, then 26: it ends on 26 July. B, 5 days
    two days after (29 July): 29 and 30, then the week of 2 to 6 August is closed, so 9, 10 and 11.
    """
    closed = {date(2027, 8, day) for day in range(2, 8)}
    dates = compute(
        [PlannedTask("A", 10), PlannedTask("B", 5, parse("A FD+2"))],
        project_start=date(2027, 7, 12),
        closed=closed,
    )
    assert (dates["A"].start, dates["A"].end) == (date(2027, 7, 12), date(2027, 7, 26))
    assert (dates["B"].start, dates["B"].end) == (date(2027, 7, 29), date(2027, 8, 11))


@pytest.mark.parametrize(
    ("own", "day", "late"),
    [
        ({"start": date(2027, 1, 18)}, date(2027, 1, 18), 1),
        ({"fixed": date(2027, 1, 18)}, date(2027, 1, 18), 1),
        ({}, date(2027, 1, 15), 0),
    ],
)
def test_a_milestone_of_its_own_date_is_on_that_day(own: dict[str, date], day: date, late: int) -> None:
    """A ends on Friday 15: what has no date of its own falls on that evening, what has one on its day."""
    task = PlannedTask("M", 0, parse("A"), **own, due=date(2027, 1, 15))
    dates = described([PlannedTask("A", 5), task])
    assert (dates["M"].start, dates["M"].end, dates["M"].late_days) == (day, day, late)


def test_a_milestone_tied_to_a_start_is_not_on_the_evening_before() -> None:
    """A starts on Monday 18 at the earliest: a milestone that may not come before that start is on the 18th."""
    dates = described([PlannedTask("A", 2, start=date(2027, 1, 18)), PlannedTask("M", 0, parse("A DD"))])
    assert dates["M"].start == date(2027, 1, 18)
