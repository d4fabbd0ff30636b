"""The budget: lines that reckon themselves, its page, its settings, its block, its rules and its files."""

import csv
import io
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from charter.budgetsheet import sheet_of
from charter.filepart import ProjectFileError
from charter.models import BudgetLine, BudgetSettings, Project
from charter.projectfiles import dump_project
from charter.ratios import Verdict, ratios_of
from crmproject.toolkit import blocks
from crmproject.toolkit.blocks import Gathering, Place
from crmproject.toolkit.diagnostics import rules
from crmproject.toolkit.fingerprints import fingerprint
from tests.charter.project_files import demo_data, load
from tests.factories import BudgetLineFactory
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db

NARROW, NBSP = "\u202f", "\u00a0"


@pytest.fixture
def manager(client_for: ClientFor) -> Client:
    return client_for("manager")


def page_of(project: Project) -> str:
    return reverse("register", args=[project.slug, "budget"])


def adding(project: Project) -> str:
    return reverse("register_add", args=[project.slug, "budget"])


def plain(text: str) -> str:
    return text.replace(NARROW, " ").replace(NBSP, " ").replace("&nbsp;", " ")


def collected(project: Project) -> dict[str, Any]:
    block = blocks.get("budget")
    assert block is not None
    return block.collect(Gathering(project.pk), Place())


def found(project: Project, rule_id: str) -> list[str]:
    (one,) = [rule for rule in rules() if rule.id == rule_id]
    return [plain(finding.text) for finding in one.check(Gathering(project.pk))]


DAYS = {
    "category": "integration",
    "label": "Paramétrage",
    "unit": "days",
    "quantity": "12",
    "unit_price": "850",
}


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


def test_a_budget_as_before_collects_what_it_did(project: Project) -> None:
    """What was validated before a line could say more stays validated."""
    BudgetLineFactory(project=project, label="Licences", amount="3600", recurring=True)
    BudgetLineFactory(
        project=project, category="training", label="Formation", amount="1000.50", internal=True
    )
    assert fingerprint(collected(project)) == fingerprint(
        {
            "rows": [
                {
                    "category": "Licences ou abonnements",
                    "amount": 3600,
                    "share": 78,
                    "lines": [{"label": "Licences", "amount": 3600, "recurring": True, "internal": False}],
                },
                {
                    "category": "Formation",
                    "amount": "1000.5",
                    "share": 22,
                    "lines": [
                        {"label": "Formation", "amount": "1000.5", "recurring": False, "internal": True}
                    ],
                },
            ],
            "total": "4600.5",
            "recurring": 3600,
            "one_off": "1000.5",
        }
    )


def test_the_block_tells_every_year_once_there_is_more_than_the_first(project: Project) -> None:
    BudgetLineFactory(project=project, amount=1000, recurring=True)
    BudgetLineFactory(project=project, amount=500, first_year=2)
    data = collected(project)
    assert (data["total"], data["rows"][0]["lines"][1]["later"]) == (1000, True)
    assert data["by_year"] == [
        {"category": "Licences ou abonnements", "years": [1000, 1500, 1000], "sum": 3500}
    ]
    assert [row["sum"] for row in data["kinds"]] == [500, 3000, 3500, 0]
    assert [row["label"] for row in data["scenarios"]] == ["Basse", "Probable", "Haute"]


def test_the_first_year_of_the_file_is_the_sum_of_its_lines() -> None:
    """23 380 €, as the lines of the demo’s file add up."""
    data = demo_data()
    project = load(data)
    expected = sum(Decimal(str(line["amount"])) for line in data["budget"])
    assert expected == 23380
    told = collected(project)
    assert told["total"] == 23380
    assert sum(row["amount"] for row in told["rows"]) == 23380
    sheet = sheet_of(list(BudgetLine.objects.filter(project=project)), None)
    assert [str(amount) for amount in sheet.likely.total] == ["23380.00", "2966.40", "3055.39"]


def verdicts(*lines: BudgetLine, **settings: Any) -> dict[str, Verdict]:
    return {one.rule: one.verdict for one in ratios_of(sheet_of(lines, BudgetSettings(**settings)))}


def line(category: str = "integration", amount: int = 1000, **values: Any) -> BudgetLine:
    return BudgetLine(category=category, label=values.pop("label", "Ligne"), amount=Decimal(amount), **values)


def days(quantity: int, price: int, **values: Any) -> BudgetLine:
    return line(
        amount=quantity * price, unit="days", quantity=Decimal(quantity), unit_price=Decimal(price), **values
    )


@pytest.mark.parametrize(
    ("lines", "users", "verdict"),
    [
        ([days(2, 800)], 4, Verdict.GOOD),
        ([days(1, 800)], 4, Verdict.BAD),
        ([line(amount=1750)], 4, Verdict.LOOK),
        ([line(amount=1399)], 4, Verdict.BAD),
        ([line(amount=2000)], 4, Verdict.GOOD),
        ([days(9, 800, internal=True)], 4, Verdict.BAD),
        ([days(2, 800)], None, Verdict.UNKNOWN),
    ],
)
def test_r_prestation_counts_half_a_day_of_service_for_each_user(
    lines: list[BudgetLine], users: int | None, verdict: Verdict
) -> None:
    """[R-PRESTATION] days that are counted are exact; amounts are worth between 700 and 1,000 € the day."""
    assert verdicts(*lines, users=users)["R-PRESTATION"] is verdict


@pytest.mark.parametrize(
    ("price", "verdict"),
    [(699, Verdict.LOOK), (700, Verdict.GOOD), (1000, Verdict.GOOD), (1001, Verdict.LOOK)],
)
def test_r_journee_expects_700_to_1000_euros_the_day(price: int, verdict: Verdict) -> None:
    """[R-JOURNEE]"""
    assert verdicts(days(3, price))["R-JOURNEE"] is verdict


def test_e_budget_looks_at_the_share_of_licences() -> None:
    """[E-BUDGET]"""
    assert verdicts(line("licences"))["E-BUDGET"] is Verdict.BAD
    assert verdicts(line("licences"), line())["E-BUDGET"] is Verdict.GOOD


@pytest.mark.parametrize(
    ("training", "verdict"),
    [
        (line("training", label="Formation initiale"), Verdict.BAD),
        (line("training", label="Formation initiale et perfectionnement"), Verdict.GOOD),
        (line("training", label="Session", first_year=2), Verdict.GOOD),
        (line("training", label="Session", recurring=True), Verdict.GOOD),
        (line("change", label="Perfectionnement"), Verdict.BAD),
    ],
)
def test_r_budget_perfectionnement_looks_for_what_follows_the_first_training(
    training: BudgetLine, verdict: Verdict
) -> None:
    """[R-BUDGET-PERFECTIONNEMENT]"""
    assert verdicts(training)["R-BUDGET-PERFECTIONNEMENT"] is verdict


def test_r_formation_r_reserve_and_r_aleas_say_what_is_missing() -> None:
    """[R-FORMATION] [R-RESERVE] [R-ALEAS]"""
    missing = verdicts(line())
    assert {missing[one] for one in ("R-FORMATION", "R-RESERVE", "R-ALEAS")} == {Verdict.BAD}
    there = verdicts(line("training"), line("post_launch"), contingency=Decimal(5))
    assert {there[one] for one in ("R-FORMATION", "R-RESERVE", "R-ALEAS")} == {Verdict.GOOD}
    assert verdicts(line("contingency"))["R-ALEAS"] is Verdict.GOOD
    assert set(verdicts().values()) == {Verdict.UNKNOWN}


def test_every_reference_follows_a_rule_that_exists() -> None:
    known = {rule.id for rule in rules()}
    assert {one.rule for one in ratios_of(sheet_of([], None))} <= known


def test_r_aleas_finds_no_contingency_and_counts_the_lines(project: Project) -> None:
    """[R-ALEAS]"""
    assert found(project, "R-ALEAS") == []
    BudgetLineFactory(project=project)
    assert found(project, "R-ALEAS") == ["Ni provision (0 %) ni ligne d’aléas parmi 1 ligne de budget."]
    BudgetSettings.objects.create(project=project, contingency=5)
    assert found(project, "R-ALEAS") == []


def test_r_prestation_says_how_many_days_for_how_many_users(project: Project) -> None:
    """[R-PRESTATION]"""
    BudgetLineFactory(
        project=project, category="integration", unit="days", quantity=4, unit_price=800, amount=3200
    )
    assert found(project, "R-PRESTATION") == []
    BudgetSettings.objects.create(project=project, users=10)
    assert found(project, "R-PRESTATION") == [
        "4 jours de prestation pour 10 utilisateurs : moins de 5 jours."
    ]


def test_r_journee_names_the_lines_out_of_range(project: Project) -> None:
    """[R-JOURNEE]"""
    for label, price in (("Paramétrage", 1400), ("Reprise", 800)):
        BudgetLineFactory(
            project=project,
            category="integration",
            label=label,
            unit="days",
            quantity=1,
            unit_price=price,
            amount=price,
        )
    assert found(project, "R-JOURNEE") == [
        "1 sur 2 lignes comptées en jours hors de 700 à 1 000 € le jour : « Paramétrage » (1 400 €)."
    ]


def test_r_budget_perfectionnement_says_how_much_is_for_the_first_training(project: Project) -> None:
    """[R-BUDGET-PERFECTIONNEMENT]"""
    line = BudgetLineFactory(project=project, category="training", label="Formation initiale", amount=3000)
    (text,) = found(project, "R-BUDGET-PERFECTIONNEMENT")
    assert text.startswith("3 000 € de formation")
    BudgetLine.objects.filter(pk=line.pk).update(label="Formation puis perfectionnement")
    assert found(project, "R-BUDGET-PERFECTIONNEMENT") == []


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
    assert totals["Scénario haute, aléas compris"] == "3259,08"


@pytest.mark.parametrize("label", ["=HYPERLINK(1)", "+33", "-1", "@import", "  =1+1", "\t=2"])
def test_no_label_runs_as_a_formula(project: Project, manager: Client, label: str) -> None:
    BudgetLineFactory(project=project, label=label)
    rows = rows_of_csv(manager.get(reverse("budget_csv", args=[project.slug])))
    assert rows[1][1] == f"'{label}"


def test_lines_and_settings_come_back_from_the_project_file(project: Project) -> None:
    BudgetLineFactory(
        project=project, category="licences", unit="users", quantity="4.5", unit_price="60", months=12, amount=3240,
        recurring=True, first_year=2, years=3, increase="2.5", low=3000, high=4000,
    )  # fmt: skip
    BudgetSettings.objects.create(
        project=project, horizon=6, users=4, contingency="7.5", tax_shown=True, tax_rate="8.5"
    )
    first = dump_project(project)
    assert first["budget_settings"]["horizon"] == 6
    assert first["budget"][0]["increase"] == 2.5
    again = load(first, replace=True)
    second = dump_project(again)
    assert [second[key] for key in ("budget", "budget_settings")] == [
        first[key] for key in ("budget", "budget_settings")
    ]


def test_a_file_may_leave_the_amount_to_the_quantity(project: Project) -> None:
    data = dump_project(project)
    data["budget"] = [
        {"category": "integration", "label": "Paramétrage", "unit": "days", "quantity": 12, "unit_price": 850}
    ]
    loaded = load(data, replace=True)
    assert BudgetLine.objects.get(project=loaded).amount == 10200


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ({}, "budget[0].amount : valeur manquante"),
        ({"amount": 5, "quantity": 2}, "budget[0].unit : valeur manquante"),
        ({"amount": 5, "unit": "days"}, "budget[0].quantity : une unité demande"),
        ({"amount": 5, "unit": "days", "quantity": 2, "unit_price": 3}, "budget[0].amount : la quantité"),
        ({"unit": "weeks", "amount": 5}, "budget[0].unit : valeur inconnue « weeks »"),
        ({"amount": 5, "years": 2}, "budget[0].recurring : years et increase"),
        ({"amount": 5, "low": 6}, "budget[0].low"),
        ({"amount": 5, "high": 4}, "budget[0].high"),
        ({"amount": 5, "first_year": 11}, "budget[0].first_year : 10 au plus"),
    ],
)
def test_a_wrong_line_of_a_file_is_refused_where_it_is(
    project: Project, entry: dict[str, Any], problem: str
) -> None:
    data = dump_project(project)
    data["budget"] = [{"category": "integration", "label": "Paramétrage", **entry}]
    with pytest.raises(ProjectFileError) as refused:
        load(data, replace=True)
    assert problem in plain(str(refused.value))


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


def test_ten_years_are_printed_in_two_tables(project: Project) -> None:
    BudgetLineFactory(project=project, amount=1000, recurring=True)
    BudgetSettings.objects.create(project=project, horizon=10)
    page = plain(render_to_string("blocks/budget.html", {"data": collected(project)}))
    assert page.count("Budget probable par poste et par année") == 2
    assert page.count("Sur 10 ans") == 2
    assert "10 000" in page


def test_one_year_needs_no_column_of_sums(project: Project) -> None:
    BudgetLineFactory(project=project, amount=1000)
    BudgetSettings.objects.create(project=project, horizon=1)
    page = plain(render_to_string("blocks/budget.html", {"data": collected(project)}))
    assert "Sur 1 an" not in page
    assert "Total sur 1 an : 1 000 € hors taxes." in page
