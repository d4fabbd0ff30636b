"""When bodies of governance meet, and by when people act: working days only."""

import datetime
from itertools import islice

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from accounts.reminders import obligations
from charter.agenda import entries
from charter.diagnostics import list_url
from charter.models import Project
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import rules
from planning.actions.changes import give_opinion
from planning.execution.delays import working_day_after
from planning.execution.governance import dates_from
from planning.models import GovernanceBody, PathStep
from planning.schedule import is_working_day
from tests.addresses_execution import make_change, make_governance, make_newcomer
from tests.planning.execution.routed import routed
from tests.planning.factories import PhaseFactory, TaskFactory

DAY = datetime.date


def body(rhythm: str, first: DAY) -> GovernanceBody:
    return GovernanceBody(title="Comité", rhythm=rhythm, first_on=first)


def test_a_monthly_meeting_falls_on_working_days() -> None:
    # 1 May is a holiday and a Saturday in 2027, 1 August a Sunday.
    dates = list(islice(dates_from(body("monthly", DAY(2027, 4, 1)), DAY(2027, 4, 1)), 5))
    assert dates == [DAY(2027, 4, 1), DAY(2027, 5, 3), DAY(2027, 6, 1), DAY(2027, 7, 1), DAY(2027, 8, 2)]


def test_the_last_day_of_a_month_stays_in_its_month() -> None:
    dates = list(islice(dates_from(body("monthly", DAY(2027, 1, 29)), DAY(2027, 2, 1)), 2))
    assert dates == [DAY(2027, 3, 1), DAY(2027, 3, 30)]


def test_a_closing_of_the_company_moves_a_weekly_meeting_and_holds_it_once() -> None:
    closed = {DAY(2027, 8, 2) + datetime.timedelta(days=number) for number in range(14)}
    dates = list(islice(dates_from(body("weekly", DAY(2027, 7, 26)), DAY(2027, 7, 26), closed), 3))
    assert dates == [DAY(2027, 7, 26), DAY(2027, 8, 16), DAY(2027, 8, 23)]


@given(
    st.sampled_from(["weekly", "monthly", "quarterly"]),
    st.dates(DAY(2020, 1, 1), DAY(2060, 1, 1)),
    st.integers(0, 2000),
)
def test_dates_are_working_days_in_order_from_the_asked_one(rhythm: str, first: DAY, later: int) -> None:
    asked = first + datetime.timedelta(days=later)
    dates = list(islice(dates_from(body(rhythm, first), asked), 6))
    assert all(is_working_day(day) and day >= asked for day in dates)
    assert dates == sorted(set(dates))
    assert len(dates) == 6


def test_dates_end_with_the_calendar_rather_than_break_down() -> None:
    assert list(islice(dates_from(body("quarterly", DAY(9999, 10, 1)), DAY(9999, 10, 1)), 4))
    assert working_day_after(DAY(2149, 12, 31), 10) > DAY(2149, 12, 31)


@pytest.mark.django_db
class TestReminders:
    def test_what_is_due_is_asked_of_those_whom_the_matrix_names(self, project: Project) -> None:
        people = routed(project)
        with time_machine.travel("2027-03-01 10:00+01:00"):
            request = make_change(project)
            found = [one for one in obligations(DAY(2027, 4, 1)) if one.key.startswith("change:")]
        assert {(one.user, one.due) for one in found} == {
            (people.instructor.user, request.study_due),
            (people.consulted.user, request.opinions_due),
        }

    def test_the_same_stands_among_their_deadlines_until_it_is_said(self, project: Project) -> None:
        people = routed(project)
        request = make_change(project)

        def awaited() -> dict[str, frozenset[int]]:
            found = entries(project, Gathering(project.pk))
            return {one.key: one.people for one in found if one.nature == "Demande d’évolution"}

        opinion, study = f"avis-{request.pk}", f"evolution-{request.pk}"
        assert awaited() == {
            opinion: frozenset({people.consulted.pk}),
            study: frozenset({people.instructor.pk}),
        }
        give_opinion(request=request, text="Très attendu.", by=people.consulted.user)
        assert set(awaited()) == {study}

    def test_a_reminder_about_a_newcomer_bears_no_name(self, project: Project) -> None:
        newcomer = make_newcomer(project, name="Dominique Lefèvre")
        type(newcomer).objects.filter(pk=newcomer.pk).update(referent=project.membership_rows.get())
        found = [one for one in obligations(DAY.today()) if one.key.startswith("newcomer:")]
        assert [one.text for one in found] == ["Parcours d’un nouvel arrivant\u00a0: Se former"]

    def test_actions_of_governance_are_reminded(self, project: Project) -> None:
        make_governance(project)
        found = [one for one in obligations(DAY.today()) if one.key.startswith("governance-item:")]
        assert [one.user for one in found] == [project.manager]


@pytest.mark.django_db
class TestRules:
    """R-EVOLUTION, R-ARRIVANTS, R-GOUVERNANCE: advice, once there is a planning."""

    def found(self, project: Project) -> dict[str, list[str]]:
        gathering = Gathering(project.pk)
        ids = ("R-EVOLUTION", "R-ARRIVANTS", "R-GOUVERNANCE")
        return {one.id: [hit.text for hit in one.check(gathering)] for one in rules() if one.id in ids}

    def test_nothing_is_said_before_there_is_a_planning(self, project: Project) -> None:
        assert not any(self.found(project).values())

    def test_each_lack_is_said_and_goes_when_mended(self, project: Project) -> None:
        TaskFactory(phase=PhaseFactory(project=project))
        assert all(self.found(project).values())
        assert list_url(Gathering(project.pk), "parcours-arrivants")
        routed(project)
        make_governance(project)
        PathStep.objects.create(project=project, title="Signer la charte")
        assert not any(self.found(project).values())

    def test_a_line_without_its_letters_is_named(self, project: Project) -> None:
        TaskFactory(phase=PhaseFactory(project=project))
        people = routed(project)
        people.line.assignments.filter(role="A").delete()
        assert any("personne qui décide" in text for text in self.found(project)["R-EVOLUTION"])
