"""The budget: lines that reckon themselves, its page, its settings, its file for spreadsheets."""

import csv
import io
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from charter.models import BudgetLine, BudgetSettings, Project
from tests.charter.budgets import page_of, plain
from tests.factories import BudgetLineFactory
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db

DAYS = {
    "category": "integration",
    "label": "Paramétrage",
    "unit": "days",
    "quantity": "12",
    "unit_price": "850",
}


@pytest.fixture
def manager(client_for: ClientFor) -> Client:
    return client_for("manager")


def adding(project: Project) -> str:
    return reverse("register_add", args=[project.slug, "budget"])


def test_a_quantity_at_its_price_makes_the_amount(project: Project, manager: Client) -> None:
    assert manager.post(adding(project), DAYS).status_code == 302
    line = BudgetLine.objects.get()
    assert (line.amount, line.unit) == (10200, "days")
    assert "Paramétrage (12 jours × 850 €)" in plain(manager.get(page_of(project)).content.decode())


def test_users_pay_by_the_month(project: Project, manager: Client) -> None:
    data = {
        "category": "licences", "label": "Abonnements", "unit": "users", "quantity": "4", "unit_price": "60",
        "months": "12", "recurring": "on",
    }  # fmt: skip
    manager.post(adding(project), data)
    assert BudgetLine.objects.get().amount == 2880
    assert "4 utilisateurs × 60 € × 12 mois" in plain(manager.get(page_of(project)).content.decode())


def test_a_changed_price_changes_the_amount(project: Project, manager: Client) -> None:
    manager.post(adding(project), DAYS)
    line = BudgetLine.objects.get()
    url = reverse("register_edit", args=[project.slug, "budget", line.pk])
    answer = manager.post(url, {**DAYS, "unit_price": "900", "version": line.version})
    assert answer.status_code == 302
    line.refresh_from_db()
    assert line.amount == 10800
    manager.post(
        url, {**DAYS, "unit": "", "quantity": "", "unit_price": "", "amount": "9k", "version": line.version}
    )
    line.refresh_from_db()
    assert (line.amount, line.unit, line.quantity) == (9000, "", None)


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"unit": "", "amount": "5"}, "unit", "Choisissez ce que l’on compte"),
        ({"unit": "", "quantity": "", "unit_price": ""}, "amount", "Écrivez un montant"),
        ({"quantity": ""}, "quantity", "À remplir"),
        ({"unit_price": "abc"}, "unit_price", "ne se lit pas comme un nombre"),
        ({"unit_price": "-3"}, "unit_price", "ne peut pas être négatif"),
        ({"quantity": "1000000", "unit_price": "9 999 999"}, "quantity", "Le montant calculé dépasse"),
        ({"years": "3"}, "years", "Ne vaut que pour un coût récurrent"),
        ({"increase": "2"}, "increase", "Ne vaut que pour un coût récurrent"),
        ({"low": "20 000"}, "low", "dépasse le montant probable"),
        ({"high": "5k"}, "high", "sous le montant probable"),
        ({"months": "13"}, "months", "12"),
        ({"first_year": "11"}, "first_year", "Sélectionnez un choix valide"),
        ({"increase": "120", "recurring": "on"}, "increase", "100"),
    ],
)
def test_what_cannot_stand_is_refused_in_words_and_kept(
    project: Project, manager: Client, change: dict[str, str], field: str, words: str
) -> None:
    answer = manager.post(adding(project), {**DAYS, **change})
    assert answer.status_code == 422
    form = answer.context["form"]
    assert words in " ".join(form.errors[field])
    assert all(form[name].value() == value for name, value in change.items() if name != "recurring")
    assert not BudgetLine.objects.exists()


def test_the_database_holds_the_amount_to_its_quantity(project: Project) -> None:
    for wrong in (
        {"unit": "days", "quantity": 2, "unit_price": 700, "amount": 1000},
        {"unit": "days", "quantity": 2, "amount": 1000},
        {"quantity": 2},
        {"low": 2000},
        {"high": 5},
        {"years": 2},
        {"recurring": True, "increase": 101},
        {"first_year": 0},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            BudgetLineFactory(project=project, **wrong)


def test_the_amount_is_told_while_one_writes(project: Project, manager: Client) -> None:
    url = reverse("budget_amount", args=[project.slug])
    told = plain(manager.get(url, {**DAYS, "recurring": "on", "increase": "3 %"}).content.decode())
    assert (
        "12 jours × 850 € = 10 200 € hors taxes. Chaque année, +3 % par an : 31 527,18 € sur 3 ans." in told
    )
    assert told.strip().startswith("<p")
    for garbled in ({**DAYS, "quantity": "abc"}, {}, {"amount": "1,2,3"}):
        assert "s’affichera ici" in manager.get(url, garbled).content.decode()
    assert not BudgetLine.objects.exists()


def test_the_form_asks_for_that_amount(project: Project, manager: Client) -> None:
    page = manager.get(adding(project)).content.decode()
    assert f'hx-get="{reverse("budget_amount", args=[project.slug])}"' in page
    assert "«\u00a01.234\u00a0» se lit 1\u00a0234" in page


def test_the_page_adds_it_all_up(project: Project, manager: Client) -> None:
    BudgetLineFactory(project=project, amount=1000, recurring=True)
    BudgetLineFactory(project=project, amount=4000, category="training", internal=True)
    BudgetSettings.objects.create(project=project, horizon=2, contingency=10, tax_shown=True)
    page = plain(manager.get(page_of(project)).content.decode())
    # 6 000 of lines, 600 of contingency; tax on the 2 000 bought outside and their 200.
    assert "6 600 €" in page
    assert "7 040 €" in page
    assert '<svg class="chart chart-bars"' in page
    assert "Provision pour aléas (10 %)" in page
    assert "Hypothèse basse" in page


def test_a_line_beyond_the_horizon_is_said_to_count_nowhere(project: Project, manager: Client) -> None:
    BudgetLineFactory(project=project, label="Migration du serveur", first_year=5)
    page = plain(manager.get(page_of(project)).content.decode())
    assert "1 ligne commence après l’horizon de 3 ans" in page
    assert "Migration du serveur" in page


def test_an_empty_budget_has_no_totals_but_its_reference_figures(project: Project, manager: Client) -> None:
    page = manager.get(page_of(project)).content.decode()
    assert "Repères du métier" in page
    assert "chart-bars" not in page


def test_settings_are_written_once_and_then_changed(project: Project, manager: Client) -> None:
    url = reverse("budget_settings", args=[project.slug])
    data = {
        "horizon": "5", "users": "4", "contingency": "10 %", "low_percent": "5", "high_percent": "30",
        "tax_rate": "20", "version": "0",
    }  # fmt: skip
    assert manager.post(url, data)["Location"] == page_of(project)
    stored = BudgetSettings.objects.get()
    assert (stored.horizon, stored.users, stored.contingency) == (5, 4, 10)
    manager.post(url, {**data, "horizon": "6", "version": stored.version})
    stored.refresh_from_db()
    assert stored.horizon == 6
    stale = manager.post(url, {**data, "horizon": "7", "version": "1"})
    assert stale.status_code == 409
    assert "Horizon" in stale.content.decode()
    assert BudgetSettings.objects.get().horizon == 6


@pytest.mark.parametrize(
    "change",
    [{"horizon": "0"}, {"horizon": "11"}, {"users": "0"}, {"contingency": "-1"}, {"tax_rate": "beaucoup"}],
)
def test_a_setting_out_of_range_is_refused(project: Project, manager: Client, change: dict[str, str]) -> None:
    data = {"horizon": "3", "contingency": "0", "low_percent": "10", "high_percent": "20", "tax_rate": "20"}
    answer = manager.post(reverse("budget_settings", args=[project.slug]), {**data, **change})
    assert answer.status_code == 422
    (name,) = change
    assert name in answer.context["form"].errors
    assert not BudgetSettings.objects.exists()


def rows_of_csv(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("cp1252")), delimiter=";"))


def test_the_file_for_spreadsheets_has_lines_years_and_totals(project: Project, manager: Client) -> None:
    BudgetLineFactory(project=project, label="Licences", amount="1234.50", recurring=True)
    BudgetSettings.objects.create(project=project, horizon=2, contingency=10, tax_shown=True)
    answer = manager.get(reverse("budget_csv", args=[project.slug]))
    assert answer["Content-Disposition"] == f'attachment; filename="budget-{project.slug}.csv"'
    rows = rows_of_csv(answer)
    assert rows[0][-3:] == ["Année 1 (€ HT)", "Année 2 (€ HT)", "Total (€ HT)"]
    assert rows[1][1] == "Licences"
    assert rows[1][-3:] == ["1234,50", "1234,50", "2469,00"]
    totals = {row[0]: row[-1] for row in rows}
    assert totals["Total HT"] == "2715,90"
    assert totals["Hypothèse haute, aléas compris"] == "3259,08"


@pytest.mark.parametrize("label", ["=HYPERLINK(1)", "+33", "-1", "@import", "  =1+1", "\t=2"])
def test_no_label_runs_as_a_formula(project: Project, manager: Client, label: str) -> None:
    BudgetLineFactory(project=project, label=label)
    rows = rows_of_csv(manager.get(reverse("budget_csv", args=[project.slug])))
    assert rows[1][1] == f"'{label}"


@pytest.mark.parametrize("name", ["budget_settings", "budget_amount"])
@pytest.mark.parametrize("persona", ["sponsor", "head", "contributor", "reader"])
def test_only_the_manager_sets_the_budget(
    project: Project, client_for: ClientFor, name: str, persona: str
) -> None:
    assert client_for(persona).get(reverse(name, args=[project.slug])).status_code == 403


def test_a_member_reads_the_budget_and_takes_its_file(project: Project, client_for: ClientFor) -> None:
    BudgetLineFactory(project=project)
    reader = client_for("reader")
    page = reader.get(page_of(project)).content.decode()
    assert reverse("budget_settings", args=[project.slug]) not in page
    assert reader.get(reverse("budget_csv", args=[project.slug])).status_code == 200


@pytest.mark.parametrize("name", ["page", "csv"])
def test_ten_lines_cost_no_more_queries_than_one(project: Project, manager: Client, name: str) -> None:
    url = page_of(project) if name == "page" else reverse("budget_csv", args=[project.slug])

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert manager.get(url).status_code == 200
        return len(queries)

    BudgetLineFactory(project=project)
    count()
    one = count()
    for _ in range(9):
        BudgetLineFactory(project=project)
    assert count() == one
