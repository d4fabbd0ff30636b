"""What the matrix says and what it lacks."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from charter.models import Membership, Project
from crmproject.toolkit import blocks
from crmproject.toolkit.blocks import Gathering, Place
from raci.findings import findings
from raci.holders import of_member
from raci.matrix import load_matrix
from raci.models import Activity, Assignment
from raci.templatetags.raci_tags import raci_tables
from tests.factories import MembershipFactory
from tests.planning.factories import PhaseFactory, TaskFactory
from tests.raci.factories import ActivityFactory


def give(activity: Activity, member: Membership, letters: str) -> None:
    for letter in letters:
        Assignment.objects.create(activity=activity, member=member, role=letter)


@pytest.mark.parametrize(
    ("letters", "missing"), [("AR", []), ("A", ["R"]), ("R", ["A"]), ("C", ["A", "R"]), ("", ["A", "R"])]
)
def test_a_line_needs_one_a_and_at_least_one_r(
    activity: Activity, claire: Membership, letters: str, missing: list[str]
) -> None:
    give(activity, claire, letters)
    (line,) = load_matrix(activity.project_id).lines
    assert line.missing == missing
    assert bool(line.problem) == bool(missing)


def test_findings_name_lines_without_a_without_r_and_people_without_activity(
    project: Project, activity: Activity, manager: Membership, claire: Membership, karim: Membership
) -> None:
    give(activity, manager, "A")
    give(ActivityFactory(project=project), claire, "R")
    found = {finding.label: finding for finding in findings(load_matrix(project.pk))}
    assert [line.activity for line in found["Personne ne réalise (R)"].lines] == [activity]
    assert len(found["Personne n’approuve (A)"].lines) == 1
    assert found["Sans activité"].holders == [of_member(karim)]


def test_a_complete_matrix_has_no_finding(activity: Activity, manager: Membership) -> None:
    give(activity, manager, "AR")
    assert findings(load_matrix(activity.project_id)) == []


def test_an_empty_matrix_has_no_finding(project: Project) -> None:
    assert findings(load_matrix(project.pk)) == []


def test_lines_stand_by_phase_then_the_others(project: Project, activity: Activity) -> None:
    first, second = (PhaseFactory(project=project, title=title) for title in ("Préparation", "Sortie"))
    for phase in (second, first):
        ActivityFactory(project=project, task=TaskFactory(phase=phase), title="")
    groups = [group for group, _ in load_matrix(project.pk).groups]
    assert groups == ["Préparation", "Sortie", "Autres activités"]


def test_a_person_who_left_stays_in_sight_as_long_as_letters_are_theirs(
    activity: Activity, claire: Membership, karim: Membership
) -> None:
    give(activity, claire, "R")
    for member in (claire, karim):
        member.put_aside(read_version=1)
    people = load_matrix(activity.project_id).people
    assert claire in people
    assert karim not in people


def test_the_number_of_queries_does_not_grow(project: Project) -> None:
    def count(size: int) -> int:
        for _ in range(size):
            line = ActivityFactory(project=project, task=TaskFactory(phase__project=project), title="")
            give(line, MembershipFactory(project=project), "AR")
        with CaptureQueriesContext(connection) as queries:
            assert [str(member) for member in load_matrix(project.pk).people]
        return len(queries)

    assert count(1) == count(10) == 7


def test_the_block_has_only_the_people_who_do_something(
    activity: Activity, claire: Membership, karim: Membership
) -> None:
    give(activity, claire, "RA")
    block = blocks.get("raci")
    assert block
    data: Any = block.collect(Gathering(activity.project_id), Place())
    assert data["people"] == ["Direction commerciale"]
    assert data["rows"][0]["lines"] == [{"ref": "", "title": "Reprise des données", "cells": ["AR"]}]


def test_a_matrix_without_line_is_an_empty_block(project: Project, claire: Membership) -> None:
    block = blocks.get("raci")
    assert block
    assert block.is_empty(block.collect(Gathering(project.pk), Place()))


def test_a_matrix_too_wide_for_a_page_is_printed_as_several_tables() -> None:
    people = [f"Personne {n}" for n in range(20)]
    line = {"ref": "", "title": "Activité", "cells": ["R"] * 20}
    tables = raci_tables({"people": people, "rows": [{"group": "Phase", "lines": [line]}]})
    assert [len(table["people"]) for table in tables] == [10, 10]
    assert [name for table in tables for name in table["people"]] == people
    assert all(len(table["groups"][0]["lines"][0]["cells"]) == 10 for table in tables)
