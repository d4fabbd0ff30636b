"""When the review and the refresher are due, how indicators are judged, and what the rules find."""

import datetime
from decimal import Decimal

import pytest
import time_machine

from charter.models import Membership, Project, Training
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import rules
from planning.models import Improvement
from planning.review.judging import Found, Reached, judge
from planning.review.when import Window, months_after
from tests.planning.factories import PhaseFactory, TaskFactory
from tests.planning.reviewing import LIVE, dates, indicator, plan, step

DAY = datetime.date


def found(project: Project, rule_id: str) -> list[str]:
    rule = next(one for one in rules() if one.id == rule_id)
    return [one.text for one in rule.check(Gathering(project.pk))]


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (DAY(2026, 1, 31), 1, DAY(2026, 2, 28)),
        (DAY(2026, 11, 30), 2, DAY(2027, 1, 30)),
        (DAY(2026, 12, 31), 2, DAY(2027, 2, 28)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_of_a_shorter_month(
    day: DAY, months: int, then: DAY
) -> None:
    assert months_after(day, months) == then


def test_a_holiday_or_a_weekend_beyond_a_window_is_no_fault() -> None:
    window = Window(DAY(2026, 3, 16), DAY(2026, 4, 2))
    assert window.meets(DAY(2026, 4, 5), DAY(2026, 4, 6))
    assert not window.meets(DAY(2026, 4, 6), DAY(2026, 4, 6))
    assert not window.meets(DAY(2026, 3, 10), DAY(2026, 3, 12))


@pytest.mark.django_db
def test_r_bilan_the_windows_follow_the_step_that_puts_the_tool_in_place(project: Project) -> None:
    """[R-BILAN] two weeks to a month after; the refresher one to two months after."""
    plan(project, review=DAY(2026, 3, 23), refresher=DAY(2026, 4, 13))
    seen = dates(project)
    assert seen.live_on == LIVE
    assert seen.window == Window(DAY(2026, 3, 16), DAY(2026, 4, 2))
    assert seen.refresher_window == Window(DAY(2026, 4, 2), DAY(2026, 5, 2))
    assert seen.warnings == []


@pytest.mark.django_db
def test_the_step_itself_is_preferred_to_one_that_prepares_it(project: Project) -> None:
    phase = plan(project)
    step(phase, "T20", "Préparation de la mise en place des référents", DAY(2026, 6, 1))
    assert dates(project).live_on == LIVE


@pytest.mark.django_db
def test_the_last_wave_puts_the_tool_in_place(project: Project) -> None:
    phase = plan(project)
    step(phase, "T12B", "Mise en place dans les agences", DAY(2026, 3, 9))
    assert dates(project).live_on == DAY(2026, 3, 9)


@pytest.mark.django_db
@pytest.mark.parametrize("day", [DAY(2026, 3, 9), DAY(2026, 4, 13)])
def test_r_bilan_warns_of_a_review_too_early_or_too_late(project: Project, day: DAY) -> None:
    """[R-BILAN]"""
    plan(project, review=day, refresher=DAY(2026, 4, 13))
    assert dates(project).review_is_out
    assert len(dates(project).warnings) == 1
    (text,) = found(project, "R-BILAN-DATE")
    assert "T13 Bilan" in text
    assert "16\u00a0mars 2026" in text


@pytest.mark.django_db
def test_r_perfectionnement_warns_of_a_refresher_outside_one_to_two_months(project: Project) -> None:
    """[R-PERFECTIONNEMENT] in the planning or in the training plan; one inside is enough."""
    plan(project, review=DAY(2026, 3, 23), refresher=DAY(2026, 7, 1))
    assert found(project, "R-PERFECTIONNEMENT-DATE")
    Training.objects.create(
        project=project, level="vendor", audience="Tous", held_on=DAY(2026, 4, 20), is_refresher=True
    )
    assert found(project, "R-PERFECTIONNEMENT-DATE") == []
    assert dates(project).warnings == []


@pytest.mark.django_db
def test_without_the_step_no_window_is_known(project: Project) -> None:
    TaskFactory(phase=PhaseFactory(project=project), title="Bilan")
    seen = dates(project)
    assert seen.window is None
    assert not seen.review_is_out
    assert "mise en place" in seen.warnings[0]
    assert found(project, "R-BILAN-DATE") == []


@pytest.mark.django_db
def test_r_bilan_wants_indicators_measured_since_the_tool_is_in_place(project: Project) -> None:
    """[R-BILAN] silent before the day of the review."""
    plan(project, review=DAY(2026, 3, 23))
    indicator(project, (DAY(2026, 2, 1), 55), name="Avant seulement")
    indicator(project, (DAY(2026, 3, 20), 70), name="Mesuré")
    with time_machine.travel(DAY(2026, 3, 20)):
        assert found(project, "R-BILAN-MESURES") == []
    with time_machine.travel(DAY(2026, 3, 24)):
        (text,) = found(project, "R-BILAN-MESURES")
    assert "1 sur 2 indicateurs" in text
    assert "Avant seulement" in text
    assert "«\u00a0Mesuré" not in text


@pytest.mark.django_db
def test_r_bilan_wants_actions_with_an_owner_and_a_day_that_is_kept(project: Project) -> None:
    """[R-BILAN] optimisation follows the review."""
    owner = Membership.objects.get(project=project)
    day = DAY(2026, 4, 1)
    Improvement.objects.create(project=project, title="Sans date", owner=owner)
    Improvement.objects.create(project=project, title="Dépassée", owner=owner, due=day)
    Improvement.objects.create(project=project, title="Faite", due=day, state="done")
    vague, late = found(project, "R-OPTIMISATION")
    assert "1 sur 2 actions" in vague
    assert "Sans date" in vague
    assert "Dépassée" in late
    assert "Faite" not in vague + late


@pytest.mark.django_db
def test_an_owner_who_left_is_no_owner(project: Project) -> None:
    owner = Membership.objects.get(project=project)
    Improvement.objects.create(project=project, title="Orpheline", owner=owner, due=DAY(2099, 4, 1))
    assert found(project, "R-OPTIMISATION") == []
    owner.put_aside(read_version=1)
    assert "Orpheline" in found(project, "R-OPTIMISATION")[0]


def _judge(
    *values: tuple[DAY, int], baseline: int | None = 50, target: int | None = 90
) -> tuple[Reached, str]:
    seen = judge(
        baseline=None if baseline is None else Decimal(baseline),
        target=None if target is None else Decimal(target),
        measured=[Found(day, Decimal(value)) for day, value in values],
        on=DAY(2026, 3, 31),
        live_on=LIVE,
    )
    return seen.reached, seen.distance("%")


AFTER = DAY(2026, 3, 20)


@pytest.mark.parametrize(
    ("value", "reached", "distance"),
    [
        (90, Reached.REACHED, "cible atteinte exactement"),
        (95, Reached.REACHED, "cible dépassée de 5\u00a0%"),
        (70, Reached.UNDER_WAY, "reste 50\u00a0% du chemin (20\u00a0%)"),
        (69, Reached.MISSED, "reste 53\u00a0% du chemin (21\u00a0%)"),
        (40, Reached.MISSED, "reste 125\u00a0% du chemin (50\u00a0%)"),
    ],
)
def test_an_indicator_is_judged_by_its_share_of_the_way(value: int, reached: Reached, distance: str) -> None:
    assert _judge((AFTER, value)) == (reached, distance)


def test_an_indicator_may_have_to_shrink() -> None:
    assert _judge((AFTER, 24), baseline=48, target=24)[0] is Reached.REACHED
    assert _judge((AFTER, 30), baseline=48, target=24) == (
        Reached.UNDER_WAY,
        "reste 25\u00a0% du chemin (6\u00a0%)",
    )


def test_what_was_measured_before_go_live_or_after_the_review_does_not_count() -> None:
    assert _judge((DAY(2026, 2, 1), 95), (DAY(2026, 4, 1), 95)) == (Reached.UNMEASURED, "")
    assert _judge((AFTER, 60), (DAY(2026, 4, 1), 95))[0] is Reached.MISSED


def test_without_baseline_or_target_an_indicator_is_left_to_judge() -> None:
    assert _judge((AFTER, 60), target=None) == (Reached.UNKNOWN, "")
    assert _judge((AFTER, 60), baseline=None) == (Reached.UNKNOWN, "à 30\u00a0% de la cible")
    assert _judge((AFTER, 90), baseline=None)[0] is Reached.REACHED
