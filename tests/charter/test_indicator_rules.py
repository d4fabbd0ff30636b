"""Indicators as coherence rules, documents and project files see them."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.template.loader import render_to_string
from django.test import Client

from charter.filepart import ProjectFileError
from charter.models import Department, Indicator, Measurement, Membership, Project
from charter.projectfiles import dump_project
from crmproject.toolkit import blocks
from crmproject.toolkit.blocks import Gathering, Place
from tests.charter.indicating import TODAY, collected, found, measure, plain
from tests.charter.project_files import load
from tests.factories import OperationalObjectiveFactory
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def manager(client_for: ClientFor) -> Client:
    return client_for("manager")


def test_r_indicateurs_asks_for_some(project: Project) -> None:
    """[R-INDICATEURS] fixed before the CRM is in place."""
    assert found(project, "R-INDICATEURS") == ["Aucun indicateur de succès n’est fixé."]
    Indicator.objects.create(project=project, name="Délai")
    assert found(project, "R-INDICATEURS") == []


@pytest.mark.parametrize("gap", ["baseline", "target", "due"])
def test_r_indicateur_chiffre_asks_for_a_start_a_target_and_a_date(
    project: Project, indicator: Indicator, gap: str
) -> None:
    """[R-INDICATEUR-CHIFFRE]"""
    assert found(project, "R-INDICATEUR-CHIFFRE") == []
    Indicator.objects.filter(pk=indicator.pk).update(**{gap: None})
    assert found(project, "R-INDICATEUR-CHIFFRE") == [
        "1 sur 1 indicateur sans valeur de départ, sans cible ou sans date : « Délai de réponse »."
    ]


def test_r_indicateur_proprietaire_asks_for_somebody_who_is_there(
    project: Project, indicator: Indicator, owner: Membership
) -> None:
    """[R-INDICATEUR-PROPRIETAIRE]"""
    assert found(project, "R-INDICATEUR-PROPRIETAIRE") == []
    owner.put_aside(read_version=owner.version)
    assert len(found(project, "R-INDICATEUR-PROPRIETAIRE")) == 1
    Indicator.objects.update(owner=None)
    assert len(found(project, "R-INDICATEUR-PROPRIETAIRE")) == 1


@pytest.mark.parametrize(("day", "late"), [("2027-10-30", False), ("2027-10-31", True)])
def test_r_indicateur_bilan_waits_for_the_day(
    project: Project, indicator: Indicator, day: str, late: bool
) -> None:
    """[R-INDICATEUR-BILAN] measured at the review, not before."""
    measure(indicator, "2027-09-01", "36")
    with time_machine.travel(datetime.date.fromisoformat(day), tick=False):
        assert bool(found(project, "R-INDICATEUR-BILAN")) is late
        measure(indicator, "2027-10-30", "24")
        assert not found(project, "R-INDICATEUR-BILAN")


def test_measurements_are_printed_once_there_are_some(project: Project, indicator: Indicator) -> None:
    (row,) = collected(project)
    assert "measurements" not in row
    assert "progress" not in row
    measure(indicator, "2027-09-01", "36", comment="Sur 40 demandes")
    (row,) = collected(project)
    assert row["measurements"] == [
        {"date": "2027-09-01", "value": 36, "author": "", "comment": "Sur 40 demandes"}
    ]
    page = plain(render_to_string("blocks/indicators.html", {"data": {"rows": [row]}}))
    assert "50 % du chemin" in page
    assert "1er septembre 2027" in page
    assert '<svg class="chart chart-trend"' in page


def test_an_empty_block_is_empty_and_prints_nothing(project: Project) -> None:
    block = blocks.get("indicators")
    assert block is not None
    data = block.collect(Gathering(project.pk), Place())
    assert block.is_empty(data)
    assert not render_to_string(block.template, {"data": data}).strip()


def test_indicators_and_measurements_come_back_from_the_project_file(
    project: Project, com: Department, indicator: Indicator, owner: Membership
) -> None:
    OperationalObjectiveFactory(department=com, ref="OP-1")
    Indicator.objects.update(objective=project.operationalobjective_rows.get())
    measure(indicator, "2027-09-01", "36.5", comment="Relu", author=owner.user)
    measure(indicator, "2027-08-01", "40")
    measure(indicator, "2027-07-01", "41").put_aside(read_version=1)
    first = dump_project(project)
    assert first["indicators"][0]["objective"] == "OP-1"
    assert [one.get("by") for one in first["indicators"][0]["measurements"]] == [None, "head@exemple.fr"]
    again = load(first, replace=True)
    assert dump_project(again)["indicators"] == first["indicators"]
    assert [one.value for one in Measurement.objects.order_by("measured_on")] == [40, Decimal("36.5")]


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ({"baseline": 5, "target": 5}, "indicators[0].target : la cible égale"),
        ({"due": datetime.date(2026, 1, 1)}, "indicators[0].due : cette date précède"),
        ({"owner": "x@exemple.fr"}, "indicators[0].owner : personne absente des membres"),
        ({"objective": "OP-9"}, "indicators[0].objective : objectif inconnu"),
        (
            {"measurements": [{"measured_on": datetime.date(2027, 9, 1), "value": 1, "by": "x@exemple.fr"}]},
            "indicators[0].measurements[0].by : personne absente des membres",
        ),
        (
            {"measurements": [{"measured_on": datetime.date(2027, 9, 1), "value": one} for one in (1, 2)]},
            "indicators[0].measurements[1].measured_on : une mesure porte déjà cette date",
        ),
    ],
)
def test_a_wrong_indicator_of_a_file_is_refused_where_it_is(
    project: Project, entry: dict[str, Any], problem: str
) -> None:
    data = dump_project(project)
    data["indicators"] = [{"name": "Délai", **entry}]
    with pytest.raises(ProjectFileError) as refused:
        load(data, replace=True)
    assert problem in plain(str(refused.value))
