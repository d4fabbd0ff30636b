"""The month of a project, what awaits each person, and the progress that an owner reports."""

import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from charter.models import Communication, Indicator, Membership, Project, Risk
from planning.models import (
    Closing,
    GateCondition,
    GateDecision,
    GateDependency,
    Outcome,
    Task,
)
from planning.month import month_named, month_of
from planning.reading import Planning, load_planning
from requirements.models import Workshop, WorkshopAction
from tests.personas import ClientFor
from tests.planning.factories import GateFactory, PhaseFactory, TaskFactory

pytestmark = pytest.mark.django_db
# A Wednesday.
TODAY = datetime.date(2027, 3, 10)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(datetime.datetime(2027, 3, 10, 9, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def owner(project: Project, personas: dict[str, User]) -> Membership:
    Project.objects.filter(pk=project.pk).update(start=datetime.date(2027, 3, 1))
    project.refresh_from_db()
    return Membership.objects.get(project=project, user=personas["contributor"])


@pytest.fixture
def task(project: Project, owner: Membership) -> Task:
    """From Monday the 1st to Friday the 5th of March."""
    made: Task = TaskFactory(phase=PhaseFactory(project=project), key="B1", title="Recueillir", owner=owner)
    return made


def month(client: Client, project: Project, **query: Any) -> Any:
    return client.get(reverse("planning_calendar", args=[project.slug]), query)


def deadlines(client: Client, project: Project, **query: Any) -> Any:
    return client.get(reverse("my_deadlines", args=[project.slug]), query)


def groups(answer: Any) -> dict[str, list[str]]:
    return {one.slug: [entry.title for entry in one.entries] for one in answer.context["duties"].groups}


def report(client: Client, task: Task, **data: Any) -> Any:
    url = reverse("task_progress", args=[task.project.slug, task.pk])
    return client.post(url, {"version": task.version, **data})


# The month


def test_the_weeks_of_a_month_are_filled_to_the_last_day() -> None:
    found = month_of(datetime.date(2027, 3, 1), [], Planning())
    assert [len(week.days) for week in found.weeks] == [7] * 5
    assert found.weeks[0].days[0].date == datetime.date(2027, 3, 1)
    assert found.previous == datetime.date(2027, 2, 1)
    assert found.following == datetime.date(2027, 4, 1)


@pytest.mark.parametrize("text", ["", "mars", "2027-13", "0001-01", "9999-12", "2027-00", "é" * 9])
def test_a_month_that_is_none_is_this_one(text: str) -> None:
    assert month_named(text) == datetime.date(2027, 3, 1)


def test_bars_go_from_week_to_week_and_fill_them(project: Project, task: Task, client_for: ClientFor) -> None:
    task.write(read_version=task.version, days=8)
    found = month(client_for("reader"), project).context["month"]
    first, second = found.weeks[0], found.weeks[1]
    assert [bar.span for bar in first.lanes[0]] == [7]
    assert [(bar.span, bar.comes, bar.goes) for bar in second.lanes[0]] == [
        (3, True, False),
        (4, False, False),
    ]
    for week in found.weeks:
        assert all(sum(bar.span for bar in lane) == 7 for lane in week.lanes)


def test_the_month_shows_every_kind_of_date(project: Project, task: Task, client_for: ClientFor) -> None:
    gate: Any = GateFactory(project=project, title="Avant le choix")
    GateDependency.objects.create(gate=gate, task=task)
    Communication.objects.create(
        project=project, held_on=TODAY, audience="Les commerciaux", message="Bonjour"
    )
    Workshop.objects.create(
        project=project, title="Relecture", held_on=TODAY, starts_at=datetime.time(14, 30)
    )
    Closing.objects.create(project=project, title="Inventaire", first_day=TODAY, last_day=TODAY)
    page = month(client_for("reader"), project).content.decode()
    for text in ("Recueillir", "Avant le choix", "Prêt", "Les commerciaux", "Relecture", "Inventaire"):
        assert text in page
    assert "14\u00a0h\u00a030" in page
    assert "Lundi de Pâques" in page
    assert page.count(' is-today"><span') == 1
    assert "Jour de l’an" in month(client_for("reader"), project, mois="2027-01").content.decode()


def test_a_person_filters_the_month(
    project: Project, task: Task, owner: Membership, client_for: ClientFor
) -> None:
    TaskFactory(phase=task.phase, title="D’un autre")
    Risk.objects.create(project=project, title="Silos", owner=owner, due=TODAY)
    for persona, sees_risk in [("contributor", True), ("manager", True), ("reader", False)]:
        page = month(client_for(persona), project, personne=owner.pk).content.decode()
        assert "Recueillir" in page
        assert "D’un autre" not in page
        assert ("Silos" in page) is sees_risk
    assert "Silos" not in month(client_for("manager"), project).content.decode()


def test_months_lead_to_each_other_and_keep_the_person(
    project: Project, owner: Membership, client_for: ClientFor
) -> None:
    answer = month(client_for("reader"), project, mois="2027-01", personne=owner.pk)
    assert answer.context["previous_url"].endswith(f"?mois=2026-12&personne={owner.pk}")
    assert answer.context["next_url"].endswith(f"?mois=2027-02&personne={owner.pk}")
    assert answer.context["today_url"].endswith(f"?mois=2027-03&personne={owner.pk}")


@pytest.mark.parametrize(("empty", "near"), [("2026-05", "2027-03"), ("2028-01", "2027-03")])
def test_an_empty_month_leads_to_the_nearest_that_is_not(
    empty: str, near: str, project: Project, task: Task, client_for: ClientFor
) -> None:
    answer = month(client_for("reader"), project, mois=empty)
    assert "Voir mars 2027" in answer.content.decode()
    assert answer.context["near_url"].endswith(f"?mois={near}")


def test_a_month_of_a_planning_without_dates_leads_nowhere(project: Project, client_for: ClientFor) -> None:
    assert "Voir " not in month(client_for("reader"), project).content.decode().split("Rien n’a de date")[1]


def test_the_first_of_a_month_is_written_as_in_french(project: Project, client_for: ClientFor) -> None:
    page = month(client_for("reader"), project, mois="2027-05").content.decode()
    assert "samedi 1er\u00a0mai" in page


# My deadlines


def test_what_awaits_me_is_grouped_by_the_day_that_matters_next(
    project: Project, task: Task, owner: Membership, client_for: ClientFor
) -> None:
    for title, due in [
        ("demain", TODAY + DAY),
        ("le 20", TODAY.replace(day=20)),
        ("en mai", TODAY.replace(month=5)),
    ]:
        Risk.objects.create(project=project, title=title, owner=owner, due=due)
    assert groups(deadlines(client_for("contributor"), project)) == {
        "late": ["B1 Recueillir"],
        "week": ["demain"],
        "month": ["le 20"],
        "later": ["en mai"],
    }


def test_a_task_to_come_counts_by_its_start(project: Project, task: Task, client_for: ClientFor) -> None:
    task.write(read_version=task.version, start=TODAY + DAY, days=40)
    assert groups(deadlines(client_for("contributor"), project))["week"] == ["B1 Recueillir"]


def test_everything_dated_awaits_whom_it_belongs_to(
    project: Project, task: Task, owner: Membership, client_for: ClientFor
) -> None:
    decision = GateDecision.objects.create(
        gate=GateFactory(project=project),
        outcome=Outcome.CONDITIONAL,
        text="Sous réserve.",
        decided_by=project.manager,
        name="Chef",
    )
    GateCondition.objects.create(decision=decision, text="Compléter", owner=owner, due=TODAY)
    Indicator.objects.create(project=project, name="Délai", owner=owner, due=TODAY)
    Communication.objects.create(
        project=project, held_on=TODAY, audience="Tous", message="Bonjour", owner=owner
    )
    workshop = Workshop.objects.create(project=project, title="Relecture", held_on=TODAY)
    workshop.attendees.add(owner)
    WorkshopAction.objects.create(workshop=workshop, text="Envoyer", owner=owner, due=TODAY)
    answer = deadlines(client_for("contributor"), project)
    kinds = {entry.nature for one in answer.context["duties"].groups for entry in one.entries}
    assert kinds == {
        "Tâche",
        "Condition à lever",
        "Mesure d’un indicateur",
        "Communication (réunion)",
        "Atelier",
        "Action d’atelier",
    }
    other = deadlines(client_for("head"), project)
    assert other.context["duties"].count == 0
    assert "Aucune échéance" in other.content.decode()


def test_what_is_done_awaits_nobody(
    project: Project, task: Task, owner: Membership, client_for: ClientFor
) -> None:
    task.write(read_version=task.version, progress=100)
    Risk.objects.create(project=project, title="Silos", owner=owner, due=TODAY, status="closed")
    answer = deadlines(client_for("contributor"), project)
    assert answer.context["duties"].count == 0
    assert "Tâches finies (1)" in answer.content.decode()


def test_who_writes_the_planning_looks_at_anybodys(
    project: Project, task: Task, owner: Membership, client_for: ClientFor
) -> None:
    assert groups(deadlines(client_for("manager"), project, personne=owner.pk))["late"]
    assert deadlines(client_for("head"), project, personne=owner.pk).status_code == 403
    assert deadlines(client_for("contributor"), project, personne=owner.pk).status_code == 200


# Progress


def test_an_owner_reports_progress_without_writing_the_planning(
    project: Project, task: Task, client_for: ClientFor
) -> None:
    assert report(client_for("contributor"), task, progress="40").status_code == 302
    task.refresh_from_db()
    assert (task.progress, task.version) == (40, 2)
    assert report(client_for("contributor"), task, done="1").status_code == 302
    task.refresh_from_db()
    assert task.progress == 100


def test_nobody_reports_for_another_but_who_writes_the_planning(
    project: Project, task: Task, client_for: ClientFor
) -> None:
    assert report(client_for("head"), task, progress="40").status_code == 403
    assert report(client_for("manager"), task, progress="40").status_code == 302


@pytest.mark.parametrize("typed", ["", "101", "-1", "beaucoup", "9" * 400, "4,5"])
def test_a_progress_that_is_none_is_refused_and_kept(
    typed: str, project: Project, task: Task, client_for: ClientFor
) -> None:
    answer = report(client_for("contributor"), task, progress=typed)
    assert answer.status_code == 422
    assert answer.context["failed_form"]["progress"].value() == typed
    task.refresh_from_db()
    assert task.progress == 0


def test_a_stale_progress_is_refused_and_kept(project: Project, task: Task, client_for: ClientFor) -> None:
    task.write(read_version=task.version, title="Recueillir les besoins")
    task.version = 1
    answer = report(client_for("contributor"), task, progress="60")
    assert answer.status_code == 409
    assert 'value="60"' in answer.content.decode()
    assert "entre-temps" in answer.content.decode()


def test_a_milestone_is_reached_or_not(project: Project, task: Task, client_for: ClientFor) -> None:
    task.write(read_version=task.version, days=0)
    assert report(client_for("contributor"), task, progress="50").status_code == 422
    assert report(client_for("contributor"), task, done="1").status_code == 302


def test_progress_leaves_the_dates_and_the_sections_as_they_are(
    project: Project, task: Task, client_for: ClientFor
) -> None:
    before = load_planning(project.pk).tasks[0].dates
    report(client_for("contributor"), task, progress="40")
    assert load_planning(project.pk).tasks[0].dates == before


def test_a_person_without_deadlines_is_led_to_what_the_matrix_says(
    project: Project, client_for: ClientFor
) -> None:
    page = deadlines(client_for("reader"), project).content.decode()
    assert "Aucune échéance" in page
    assert page.count(reverse("my_responsibilities", args=[project.slug])) == 1
