"""Leaving the outgoing tool, when a CRM replaces another one."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from charter.models import ExitPlan, Project
from charter.models.leaving import months_before
from crmproject.toolkit import blocks
from crmproject.toolkit.blocks import Gathering, Place
from crmproject.toolkit.diagnostics import rules
from tests.factories import MembershipFactory
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db

START, END = date(2027, 7, 1), date(2027, 9, 30)


@pytest.fixture
def manager(client_for: ClientFor) -> Client:
    return client_for("manager")


@pytest.fixture
def replacing(project: Project) -> Project:
    Project.objects.filter(pk=project.pk).update(
        setup="replacement", outgoing_tool="Ancien CRM", overlap_months=3
    )
    project.refresh_from_db()
    return project


def url_of(project: Project) -> str:
    return reverse("exit_plan", args=[project.slug])


def plan(project: Project, **values: Any) -> ExitPlan:
    """A plan with nothing to say against it, but for these values."""
    said = {
        "overlap_start": START,
        "overlap_end": END,
        "closes_on": date(2027, 10, 15),
        "data": "Les clients",
        "archives": "Un export",
        "decider": MembershipFactory(project=project),
    }
    found: ExitPlan = ExitPlan.objects.create(project=project, **{**said, **values})
    return found


def told(project: Project, rule_id: str) -> str:
    """What this rule says of the project."""
    check = next(one.check for one in rules() if one.id == rule_id)
    return " ".join(one.text for one in check(Gathering(project.pk))).replace("\u00a0", " ")


def printed(project: Project) -> str:
    block = blocks.get("exit_plan")
    assert block is not None
    data = block.collect(Gathering(project.pk), Place())
    assert block.is_empty(data) == (data == {})
    return (
        render_to_string(block.template, {"data": data, "block": block}).replace("&nbsp;", "\u00a0").strip()
    )


def test_r_rempl_a_plan_is_printed_for_a_replacement_only(replacing: Project) -> None:
    """[R-REMPL]"""
    assert printed(replacing) == ""
    plan(replacing, contract_end=date(2027, 12, 31), notice_months=3)
    page = printed(replacing)
    assert "Ancien CRM" in page
    assert "du 1er\u00a0juillet 2027 au 30\u00a0septembre 2027" in page
    assert "préavis à donner le 30\u00a0septembre 2027 au plus tard" in page
    Project.objects.filter(pk=replacing.pk).update(setup="new")
    assert printed(replacing) == ""


def test_a_plan_that_says_nothing_is_not_printed(replacing: Project) -> None:
    ExitPlan.objects.create(project=replacing)
    assert printed(replacing) == ""


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2027, 12, 31), 3, date(2027, 9, 30)),
        (date(2027, 3, 31), 1, date(2027, 2, 28)),
        (date(2028, 3, 31), 1, date(2028, 2, 29)),
        (date(2027, 1, 15), 1, date(2026, 12, 15)),
        (date(2027, 5, 2), 24, date(2025, 5, 2)),
    ],
)
def test_notice_is_given_so_many_months_before(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before


def test_an_overlap_ends_after_it_starts(replacing: Project, manager: Client) -> None:
    data = {"overlap_start": "2027-09-30", "overlap_end": "2027-07-01", "role": "Prospects", "version": 0}
    answer = manager.post(url_of(replacing), data)
    assert answer.status_code == 422
    assert answer.context["form"].errors["overlap_end"] == ["La fin du recouvrement suit son début."]
    assert "Prospects" in answer.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        ExitPlan.objects.create(project=replacing, overlap_start=END, overlap_end=START)


def test_a_plan_is_written_then_mended(replacing: Project, manager: Client) -> None:
    assert manager.post(url_of(replacing), {"role": "Prospects", "version": 0}).status_code == 302
    answer = manager.post(url_of(replacing), {"role": "Clients", "version": 0})
    assert answer.status_code == 409
    assert "Prospects" in answer.content.decode()
    assert manager.post(url_of(replacing), {"role": "Clients", "version": 1}).status_code == 302
    assert ExitPlan.objects.get().role == "Clients"


def test_a_first_crm_is_told_that_it_has_nothing_to_leave(project: Project, manager: Client) -> None:
    assert "Ce projet est un premier CRM" in manager.get(url_of(project)).content.decode()


# The rules.


def test_r_rempl_sortie_an_exit_that_nobody_described_is_told(replacing: Project) -> None:
    """[R-REMPL]"""
    assert told(replacing, "R-REMPL-SORTIE") == "La sortie de Ancien CRM n’est pas décrite."
    one = plan(replacing, closes_on=None, decider=None)
    assert "ne dit pas : la date de fermeture des accès et qui décide de l’arrêt." in told(
        replacing, "R-REMPL-SORTIE"
    )
    ExitPlan.objects.filter(pk=one.pk).update(data="", closes_on=END)
    assert "les données à reprendre" in told(replacing, "R-REMPL-SORTIE")


def test_r_rempl_dates_a_contract_that_ends_too_soon_is_told(replacing: Project) -> None:
    """[R-REMPL]"""
    plan(replacing, contract_end=date(2027, 8, 31), closes_on=date(2027, 9, 1))
    text = told(replacing, "R-REMPL-DATES")
    assert "Le contrat finit le 31 août 2027, avant la fin du recouvrement (30 septembre 2027)." in text
    assert "Les accès ferment le 1er septembre 2027" in text


def test_r_rempl_dates_months_and_dates_that_differ_are_told(replacing: Project) -> None:
    """[R-REMPL]"""
    plan(replacing, overlap_start=date(2027, 9, 1))
    assert "3 mois de recouvrement prévus, mais les dates en font 1" in told(replacing, "R-REMPL-DATES")


def test_e_ancien_an_old_tool_left_open_is_told(replacing: Project) -> None:
    """[E-ANCIEN]"""
    plan(replacing, closes_on=date(2027, 12, 31))
    assert "reste ouvert 92 jours après le recouvrement" in told(replacing, "E-ANCIEN-ACCES")


@pytest.mark.parametrize("rule_id", ["R-REMPL-SORTIE", "R-REMPL-DATES", "E-ANCIEN-ACCES"])
def test_a_good_plan_or_a_first_crm_leaves_the_rules_silent(rule_id: str, replacing: Project) -> None:
    plan(replacing, contract_end=date(2027, 12, 31))
    assert told(replacing, rule_id) == ""
    ExitPlan.objects.all().delete()
    Project.objects.filter(pk=replacing.pk).update(setup="new")
    assert told(replacing, rule_id) == ""
