"""A row of another project doesn’t exist here, whatever its address and whoever asks."""

import json
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from charter import homepanel
from charter.models import Project, Role
from charter.permissions_page import addresses
from raci.models import Activity
from requirements.models import Specification
from tests.addresses import ADDRESSES
from tests.factories import DepartmentFactory, MembershipFactory, ProjectFactory
from tests.personas import ClientFor
from tests.raci.factories import ActivityFactory

# What names a row in an address.
ROW = {
    "pk", "ref", "number", "department", "event", "comment", "review", "fingerprint", "activity_pk", "member_pk", "key",
    "item",
}  # fmt: skip
NAMED = sorted(
    one.name for one in addresses() if one.permissions and any(f"<{word}>" in one.path for word in ROW)
)


@pytest.fixture
def other(project: Project) -> Project:
    """Another company’s project, with the same department codes and one member per role."""
    made: Project = ProjectFactory(slug="autre")
    com = DepartmentFactory(project=made, code="COM", name="Commercial")
    DepartmentFactory(project=made, code="DIR", name="Direction", position=2)
    for role in Role:
        if role is not Role.MANAGER:
            MembershipFactory(project=made, department=com, roles=[role])
    homepanel.start_project(made)
    return made


@pytest.mark.parametrize("name", NAMED)
def test_a_row_of_another_project_is_not_found(
    name: str, project: Project, other: Project, personas: dict[str, User], client_for: ClientFor
) -> None:
    homepanel.start_project(project)
    visit = ADDRESSES[name](other)
    url = reverse(name, kwargs={"slug": project.slug, **visit.kwargs})
    for persona in ("manager", "head", "steering"):
        for method in ("GET", "POST"):
            with transaction.atomic():
                client = client_for(persona)
                answer = client.post(url, visit.data) if method == "POST" else client.get(url)
                transaction.set_rollback(True)
            assert answer.status_code in {403, 404, 405}, f"{persona} {method}"
            if persona == "manager" and method == visit.method and "decide" not in name:
                assert answer.status_code == 404, method


def test_a_cell_joins_no_line_with_a_person_of_another_project(
    project: Project, other: Project, personas: dict[str, User], client_for: ClientFor
) -> None:
    activity: Any = ActivityFactory(project=project)
    stranger = other.membership_rows.get(user=other.manager)
    changes = json.dumps([[activity.pk, f"m{stranger.pk}", "R", ""]])
    url = reverse("raci_cells", args=[project.slug])
    assert client_for("manager").post(url, {"changes": changes}).status_code == 422
    assert not Activity.objects.get(pk=activity.pk).assignments.exists()


@pytest.mark.parametrize(
    ("register", "field"),
    [
        ("objectifs", "department"),
        ("perimetre", "department"),
        ("risques", "owner"),
        ("outils", "department"),
        ("processus", "department"),
    ],
)
def test_no_list_accepts_a_row_of_another_project(
    register: str,
    field: str,
    project: Project,
    other: Project,
    personas: dict[str, User],
    client_for: ClientFor,
) -> None:
    rows: Any = other.membership_rows if field == "owner" else other.department_rows
    foreign = rows.first()
    url = reverse("register_add", args=[project.slug, register])
    answer = client_for("manager").post(url, {field: foreign.pk})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_the_order_of_another_projects_rows_stays(
    project: Project, other: Project, personas: dict[str, User], client_for: ClientFor
) -> None:
    homepanel.start_project(project)
    ids = list(other.department_rows.order_by("-position").values_list("pk", flat=True))
    before = list(other.department_rows.values_list("pk", "position"))
    client_for("manager").post(reverse("register_place", args=[project.slug, "services"]), {"ids": ids})
    assert list(other.department_rows.values_list("pk", "position")) == before
    sections = list(
        Specification.objects.of(other).sections.order_by("-position").values_list("pk", flat=True)
    )
    answer = client_for("manager").post(reverse("section_place", args=[project.slug]), {"ids": sections})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "back", ["https://ailleurs.exemple/", "//ailleurs.exemple", "/\\ailleurs.exemple", "javascript:alert(1)"]
)
def test_no_return_leads_out_of_the_site(back: str, project: Project, client_for: ClientFor) -> None:
    page = client_for(project.manager).get(
        reverse("register", args=[project.slug, "perimetre"]), {"retour": back}
    )
    assert "ailleurs.exemple" not in page.content.decode()
    assert "javascript:" not in page.content.decode()


def test_a_closed_account_opens_nothing(project: Project, client_for: ClientFor) -> None:
    client = client_for(project.manager)
    User.objects.filter(pk=project.manager_id).update(is_active=False)
    assert client.get(reverse("project_home", args=[project.slug])).status_code == 302
