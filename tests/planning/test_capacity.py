"""The load of people by week, against the time that they give."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from charter.models import Membership, Project
from planning.capacity import Workload, in_days, workload
from planning.models import Closing, Phase, Task
from planning.reading import PhaseLine, Planning, TaskLine, load_planning
from planning.schedule import PlannedTask, compute
from planning.templatetags.capacity_tags import days_in_words
from tests.factories import MembershipFactory
from tests.personas import ClientFor
from tests.planning.factories import PhaseFactory, TaskFactory


@pytest.fixture
def phase(project: Project) -> Phase:
    found: Phase = PhaseFactory(project=project)
    return found


@pytest.fixture
def half(project: Project) -> Membership:
    found: Membership = MembershipFactory(project=project, share=50)
    return found


def loads(project: Project) -> Workload:
    return workload(load_planning(project.pk))


def test_the_effort_is_spread_over_the_working_days(phase: Phase, half: Membership) -> None:
    """Ten days from Wednesday 13 January: three, five and two days of 0.6 of work; half a week is 2.5."""
    TaskFactory(phase=phase, owner=half, days=10, effort=6, start=date(2027, 1, 13))
    (person,) = loads(phase.project).people
    weeks = [(week.monday, week.load, week.capacity) for week in person.weeks]
    assert weeks == [
        (date(2027, 1, 11), Fraction(18, 10), Fraction(5, 2)),
        (date(2027, 1, 18), Fraction(3), Fraction(5, 2)),
        (date(2027, 1, 25), Fraction(12, 10), Fraction(5, 2)),
    ]
    assert [week.monday for week in person.over] == [date(2027, 1, 18)]
    assert (person.load, person.excess) == (Fraction(6), Fraction(1, 2))


def test_tasks_of_a_week_add_up(phase: Phase, half: Membership) -> None:
    """[R-COHERENCE] Two tasks of two days of work in the same week ask for four, and half a week is 2.5."""
    TaskFactory.create_batch(2, phase=phase, owner=half, days=5, effort=2)
    (person,) = loads(phase.project).people
    (week,) = person.weeks
    assert (week.load, week.excess, len(week.tasks)) == (Fraction(4), Fraction(3, 2), 2)


def test_an_unknown_share_is_the_whole_time(phase: Phase, project: Project) -> None:
    TaskFactory(phase=phase, owner=MembershipFactory(project=project, share=None), days=5, effort=5)
    (person,) = loads(project).people
    assert (person.share, person.capacity) == (100, Fraction(5))
    assert not person.over


def test_holidays_and_closings_take_from_the_capacity(phase: Phase, half: Membership) -> None:
    """The week of Easter Monday 2027 has four working days, two of them closed: half of two days is one."""
    Closing.objects.create(
        project=phase.project, title="Fermeture", first_day=date(2027, 3, 30), last_day=date(2027, 3, 31)
    )
    TaskFactory(phase=phase, owner=half, days=2, effort=2, start=date(2027, 3, 29))
    (person,) = loads(phase.project).people
    (week,) = person.weeks
    assert (week.monday, week.load, week.capacity) == (date(2027, 3, 29), Fraction(2), Fraction(1))


def test_the_first_week_of_a_year_counts_its_days_of_the_year_before(phase: Phase, half: Membership) -> None:
    """Monday 28 December 2026 to Thursday 31, then Friday 1 January off: four days, halved."""
    TaskFactory(phase=phase, owner=half, days=1, effort=1, start=date(2026, 12, 31))
    (person,) = loads(phase.project).people
    assert [(week.monday, week.capacity) for week in person.weeks] == [(date(2026, 12, 28), Fraction(2))]


def test_unknown_efforts_are_named_and_a_milestone_has_none(phase: Phase, half: Membership) -> None:
    unknown = TaskFactory(phase=phase, owner=half)
    TaskFactory(phase=phase, owner=half, days=0)
    unowned = TaskFactory(phase=phase, effort=3)
    found = loads(phase.project)
    assert [line.task for line in found.unknown] == [unknown]
    assert [line.task for line in found.unowned] == [unowned]
    assert [line.task for line in found.people[0].unknown] == [unknown]


def test_a_planning_without_dates_has_no_load() -> None:
    assert workload(Planning(problem="Une boucle.")) == Workload()


@given(
    st.lists(
        st.tuples(
            st.integers(0, 40),
            st.integers(0, 50_000).map(lambda cents: Decimal(cents) / 100),
            st.dates(date(2026, 12, 20), date(2027, 6, 30)),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_no_work_is_lost_in_the_weeks(drawn: list[tuple[int, Decimal, date]]) -> None:
    member = Membership(pk=1, title="Cheffe de projet", share=40, user=User(email="cheffe@exemple.fr"))
    planned = [PlannedTask(f"T{n}", days, start=start) for n, (days, _, start) in enumerate(drawn)]
    dates = compute(planned, project_start=date(2027, 1, 11))
    lines = []
    for number, (days, effort, start) in enumerate(drawn):
        task = Task(key=f"T{number}", days=days, effort=effort, start=start)
        task.owner = member
        lines.append(TaskLine(task, "", (), dates[task.key]))
    phase = Phase(key="p", title="P")
    found = workload(Planning(phases=[PhaseLine(phase, lines)], project_start=date(2027, 1, 11)))
    assert sum(person.load for person in found.people) == sum(Fraction(effort) for _, effort, _ in drawn)


def test_days_are_told_to_the_hundredth() -> None:
    assert in_days(Fraction(2, 3)) == Decimal("0.67")


def test_the_page_marks_weeks_over_capacity_in_words(
    phase: Phase, half: Membership, client_for: ClientFor
) -> None:
    TaskFactory(phase=phase, owner=half, days=5, effort=4, key="A")
    unknown = TaskFactory(phase=phase, owner=half, key="B")
    url = reverse("workload", args=[phase.project.slug])
    page = client_for("manager").get(url).content.decode()
    assert "<svg" in page
    assert "1 semaine, 1,5\u00a0jour de trop" in page
    assert "1,5 de trop" in page
    assert reverse("register_edit", args=[phase.project.slug, "taches", unknown.pk]) in page
    assert client_for("manager").get(f"{url}?personne={half.pk}").status_code == 200
    assert client_for("manager").get(f"{url}?personne=99999999").status_code == 404
    assert client_for("manager").get(f"{url}?personne=x").status_code == 404


def test_the_page_costs_the_same_whatever_the_planning(
    phase: Phase, half: Membership, client_for: ClientFor
) -> None:
    client, url = client_for("manager"), reverse("workload", args=[phase.project.slug])

    def count(tasks: int) -> int:
        for task in TaskFactory.create_batch(tasks, phase=phase, days=5, effort=3):
            task.write(read_version=1, owner=MembershipFactory(project=phase.project))
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    assert count(1) == count(10)


@pytest.mark.parametrize(
    ("days", "words"), [("1/2", "0,5 jour"), ("1", "1 jour"), ("3/2", "1,5 jour"), ("2", "2 jours")]
)
def test_days_are_several_from_two_on(days: str, words: str) -> None:
    assert days_in_words(Fraction(days)) == words.replace(" ", "\u00a0")
