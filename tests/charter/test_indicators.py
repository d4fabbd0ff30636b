"""Indicators of success: fixed before the CRM is in place, picked from a catalogue, told in words."""

from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from charter.indicatorcatalogue import CATALOGUE
from charter.models import Department, Indicator, Membership, Project
from charter.progress import Standing, progress_of, way
from tests.charter.indicating import TODAY, measure, plain, url_of
from tests.factories import MembershipFactory, OperationalObjectiveFactory
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def manager(client_for: ClientFor) -> Client:
    return client_for("manager")


def adding(project: Project) -> str:
    return url_of("register_add", project, "indicateurs")


@pytest.mark.parametrize(
    ("baseline", "target", "value", "words"),
    [
        (48, 24, 33, "62 % du chemin"),
        (48, 24, 24, "cible atteinte"),
        (48, 24, 12, "cible dépassée (150 % du chemin)"),
        (48, 24, 48, "au point de départ"),
        (48, 24, 50, "s’éloigne de la cible"),
        (15, 25, 21, "60 % du chemin"),
        (15, 25, "24.99", "99 % du chemin"),
        (15, 25, "15.01", "0 % du chemin"),
        (15, 25, 14, "s’éloigne de la cible"),
        (-10, 10, 0, "50 % du chemin"),
        (15, 25, None, "pas encore mesuré"),
        (None, 25, 20, "chemin inconnu : départ ou cible à fixer"),
        (15, None, 20, "chemin inconnu : départ ou cible à fixer"),
    ],
)
def test_progress_is_told_in_words(baseline: Any, target: Any, value: Any, words: str) -> None:
    figures = (None if one is None else Decimal(one) for one in (baseline, target, value))
    assert plain(progress_of(*figures).words) == words


@pytest.mark.parametrize(
    ("baseline", "target", "words"),
    [
        (48, 24, "de 48 à 24 heures (à réduire)"),
        (15, 25, "de 15 à 25 heures (à augmenter)"),
        (None, 24, "cible 24 heures, départ à mesurer"),
        (48, None, "départ 48 heures, cible à fixer"),
        (None, None, "cible à fixer"),
    ],
)
def test_the_direction_follows_from_the_figures(baseline: Any, target: Any, words: str) -> None:
    start, aim = (None if one is None else Decimal(one) for one in (baseline, target))
    assert plain(way(start, aim, "heures")) == words


def test_an_indicator_is_fixed_with_its_owner_and_objective(
    project: Project, com: Department, owner: Membership, manager: Client
) -> None:
    objective = OperationalObjectiveFactory(department=com, ref="OP-1")
    data = {
        "name": "Fiches avec courriel", "baseline": "40", "target": "90", "unit": "%", "due": "2027-12-15",
        "owner": owner.pk, "objective": objective.pk,
    }  # fmt: skip
    answer = manager.post(adding(project), data)
    assert answer["Location"] == url_of("indicators", project)
    page = plain(manager.get(url_of("indicators", project)).content.decode())
    assert "De 40 à 90 % (à augmenter)" in page
    assert "Pas encore mesuré" in page
    assert "OP-1" in page


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"target": "48"}, "target", "La cible égale la valeur de départ"),
        ({"target": "48,00"}, "target", "La cible égale la valeur de départ"),
        ({"due": "2027-01-10"}, "due", "précède le début du projet, le 11 janvier 2027"),
        ({"due": "bientôt"}, "due", "date"),
        ({"baseline": "1,2,3"}, "baseline", "ne se lit pas comme un nombre"),
        ({"owner": "999999"}, "owner", "Cette personne n’est pas membre du projet : invitez-la"),
        ({"owner": "x"}, "owner", "Cette personne n’est pas membre du projet"),
        ({"name": ""}, "name", "obligatoire"),
    ],
)
def test_what_cannot_stand_is_refused_in_words_and_kept(
    project: Project, manager: Client, change: dict[str, str], field: str, words: str
) -> None:
    data = {"name": "Délai", "baseline": "48", "target": "24", "due": "2027-10-30", **change}
    answer = manager.post(adding(project), data)
    assert answer.status_code == 422
    form = answer.context["form"]
    assert words in plain(" ".join(form.errors[field]))
    assert all(form[name].value() == value for name, value in data.items())
    assert not Indicator.objects.exists()


def test_a_member_of_another_project_or_one_who_left_owns_nothing(project: Project, manager: Client) -> None:
    left = MembershipFactory(project=project)
    left.put_aside(read_version=1)
    for member in (MembershipFactory(), left):
        answer = manager.post(adding(project), {"name": "Délai", "owner": member.pk})
        assert answer.status_code == 422
        assert "n’est pas membre du projet" in answer.content.decode()


def test_the_database_refuses_a_target_equal_to_the_baseline(project: Project) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Indicator.objects.create(project=project, name="Délai", baseline=5, target=5)


def test_indicators_move(project: Project, manager: Client) -> None:
    first, second = (
        Indicator.objects.create(project=project, name=name, position=rank)
        for rank, name in enumerate(("Un", "Deux"))
    )
    url = url_of("register_place", project, "indicateurs")
    answer = manager.post(url, {"row": second.pk, "direction": "haut"})
    assert answer["Location"] == url_of("indicators", project)
    assert list(Indicator.objects.live()) == [second, first]


def test_the_list_leads_to_its_page(project: Project, manager: Client) -> None:
    answer = manager.get(url_of("register", project, "indicateurs"))
    assert answer["Location"] == url_of("indicators", project)


def test_the_catalogue_gives_names_and_units_once(project: Project, manager: Client) -> None:
    url = url_of("indicator_catalogue", project)
    assert len(CATALOGUE) >= 10
    manager.post(url, {"choix": ["emails", "answer"]})
    manager.post(url, {"choix": ["answer", "lost"]})
    assert [one.name for one in Indicator.objects.live()] == [
        "Fiches clients avec une adresse e-mail",
        "Délai de première réponse à un prospect",
        "Affaires perdues",
    ]
    assert "Déjà dans le projet" in manager.get(url).content.decode()


@pytest.mark.parametrize("posted", [[], ["inconnu"]])
def test_a_pick_of_nothing_is_refused(project: Project, manager: Client, posted: list[str]) -> None:
    answer = manager.post(url_of("indicator_catalogue", project), {"choix": posted})
    assert answer.status_code == 422
    assert "Cochez au moins un indicateur" in answer.content.decode()


@pytest.mark.parametrize("name", ["indicators", "indicator"])
def test_ten_times_more_costs_no_more_queries(
    project: Project, indicator: Indicator, manager: Client, name: str
) -> None:
    url = url_of(name, project, *([indicator.pk] if name == "indicator" else []))

    def fill(rank: int) -> None:
        one = (
            indicator
            if name == "indicator"
            else Indicator.objects.create(
                project=project, name=f"Délai {rank}", owner=MembershipFactory(project=project)
            )
        )
        measure(one, f"2027-06-{rank:02d}", "40", author=project.manager)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert manager.get(url).status_code == 200
        return len(queries)

    fill(1)
    count()
    one = count()
    for rank in range(2, 12):
        fill(rank)
    assert count() == one


def test_standings_all_have_a_sign() -> None:
    assert all(one.icon and one.tone for one in Standing)
