"""Whether the project can be done: scope, constraints, resources, opinion."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from charter.models import Department, Feasibility, Project, ProjectConstraint, ScopeItem
from charter.models.scope import ScopeNature
from crmproject.toolkit import blocks
from crmproject.toolkit.blocks import Gathering, Place
from tests.factories import DepartmentFactory, ScopeItemFactory
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client_for: ClientFor) -> Client:
    return client_for("manager")


def url_of(project: Project) -> str:
    return reverse("feasibility", args=[project.slug])


def collected(project: Project, name: str) -> dict[str, Any]:
    block = blocks.get(name)
    assert block is not None
    return block.collect(Gathering(project.pk), Place())


def printed(project: Project, name: str) -> str:
    block = blocks.get(name)
    assert block is not None
    return render_to_string(block.template, {"data": collected(project, name), "block": block})


# The scope.


def test_r_perimetre_a_scope_of_functions_alone_is_collected_as_before(project: Project) -> None:
    """[R-PERIMETRE] A section validated before natures existed keeps its fingerprint."""
    ScopeItemFactory(project=project, text="Devis", included=True)
    ScopeItemFactory(project=project, text="Paie", included=False)
    assert collected(project, "scope") == {"included": ["Devis"], "excluded": ["Paie"]}


def test_subsidiaries_and_departments_have_lines_of_their_own(com: Department) -> None:
    project = com.project
    ScopeItemFactory(project=project, text="Devis", department=com)
    ScopeItemFactory(project=project, text="Filiale belge", included=False, nature=ScopeNature.SITE)
    ScopeItemFactory(project=project, text="Commercial", department=com, nature=ScopeNature.DEPARTMENT)
    assert collected(project, "scope") == {
        "included": ["Devis (Commercial)"],
        "excluded": [],
        "rows": [
            {"title": "Filiales et sites", "included": [], "excluded": ["Filiale belge"]},
            {"title": "Services", "included": ["Commercial"], "excluded": []},
        ],
    }
    page = printed(project, "scope")
    assert "Fonctions et processus" in page
    assert "Filiale belge" in page


def test_a_department_in_the_scope_needs_no_other_name(com: Department, manager: Client) -> None:
    url = reverse("register_add", args=[com.project.slug, "perimetre"])
    data = {"included": "False", "nature": "department", "text": "", "department": com.pk}
    assert manager.post(url, data).status_code == 302
    item = ScopeItem.objects.get()
    assert (item.text, item.department, item.included) == ("Commercial", com, False)
    answer = manager.post(url, {"included": "True", "nature": "site", "text": "", "department": com.pk})
    assert answer.status_code == 422


def test_a_department_of_the_scope_is_not_deleted_under_it(com: Department, manager: Client) -> None:
    ScopeItemFactory(project=com.project, text="Commercial", department=com)
    url = reverse("register_delete", args=[com.project.slug, "services", com.pk])
    answer = manager.post(url, {"version": com.version})
    assert answer.status_code == 422
    assert "élément de périmètre" in answer.content.decode()


# The study.


@pytest.mark.parametrize(("opinion", "field"), [("reserved", "reserves"), ("unfavourable", "reasons")])
def test_r_faisabilite_an_opinion_says_its_reserves_or_its_reasons(
    opinion: str, field: str, project: Project, manager: Client
) -> None:
    """[R-FAISABILITE]"""
    answer = manager.post(url_of(project), {"opinion": opinion, "version": 0, "people": "Un mi-temps"})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "Un mi-temps" in answer.content.decode()
    assert manager.post(url_of(project), {"opinion": opinion, field: "   ", "version": 0}).status_code == 422
    assert (
        manager.post(url_of(project), {"opinion": opinion, field: "Nettoyer", "version": 0}).status_code
        == 302
    )
    assert Feasibility.objects.get().opinion == opinion


@pytest.mark.parametrize("opinion", ["reserved", "unfavourable", "autre"])
def test_the_database_refuses_an_opinion_without_its_text(opinion: str, project: Project) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Feasibility.objects.create(project=project, opinion=opinion)


@pytest.mark.parametrize(("typed", "kept"), [("25 000", "25000"), ("1 234,50 €", "1234.50")])
def test_an_envelope_is_typed_the_french_way(
    typed: str, kept: str, project: Project, manager: Client
) -> None:
    manager.post(url_of(project), {"known_budget": typed, "version": 0})
    assert str(Feasibility.objects.get().known_budget) in {kept, f"{kept}.00"}


@pytest.mark.parametrize(
    ("field", "typed"), [("known_budget", "-5"), ("known_budget", "beaucoup"), ("person_days", "-1")]
)
def test_an_absurd_resource_is_refused_with_its_text(
    field: str, typed: str, project: Project, manager: Client
) -> None:
    answer = manager.post(url_of(project), {field: typed, "version": 0})
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.content.decode()
    assert not Feasibility.objects.exists()


def test_two_people_who_write_the_study_lose_nothing(project: Project, manager: Client) -> None:
    manager.post(url_of(project), {"people": "Texte d’une collègue", "version": 0})
    answer = manager.post(url_of(project), {"people": "Mon texte", "version": 0})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Mon texte" in text
    assert "Texte d’une collègue" in text
    assert manager.post(url_of(project), {"people": "Mon texte", "version": 1}).status_code == 302
    assert Feasibility.objects.get().people == "Mon texte"


def test_the_study_is_printed_with_imperatives_first_and_its_target(project: Project) -> None:
    assert collected(project, "feasibility") == {}
    assert printed(project, "feasibility").strip() == ""
    ScopeItemFactory(project=project, text="Devis")
    assert collected(project, "feasibility") == {}
    ProjectConstraint.objects.create(project=project, text="Mi-temps", position=1)
    ProjectConstraint.objects.create(project=project, text="Inventaire", imperative=True, position=2)
    data = collected(project, "feasibility")
    assert [row["text"] for row in data["rows"]] == ["Inventaire", "Mi-temps"]
    assert data["target"] == ["Devis"]
    Feasibility.objects.create(project=project, opinion="favourable", person_days=1200, known_budget=25000)
    page = printed(project, "feasibility").replace("&nbsp;", "\u00a0")
    assert "Favorable" in page
    assert "1\u202f200\u00a0jours" in page
    assert "25\u202f000\u00a0€ hors taxes" in page


def test_the_page_shows_what_the_project_says_already(project: Project, manager: Client) -> None:
    ScopeItemFactory(project=project, text="Devis")
    DepartmentFactory(project=project)
    text = manager.get(url_of(project)).content.decode()
    assert "Devis" in text
    assert "Pas encore chiffré." in text
