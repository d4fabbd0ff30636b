"""Indicators of success: fixed before, measured afterwards, by the manager and by who owns them."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from charter.filepart import ProjectFileError
from charter.indicatorcatalogue import CATALOGUE
from charter.models import Department, Indicator, Measurement, Membership, Project
from charter.progress import Standing, progress_of, way
from charter.projectfiles import dump_project
from crmproject.toolkit import blocks
from crmproject.toolkit.blocks import Gathering, Place
from crmproject.toolkit.diagnostics import rules
from tests.charter.project_files import load
from tests.factories import MembershipFactory, OperationalObjectiveFactory
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2027, 10, 15)


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def manager(client_for: ClientFor) -> Client:
    return client_for("manager")


@pytest.fixture
def owner(project: Project, personas: dict[str, User]) -> Membership:
    """The head, who owns `indicator`."""
    found: Membership = project.membership_rows.get(user=personas["head"])
    return found


@pytest.fixture
def indicator(project: Project, owner: Membership) -> Indicator:
    made: Indicator = Indicator.objects.create(
        project=project, name="Délai de réponse", baseline=48, target=24, unit="heures",
        due=datetime.date(2027, 10, 30), owner=owner,
    )  # fmt: skip
    return made


def measure(indicator: Indicator, day: str, value: str, **values: Any) -> Measurement:
    made: Measurement = Measurement.objects.create(
        indicator=indicator, measured_on=datetime.date.fromisoformat(day), value=Decimal(value), **values
    )
    return made


def url_of(name: str, project: Project, *args: object) -> str:
    return reverse(name, args=[project.slug, *args])


def adding(project: Project) -> str:
    return url_of("register_add", project, "indicateurs")


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("&nbsp;", " ")


def collected(project: Project) -> list[dict[str, Any]]:
    block = blocks.get("indicators")
    assert block is not None
    rows: Any = block.collect(Gathering(project.pk), Place())["rows"]
    return list(rows)


def found(project: Project, rule_id: str) -> list[str]:
    (one,) = [rule for rule in rules() if rule.id == rule_id]
    return [plain(finding.text) for finding in one.check(Gathering(project.pk))]


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


@pytest.mark.parametrize("persona", ["manager", "head"])
def test_the_manager_and_the_owner_measure(
    project: Project, indicator: Indicator, personas: dict[str, User], client_for: ClientFor, persona: str
) -> None:
    client = client_for(persona)
    page = client.get(url_of("indicator", project, indicator.pk)).content.decode()
    assert "Enregistrer la mesure" in page
    data = {"measured_on": "2027-10-01", "value": "33,5", "comment": "Sur 40 demandes"}
    answer = client.post(url_of("measurement_add", project, indicator.pk), data)
    assert answer["Location"] == url_of("indicator", project, indicator.pk)
    measurement = Measurement.objects.get()
    assert (measurement.value, measurement.author) == (Decimal("33.5"), personas[persona])
    page = plain(client.get(answer["Location"]).content.decode())
    assert "60 % du chemin" in page
    assert "Sur 40 demandes" in page
    assert '<svg class="chart chart-trend"' in page


@pytest.mark.parametrize("persona", ["sponsor", "contributor", "reader"])
def test_nobody_else_measures(
    project: Project, indicator: Indicator, client_for: ClientFor, persona: str
) -> None:
    client = client_for(persona)
    assert (
        "Enregistrer la mesure" not in client.get(url_of("indicator", project, indicator.pk)).content.decode()
    )
    answer = client.post(
        url_of("measurement_add", project, indicator.pk), {"measured_on": "2027-10-01", "value": "30"}
    )
    assert answer.status_code == 403
    assert not Measurement.objects.exists()


def test_an_owner_changes_neither_the_target_nor_another_indicator(
    project: Project, indicator: Indicator, client_for: ClientFor
) -> None:
    head = client_for("head")
    assert head.get(url_of("register_edit", project, "indicateurs", indicator.pk)).status_code == 403
    other = Indicator.objects.create(project=project, name="Autre")
    data = {"measured_on": "2027-10-01", "value": "30"}
    assert head.post(url_of("measurement_add", project, other.pk), data).status_code == 403


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"measured_on": "2027-10-16", "value": "30"}, "Ce jour n’est pas encore venu"),
        ({"measured_on": "2027-10-01", "value": "beaucoup"}, "ne se lit pas comme un nombre"),
        ({"measured_on": "2027-09-01", "value": "30"}, "porte déjà cette date"),
        ({"measured_on": "", "value": "30"}, "obligatoire"),
        ({"measured_on": "2027-10-01", "value": "9" * 20}, "14 chiffres"),
    ],
)
def test_a_wrong_measurement_is_refused_in_words_and_kept(
    project: Project, indicator: Indicator, manager: Client, data: dict[str, str], words: str
) -> None:
    measure(indicator, "2027-09-01", "40")
    answer = manager.post(url_of("measurement_add", project, indicator.pk), {**data, "comment": "Relu"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert 'value="Relu"' in page
    assert Measurement.objects.count() == 1


def test_a_measurement_is_corrected_or_gives_both_texts(
    project: Project, indicator: Indicator, manager: Client
) -> None:
    row = measure(indicator, "2027-09-01", "40")
    url = url_of("measurement_edit", project, indicator.pk, row.pk)
    assert manager.post(url, {"measured_on": "2027-09-01", "value": "36", "version": 1}).status_code == 302
    stale = manager.post(url, {"measured_on": "2027-09-01", "value": "30", "version": 1})
    assert stale.status_code == 409
    assert "30" in stale.context["yours"]
    assert "36" in stale.context["theirs"]
    row.refresh_from_db()
    assert row.value == 36
    wrong = manager.post(url, {"measured_on": "2028-01-01", "value": "36", "version": 2})
    assert wrong.status_code == 422


def test_a_measurement_is_removed_and_brought_back(
    project: Project, indicator: Indicator, manager: Client
) -> None:
    row = measure(indicator, "2027-09-01", "40")
    answer = manager.post(url_of("measurement_delete", project, indicator.pk, row.pk), {"version": 1})
    page = manager.get(answer["Location"]).content.decode()
    assert "Annuler la suppression" in page
    assert "Pas encore mesuré" in page
    manager.post(url_of("measurement_restore", project, indicator.pk, row.pk))
    assert indicator.measurements.get().deleted_at is None


def test_a_measurement_whose_date_was_taken_stays_in_the_bin(
    project: Project, indicator: Indicator, manager: Client
) -> None:
    row = measure(indicator, "2027-09-01", "40")
    row.put_aside(read_version=1)
    measure(indicator, "2027-09-01", "41")
    answer = manager.post(url_of("measurement_restore", project, indicator.pk, row.pk), follow=True)
    assert "Une autre mesure porte déjà cette date" in answer.content.decode()
    row.refresh_from_db()
    assert row.is_deleted


def test_a_deleted_indicator_comes_back_with_its_measurements(
    project: Project, indicator: Indicator, manager: Client
) -> None:
    measure(indicator, "2027-09-01", "36")
    answer = manager.post(
        url_of("register_delete", project, "indicateurs", indicator.pk), {"version": indicator.version}
    )
    page = manager.get(answer["Location"]).content.decode()
    assert answer["Location"].startswith(url_of("indicators", project))
    assert "Annuler la suppression" in page
    assert manager.get(url_of("indicator", project, indicator.pk)).status_code == 404
    manager.post(url_of("register_restore", project, "indicateurs", indicator.pk))
    assert "50\u00a0% du chemin" in manager.get(url_of("indicators", project)).content.decode()


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


def test_a_measurement_that_is_due_awaits_its_owner_at_home(
    project: Project, indicator: Indicator, client_for: ClientFor
) -> None:
    def awaits(persona: str) -> bool:
        page = client_for(persona).get(project.get_absolute_url()).content.decode()
        return "Mesurer l’indicateur «\u00a0Délai de réponse\u00a0»" in page

    assert not awaits("head")
    with time_machine.travel(datetime.date(2027, 11, 2), tick=False):
        assert awaits("head")
        assert not awaits("manager")
        measure(indicator, "2027-11-01", "25")
        assert not awaits("head")
