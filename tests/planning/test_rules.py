"""The rules of the planning at their limits; each speaks of a figure, and is silent when it can’t know."""

from datetime import date

import pytest
import time_machine

from charter.models import Project
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import diagnose
from planning.models import Phase, TaskDependency
from tests.factories import MembershipFactory
from tests.planning.factories import PhaseFactory, TaskFactory


@pytest.fixture
def phase(project: Project) -> Phase:
    Project.objects.update(start=date(2027, 1, 11), target_end=date(2027, 12, 31))
    found: Phase = PhaseFactory(project=project)
    return found


def said(phase: Phase, rule: str, day: date = date(2027, 1, 11)) -> list[str]:
    with time_machine.travel(day, tick=False):
        found = diagnose(Gathering(phase.project_id))
    return [one.finding.text.replace("\u00a0", " ") for one in found if one.rule.id == rule]


def test_r_coherence_names_tasks_past_their_due_date(phase: Phase) -> None:
    """[R-COHERENCE] A task of five days from Monday ends on Friday 15: due on Wednesday, it is two days late."""
    TaskFactory(phase=phase, key="A", due=date(2027, 1, 13))
    TaskFactory(phase=phase, key="B", due=date(2027, 1, 15))
    assert said(phase, "R-COHERENCE") == ["1 tâche finit après leur date au plus tard : A (2 jours ouvrés)."]


def test_r_coherence_names_imposed_days_that_cannot_be_held(phase: Phase) -> None:
    """[R-COHERENCE] One is pushed by what it waits for, the other stands on a public holiday."""
    first = TaskFactory(phase=phase, key="A")
    TaskDependency.objects.create(
        task=TaskFactory(phase=phase, key="B", fixed_start=date(2027, 1, 12)), predecessor=first
    )
    TaskFactory(phase=phase, key="C", fixed_start=date(2027, 5, 6))
    TaskFactory(phase=phase, key="D", fixed_start=date(2027, 2, 1))
    assert said(phase, "R-COHERENCE") == [
        "2 dates imposées ne peuvent pas être tenues : B (le 12 janvier 2027, possible le 18 janvier 2027) et "
        "C (le 6 mai 2027, possible le 7 mai 2027)."
    ]


def test_r_coherence_names_people_with_more_work_than_time(phase: Phase) -> None:
    """[R-COHERENCE] Half of a week is two and a half days: three are too many, two and a half are not."""
    busy = MembershipFactory(project=phase.project, share=50, title="Chef de projet")
    TaskFactory(phase=phase, owner=busy, days=5, effort=3)
    (text,) = said(phase, "R-COHERENCE")
    assert text.startswith("1 personne a plus de charge que de temps : ")
    assert text.endswith(", 0,5 j de trop en 1 semaine.")


def test_r_coherence_is_silent_about_efforts_that_nobody_said(phase: Phase) -> None:
    """[R-COHERENCE] Neither an unknown effort, nor one that just fits, is too much."""
    busy = MembershipFactory(project=phase.project, share=50)
    TaskFactory(phase=phase, owner=busy, days=5, effort=2.5)
    TaskFactory.create_batch(5, phase=phase, owner=busy)
    assert said(phase, "R-COHERENCE") == []


def test_r_retard_names_what_should_be_done(phase: Phase) -> None:
    """[R-RETARD] On its last day a task isn’t late yet; the next day it is, unless it is done."""
    TaskFactory(phase=phase, key="A", progress=60)
    TaskFactory(phase=phase, key="B", progress=100)
    assert said(phase, "R-RETARD", date(2027, 1, 15)) == []
    assert said(phase, "R-RETARD", date(2027, 1, 16)) == [
        "1 tâche dont la fin est passée n’est pas achevée : A (60 %, 15 janvier 2027)."
    ]


def test_r_planning_tells_the_path_of_a_cycle(phase: Phase) -> None:
    """[R-PLANNING] A planning without dates is blocking, and the other rules on dates are silent."""
    first, second = TaskFactory(phase=phase, key="A"), TaskFactory(phase=phase, key="B")
    TaskDependency.objects.create(task=second, predecessor=first)
    TaskDependency.objects.create(task=first, predecessor=second)
    (text,) = said(phase, "R-PLANNING", date(2028, 1, 1))
    assert "A → B → A" in text
    assert said(phase, "R-COHERENCE", date(2028, 1, 1)) == said(phase, "R-RETARD", date(2028, 1, 1)) == []


@pytest.mark.parametrize(
    ("end", "speaks"),
    [
        (date(2027, 4, 9), True),
        (date(2027, 4, 12), False),
        (date(2028, 7, 7), False),
        (date(2028, 7, 17), True),
    ],
)
def test_r_duree_wants_three_to_eighteen_months(phase: Phase, end: date, speaks: bool) -> None:
    """[R-DUREE] From 11 January 2027: three months on 11 April, eighteen on 10 July 2028."""
    TaskFactory(phase=phase)
    TaskFactory(phase=phase, days=1, start=end)
    assert bool(said(phase, "R-DUREE")) is speaks


def test_e_responsable_names_tasks_without_owner_and_those_whose_owner_left(phase: Phase) -> None:
    """[E-RESPONSABLE]"""
    gone = MembershipFactory(project=phase.project)
    TaskFactory(phase=phase, key="A")
    TaskFactory(phase=phase, key="B", owner=gone)
    TaskFactory(phase=phase, key="C", owner=MembershipFactory(project=phase.project))
    gone.put_aside(read_version=1)
    assert said(phase, "E-RESPONSABLE") == [
        "1 sur 3 tâches sans responsable : A.",
        "1 sur 3 tâches dont le responsable a quitté le projet : B.",
    ]


@pytest.mark.parametrize(
    ("rule", "title"),
    [
        ("R-BILAN", "Bilan à un mois"),
        ("R-PERFECTIONNEMENT", "Formation de perfectionnement"),
        ("E-BIGBANG", "Test par un groupe pilote"),
        ("E-ANCIEN", "Arrêt et archivage de l’ancien outil"),
        ("R-REMPL", "Recouvrement des deux outils"),
    ],
)
def test_a_step_that_lacks_is_asked_for_until_a_task_is_it(phase: Phase, rule: str, title: str) -> None:
    """[R-BILAN] [E-BIGBANG] [E-ANCIEN] [R-REMPL] Silent without tasks: nobody has begun to plan."""
    Project.objects.update(setup="replacement", outgoing_tool="HubSpot", overlap_months=3)
    assert said(phase, rule) == []
    TaskFactory(phase=phase, title="Analyse de la situation")
    assert len(said(phase, rule)) == 1
    TaskFactory(phase=phase, title=title)
    assert said(phase, rule) == []
