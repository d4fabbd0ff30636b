"""The registers of the specification: each block’s data has a screen that edits it."""

import pytest
from django.urls import reverse

from charter.models import Department, Project
from crmproject.toolkit import blocks
from requirements.models import CurrentFlow, ExistingTool
from tests.personas import ClientFor

BLOCKS = (
    "existing_tools", "tool_links", "data_sources", "current_flows", "processes", "automations", "interactions",
    "use_cases", "deliverables",
)  # fmt: skip


@pytest.mark.parametrize("name", BLOCKS)
def test_each_block_is_edited_by_a_list(name: str, project: Project, client_for: ClientFor) -> None:
    block = blocks.get(name)
    assert block is not None
    url = reverse(block.edit_url, kwargs={"slug": project.slug, **block.edit_kwargs})
    assert client_for("manager").get(url).status_code == 200
    form = reverse("register_add", kwargs={"slug": project.slug, **block.edit_kwargs})
    assert client_for("manager").get(form).status_code == 200
    assert client_for("contributor").get(form).status_code == 403


def test_a_flow_keeps_its_steps_and_its_tools(
    project: Project, com: Department, client_for: ClientFor
) -> None:
    tool = ExistingTool.objects.create(project=project, name="Tableur", department=com)
    url = reverse("register_add", args=[project.slug, "flux"])
    data = {"name": "Piste du site", "steps": "Formulaire\n\nExport", "tools": [tool.pk]}
    assert client_for("manager").post(url, data).status_code == 302
    flow = CurrentFlow.objects.get()
    assert flow.steps == ["Formulaire", "Export"]
    assert list(flow.tools.all()) == [tool]


def test_a_tool_whose_name_was_taken_stays_in_the_trash(
    project: Project, com: Department, client_for: ClientFor
) -> None:
    former = ExistingTool.objects.create(project=project, name="Tableur", department=com)
    former.put_aside(read_version=1)
    ExistingTool.objects.create(project=project, name="Tableur", department=com)
    url = reverse("register_restore", args=[project.slug, "outils", former.pk])
    answer = client_for("manager").post(url, follow=True)
    assert "ne peut pas revenir\u00a0: une ligne semblable a pris sa place" in answer.content.decode()
    former.refresh_from_db()
    assert former.is_deleted


@pytest.mark.parametrize("steps", ["Formulaire\x00", "Relire\n\x00"])
def test_a_step_that_no_column_can_hold_is_refused(
    steps: str, project: Project, client_for: ClientFor
) -> None:
    url = reverse("register_add", args=[project.slug, "flux"])
    assert client_for("manager").post(url, {"name": "Piste", "steps": steps}).status_code == 422
    assert not CurrentFlow.objects.exists()
