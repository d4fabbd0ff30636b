"""« Et si »: the effect of a change is computed before anything is written, and gestures are mended in words."""

from datetime import date

import pytest

from crmproject.toolkit.refusals import RefusedError
from planning.drags import carried, pulled
from planning.schedule import CycleError, Link, LinkKind, PlannedTask
from planning.whatif import Network, earliest, what_if

# A Monday.
START = date(2027, 1, 11)


def network(*tasks: PlannedTask, **gates: tuple[str, ...]) -> Network:
    return Network({task.key: task for task in tasks}, gates, START)


CHAIN = network(
    PlannedTask("T05", 5),
    PlannedTask("T06", 5, (Link("T05"),)),
    PlannedTask("T07", 5, (Link("T06"),), due=date(2027, 1, 29)),
    PlannedTask("T08", 2),
    G1=("T06",),
)


def test_a_change_says_who_moves_by_how_much_and_where_the_planning_ends() -> None:
    effect = what_if(CHAIN, {"T05": PlannedTask("T05", 8)})
    assert [(one.key, one.start_days, one.days) for one in effect.shifts] == [
        ("T05", 0, 3),
        ("T06", 3, 3),
        ("T07", 3, 3),
    ]
    assert (effect.end_before, effect.end_after, effect.end_days) == (
        date(2027, 1, 29),
        date(2027, 2, 3),
        3,
    )
    (gate,) = effect.gates
    assert (gate.key, gate.before, gate.after, gate.days) == ("G1", date(2027, 1, 22), date(2027, 1, 27), 3)


def test_a_due_date_that_the_change_breaks_is_told_and_one_that_it_heals_too() -> None:
    late = {"T05": PlannedTask("T05", 8)}
    (broken,) = what_if(CHAIN, late).broken
    assert (broken.key, broken.imposed, broken.days, broken.was) == ("T07", False, 3, 0)
    (healed,) = what_if(CHAIN.with_tasks(late), {"T05": PlannedTask("T05", 5)}).healed
    assert (healed.key, healed.days, healed.was) == ("T07", 0, 3)


def test_an_imposed_day_that_the_change_pushes_is_told() -> None:
    found = network(PlannedTask("A", 5), PlannedTask("B", 2, (Link("A"),), fixed=date(2027, 1, 18)))
    (broken,) = what_if(found, {"A": PlannedTask("A", 6)}).broken
    assert (broken.key, broken.imposed, broken.day, broken.days) == ("B", True, date(2027, 1, 18), 1)


def test_a_change_of_no_date_moves_nothing() -> None:
    assert what_if(CHAIN, {"T08": PlannedTask("T08", 2)}).is_nothing


def test_tasks_that_lose_or_find_a_float_are_named() -> None:
    found = network(PlannedTask("A", 5), PlannedTask("B", 5, (Link("A"),)), PlannedTask("C", 2))
    effect = what_if(found, {"C": PlannedTask("C", 20)})
    assert effect.critical == ("C",)
    assert set(effect.eased) == {"A", "B"}


def test_a_cycle_is_refused_with_its_path() -> None:
    with pytest.raises(CycleError) as refused:
        what_if(CHAIN, {"T05": PlannedTask("T05", 5, (Link("T07"),))})
    assert refused.value.path == ["T05", "T06", "T07", "T05"]


def test_a_planning_in_a_cycle_can_be_mended() -> None:
    looped = CHAIN.with_tasks({"T05": PlannedTask("T05", 5, (Link("T07"),))})
    effect = what_if(looped, {"T05": PlannedTask("T05", 5)})
    assert "T05 → T06 → T07 → T05" in effect.problem
    assert effect.end_after == date(2027, 1, 29)
    assert not effect.is_nothing


def test_the_stamp_changes_with_what_dates_come_from() -> None:
    assert CHAIN.stamp == CHAIN.with_tasks({}).stamp
    assert CHAIN.stamp != CHAIN.with_tasks({"T08": PlannedTask("T08", 3)}).stamp


def test_a_task_waits_for_those_that_hold_it() -> None:
    found = network(PlannedTask("A", 5), PlannedTask("B", 2), PlannedTask("C", 1, (Link("A"), Link("B"))))
    first = earliest(found, "C")
    assert (first.day, first.waits_for) == (date(2027, 1, 18), ("A",))


def test_a_drag_gives_a_day_before_which_the_task_does_not_start() -> None:
    drag = carried(CHAIN, "T06", date(2027, 1, 20))
    assert (drag.task.start, drag.task.fixed, drag.remarks) == (date(2027, 1, 20), None, ())


def test_a_drag_of_an_imposed_task_imposes_another_day() -> None:
    found = CHAIN.with_tasks({"T08": PlannedTask("T08", 2, fixed=date(2027, 1, 13))})
    drag = carried(found, "T08", date(2027, 1, 20))
    assert (drag.task.start, drag.task.fixed) == (None, date(2027, 1, 20))


def test_a_drag_before_what_the_links_allow_is_mended_in_words() -> None:
    drag = carried(CHAIN, "T07", date(2027, 1, 13))
    assert drag.task.start is None
    (words,) = drag.remarks
    assert words == "T07 ne peut pas commencer avant le 25\u00a0janvier 2027\u00a0: elle attend T06."


def test_an_imposed_task_carried_too_early_is_imposed_on_the_first_day_possible() -> None:
    found = CHAIN.with_tasks({"T07": PlannedTask("T07", 5, (Link("T06"),), fixed=date(2027, 2, 1))})
    assert carried(found, "T07", date(2027, 1, 13)).task.fixed == date(2027, 1, 25)


def test_a_task_dropped_on_a_day_off_goes_to_the_next_day_of_work() -> None:
    drag = carried(CHAIN, "T08", date(2027, 1, 16))
    assert drag.task.start == date(2027, 1, 18)
    assert "n’est pas travaillé" in drag.remarks[0]


def test_a_task_carried_back_to_its_links_keeps_no_date() -> None:
    found = CHAIN.with_tasks({"T06": PlannedTask("T06", 5, (Link("T05"),), start=date(2027, 2, 1))})
    drag = carried(found, "T06", date(2027, 1, 18))
    assert (drag.task.start, drag.remarks) == (None, ())


def test_a_task_may_start_before_the_project_and_it_is_said() -> None:
    drag = carried(CHAIN, "T08", date(2027, 1, 4))
    assert drag.task.start == date(2027, 1, 4)
    assert "avant le début du projet" in drag.remarks[0]


def test_a_pulled_edge_gives_working_days() -> None:
    drag = pulled(CHAIN, "T05", begin=START, finish=date(2027, 1, 19))
    assert drag.task.days == 7
    first = pulled(CHAIN, "T08", begin=date(2027, 1, 12), finish=date(2027, 1, 12))
    assert (first.task.start, first.task.days) == (date(2027, 1, 12), 1)


def test_an_end_before_its_start_is_refused_in_words() -> None:
    with pytest.raises(RefusedError, match="finirait avant de commencer"):
        pulled(CHAIN, "T06", begin=date(2027, 1, 18), finish=date(2027, 1, 11))


def test_a_plan_of_four_hundred_months_is_refused_in_words() -> None:
    with pytest.raises(RefusedError, match="au plus 1\u00a0000 jours"):
        pulled(CHAIN, "T05", begin=START, finish=date(2060, 5, 1))
    with pytest.raises(RefusedError, match="Une date de 2000"):
        carried(CHAIN, "T05", date(9999, 12, 31))


@pytest.mark.parametrize("kind", list(LinkKind))
def test_every_kind_of_link_holds_a_drag(kind: LinkKind) -> None:
    found = network(PlannedTask("A", 10), PlannedTask("B", 3, (Link("A", kind, 4),)))
    first = earliest(found, "B").day
    drag = carried(found, "B", START)
    moved = found.with_tasks({"B": drag.task}).dates()["B"].start
    assert moved == max(first, START)
