"""The change plan: communications, benefits, trainings, accompaniment, and what the rules say of them."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from charter.models import Benefit, Communication, Project, Risk, Support, Training
from crmproject.toolkit import blocks
from crmproject.toolkit.blocks import Gathering, Place
from crmproject.toolkit.diagnostics import diagnose
from tests.addresses_risks import make_change_plan
from tests.charter.project_files import demo_data, dumped, load
from tests.factories import MembershipFactory, RiskFactory
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db

DAY = date(2027, 3, 1)


@pytest.fixture
def manager(client_for: ClientFor, personas: dict[str, User]) -> Client:
    return client_for("manager")


def said(project: Project, rule: str) -> str:
    """What this rule says of the project; empty while it is silent."""
    found = [one.finding.text for one in diagnose(Gathering(project.pk)) if one.rule.id == rule]
    return " ".join(found).replace("\u00a0", " ")


def talk(project: Project, **values: Any) -> Communication:
    made: Communication = Communication.objects.create(
        **{"project": project, "held_on": DAY, "audience": "Tous", "message": "Pourquoi", **values}
    )
    return made


def train(project: Project, day: date | None, **values: Any) -> Training:
    made: Training = Training.objects.create(
        project=project, level="vendor", audience="Utilisateurs", held_on=day, **values
    )
    return made


def test_r_benefice_every_department_needs_a_concrete_benefit(project: Project) -> None:
    assert said(project, "R-BENEFICE").startswith("2 sur 2 services sans bénéfice concret")
    com = project.department_rows.get(code="COM")
    row = Benefit.objects.create(project=project, profile="Commercial", department=com, benefit="Relances")
    assert "1 sur 2 services" in said(project, "R-BENEFICE")
    assert "Direction" in said(project, "R-BENEFICE")
    Benefit.objects.create(
        project=project, profile="Direction", department=project.department_rows.get(code="DIR"), benefit="R"
    )
    assert said(project, "R-BENEFICE") == ""
    row.put_aside(read_version=1)
    assert "Commercial" in said(project, "R-BENEFICE")


def test_e_communication_nothing_is_said_to_anybody(project: Project) -> None:
    assert "Aucune communication" in said(project, "E-COMMUNICATION")
    assert said(project, "R-LANCEMENT") == ""
    talk(project)
    assert said(project, "E-COMMUNICATION") == ""


def test_r_lancement_a_launch_meeting_is_one_of_them(project: Project) -> None:
    talk(project)
    assert "Aucune réunion de lancement parmi 1 communication prévue" in said(project, "R-LANCEMENT")
    talk(project, is_launch=True)
    assert said(project, "R-LANCEMENT") == ""


@pytest.mark.parametrize(("days", "speaks"), [(10, True), (27, True), (28, False), (62, False), (80, True)])
def test_r_perfectionnement_comes_one_to_two_months_after(project: Project, days: int, speaks: bool) -> None:
    train(project, DAY - timedelta(days=30))
    train(project, DAY)
    train(project, DAY + timedelta(days=days), is_refresher=True)
    assert bool(said(project, "R-PERFECTIONNEMENT-DELAI")) is speaks


def test_r_perfectionnement_is_silent_when_it_cannot_know(project: Project) -> None:
    train(project, None)
    train(project, DAY, is_refresher=True)
    assert said(project, "R-PERFECTIONNEMENT-DELAI") == ""


def test_r_echeance_a_strong_risk_has_a_date(project: Project) -> None:
    row = RiskFactory(project=project, title="Reprise", probability=5, response="Trier")
    assert "1 sur 1 risque fort sans échéance pour sa parade : « Reprise »" in said(project, "R-ECHEANCE")
    for status in ("controlled", "closed", "occurred"):
        Risk.objects.filter(pk=row.pk).update(status=status)
        assert said(project, "R-ECHEANCE") == ""
    Risk.objects.filter(pk=row.pk).update(status="open", due=DAY)
    assert said(project, "R-ECHEANCE") == ""


def test_r_parade_a_closed_risk_asks_for_nothing_more(project: Project) -> None:
    row = RiskFactory(project=project, probability=5)
    assert said(project, "R-PARADE")
    Risk.objects.filter(pk=row.pk).update(status="closed")
    assert said(project, "R-PARADE") == ""


def test_r_crainte_a_fear_without_answer_is_told(project: Project) -> None:
    row = RiskFactory(project=project, kind="fear", title="Être surveillé", probability=1, impact=1)
    assert "1 sur 1 crainte sans réponse : « Être surveillé »" in said(project, "R-CRAINTE")
    Risk.objects.filter(pk=row.pk).update(response="Aucun indicateur individuel")
    assert said(project, "R-CRAINTE") == ""


@pytest.mark.parametrize(
    ("register", "field", "data"),
    [
        ("communications", "held_on", {"audience": "Tous", "channel": "meeting", "message": "M"}),
        ("formations", "held_on", {"level": "vendor", "audience": "Tous"}),
        ("accompagnement", "starts_on", {"kind": "pilot", "title": "Groupe"}),
    ],
)
def test_a_date_before_the_project_is_refused_in_words(
    register: str, field: str, data: dict[str, str], project: Project, manager: Client
) -> None:
    add = reverse("register_add", args=[project.slug, register])
    answer = manager.post(add, {**data, field: "2027-01-10"})
    assert answer.status_code == 422
    assert "précède le début du projet" in answer.content.decode()
    assert manager.post(add, {**data, field: "2027-01-11"}).status_code == 302


def test_an_owner_is_a_live_member(project: Project, manager: Client) -> None:
    add = reverse("register_add", args=[project.slug, "communications"])
    data = {"audience": "T", "channel": "email", "message": "M", "held_on": "2027-03-01"}
    answer = manager.post(add, {**data, "owner": MembershipFactory().pk})
    assert answer.status_code == 422
    assert "n’est pas membre du projet" in answer.content.decode()


@pytest.mark.parametrize(
    ("hours", "kept"),
    [("3,5", "3.50"), ("7", "7.00"), ("0", None), ("-2", None), ("12k", None), ("401", None)],
)
def test_hours_are_read_as_french_people_type_them(
    hours: str, kept: str | None, project: Project, manager: Client
) -> None:
    add = reverse("register_add", args=[project.slug, "formations"])
    answer = manager.post(add, {"level": "in_tool", "audience": "Tous", "hours": hours})
    assert answer.status_code == (302 if kept else 422)
    assert [str(one.hours) for one in Training.objects.all()] == ([kept] if kept else [])


def test_an_end_before_its_start_is_refused_in_words(project: Project, manager: Client) -> None:
    add = reverse("register_add", args=[project.slug, "accompagnement"])
    data = {"kind": "beta", "title": "Réunion", "starts_on": "2027-03-02", "ends_on": "2027-03-01"}
    answer = manager.post(add, data)
    assert answer.status_code == 422
    assert "La fin suit le début" in answer.content.decode()


def test_of_two_tabs_the_second_is_told(project: Project, manager: Client) -> None:
    row = talk(project)
    edit = reverse("register_edit", args=[project.slug, "communications", row.pk])
    data = {"audience": "A", "channel": "email", "message": "M", "held_on": "2027-03-01", "version": 1}
    assert manager.post(edit, data).status_code == 302
    answer = manager.post(edit, {**data, "audience": "B"})
    assert answer.status_code == 409
    assert "B" in answer.content.decode()


def test_the_plan_shows_what_it_holds_and_lacks(
    project: Project, client_for: ClientFor, manager: Client
) -> None:
    url = reverse("change_plan", args=[project.slug])
    assert "Aucune communication n’est prévue" in manager.get(url).content.decode()
    make_change_plan(project)
    page = client_for("reader").get(url).content.decode()
    for text in ("Réunion de lancement", "Relances prêtes", "Session avec l’éditeur", "Groupe pilote", "28"):
        assert text in page


def test_the_plan_costs_the_same_for_one_row_and_ten(project: Project, manager: Client) -> None:
    counts = []
    for rows in (range(1), range(1, 10)):
        for number in rows:
            make_change_plan(project, number)
        with CaptureQueriesContext(connection) as seen:
            manager.get(reverse("change_plan", args=[project.slug]))
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_block_is_empty_until_something_is_planned(project: Project) -> None:
    block = blocks.get("change_plan")
    assert block is not None
    assert block.is_empty(block.collect(Gathering(project.pk), Place()))
    make_change_plan(project)
    data = block.collect(Gathering(project.pk), Place())
    assert [len(data[name]) for name in ("communications", "benefits", "trainings", "supports")] == [1] * 4  # type: ignore[arg-type]


def test_a_risk_that_says_nothing_new_prints_as_before(project: Project) -> None:
    RiskFactory(project=project)
    block = blocks.get("risks")
    assert block is not None
    data: Any = block.collect(Gathering(project.pk), Place())
    assert set(data) == {"rows", "fears"}
    assert set(data["rows"][0]) == {
        "title", "kind", "probability", "impact", "criticality", "level", "response", "owner",
    }  # fmt: skip
    Risk.objects.update(status="closed", strategy="avoid")
    data = block.collect(Gathering(project.pk), Place())
    assert (data["rows"], data["closed"][0]["strategy"]) == ([], "Éviter")


def test_the_project_file_carries_the_plan_and_the_answers() -> None:
    project = load(demo_data())
    text = dumped(project)
    assert "refresher: true" in text
    assert "launch: true" in text
    assert "workshop: Réunion des agences de février" in text
    assert Support.objects.filter(project=project, kind="beta").exists()
    slug = project.slug
    again = load({**demo_data(), "project": {**demo_data()["project"], "slug": f"{slug}-2"}})
    assert dumped(again).replace(f"{slug}-2", slug) == text
