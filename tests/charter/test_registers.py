from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from charter.models import BudgetLine, Department, OperationalObjective, Project, ScopeItem
from tests.factories import (
    BudgetLineFactory,
    DepartmentFactory,
    OperationalObjectiveFactory,
    RequirementFactory,
    RiskFactory,
    ScopeItemFactory,
)
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client_for: ClientFor) -> Client:
    return client_for("manager")


def address(project: Project, name: str = "register", register: str = "perimetre", *args: object) -> str:
    return reverse(name, args=[project.slug, register, *args])


def test_an_empty_list_says_what_to_do(project: Project, manager: Client) -> None:
    page = manager.get(address(project)).content.decode()
    assert "Nommez ce qui est dedans" in page
    assert address(project, "register_add") in page


def test_a_reader_sees_the_list_without_its_buttons(project: Project, client_for: ClientFor) -> None:
    ScopeItemFactory(project=project, text="Gestion des devis")
    page = client_for("reader").get(address(project)).content.decode()
    assert "Gestion des devis" in page
    assert address(project, "register_add") not in page


def test_an_unknown_list_is_not_found(project: Project, manager: Client) -> None:
    assert manager.get(address(project, register="inconnue")).status_code == 404


def test_a_row_is_added_at_the_end(project: Project, manager: Client) -> None:
    ScopeItemFactory(project=project, text="Premier", position=1)
    answer = manager.post(address(project, "register_add"), {"included": "True", "text": "Second"})
    assert answer.status_code == 302
    assert [item.text for item in ScopeItem.objects.live()] == ["Premier", "Second"]


def test_a_wrong_row_is_refused_at_its_field(project: Project, manager: Client) -> None:
    answer = manager.post(address(project, "register_add"), {"included": "True", "text": ""})
    assert answer.status_code == 422
    assert "Ce champ est obligatoire" in answer.content.decode()
    assert not ScopeItem.objects.exists()


@pytest.mark.parametrize("typed", ["1 234,50", "1234.5", "1 234,50 €", "1.234,50", "1 234,5"])
def test_amounts_are_typed_the_french_way(project: Project, manager: Client, typed: str) -> None:
    data = {"category": "training", "label": "Formation initiale", "amount": typed}
    assert manager.post(address(project, "register_add", "budget"), data).status_code == 302
    assert str(BudgetLine.objects.get().amount) == "1234.50"


@pytest.mark.parametrize("typed", ["beaucoup", "-5", "1,234567"])
def test_a_wrong_amount_is_refused(project: Project, manager: Client, typed: str) -> None:
    data = {"category": "training", "label": "Formation", "amount": typed}
    answer = manager.post(address(project, "register_add", "budget"), data)
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.content.decode()


def test_an_edit_keeps_the_amount_it_shows(project: Project, manager: Client) -> None:
    line = BudgetLineFactory(project=project, amount="1234.50")
    page = manager.get(address(project, "register_edit", "budget", line.pk)).content.decode()
    assert 'value="1\u00a0234,50"' in page
    data = {"category": "licences", "label": "Licences", "amount": "1\u00a0234,50", "version": line.version}
    manager.post(address(project, "register_edit", "budget", line.pk), data)
    line.refresh_from_db()
    assert (line.label, str(line.amount)) == ("Licences", "1234.50")


def test_a_stale_form_shows_both_texts_and_writes_nothing(project: Project, manager: Client) -> None:
    item = ScopeItemFactory(project=project, text="Texte de départ")
    url = address(project, "register_edit", "perimetre", item.pk)
    manager.post(url, {"included": "True", "text": "Texte d’une collègue", "version": 1})
    answer = manager.post(url, {"included": "True", "text": "Mon texte", "version": 1})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Mon texte" in page
    assert "Texte d’une collègue" in page
    assert ScopeItem.objects.get().text == "Texte d’une collègue"


def test_after_a_conflict_my_version_can_be_saved(project: Project, manager: Client) -> None:
    item = ScopeItemFactory(project=project, text="Texte de départ")
    url = address(project, "register_edit", "perimetre", item.pk)
    manager.post(url, {"included": "True", "text": "Texte d’une collègue", "version": 1})
    refused = manager.post(url, {"included": "True", "text": "Mon texte", "version": 1})
    data = {"included": "True", "text": "Mon texte", "version": refused.context["form"]["version"].value()}
    assert manager.post(url, data).status_code == 302
    assert ScopeItem.objects.get().text == "Mon texte"


def test_editing_a_row_deleted_meanwhile_keeps_what_was_typed(project: Project, manager: Client) -> None:
    item = ScopeItemFactory(project=project)
    item.put_aside(read_version=1)
    url = address(project, "register_edit", "perimetre", item.pk)
    answer = manager.post(url, {"included": "True", "text": "Mon texte", "version": 1})
    assert answer.status_code == 409
    assert "a supprimé cette ligne" in answer.content.decode()
    assert "Mon texte" in answer.content.decode()
    assert manager.get(url).status_code == 404


def test_a_deletion_can_be_undone(project: Project, manager: Client) -> None:
    item = ScopeItemFactory(project=project, text="Tickets")
    answer = manager.post(
        address(project, "register_delete", "perimetre", item.pk), {"version": 1}, follow=True
    )
    assert "Annuler la suppression" in answer.content.decode()
    assert not ScopeItem.objects.live().exists()
    manager.post(address(project, "register_restore", "perimetre", item.pk))
    assert ScopeItem.objects.live().get().text == "Tickets"


def test_deleting_asks_first(project: Project, manager: Client) -> None:
    item = ScopeItemFactory(project=project)
    page = manager.get(address(project, "register_delete", "perimetre", item.pk)).content.decode()
    assert "Supprimer cette ligne" in page
    assert ScopeItem.objects.live().exists()


def test_deleting_a_row_changed_meanwhile_is_refused(project: Project, manager: Client) -> None:
    item = ScopeItemFactory(project=project)
    item.write(read_version=1, text="Autre")
    answer = manager.post(address(project, "register_delete", "perimetre", item.pk), {"version": 1})
    assert answer.status_code == 409
    assert ScopeItem.objects.live().exists()


def test_a_department_in_use_is_not_deleted_and_its_uses_are_named(
    project: Project, com: Department, manager: Client
) -> None:
    requirement = RequirementFactory(department=com)
    answer = manager.post(address(project, "register_delete", "services", com.pk), {"version": com.version})
    assert answer.status_code == 422
    assert f"exigence «\u00a0{requirement}\u00a0»" in answer.content.decode()
    assert Department.objects.live().filter(pk=com.pk).exists()


def test_what_was_deleted_holds_nothing_back(project: Project, manager: Client) -> None:
    empty = DepartmentFactory(project=project)
    RequirementFactory(department=empty).put_aside(read_version=1)
    manager.post(address(project, "register_delete", "services", empty.pk), {"version": empty.version})
    assert not Department.objects.live().filter(pk=empty.pk).exists()


def test_a_row_does_not_come_back_without_what_it_points_to(
    project: Project, com: Department, manager: Client
) -> None:
    objective = OperationalObjectiveFactory(department=com)
    objective.put_aside(read_version=1)
    com.put_aside(read_version=com.version)
    page = manager.post(address(project, "register_restore", "objectifs", objective.pk), follow=True)
    assert "Restaurez d’abord" in page.content.decode()
    assert not OperationalObjective.objects.live().exists()


def test_the_code_of_a_department_with_requirements_stays(
    project: Project, com: Department, manager: Client
) -> None:
    RequirementFactory(department=com)
    com.refresh_from_db()
    data = {"code": "VTE", "name": "Ventes", "version": com.version}
    manager.post(address(project, "register_edit", "services", com.pk), data)
    com.refresh_from_db()
    assert (com.code, com.name) == ("COM", "Ventes")


def test_a_code_is_put_in_capitals(project: Project, manager: Client) -> None:
    manager.post(address(project, "register_add", "services"), {"code": "mkt", "name": "Marketing"})
    assert Department.objects.filter(project=project, code="MKT").exists()


def test_a_code_in_use_is_refused(project: Project, manager: Client) -> None:
    answer = manager.post(address(project, "register_add", "services"), {"code": "COM", "name": "Ventes"})
    assert answer.status_code == 422
    assert "porte déjà ce code" in answer.content.decode()


def test_a_code_in_the_trash_is_named_as_such(project: Project, com: Department, manager: Client) -> None:
    com.put_aside(read_version=com.version)
    answer = manager.post(address(project, "register_add", "services"), {"code": "COM", "name": "Ventes"})
    assert "restaurez-le depuis la corbeille" in answer.content.decode()


def test_the_next_objective_reference_is_proposed(project: Project, com: Department, manager: Client) -> None:
    OperationalObjectiveFactory(department=com, ref="OP-3").put_aside(read_version=1)
    assert 'value="OP-4"' in manager.get(address(project, "register_add", "objectifs")).content.decode()


def test_a_row_moves_up_and_down(project: Project, manager: Client) -> None:
    first, second = (ScopeItemFactory(project=project, text=text, position=n) for n, text in enumerate("AB"))
    url = address(project, "register_place")
    manager.post(url, {"row": second.pk, "direction": "haut"})
    assert [item.text for item in ScopeItem.objects.live()] == ["B", "A"]
    manager.post(url, {"row": second.pk, "direction": "bas"})
    assert [item.text for item in ScopeItem.objects.live()] == ["A", "B"]
    manager.post(url, {"ids": [second.pk, first.pk]})
    assert [item.text for item in ScopeItem.objects.live()] == ["B", "A"]


def test_moving_answers_htmx_with_the_rows_alone(project: Project, manager: Client) -> None:
    item = ScopeItemFactory(project=project, text="Tickets")
    url = address(project, "register_place")
    answer = manager.post(url, {"row": item.pk, "direction": "haut"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.content.decode().strip().startswith('<div id="register-rows">')


@pytest.mark.parametrize("row", ["", "abc", "999999"])
def test_a_wrong_move_changes_nothing(project: Project, manager: Client, row: str) -> None:
    ScopeItemFactory(project=project, text="A")
    answer = manager.post(address(project, "register_place"), {"row": row, "direction": "haut", "ids": ["x"]})
    assert answer.status_code == 302


def test_rows_of_another_project_are_out_of_reach(project: Project, manager: Client) -> None:
    foreign = ScopeItemFactory()
    assert manager.get(address(project, "register_edit", "perimetre", foreign.pk)).status_code == 404
    assert manager.post(address(project, "register_delete", "perimetre", foreign.pk)).status_code == 404


def test_choices_stay_inside_the_project(project: Project, manager: Client) -> None:
    foreign = DepartmentFactory()
    data = {"ref": "OP-1", "department": foreign.pk, "horizon": "short", "title": "Objectif"}
    assert manager.post(address(project, "register_add", "objectifs"), data).status_code == 422


def test_the_way_back_leads_where_one_came_from(project: Project, manager: Client) -> None:
    back = f"/projets/{project.slug}/charte/"
    page = manager.get(f"{address(project)}?retour={quote(back)}").content.decode()
    assert f'href="{back}"' in page
    added = manager.post(
        f"{address(project, 'register_add')}?retour={quote(back)}", {"included": "True", "text": "Devis"}
    )
    assert quote(back, safe="") in added["Location"]


@pytest.mark.parametrize("evil", ["https://ailleurs.example/", "//ailleurs.example", "javascript:alert(1)"])
def test_the_way_back_never_leaves_the_site(project: Project, manager: Client, evil: str) -> None:
    page = manager.get(f"{address(project)}?retour={quote(evil)}").content.decode()
    assert "ailleurs.example" not in page
    assert "javascript:" not in page


@pytest.mark.parametrize("persona", ["sponsor", "head", "steering", "contributor", "reader"])
def test_only_the_manager_writes_the_charter(project: Project, client_for: ClientFor, persona: str) -> None:
    answer = client_for(persona).post(address(project, "register_add"), {"included": "True", "text": "Devis"})
    assert answer.status_code == 403
    assert not ScopeItem.objects.exists()


@pytest.mark.parametrize(
    ("register", "factory"),
    [
        ("perimetre", ScopeItemFactory),
        ("budget", BudgetLineFactory),
        ("risques", RiskFactory),
        ("objectifs", OperationalObjectiveFactory),
    ],
)
def test_ten_rows_cost_no_more_queries_than_one(
    project: Project, personas: dict[str, User], manager: Client, register: str, factory: type
) -> None:
    def make() -> None:
        place: dict[str, object] = (
            {"department": DepartmentFactory(project=project)}
            if register == "objectifs"
            else {"project": project}
        )
        if register == "risques":
            place["owner"] = project.membership_rows.first()
        factory(**place)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert manager.get(address(project, register=register)).status_code == 200
        return len(queries)

    make()
    count()
    one = count()
    for _ in range(9):
        make()
    assert count() == one
