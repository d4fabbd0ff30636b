"""Criteria, their weights and their shares."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from charter.models import Project
from crmproject.toolkit import blocks
from crmproject.toolkit.blocks import Gathering, Place
from selection.forms import CriterionForm
from selection.models import Criterion
from selection.reading import load_criteria

type ClientFor = Callable[[str], Client]


def weigh(project: Project, *weights: int) -> None:
    for position, weight in enumerate(weights, start=1):
        Criterion.objects.create(
            project=project, title=f"Critère {position}", weight=weight, position=position
        )


def test_a_share_is_the_weight_over_the_sum_of_all(project: Project) -> None:
    weigh(project, 30, 20, 10)
    data: Any = load_criteria(project.pk)
    assert data["total"] == 60
    assert [row["share"] for row in data["rows"]] == ["50.0", "33.3", "16.7"]


def test_a_criterion_put_aside_weighs_nothing(project: Project) -> None:
    weigh(project, 30, 20)
    Criterion.objects.get(weight=20).put_aside(read_version=1)
    assert load_criteria(project.pk)["total"] == 30


@pytest.mark.parametrize("weight", [0, 101])
def test_a_weight_goes_from_1_to_100(project: Project, weight: int) -> None:
    assert not CriterionForm({"title": "Coût", "weight": weight}, project=project).is_valid()
    with pytest.raises(IntegrityError, match="criterion_weight_1_to_100"):
        weigh(project, weight)


def test_the_block_is_empty_without_criterion(project: Project) -> None:
    block = blocks.get("criteria")
    assert block
    assert block.is_empty(block.collect(Gathering(project.pk), Place()))
    weigh(project, 10)
    assert not block.is_empty(block.collect(Gathering(project.pk), Place()))


def test_the_page_shows_criteria_total_and_shares(client_for: ClientFor, project: Project) -> None:
    weigh(project, 30, 20, 10)
    text = client_for("reader").get(reverse("selection", args=[project.slug])).content.decode()
    assert "33,3\u00a0%" in text
    assert "Modifier les critères" not in text


def test_an_empty_page_says_what_to_do(client_for: ClientFor, project: Project) -> None:
    text = client_for("manager").get(reverse("selection", args=[project.slug])).content.decode()
    assert "Ajouter des critères" in text


def test_the_page_costs_as_many_queries_for_ten_criteria_as_for_one(
    client_for: ClientFor, project: Project
) -> None:
    client, url = client_for("manager"), reverse("selection", args=[project.slug])

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    weigh(project, 10)
    client.get(url)
    one = count()
    weigh(project, *range(1, 10))
    assert count() == one
