"""A realistic planning for any profile, by the rules of the trade."""

import datetime
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from planning.charges import Charge, Person, first_fitting, fitting
from planning.profile import Profile, Season, Turnover
from planning.proposal import FULL, Proposal, propose
from planning.schedule import find_cycle
from planning.steps import PHASES, STEPS, step_of

START = datetime.date(2027, 1, 11)
NEGOCE = Profile(
    users=4,
    departments=5,
    replacement=True,
    outgoing_tool="HubSpot Free CRM",
    overlap_months=3,
    connectors=2,
    sources=2,
)
SUMMER = frozenset(datetime.date(2027, 8, 2) + datetime.timedelta(days=n) for n in range(19))

seasons = st.none() | st.builds(
    lambda first, length: Season(first, (first + length - 2) % 12 + 1), st.integers(1, 12), st.integers(1, 6)
)
profiles = st.builds(
    Profile,
    users=st.integers(1, 20_000),
    departments=st.integers(1, 200),
    replacement=st.booleans(),
    overlap_months=st.integers(0, 36),
    connectors=st.integers(0, 100),
    sources=st.integers(0, 100),
    tender=st.booleans(),
    turnover=st.sampled_from(Turnover),
    season=seasons,
)
days = st.dates(datetime.date(2026, 1, 1), datetime.date(2035, 12, 31))


@settings(max_examples=150)
@given(profiles, days, st.sampled_from([frozenset(), SUMMER]))
@example(NEGOCE, START, frozenset())
def test_any_profile_gets_a_realistic_planning(
    profile: Profile, start: datetime.date, closed: frozenset[datetime.date]
) -> None:
    """[R-DUREE, R-BILAN, R-REMPL, E-BIGBANG, E-ANCIEN]"""
    found = propose(profile, start, closed=closed)
    keys = {one.key for one in found.tasks}
    assert find_cycle({one.key: [link.key for link in one.links] for one in found.tasks}) == []
    assert all(one.step.phase in PHASES and one.days > 0 and one.why for one in found.tasks)
    assert (FULL if profile.is_full else 3) <= found.months <= 18
    assert {"T07", "T13", "T15"} <= keys
    assert {"T06B", "T17", "T18"} <= keys or not profile.replacement
    assert all(gate.date >= found.of(key).end for gate in found.gates for key in gate.step.after)
    _check_order(found)
    _check_gaps(found)


def _check_order(found: Proposal) -> None:
    for task in found.tasks:
        for link in task.links:
            assert task.dates.start > found.of(link.key).end


def _check_gaps(found: Proposal) -> None:
    """The review within two weeks to a month; nobody trained in the season, the refresher late rather than in it."""
    review = found.of("T13")
    assert (review.start - found.go_live).days >= 14
    assert (review.end - found.go_live).days <= 31 + len(SUMMER)
    assert (found.of("T15").start - found.go_live).days >= 30
    season = found.profile.season
    for key in ("T10", "T11", "T15"):
        assert season is None or season.begins(found.of(key).start, found.of(key).end) is None


@settings(max_examples=100)
@given(profiles, days)
def test_the_review_comes_two_weeks_to_a_month_after_the_go_live(
    profile: Profile, start: datetime.date
) -> None:
    """[R-BILAN]"""
    found = propose(profile, start)
    assert (found.of("T13").end - found.go_live).days <= 31
    if profile.season is None:
        assert 31 <= (found.of("T15").start - found.go_live).days <= 61


def test_the_project_of_a_trading_company_takes_six_to_eight_months() -> None:
    found = propose(NEGOCE, START)
    assert 6 <= found.months <= 8
    needs = found.task("T02")
    assert needs is not None
    assert needs.why.startswith("5 services à écouter")
    assert found.of("T00").start == START


def test_a_bigger_company_takes_longer() -> None:
    small, big = (
        propose(NEGOCE, START),
        propose(Profile(users=900, departments=14, replacement=True, connectors=6, sources=6), START),
    )
    assert small.months < big.months
    assert small.effort < big.effort


def test_a_tender_takes_longer_than_a_simplified_purchase() -> None:
    small = Profile(users=5, departments=1, tender=False)
    assert propose(small, START).months < propose(Profile(users=5, departments=1), START).months


def test_the_months_of_overlap_are_those_of_the_profile() -> None:
    """[R-REMPL]"""
    found = propose(Profile(replacement=True, overlap_months=5), START).task("T17")
    assert found is not None
    assert found.days == 5 * 21
    assert "5 mois" in found.why


def test_an_overlap_that_nobody_planned_is_told() -> None:
    """[R-REMPL]"""
    assert any("recouvrement" in text for text in propose(Profile(replacement=True), START).remarks)


def test_training_waits_for_the_end_of_the_busy_season() -> None:
    free = propose(NEGOCE, START)
    month = free.of("T11").start.month
    busy = propose(Profile(**{**NEGOCE.__dict__, "season": Season(month, month % 12 + 1)}), START)
    assert busy.of("T10").start > free.of("T10").start
    task = busy.task("T10")
    assert task is not None
    assert "haute saison" in task.why
    assert task.start is not None


def test_a_step_without_anybody_fit_has_no_owner_and_a_remark() -> None:
    """[E-RESPONSABLE]"""
    manager = Person(1, "Chef de projet CRM", is_manager=True)
    found = propose(NEGOCE, START, people=[manager])
    sponsored = found.task("T01")
    assert sponsored is not None
    assert sponsored.owner is None
    assert any("sponsor" in text and "T01" in text for text in found.remarks)
    assert all(one.owner == manager for one in found.tasks if one.step.charges[0] is Charge.MANAGER)


def test_the_one_in_charge_of_computers_comes_before_a_colleague() -> None:
    clerk = Person(1, "Technicien", "technicien informatique si")
    head = Person(2, "Responsable SI", "responsable si", roles=frozenset({"head"}))
    assert first_fitting([clerk, head], [Charge.IT]) == head
    assert fitting([clerk, head], Charge.SPONSOR) == []


def titles() -> Iterator[tuple[str, str]]:
    yield from ((one.title, one.key) for one in STEPS)
    yield from (
        ("Bilan à un mois", "T13"),
        ("Connecteur ERP", "T06C"),
        ("Formation des référents", "T11"),
        ("Seconde optimisation", "T16"),
        ("Déploiement", "T12"),
    )


@pytest.mark.parametrize(("title", "key"), [*titles()])
def test_a_title_tells_its_step(title: str, key: str) -> None:
    found = step_of(title)
    assert found is not None
    assert found.key == key


def test_a_title_of_something_else_tells_no_step() -> None:
    assert step_of("Déménagement du siège") is None


@pytest.mark.parametrize(
    ("season", "words", "length"),
    [
        (Season(11, 1), "de novembre à janvier", 3),
        (Season(4, 4), "avril", 1),
        (Season(8, 10), "d’août à octobre", 3),
    ],
)
def test_a_season_is_told_in_words(season: Season, words: str, length: int) -> None:
    assert (str(season), season.length) == (words, length)
