"""« Mes responsabilités »: what the matrix asks of a person, by themselves or through a function."""

import datetime
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from accounts.models import User
from charter.models import Membership, Project
from planning.reading import load_planning
from raci.matrix import load_matrix
from raci.models import Assignment, Function
from raci.responsibilities import Responsibilities, responsibilities_of
from tests.personas import ClientFor
from tests.planning.factories import PhaseFactory, TaskFactory
from tests.raci.factories import ActivityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(project: Project, personas: dict[str, User]) -> Membership:
    return Membership.objects.get(project=project, user=personas["contributor"])


@pytest.fixture
def line(project: Project, member: Membership) -> Any:
    task = TaskFactory(phase=PhaseFactory(project=project), key="B1", title="Recueillir", days=5)
    return ActivityFactory(project=project, task=task)


def of(member: Membership) -> Responsibilities:
    project = member.project_id
    return responsibilities_of(member, load_matrix(project), load_planning(project))


def test_letters_come_with_the_dates_of_the_task(member: Membership, line: Any) -> None:
    for role in "AR":
        Assignment.objects.create(activity=line, member=member, role=role)
    [one] = of(member).items
    dates = load_planning(member.project_id).tasks[0].dates
    assert dates is not None
    assert (one.letters, one.start, one.end, one.through) == ("AR", dates.start, dates.end, ())
    assert [letter for letter, _ in of(member).sections] == ["A", "R"]


def test_a_function_counts_for_who_holds_it_and_is_named(
    project: Project, member: Membership, line: Any
) -> None:
    function = Function.objects.create(project=project, name="Référent CRM")
    function.holders.add(member)
    Assignment.objects.create(activity=line, function=function, role="C")
    Assignment.objects.create(activity=line, member=member, role="I")
    found = of(member)
    [one] = found.items
    assert (one.letters, one.through, found.functions) == ("CI", ("Référent CRM",), ("Référent CRM",))


def test_what_is_next_is_neither_done_nor_for_information(
    project: Project, member: Membership, line: Any
) -> None:
    phase = line.task.phase
    done = ActivityFactory(project=project, task=TaskFactory(phase=phase, progress=100))
    told = ActivityFactory(project=project, task=TaskFactory(phase=phase))
    apart = ActivityFactory(project=project, title="Veiller")
    for activity, role in [(line, "R"), (done, "R"), (told, "I"), (apart, "A")]:
        Assignment.objects.create(activity=activity, member=member, role=role)
    found = of(member)
    assert len(found.items) == 4
    assert [one.line.activity for one in found.following] == [line]
    # What has no date comes last.
    assert found.items[-1].line.activity == apart


def test_the_page_says_where_each_task_stands(
    project: Project, member: Membership, line: Any, client_for: ClientFor
) -> None:
    Assignment.objects.create(activity=line, member=member, role="R")
    late = datetime.datetime.combine(project.start, datetime.time(9), datetime.UTC)
    url = reverse("my_responsibilities", args=[project.slug])
    with time_machine.travel(late + datetime.timedelta(days=60)):
        page = client_for("contributor").get(url).content.decode()
    assert "Je réalise" in page
    assert "en retard" in page
    assert "en personne" in page


def test_a_manager_looks_at_anybodys_and_nobody_else_does(
    project: Project, member: Membership, line: Any, client_for: ClientFor
) -> None:
    Assignment.objects.create(activity=line, member=member, role="R")
    url = reverse("my_responsibilities", args=[project.slug])
    page = client_for("manager").get(url, {"personne": member.pk}).content.decode()
    assert "Réalise" in page
    assert member.display_name in page
    assert client_for("head").get(url, {"personne": member.pk}).status_code == 403
    assert "Rien dans la matrice" in client_for("head").get(url).content.decode()
