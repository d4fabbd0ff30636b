"""Fingerprints computed before hold only while the project’s rows are the same."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from charter.models import Project
from crmproject.toolkit import blocks
from crmproject.toolkit.blocks import Gathering, Place
from planning.models import TaskDependency
from raci.models import Assignment
from requirements.digest import digested_models, project_digest
from requirements.models import Automation, Requirement, Section, Specification
from requirements.outline import outline
from tests.addresses_workshops import make_workshop
from tests.factories import RequirementFactory

DEMO = Path(__file__).resolve().parents[2] / "demo" / "projet-negoce.yaml"


@pytest.fixture
def negoce(db: None) -> Project:
    call_command("load_project", str(DEMO), verbosity=0)
    return Project.objects.get(slug="negoce")


def test_blocks_read_no_table_that_the_digest_leaves_out(negoce: Project) -> None:
    covered = {model._meta.db_table for model in digested_models()}
    for block in blocks.all_blocks():
        with CaptureQueriesContext(connection) as queries:
            block.collect(Gathering(negoce.pk), Place("COM"))
        read = {table for query in queries for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])}
        assert read <= covered, f"{block.name} lit {read - covered}"


@pytest.mark.parametrize(
    "change",
    [
        lambda project: Requirement.objects.filter(project=project, ref="COM-001").update(title="Autre"),
        lambda project: Section.objects.filter(specification__project=project, key="context").update(
            text="<p>A</p>"
        ),
        lambda project: TaskDependency.objects.filter(task__project=project, task__key="T01").delete(),
        lambda project: Assignment.objects.filter(activity__project=project).delete(),
        lambda project: Automation.objects.get(project=project).actors.clear(),
        lambda project: User.objects.filter(email="chef.projet@exemple.fr").update(name="Une autre"),
        lambda project: Project.objects.filter(pk=project.pk).update(activity="Autre activité"),
    ],
)
def test_a_change_by_any_path_changes_the_digest(negoce: Project, change: Any) -> None:
    before = project_digest(negoce.pk)
    change(negoce)
    assert project_digest(negoce.pk) != before


def test_what_a_workshop_writes_leaves_the_digest(negoce: Project) -> None:
    before = project_digest(negoce.pk)
    make_workshop(negoce)
    assert project_digest(negoce.pk) == before


def test_another_project_does_not_change_it(negoce: Project) -> None:
    other = RequirementFactory()
    before = project_digest(negoce.pk)
    Requirement.objects.filter(pk=other.pk).update(title="Autre")
    assert project_digest(negoce.pk) == before


def test_known_fingerprints_equal_fresh_ones(negoce: Project) -> None:
    cache.clear()
    fresh = {
        node.section.pk: node.fingerprint
        for node in outline(Specification.objects.of(negoce), fresh=True).nodes
    }
    first = {node.section.pk: node.fingerprint for node in outline(Specification.objects.of(negoce)).nodes}
    known = outline(Specification.objects.of(negoce))
    assert all(node.known for node in known.nodes)
    assert {node.section.pk: node.fingerprint for node in known.nodes} == first == fresh


def test_a_known_fingerprint_does_not_outlive_a_change(negoce: Project) -> None:
    before = {node.section.pk: node.fingerprint for node in outline(Specification.objects.of(negoce)).nodes}
    section = Section.objects.get(specification__project=negoce, department__code="COM")
    Requirement.objects.filter(project=negoce, ref="COM-001").update(text="Un autre texte.")
    after = {node.section.pk: node.fingerprint for node in outline(Specification.objects.of(negoce)).nodes}
    assert after[section.pk] != before[section.pk]
