"""The versions of the matrix, and what changed between two of them."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from charter import homepanel
from charter.models import Membership, Project
from crmproject.toolkit.blocks import Gathering, Json
from raci.comparing import Change, compare_matrices
from raci.models import Activity, Assignment
from raci.versions import load_versions, matrix_of
from requirements.actions.agreement import current, decide, submit_section
from requirements.actions.editions import freeze_edition
from requirements.models import Section, Validator
from requirements.models.validation import Verdict
from tests.addresses_proposal import keep_matrix


@pytest.fixture
def held(project: Project, personas: dict[str, User]) -> Project:
    """The project with its plan, and one activity that the manager does and the sponsor approves."""
    homepanel.start_project(project)
    line = Activity.objects.create(project=project, title="Suivi de l’usage", position=1)
    for title, role in (("Chef de projet CRM", "R"), ("Direction générale", "A")):
        member = Membership.objects.get(project=project, title=title)
        Assignment.objects.create(activity=line, member=member, role=role)
    keep_matrix(project)
    return project


def add_line(project: Project, title: str, member: str, role: str) -> Activity:
    line: Activity = Activity.objects.create(project=project, title=title, position=2)
    Assignment.objects.create(
        activity=line, member=Membership.objects.get(project=project, title=member), role=role
    )
    return line


def data(people: list[str], *lines: tuple[str, str, list[str]]) -> dict[str, Json]:
    rows: list[Json] = [
        {
            "group": "Préparation",
            "lines": [{"ref": ref, "title": title, "cells": [*cells]} for ref, title, cells in lines],
        }
    ]
    return {"rows": rows, "people": [*people]}


def test_a_changed_cell_is_told_in_words() -> None:
    before = data(["Chef", "DG"], ("T00", "Analyse", ["R", "A"]))
    after = data(["Chef", "DG"], ("T00", "Analyse", ["AR", ""]))
    diff = compare_matrices(before, after)
    assert diff.changed_cells == [
        "T00 Analyse, Chef\u00a0: R → A/R",
        "T00 Analyse, DG\u00a0: A → aucun rôle",
    ]
    assert diff.summary == ["2 cases changées"]


def test_a_column_that_goes_does_not_shift_the_others() -> None:
    before = data(["Chef", "DG", "SI"], ("T00", "Analyse", ["R", "A", "C"]))
    after = data(["Chef", "SI", "Agence"], ("T00", "Analyse", ["R", "C", "I"]))
    diff = compare_matrices(before, after)
    assert [(one.name, one.change) for one in diff.columns] == [
        ("Chef", Change.SAME),
        ("SI", Change.SAME),
        ("Agence", Change.ADDED),
        ("DG", Change.REMOVED),
    ]
    assert [cell.is_change for cell in diff.lines[0].cells] == [False, False, True, True]
    assert diff.changed_cells == []


def test_activities_come_go_and_change_their_title() -> None:
    before = data(["Chef"], ("T00", "Analyse", ["R"]), ("", "Gouvernance", ["R"]), ("T02", "Besoins", ["A"]))
    after = data(
        ["Chef"], ("T00", "Analyse de la situation", ["R"]), ("", "Support", ["R"]), ("T02", "Besoins", ["A"])
    )
    diff = compare_matrices(before, after)
    assert [(one.title, one.change) for one in diff.lines] == [
        ("Analyse de la situation", Change.CHANGED),
        ("Support", Change.ADDED),
        ("Besoins", Change.SAME),
        ("Gouvernance", Change.REMOVED),
    ]
    assert diff.lines[0].was == "Analyse"
    assert diff.summary == ["1 activité ajoutée", "1 activité retirée", "1 activité renommée"]


def test_twins_are_told_apart() -> None:
    before = data(["Agence", "Agence"], ("", "Support", ["R", ""]), ("", "Support", ["", "A"]))
    after = data(["Agence", "Agence"], ("", "Support", ["R", ""]), ("", "Support", ["", "R"]))
    assert compare_matrices(before, after).changed_cells == ["Support, Agence (2)\u00a0: A → R"]
    assert compare_matrices(before, before).is_same


def test_an_empty_version_is_compared_too() -> None:
    after = data(["Chef"], ("T00", "Analyse", ["R"]))
    assert compare_matrices({"rows": [], "people": []}, after).summary == [
        "1 activité ajoutée",
        "1 colonne ajoutée",
    ]


def test_versions_are_the_revisions_of_the_section_that_shows_the_matrix(held: Project) -> None:
    add_line(held, "Gouvernance", "Direction générale", "A")
    keep_matrix(held)
    section = Section.objects.get(specification__project=held, blocks__contains=["raci"])
    section.write(read_version=section.version, text="<p>Relu.</p>")
    keep_matrix(held)
    found = load_versions(held)
    assert [one.same for one in found] == [True, False, False]
    assert found[0].author == str(held.manager)


def test_a_version_says_whether_it_is_validated_and_where_it_is_published(
    held: Project, personas: dict[str, User]
) -> None:
    section = Section.objects.get(specification__project=held, blocks__contains=["raci"])
    sponsor = Membership.objects.get(project=held, roles=["sponsor"])
    now = current(section)
    submit_section(section=section, validators=[sponsor], read=now.fingerprint, note="", by=held.manager)
    decide(section=section, member=sponsor, verdict=Verdict.APPROVED, reason="", read=now.fingerprint)
    assert Validator.objects.filter(section=section).exists()
    freeze_edition(specification=section.specification, title="Pour avis", note="", by=held.manager)
    (version,) = load_versions(held)
    assert version.is_validated
    assert [one.number for one in version.editions] == [1]
    assert "validée, édition 1" in version.label


def test_now_is_a_version(held: Project, client_for: Callable[[str], Client]) -> None:
    add_line(held, "Gouvernance", "Direction générale", "A")
    text = client_for("reader").get(reverse("raci_compare", args=[held.slug])).content.decode()
    assert "1 activité ajoutée" in text
    assert "Gouvernance" in text


def test_the_same_matrix_has_no_difference(held: Project, client_for: Callable[[str], Client]) -> None:
    text = client_for("reader").get(reverse("raci_compare", args=[held.slug])).content.decode()
    assert "Aucune différence" in text


@pytest.mark.parametrize(
    "key", ["0-aaaaaaaaaaaa", "hier", "1-", "99999999999999999999-aaaaaaaaaaaa", "-", "²-aaaaaaaaaaaa"]
)
def test_an_unknown_version_is_nowhere(held: Project, client_for: Callable[[str], Client], key: str) -> None:
    assert client_for("reader").get(reverse("raci_compare", args=[held.slug]), {"de": key}).status_code == 404


def test_a_version_of_another_project_is_nowhere(held: Project) -> None:
    (version,) = load_versions(held)
    other = Project.objects.create(
        slug="autre",
        name="Autre",
        organisation="Autre",
        start=held.start,
        target_end=held.target_end,
        manager=held.manager,
    )
    assert matrix_of(other, version.key, Gathering(other.pk)) is None


def test_the_list_costs_as_many_queries_for_ten_versions_as_for_one(
    held: Project, client_for: Callable[[str], Client]
) -> None:
    client, url = client_for("reader"), reverse("raci_versions", args=[held.slug])

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    client.get(url)
    one = count()
    for number in range(9):
        add_line(held, f"Activité {number}", "Direction générale", "A")
        keep_matrix(held)
    client.get(url)
    assert count() == one
