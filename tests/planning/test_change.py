"""The planning shows the dates of the change plan, and only as long as they stand there."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from charter.agendas import change_plan
from charter.models import Communication, Project, Training
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import diagnose
from planning.gantt import charts
from planning.reading import as_data, load_planning
from tests.addresses_risks import make_change_plan
from tests.personas import ClientFor
from tests.planning.factories import TaskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client_for: ClientFor, personas: dict[str, User]) -> Client:
    return client_for("manager")


def page_of(client: Client, project: Project) -> str:
    return client.get(reverse("planning", args=[project.slug])).content.decode()


def test_dated_actions_come_in_order(project: Project) -> None:
    make_change_plan(project)
    Training.objects.create(project=project, level="in_tool", audience="Sans date")
    found = change_plan(project, Gathering(project.pk))
    assert [one.nature for one in found] == ["Formation", "Réunion de lancement", "Groupe pilote"]
    assert found == sorted(found, key=lambda one: one.start)


def test_the_page_shows_them_and_draws_them(project: Project, manager: Client, client_for: ClientFor) -> None:
    TaskFactory(phase__project=project)
    assert "Échéances de la conduite du changement" not in page_of(manager, project)
    make_change_plan(project)
    page = page_of(manager, project)
    assert "Échéances de la conduite du changement" in page
    assert page.count('class="gantt-mark"') == 3  # two actions and the legend
    assert "Modifier Réunion de lancement" in page
    assert "Modifier Réunion de lancement" not in page_of(client_for("reader"), project)


def test_what_leaves_the_plan_leaves_the_planning(project: Project, manager: Client) -> None:
    make_change_plan(project)
    talk = Communication.objects.get(project=project)
    Communication.objects.filter(pk=talk.pk).update(audience="Une audience rare")
    assert "Une audience rare" in page_of(manager, project)
    talk.refresh_from_db()
    talk.put_aside(read_version=talk.version)
    assert "Une audience rare" not in page_of(manager, project)
    talk.restore(read_version=talk.version)
    assert "Une audience rare" in page_of(manager, project)


def test_the_printed_planning_stays_what_was_validated(project: Project) -> None:
    TaskFactory(phase__project=project)
    before = as_data(load_planning(project.pk))
    make_change_plan(project)
    assert as_data(load_planning(project.pk)) == before


def test_a_day_is_a_mark_and_several_are_a_bar() -> None:
    action: dict[str, Any] = {
        "title": "Groupe",
        "nature": "Pilote",
        "start": "2027-03-01",
        "end": "2027-03-01",
    }
    data = {"rows": [], "gates": [], "change": [action, {**action, "end": "2027-03-20"}]}
    (chart,) = charts(data, today=date(2027, 3, 2))
    kinds = [shape.line.kind for shape in chart.shapes]
    assert kinds == ["title", "mark", "span"]
    assert chart.shapes[1].path
    assert chart.shapes[2].width


def test_r_perfectionnement_is_met_by_the_change_plan(project: Project) -> None:
    TaskFactory(phase__project=project, title="Formation")

    def speaks() -> bool:
        return any(one.rule.id == "R-PERFECTIONNEMENT" for one in diagnose(Gathering(project.pk)))

    assert speaks()
    Training.objects.create(project=project, level="vendor", audience="Tous", is_refresher=True)
    assert not speaks()


def test_the_page_costs_the_same_for_one_action_and_ten(project: Project, manager: Client) -> None:
    TaskFactory(phase__project=project)
    counts = []
    for rows in (range(1), range(1, 10)):
        for number in rows:
            make_change_plan(project, number)
        with CaptureQueriesContext(connection) as seen:
            page_of(manager, project)
        counts.append(len(seen))
    assert counts[0] == counts[1]
