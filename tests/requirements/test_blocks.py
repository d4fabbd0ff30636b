"""Blocks of the specification: what they say, and that a long project costs no more queries."""

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from charter.models import Department, Project
from crmproject.toolkit import blocks
from crmproject.toolkit.blocks import Gathering, Place
from requirements.models import (
    Automation,
    BusinessProcess,
    CurrentFlow,
    DataSource,
    Deliverable,
    ExistingTool,
    Interaction,
    Requirement,
    ToolLink,
    UseCase,
)
from requirements.plan import DEPARTMENT_BLOCKS, PLAN
from tests.factories import (
    OperationalObjectiveFactory,
    RequirementFactory,
    SectionFactory,
    SpecificationFactory,
)

pytestmark = pytest.mark.django_db

OURS = (
    "requirements", "other_requirements", "technical_requirements", "data_requirements",
    "organisational_requirements", "critical_needs", "priorities", "traceability", "glossary", "existing_tools",
    "tool_links", "data_sources", "current_flows", "interactions", "processes", "automations", "use_cases",
    "deliverables",
)  # fmt: skip


def collect(name: str, project: Project, department: str = "") -> dict[str, Any]:
    block = blocks.get(name)
    assert block is not None
    data = block.collect(Gathering(project.pk), Place(department))
    assert json.loads(json.dumps(data)) == data
    return data


def html_of(name: str, project: Project, department: str = "") -> str:
    block = blocks.get(name)
    assert block is not None
    html = render_to_string(block.template, {"block": block, "data": collect(name, project, department)})
    return re.sub(r"[ \n]+", " ", html)


@pytest.fixture
def full(project: Project, com: Department, direction: Department) -> Project:
    """A project with a row of everything that our blocks show."""
    objective = OperationalObjectiveFactory(department=com, ref="OP-1")
    OperationalObjectiveFactory(department=direction, ref="OP-2", title="Fiabiliser le rapport")
    RequirementFactory(
        department=com,
        priority="must",
        objective=objective,
        acceptance="Alerte reçue",
        rationale="Trop d’oublis",
        source="Atelier du 4 mars",
    )
    RequirementFactory(department=com, category="technical", title="Authentification unique")
    RequirementFactory(department=direction, category="data", priority="wont", title="Reprise des visites")
    erp = ExistingTool.objects.create(project=project, name="ERP", department=direction, role="Factures")
    sheet = ExistingTool.objects.create(
        project=project, name="Tableur", department=com, limits="Saisie double"
    )
    ToolLink.objects.create(project=project, source=erp, target=sheet)
    DataSource.objects.create(project=project, name="Contacts clients", volume=50000, growth=20)
    flow = CurrentFlow.objects.create(project=project, name="Piste du site", steps=["Formulaire", "Export"])
    flow.tools.set([erp, sheet])
    Interaction.objects.create(
        project=project, touchpoint="Demande au support", stage="loyalty", needs=["Accusé de réception"]
    )
    BusinessProcess.objects.create(
        project=project, department=com, title="Suivi", current=["Tableur"], expected=["Pipeline"]
    )
    relance = Automation.objects.create(
        project=project, title="Relance", trigger="Devis sans réponse", actions=["Courriel"]
    )
    relance.actors.set([com])
    UseCase.objects.create(project=project, department=com, title="Campagne", steps=["Créer le segment"])
    Deliverable.objects.create(project=project, phase="implementation", title="Solution paramétrée")
    return project


def test_every_planned_block_is_registered() -> None:
    planned = {name for section in PLAN for name in section.blocks} | set(DEPARTMENT_BLOCKS)
    ours = {name for name in planned if name in OURS}
    assert ours == set(OURS)
    assert all(blocks.get(name) for name in OURS)


@pytest.mark.parametrize("name", OURS)
def test_an_empty_project_renders_nothing_and_says_what_to_do(name: str, project: Project) -> None:
    block = blocks.get(name)
    assert block is not None
    if name == "glossary":
        assert not block.is_empty(collect(name, project))
        return
    assert block.is_empty(collect(name, project))
    assert html_of(name, project).strip() == ""
    assert block.empty_text


@pytest.mark.parametrize("name", OURS)
def test_a_block_prints_no_link_and_no_inline_style(name: str, full: Project) -> None:
    html = html_of(name, full, "COM")
    assert "<a " not in html
    assert "style=" not in html


def test_a_department_s_section_has_its_accepted_requirements_in_full(full: Project, com: Department) -> None:
    RequirementFactory(department=com, title="Encore une idée", status="proposed")
    RequirementFactory(department=com, title="Mauvaise idée", status="rejected")
    html = html_of("requirements", full, "COM")
    for text in ("COM-001", "Must", "Alerte reçue", "Trop d’oublis", "Atelier du 4 mars", "OP-1", "COM-002"):
        assert text in html
    assert "DIR-001" not in html
    assert "idée" not in html


def test_requirements_follow_their_order_not_their_references(full: Project, com: Department) -> None:
    Requirement.objects.filter(ref="COM-001").update(position=100_000)
    refs = [row["ref"] for row in collect("requirements", full, "COM")["rows"]]
    assert refs == ["COM-002", "COM-001"]


def test_requirements_without_a_section_are_printed_all_the_same(full: Project, com: Department) -> None:
    specification = SpecificationFactory(project=full)
    parent = SectionFactory(specification=specification)
    section = SectionFactory(
        specification=specification, parent=parent, department=com, blocks=["requirements"]
    )
    assert "DIR-001" in html_of("other_requirements", full)
    assert "COM-001" not in html_of("other_requirements", full)
    parent.put_aside(read_version=1)
    assert "COM-001" in html_of("other_requirements", full)
    section.put_aside(read_version=1)
    assert "COM-001" in html_of("other_requirements", full)


def test_cross_tables_name_each_category_and_leave_the_text_to_the_department(full: Project) -> None:
    technical = html_of("technical_requirements", full)
    assert "COM-002" in technical
    assert "Authentification unique" in technical
    assert "texte complet" in technical
    assert "DIR-001" in html_of("data_requirements", full)
    assert collect("organisational_requirements", full)["rows"] == []


def test_critical_needs_count_priorities_and_list_the_must(full: Project) -> None:
    data = collect("critical_needs", full)
    assert data["total"] == 3
    assert {one["priority"]: one["count"] for one in data["counts"]} == {
        "must": 1, "should": 1, "could": 0, "wont": 1,
    }  # fmt: skip
    assert [row["ref"] for row in data["rows"]] == ["COM-001"]


def test_traceability_signals_objectives_and_requirements_left_alone(full: Project) -> None:
    """[R-TRACE]"""
    data = collect("traceability", full)
    assert {row["ref"]: row["requirements"] for row in data["rows"]} == {"OP-1": ["COM-001"], "OP-2": []}
    assert [row["ref"] for row in data["orphans"]] == ["COM-002", "DIR-001"]
    assert "Aucune exigence" in html_of("traceability", full)


def test_an_objective_put_aside_serves_nothing(full: Project) -> None:
    requirement = Requirement.objects.get(ref="COM-001")
    assert requirement.objective is not None
    requirement.objective.put_aside(read_version=1)
    assert "COM-001" in [row["ref"] for row in collect("traceability", full)["orphans"]]
    assert "OP-1" not in html_of("requirements", full, "COM")


def test_a_missing_connection_is_said(full: Project) -> None:
    assert "Aucune connexion" in html_of("tool_links", full)


def test_a_link_to_a_tool_put_aside_is_not_shown(full: Project) -> None:
    ExistingTool.objects.get(name="ERP").put_aside(read_version=1)
    assert collect("tool_links", full)["rows"] == []
    assert collect("current_flows", full)["rows"][0]["tools"] == ["Tableur"]


def test_volumes_are_written_the_french_way(full: Project) -> None:
    html = html_of("data_sources", full)
    assert "50\u202f000" in html
    assert "+20" in html


def test_flows_processes_and_cases_keep_their_steps_in_order(full: Project) -> None:
    assert "<ol><li>Formulaire</li><li>Export</li></ol>" in html_of("current_flows", full)
    assert "Tableur" in html_of("processes", full)
    assert "Pipeline" in html_of("processes", full)
    assert "Créer le segment" in html_of("use_cases", full)


def test_rows_are_gathered_by_stage_and_by_phase(full: Project) -> None:
    assert "Fidélisation" in html_of("interactions", full)
    assert "Implémentation" in html_of("deliverables", full)
    assert "Commercial" in html_of("automations", full)


@pytest.mark.parametrize("count", [10, 1000])
def test_collecting_every_block_costs_the_same_queries(count: int, full: Project, com: Department) -> None:
    Requirement.objects.bulk_create(
        Requirement(project=full, department=com, ref=f"X-{n}", title="Besoin", text="Le CRM doit aider.")
        for n in range(count)
    )
    gathering = Gathering(full.pk)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        for name in OURS:
            block = blocks.get(name)
            assert block is not None
            for department in ("COM", "DIR"):
                block.collect(gathering, Place(department))
    assert len(queries) == 12
