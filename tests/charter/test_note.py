"""The note de cadrage as a PDF: all that the charter holds, and the team; the same content is the same file."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from charter.models import Department, Project
from crmproject.toolkit import documents
from crmproject.toolkit.pdf.parts import Layout
from tests.documents import laid_out, printed
from tests.factories import (
    BudgetLineFactory,
    MembershipFactory,
    OperationalObjectiveFactory,
    RiskFactory,
    ScopeItemFactory,
)

pytestmark = pytest.mark.django_db
NAME = "note-de-cadrage"


def keys(layout: Layout) -> list[str]:
    return [part.key for part in layout.parts]


def test_the_note_holds_the_whole_charter_under_numbered_chapters(
    project: Project, com: Department, personas: dict[str, User], tmp_path: Path
) -> None:
    objective = OperationalObjectiveFactory(project=project, department=com)
    ScopeItemFactory(project=project, text="Contacts")
    BudgetLineFactory(project=project, label="Licences", amount=4200)
    RiskFactory(project=project, title="Doublons")
    found = printed(project, NAME, tmp_path)
    assert project.name in found.pages[0]
    assert "Sommaire" in found.pages[1]
    for words in (
        "1 Le projet en bref",
        "3 Objectifs opérationnels",
        objective.ref,
        "Grille SMART",
        "Contacts",
        "5 Équipe et rôles",
        "Direction commerciale",
        "Licences",
        "Figure 6-1",
        "Doublons",
        "État au",
    ):
        assert words in found.text, words
    assert not any(found.lying)


def test_a_note_of_an_empty_charter_says_what_is_not_written_yet(project: Project, tmp_path: Path) -> None:
    found = printed(project, NAME, tmp_path)
    assert "L’objectif stratégique n’est pas encore formulé." in found.text
    assert "Aucun risque n’est encore nommé." in found.text
    assert "Personne n’est encore nommé pour ce service." in found.text


def test_the_same_charter_is_the_same_file_and_a_change_moves_its_own_part_only(project: Project) -> None:
    for _ in range(140):
        ScopeItemFactory(project=project)
    first = laid_out(project, NAME)
    assert laid_out(project, NAME).key == first.key
    RiskFactory(project=project, title="Un risque de plus")
    second = laid_out(project, NAME)
    assert second.key != first.key
    assert len([key for key in keys(second) if key in keys(first)]) >= 2, "contents, and the chapters before"


def test_the_note_reads_the_database_a_number_of_times_that_the_charter_does_not_change(
    project: Project, com: Department
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            laid_out(project, NAME)
        return len(asked)

    few = queries()
    for _ in range(5):
        MembershipFactory(project=project, department=com)
        RiskFactory(project=project)
        OperationalObjectiveFactory(project=project, department=com)
    assert queries() == few


def test_a_document_is_registered_once(project: Project) -> None:
    with pytest.raises(ValueError, match="twice"):
        documents.document(NAME, "Note", icon="compass", page="charter")(
            lambda gathering: laid_out(project, NAME)
        )
    assert {one.name for one in documents.all_documents()} == {"raci", NAME, "planning"}
