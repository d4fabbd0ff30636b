"""What was measured: by the manager and by who owns the indicator, corrected, removed, brought back."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from charter.models import Indicator, Measurement, Project
from tests.charter.indicating import TODAY, measure, plain, url_of
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def manager(client_for: ClientFor) -> Client:
    return client_for("manager")


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


def test_an_owner_changes_neither_the_target_nor_another_indicator(
    project: Project, indicator: Indicator, client_for: ClientFor
) -> None:
    head = client_for("head")
    assert head.get(url_of("register_edit", project, "indicateurs", indicator.pk)).status_code == 403
    other = Indicator.objects.create(project=project, name="Autre")
    data = {"measured_on": "2027-10-01", "value": "30"}
    assert head.post(url_of("measurement_add", project, other.pk), data).status_code == 403
