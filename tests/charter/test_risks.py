"""Risks: what is done about them, how they were scored, the matrix and the catalogue."""

import re
from datetime import date, timedelta
from typing import Any

import pghistory
import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from charter.actions.risks import pick
from charter.catalogue import FEARS, MARKS, RISKS
from charter.models import Membership, Project, Risk
from charter.riskgrid import grid
from charter.scoring import scorings, trend_of
from charter.treatments import treatments
from crmproject.toolkit.refusals import RefusedError
from requirements.models import Workshop
from tests.factories import MembershipFactory, RiskFactory
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client_for: ClientFor, personas: dict[str, User]) -> Client:
    return client_for("manager")


def url(project: Project, name: str, *more: object) -> str:
    return reverse(name, args=[project.slug, *more])


def risk_data(**changes: Any) -> dict[str, Any]:
    return {
        "title": "Reprise", "kind": "internal", "probability": "4", "impact": "4", "status": "open", "version": "1",
        **changes,
    }  # fmt: skip


def test_a_risk_keeps_its_strategy_date_status_and_owner(project: Project, manager: Client) -> None:
    owner = Membership.objects.live().filter(project=project).first()
    assert owner is not None
    data = risk_data(strategy="reduce", due="2027-05-03", status="treated", owner=owner.pk, response="Trier")
    assert manager.post(url(project, "register_add", "risques"), data).status_code == 302
    row = Risk.objects.get(project=project)
    assert (row.strategy, row.due, row.status, row.owner) == ("reduce", date(2027, 5, 3), "treated", owner)
    page = manager.get(url(project, "register", "risques")).content.decode()
    assert "Réduire\u00a0: Trier" in page
    assert "En cours de traitement" in page


def test_a_due_date_before_the_project_is_refused_in_words(project: Project, manager: Client) -> None:
    answer = manager.post(url(project, "register_add", "risques"), risk_data(due="2026-12-31"))
    assert answer.status_code == 422
    assert "précède le début du projet, le 11\u00a0janvier 2027" in answer.content.decode()
    assert 'value="2026-12-31"' in answer.content.decode()


def test_a_date_that_stood_already_holds_nothing_back(project: Project, manager: Client) -> None:
    row = RiskFactory(project=project, due=date(2026, 12, 1))
    data = risk_data(due="2026-12-01", probability=row.probability, title="Autre")
    assert manager.post(url(project, "register_edit", "risques", row.pk), data).status_code == 302


@pytest.mark.parametrize("who", ["stranger", "gone"])
def test_an_owner_who_is_not_a_member_is_refused_in_words(
    who: str, project: Project, manager: Client
) -> None:
    member = MembershipFactory() if who == "stranger" else MembershipFactory(project=project)
    if who == "gone":
        member.put_aside(read_version=member.version)
    answer = manager.post(url(project, "register_add", "risques"), risk_data(owner=member.pk))
    assert answer.status_code == 422
    assert "n’est pas membre du projet" in answer.content.decode()


def test_r_parade_each_score_is_kept_with_who_and_why(project: Project, manager: Client) -> None:
    manager.post(url(project, "register_add", "risques"), risk_data(score_reason="Deux échecs passés"))
    row = Risk.objects.get(project=project)
    edit = url(project, "register_edit", "risques", row.pk)
    manager.post(edit, risk_data(probability="2", score_reason="Pilote concluant"))
    manager.post(
        edit, risk_data(probability="2", score_reason="Pilote concluant", title="Données", version="2")
    )
    scored = scorings(Risk.objects.get(pk=row.pk))
    assert [(one.probability, one.impact, one.why) for one in scored] == [
        (4, 4, "Deux échecs passés"),
        (2, 4, "Pilote concluant"),
    ]
    assert {one.who for one in scored} == {str(project.manager)}
    assert trend_of(scored) == "en baisse"
    page = manager.get(url(project, "risk", row.pk)).content.decode()
    assert "en baisse" in page
    assert "Pilote concluant" in page


def test_a_new_score_drops_the_reason_of_the_one_before(project: Project, manager: Client) -> None:
    row = RiskFactory(project=project, score_reason="Avant")
    manager.post(
        url(project, "register_edit", "risques", row.pk), risk_data(probability="1", score_reason="Avant")
    )
    assert Risk.objects.get(pk=row.pk).score_reason == ""


def test_scores_of_a_loaded_file_tell_their_origin(project: Project) -> None:
    with pghistory.context(reason="Chargement d’un fichier projet"), transaction.atomic():
        row = RiskFactory(project=project)
    assert [one.why for one in scorings(row)] == ["Chargement d’un fichier projet"]
    assert trend_of(scorings(row)) == ""


@pytest.mark.parametrize("scores", [[3], list(range(1, 6))])
def test_a_history_costs_the_same_however_long(
    scores: list[int], project: Project, django_assert_max_num_queries: Any
) -> None:
    row = RiskFactory(project=project, probability=1)
    for score in scores:
        Risk.objects.filter(pk=row.pk).update(probability=score)
    with django_assert_max_num_queries(2):
        scorings(row)


def test_the_matrix_places_each_risk_and_keeps_fears_out(project: Project, manager: Client) -> None:
    RiskFactory(project=project, title="Reprise", probability=4, impact=5)
    RiskFactory(project=project, title="Surveillance", kind="fear", probability=4, impact=5)
    RiskFactory(project=project, title="Vieux risque", status="closed", probability=4, impact=5)
    page = manager.get(url(project, "risk_matrix")).content.decode()
    assert 'aria-label="Probabilité 4, gravité 5, criticité 20 (critique)\u00a0: 1 risque"' in page
    assert page.count('class="risk-square depth-') == 25
    assert "Surveillance" not in page
    assert "Risques clos (1)" in page


def test_a_square_lists_its_risks_and_filters_hold(project: Project, manager: Client) -> None:
    RiskFactory(project=project, title="Reprise", probability=4, impact=5)
    RiskFactory(project=project, title="Prestataire", kind="external", probability=2, impact=3)
    matrix = url(project, "risk_matrix")
    chosen = manager.get(matrix, {"probabilite": 4, "gravite": 5}).context["risks"]
    assert [one.title for one in chosen] == ["Reprise"]
    kept = manager.get(matrix, {"nature": "external"}).context["risks"]
    assert [one.title for one in kept] == ["Prestataire"]
    assert manager.get(matrix, {"statut": "occurred"}).context["total"] == 0
    assert manager.get(matrix, {"probabilite": "9", "gravite": "x", "nature": "y"}).context["total"] == 2


def test_every_square_is_a_link_that_the_keyboard_reaches(project: Project, manager: Client) -> None:
    page = manager.get(url(project, "risk_matrix")).content.decode()
    assert len(re.findall(r'<a href="\?[^"]*probabilite=\d', page)) == 25
    assert "data-risk-matrix" in page


def test_the_grid_tells_levels_by_words_and_tints() -> None:
    top = grid([])[0][1]
    assert [square.level for square in top] == ["modérée", "forte", "critique", "critique", "critique"]
    assert [square.depth for square in top] == [1, 2, 3, 3, 3]


def test_the_figures_of_the_study_stand_with_their_source(project: Project, manager: Client) -> None:
    page = manager.get(url(project, "risk_matrix")).content.decode()
    assert [mark.share for mark in MARKS] == [18, 15, 15, 12, 8]
    assert "18&nbsp;%" in page
    assert "Un projet sur deux" in page
    assert "difficultés rencontrées dans les projets CRM" in page


def test_several_risks_are_picked_at_once_and_those_known_are_told(project: Project, manager: Client) -> None:
    RiskFactory(project=project, title="RÉSISTANCE au changement")
    catalogue = url(project, "risk_catalogue")
    assert "Déjà dans le projet" in manager.get(catalogue).content.decode()
    answer = manager.post(catalogue, {"choix": ["resistance", "reprise", "surveillance"]}, follow=True)
    assert "Déjà dans le projet" in answer.content.decode()
    rows = {row.title: row for row in Risk.objects.filter(project=project)}
    assert len(rows) == 3
    assert rows["Reprise de données incomplète ou fausse"].response
    fear = rows["Le CRM servira à surveiller mon activité"]
    assert (fear.kind, fear.response, fear.strategy) == ("fear", "", "")


def test_nothing_chosen_is_refused_in_words(project: Project, manager: Client) -> None:
    answer = manager.post(url(project, "risk_catalogue"), {"choix": ["inconnu"]})
    assert answer.status_code == 422
    assert "Cochez au moins" in answer.content.decode()


def test_two_tabs_never_pick_the_same_one_twice(project: Project) -> None:
    assert len(pick(project=project, keys=["saison", "saison"])[0]) == 1
    added, known = pick(project=project, keys=["saison", "silos"])
    assert ([one.title for one in known], len(added)) == (["Pic d’activité pendant le déploiement"], 1)
    with pytest.raises(RefusedError):
        pick(project=project, keys=[])


def test_the_catalogue_holds_the_risks_and_the_seven_fears_of_the_trade() -> None:
    assert len(FEARS) == 7
    named = ["resistance", "collaboration", "reprise", "integration", "direction", "departs", "saison"]
    named += ["silos", "usine"]
    assert set(named) <= {one.key for one in RISKS}
    assert all(one.response for one in (*RISKS, *FEARS))


def test_a_fear_names_its_workshop_and_shows_no_score(project: Project, manager: Client) -> None:
    workshop = Workshop.objects.create(project=project, title="Charte d’usage", held_on=date(2027, 2, 3))
    key = f"workshop:{workshop.pk}"
    assert [one.key for one in treatments(project)] == [key]
    data = {"title": "On va me surveiller", "profile": "Techniciens", "workshop_key": key, "response": "Non"}
    assert manager.post(url(project, "register_add", "craintes"), data).status_code == 302
    fear = Risk.objects.get(project=project)
    assert (fear.kind, fear.probability, fear.workshop) == (
        "fear",
        3,
        "Charte d’usage (3\u00a0février 2027)",
    )
    page = manager.get(url(project, "register", "craintes")).content.decode()
    assert re.search(r'«\u00a0<a href="[^"]+">On va me surveiller</a>\u00a0»', page)
    assert "modérée" not in page
    told = manager.get(url(project, "risk", fear.pk)).content.decode()
    assert "modérée" not in told
    assert f'<a href="{workshop.get_absolute_url()}">' in told


def test_a_workshop_that_went_keeps_its_name(project: Project, manager: Client) -> None:
    fear = RiskFactory(project=project, kind="fear", workshop_key="workshop:999", workshop="Atelier de mars")
    edit = url(project, "register_edit", "craintes", fear.pk)
    data = {"title": fear.title, "workshop_key": "workshop:999", "workshop": "Atelier de mars", "version": 1}
    assert manager.post(edit, data).status_code == 302
    assert Risk.objects.get(pk=fear.pk).workshop == "Atelier de mars"
    data |= {"workshop_key": "workshop:1000", "version": 2}
    assert manager.post(edit, data).status_code == 422


def test_the_list_of_fears_holds_only_fears(project: Project, manager: Client) -> None:
    risk = RiskFactory(project=project, title="Reprise")
    page = manager.get(url(project, "register", "craintes")).content.decode()
    assert "Reprise" not in page
    assert manager.get(url(project, "register_edit", "craintes", risk.pk)).status_code == 404


def test_a_late_risk_is_told(project: Project, manager: Client) -> None:
    due = project.start + timedelta(days=10)
    RiskFactory(project=project, due=due)
    RiskFactory(project=project, due=due, status="controlled")
    with time_machine.travel(due + timedelta(days=1), tick=False):
        rows = Risk.objects.filter(project=project).order_by("pk")
        assert [row.is_late for row in rows] == [True, False]


def test_the_matrix_costs_the_same_for_one_risk_and_ten(project: Project, manager: Client) -> None:
    counts = []
    for number in (1, 9):
        RiskFactory.create_batch(number, project=project, owner=MembershipFactory(project=project))
        with CaptureQueriesContext(
            connection,
        ) as seen:
            manager.get(url(project, "risk_matrix"))
        counts.append(len(seen))
    assert counts[0] == counts[1]
