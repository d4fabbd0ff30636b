"""The screens of requirements: list, forms in place, proposals, bin."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from charter.models import Department, Project
from requirements.models import Requirement
from tests.factories import (
    OperationalObjectiveFactory,
    RequirementFactory,
    SectionFactory,
    SpecificationFactory,
)
from tests.personas import ClientFor

HTMX: dict[str, Any] = {"HX-Request": "true"}


def url(name: str, project: Project, *args: object) -> str:
    return reverse(name, args=[project.slug, *args])


@pytest.fixture
def manager(client_for: ClientFor) -> Client:
    return client_for("manager")


@pytest.fixture
def contributor(client_for: ClientFor) -> Client:
    return client_for("contributor")


def typed(department: Department, **more: object) -> dict[str, object]:
    return {
        "title": "Pipeline visuel",
        "department": department.pk,
        "category": "functional",
        "priority": "must",
        "text": "Le CRM doit montrer les affaires.",
        **more,
    }


# --- the list -------------------------------------------------------------------------------------


def test_the_list_groups_by_department(manager: Client, project: Project, com: Department) -> None:
    RequirementFactory.create_batch(3, department=com)
    page = manager.get(url("requirements", project)).content.decode()
    assert "3&nbsp;exigences" in page
    assert 'id="service-COM"' in page
    assert "COM-003" in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"service": "DIR"}, {"Rapport"}),
        ({"categorie": "data"}, {"Reprise"}),
        ({"priorite": "must"}, {"Pipeline"}),
        ({"statut": "proposed"}, {"Reprise"}),
        ({"objectif": "OP-1"}, {"Pipeline"}),
        ({"objectif": "aucun"}, {"Reprise", "Rapport"}),
        ({"sans_critere": "on"}, {"Reprise", "Rapport"}),
        ({"q": "PIPELINE affaires"}, {"Pipeline"}),
        ({"q": "com-001"}, {"Pipeline"}),
        ({"service": "INCONNU", "page": "abc"}, {"Pipeline", "Reprise", "Rapport"}),
    ],
)
def test_filters_narrow_the_list(
    query: dict[str, str],
    expected: set[str],
    manager: Client,
    project: Project,
    com: Department,
    direction: Department,
) -> None:
    objective = OperationalObjectiveFactory(department=com, ref="OP-1")
    RequirementFactory(
        department=com,
        title="Pipeline",
        text="Des affaires.",
        priority="must",
        acceptance="Vu",
        objective=objective,
    )
    RequirementFactory(department=com, title="Reprise", category="data", status="proposed")
    RequirementFactory(department=direction, title="Rapport")
    response = manager.get(url("requirements", project), query)
    titles = {card.requirement.title for group in response.context["groups"] for card in group["cards"]}
    assert titles == expected


def test_a_filter_refreshes_the_results_alone_and_cleans_the_address(
    manager: Client, project: Project, com: Department
) -> None:
    RequirementFactory(department=com)
    response = manager.get(url("requirements", project), {"q": "", "service": "COM"}, headers=HTMX)
    assert "<html" not in response.content.decode()
    assert response["HX-Replace-Url"] == f"{url('requirements', project)}?service=COM"


def test_going_back_shows_the_whole_page(manager: Client, project: Project) -> None:
    headers = {**HTMX, "HX-History-Restore-Request": "true"}
    assert "<html" in manager.get(url("requirements", project), headers=headers).content.decode()


@pytest.mark.django_db
def test_the_list_costs_the_same_queries_for_10_and_1000(
    manager: Client, project: Project, com: Department, direction: Department
) -> None:
    RequirementFactory.create_batch(10, department=com)
    counts = []
    for rank in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert manager.get(url("requirements", project)).status_code == 200
        counts.append(len(queries))
        Requirement.objects.bulk_create(
            Requirement(
                project=project, department=direction, ref=f"X{rank}-{n}", title="Besoin", text="Texte"
            )
            for n in range(1000)
        )
    assert counts[0] == counts[1]


def test_fifty_a_page_with_the_filters_kept(manager: Client, project: Project, com: Department) -> None:
    RequirementFactory.create_batch(51, department=com)
    response = manager.get(url("requirements", project), {"service": "COM", "page": "2"})
    assert len(response.context["page"].object_list) == 1
    assert "service=COM&amp;page=1" in response.content.decode()


# --- adding and editing ---------------------------------------------------------------------------


def test_the_manager_adds_an_accepted_requirement(manager: Client, project: Project, com: Department) -> None:
    response = manager.post(url("requirement_add", project), typed(com))
    assert response.status_code == 302
    added = Requirement.objects.get()
    assert (added.ref, added.status, added.author) == ("COM-001", "accepted", project.manager)


def test_a_contributor_proposes_with_their_name_as_source(
    contributor: Client, project: Project, com: Department, personas: dict[str, User]
) -> None:
    contributor.post(url("requirement_add", project), typed(com, status="accepted"))
    added = Requirement.objects.get()
    assert (added.status, added.author) == ("proposed", personas["contributor"])
    assert "Commercial itinérant" in added.source


@pytest.mark.parametrize("persona", ["contributor", "head"])
def test_another_department_is_refused(
    persona: str, client_for: ClientFor, project: Project, direction: Department
) -> None:
    response = client_for(persona).post(url("requirement_add", project), typed(direction))
    assert response.status_code == 403
    assert not Requirement.objects.exists()


def test_an_incomplete_form_comes_back_with_its_messages(
    manager: Client, project: Project, com: Department
) -> None:
    response = manager.post(url("requirement_add", project), typed(com, title=""), headers=HTMX)
    page = response.content.decode()
    assert response.status_code == 422
    assert "data-error-summary" in page
    assert "Le CRM doit montrer les affaires." in page
    assert not Requirement.objects.exists()


def test_a_department_of_another_project_is_no_choice(manager: Client, project: Project) -> None:
    stranger = RequirementFactory().department
    assert manager.post(url("requirement_add", project), typed(stranger)).status_code == 422


def test_adding_in_the_list_makes_it_read_itself_again(
    manager: Client, project: Project, com: Department
) -> None:
    response = manager.post(url("requirement_add", project), typed(com), headers=HTMX)
    assert response.content == b""
    events = json.loads(response["HX-Trigger"])
    assert set(events) == {"toast", "needsChanged"}


def test_editing_in_place_gives_the_card_back(manager: Client, project: Project, com: Department) -> None:
    need = RequirementFactory(department=com)
    form = manager.get(url("requirement_edit", project, need.ref), headers=HTMX).content.decode()
    assert "<html" not in form
    assert need.title in form
    response = manager.post(url("requirement_edit", project, need.ref), typed(com, version=1), headers=HTMX)
    assert "Pipeline visuel" in response.content.decode()
    need.refresh_from_db()
    assert (need.title, need.ref, need.version) == ("Pipeline visuel", "COM-001", 2)
    assert Requirement.objects.matching("pipeline visuel").exists()


def test_moving_to_another_department_keeps_the_reference(
    manager: Client, project: Project, com: Department, direction: Department
) -> None:
    need = RequirementFactory(department=com)
    response = manager.post(
        url("requirement_edit", project, need.ref), typed(direction, version=1), headers=HTMX
    )
    assert "needsChanged" in response["HX-Trigger"]
    need.refresh_from_db()
    assert (need.ref, need.department) == ("COM-001", direction)


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_stale_form_gives_both_texts_back_then_wins_knowingly(
    headers: dict[str, str], manager: Client, project: Project, com: Department
) -> None:
    need = RequirementFactory(department=com)
    address = url("requirement_edit", project, need.ref)
    manager.post(address, typed(com, version=1, text="Premier onglet"))
    response = manager.post(address, typed(com, version=1, text="Second onglet"), headers=headers)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Premier onglet" in page
    assert "Second onglet" in page
    assert 'name="version" value="2"' in page
    manager.post(address, typed(com, version=2, text="Second onglet"))
    need.refresh_from_db()
    assert need.text == "Second onglet"


def test_a_proposal_decided_while_its_author_wrote_loses_nothing_typed(
    contributor: Client, project: Project, com: Department, personas: dict[str, User]
) -> None:
    need = RequirementFactory(department=com, status="proposed", author=personas["contributor"])
    need.write(read_version=1, status="accepted")
    response = contributor.post(
        url("requirement_edit", project, need.ref), typed(com, version=1, text="Mon texte")
    )
    assert response.status_code == 409
    assert "Mon texte" in response.content.decode()
    need.refresh_from_db()
    assert need.text != "Mon texte"


def test_a_requirement_withdrawn_while_it_was_edited_loses_nothing_typed(
    manager: Client, project: Project, com: Department
) -> None:
    need = RequirementFactory(department=com)
    need.put_aside(read_version=1)
    address = url("requirement_edit", project, need.ref)
    response = manager.post(address, typed(com, version=1, text="Mon texte"))
    assert response.status_code == 409
    assert "Mon texte" in response.content.decode()
    assert manager.get(address).status_code == 404


def test_a_contributor_does_not_edit_what_others_wrote(
    contributor: Client, project: Project, com: Department
) -> None:
    need = RequirementFactory(department=com, status="proposed", author=project.manager)
    for name in ("requirement_edit", "requirement_delete"):
        response = contributor.post(url(name, project, need.ref), typed(com, version=1))
        assert response.status_code == 403


def test_a_form_opened_in_a_section_leads_back_to_it(
    manager: Client, project: Project, com: Department
) -> None:
    section = SectionFactory(specification=SpecificationFactory(project=project), department=com)
    response = manager.post(url("requirement_add", project), typed(com, section=section.pk))
    assert response["Location"] == section.get_absolute_url()
    response = manager.post(url("requirement_add", project), typed(com, section=section.pk), headers=HTMX)
    assert response.status_code == 204
    assert "needsChanged" in response["HX-Trigger"]


# --- proposals, bin, order ------------------------------------------------------------------------


def test_the_manager_sees_and_decides_proposals(manager: Client, project: Project, com: Department) -> None:
    first, second = RequirementFactory.create_batch(2, department=com, status="proposed")
    assert "2&nbsp;propositions attendent" in manager.get(url("requirements", project)).content.decode()
    response = manager.post(url("requirement_accept", project, first.ref), {"version": 1}, headers=HTMX)
    assert "Proposée" not in response.content.decode()
    manager.post(url("requirement_reject", project, second.ref), {"version": 1})
    assert dict(Requirement.objects.values_list("ref", "status")) == {
        "COM-001": "accepted",
        "COM-002": "rejected",
    }


def test_a_decision_on_an_old_reading_shows_the_present_text(
    manager: Client, project: Project, com: Department
) -> None:
    need = RequirementFactory(department=com, status="proposed")
    need.write(read_version=1, title="Réécrite entre-temps")
    address = url("requirement_accept", project, need.ref)
    response = manager.post(address, {"version": 1}, headers=HTMX)
    assert response.status_code == 409
    assert "Réécrite entre-temps" in response.content.decode()
    assert manager.post(address, {"version": 1}).status_code == 409


def test_a_contributor_does_not_decide(contributor: Client, project: Project, com: Department) -> None:
    need = RequirementFactory(department=com, status="proposed")
    assert contributor.post(url("requirement_accept", project, need.ref), {"version": 1}).status_code == 403


def test_a_withdrawal_is_undone(manager: Client, project: Project, com: Department) -> None:
    need = RequirementFactory(department=com)
    response = manager.post(url("requirement_delete", project, need.ref), {"version": 1}, headers=HTMX)
    assert "Annuler" in response.content.decode()
    assert need.ref in manager.get(url("requirement_bin", project)).content.decode()
    restored = manager.post(url("requirement_restore", project, need.ref), headers=HTMX)
    assert need.title in restored.content.decode()
    assert Requirement.objects.live().get().ref == need.ref


def test_a_stale_withdrawal_is_refused(manager: Client, project: Project, com: Department) -> None:
    need = RequirementFactory(department=com)
    need.write(read_version=1, title="Réécrite")
    response = manager.post(url("requirement_delete", project, need.ref), {"version": 1}, headers=HTMX)
    assert response.status_code == 409
    assert Requirement.objects.live().exists()


def test_rows_are_dragged_within_their_department(manager: Client, project: Project, com: Department) -> None:
    rows = RequirementFactory.create_batch(3, department=com)
    address = url("requirement_place", project, com.pk)
    response = manager.post(address, {"ids": [rows[2].pk, rows[0].pk, rows[1].pk]}, headers=HTMX)
    assert response.status_code == 204
    refs = Requirement.objects.order_by("position").values_list("ref", flat=True)
    assert list(refs) == ["COM-003", "COM-001", "COM-002"]
    assert manager.post(address, {"ids": ["x"]}).status_code == 400


def test_a_row_moved_from_the_keyboard_keeps_the_focus(
    manager: Client, project: Project, com: Department
) -> None:
    RequirementFactory.create_batch(2, department=com)
    headers = {**HTMX, "HX-Current-URL": f"http://testserver{url('requirements', project)}?service=COM"}
    response = manager.post(url("requirement_move", project, "COM-001"), {"sens": "bas"}, headers=headers)
    page = response.content.decode()
    assert page.index("COM-002</span>") < page.index("COM-001</span>")
    assert 'aria-label="Descendre COM-001" data-autofocus' in page
    assert "place 2" in json.loads(response["HX-Trigger"])["toast"]["text"]


def test_a_filtered_list_is_not_reordered(manager: Client, project: Project, com: Department) -> None:
    RequirementFactory(department=com)
    page = manager.get(url("requirements", project), {"q": "pipeline"}).content.decode()
    assert "Descendre" not in page


def test_the_home_tells_the_manager_that_proposals_wait(
    manager: Client, project: Project, com: Department
) -> None:
    RequirementFactory(department=com, status="proposed")
    page = manager.get(project.get_absolute_url()).content.decode()
    assert "Examiner 1 exigence proposée" in page
