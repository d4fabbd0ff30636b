"""The note de cadrage: drafted, signed and frozen by the same machinery as the specification, apart from it."""

import re
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from charter import homepanel
from charter.models import Membership, Project
from charter.models.project import Setup
from crmproject.environment import BASE_DIR
from crmproject.toolkit import documents
from requirements.actions.editions import freeze_edition
from requirements.actions.sections import start_framing_note
from requirements.models import Edition, Section, Specification
from requirements.models.editions import EditionStatus
from requirements.outline import Outline, outline
from requirements.states import State
from tests.agreement import agree, retype, state
from tests.documents import laid_out, printed
from tests.factories import BudgetLineFactory, ProjectFactory, RiskFactory, ScopeItemFactory
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db
NAME = "note-de-cadrage"


@pytest.fixture
def note(project: Project, personas: dict[str, User]) -> Specification:
    """The note of a project that has both documents."""
    homepanel.start_project(project)
    return Specification.objects.note_of(project)


def written(note: Specification) -> Outline:
    """The note with a sentence in each chapter."""
    for section in Section.objects.filter(specification=note):
        section.write(read_version=section.version, text=f"<p>Dit de {section.title.lower()}.</p>")
    return outline(note, fresh=True)


def test_a_project_starts_with_a_note_beside_its_specification(note: Specification) -> None:
    plan = outline(Specification.objects.of(note.project))
    assert not {node.section.pk for node in plan} & {node.section.pk for node in outline(note)}
    assert [node.section.key for node in outline(note)][:2] == ["note_context", "note_objectives"]


def test_r_rempl_only_a_replacement_has_a_chapter_on_leaving_the_old_tool() -> None:
    """[R-REMPL]"""
    keys = {
        setup: {node.section.key for node in outline(start_framing_note(ProjectFactory(setup=setup)))}
        for setup in Setup
    }
    assert keys[Setup.REPLACEMENT] - keys[Setup.NEW] == {"note_exit"}


def test_a_chapter_is_validated_by_the_sponsor_and_falls_with_its_data(
    note: Specification, sponsor: Membership
) -> None:
    BudgetLineFactory(project=note.project)
    section = Section.objects.get(specification=note, key="note_budget")
    agree(section, sponsor)
    assert state(section) == State.VALIDATED
    BudgetLineFactory(project=note.project)
    assert state(section) == State.STALE
    assert state(Section.objects.get(specification=note, key="note_team")) == State.DRAFT


def test_the_note_and_the_specification_have_editions_of_their_own(
    note: Specification, sponsor: Membership, client_for: ClientFor
) -> None:
    project = note.project
    for node in written(note):
        agree(node.section, sponsor)
    made = freeze_edition(specification=note, title="Pour la direction", note="", by=project.manager)
    assert made.status == EditionStatus.VALIDATED
    other = Specification.objects.of(project)
    retype(Section.objects.get(specification=other, key="context"), "<p>Contexte.</p>")
    draft = freeze_edition(specification=other, title="Premier jet", note="", by=project.manager)
    assert (made.number, draft.number) == (1, 1)
    assert (str(made.ref), str(draft.ref)) == ("note-1", "1")
    client = client_for("sponsor")
    page = client.get(made.get_absolute_url()).content.decode()
    assert "Note de cadrage, édition 1" in page
    assert "Pour la direction" in page
    assert "Pour la direction" not in client.get(draft.get_absolute_url()).content.decode()
    assert "note-1" not in client.get(f"/projets/{project.slug}/editions/").content.decode()
    assert client.get(f"/projets/{project.slug}/editions/note-2/").status_code == 404


def test_changes_of_the_note_are_compared_within_the_note(note: Specification, client_for: ClientFor) -> None:
    written(note)
    edition = freeze_edition(specification=note, title="V1", note="", by=note.project.manager)
    retype(Section.objects.get(specification=note, key="note_team"), "<p>Une équipe renforcée.</p>")
    url = f"/projets/{note.project.slug}/editions/comparer?document=note&de={edition.number}&a=brouillon"
    page = client_for("manager").get(url).content.decode()
    assert "renforcée" in page
    assert 'name="document" value="note"' in page


def test_the_page_shows_each_chapter_with_its_state_and_the_launch(
    note: Specification, client_for: ClientFor
) -> None:
    ScopeItemFactory(project=note.project, text="Gestion des devis")
    page = client_for("manager").get(f"/projets/{note.project.slug}/charte/").content.decode()
    for words in ("Contexte et diagnostic", "Gestion des devis", "Décision de lancement", "Aucune édition"):
        assert words in page, words
    assert "Soumettre à la direction" in page
    assert (
        "Modifier" not in client_for("reader").get(f"/projets/{note.project.slug}/charte/").content.decode()
    )


def test_the_page_reads_a_number_of_times_that_the_project_does_not_change(
    note: Specification, client_for: ClientFor
) -> None:
    client = client_for("manager")

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/projets/{note.project.slug}/charte/").status_code == 200
        return len(asked)

    ScopeItemFactory(project=note.project)
    RiskFactory(project=note.project)
    BudgetLineFactory(project=note.project)
    few = queries()
    for _ in range(10):
        ScopeItemFactory(project=note.project)
        RiskFactory(project=note.project)
        BudgetLineFactory(project=note.project)
    assert queries() <= few


def test_a_project_without_a_note_is_offered_one(project: Project, client_for: ClientFor) -> None:
    url = f"/projets/{project.slug}/charte/"
    assert "Créer la note de cadrage" in client_for("manager").get(url).content.decode()
    assert "Créer la note" not in client_for("reader").get(url).content.decode()
    assert client_for("reader").post(f"{url}creer").status_code == 403
    for _ in range(2):
        assert client_for("manager").post(f"{url}creer").status_code == 302
    assert Specification.objects.framing_notes().filter(project=project).count() == 1


def test_comments_of_the_note_are_listed_apart(note: Specification, client_for: ClientFor) -> None:
    section = Section.objects.get(specification=note, key="note_team")
    client = client_for("head")
    answer = client.post(
        f"{section.get_absolute_url()}commentaires",
        {"text": "Qui remplace la responsable ?", "kind": "question"},
    )
    assert answer.status_code == 302
    here = f"/projets/{note.project.slug}/cahier-des-charges/commentaires/"
    assert "Qui remplace" in client.get(f"{here}?document=note").content.decode()
    assert "Qui remplace" not in client.get(here).content.decode()


def test_the_pdf_of_the_draft_holds_every_chapter_and_the_file_s_figures(
    note: Specification, tmp_path: Path
) -> None:
    BudgetLineFactory(project=note.project, label="Licences", amount=4200)
    RiskFactory(project=note.project, title="Doublons")
    found = printed(note.project, NAME, tmp_path)
    assert note.project.name in found.pages[0]
    assert "Note de cadrage" in found.pages[0]
    for words in ("1 Contexte et diagnostic", "Licences", "4 200", "Doublons", "Faisabilité"):
        assert words in found.text, words


def test_the_totals_of_the_pdf_are_the_sums_of_the_file_s_lines(tmp_path: Path) -> None:
    file = BASE_DIR / "demo" / "projet-negoce.yaml"
    lines = yaml.safe_load(file.read_text(encoding="utf-8"))["budget"]
    call_command("load_project", str(file), stdout=StringIO())
    text = printed(Project.objects.get(slug="negoce"), NAME, tmp_path).text
    total = sum(line["amount"] for line in lines)
    yearly = sum(line["amount"] for line in lines if line.get("recurring"))
    for label, amount in (
        ("Total de la première année", total),
        ("Dépenses récurrentes, par an", yearly),
        ("Dépenses ponctuelles", total - yearly),
    ):
        shown = f"{amount:,}".replace(",", " ")
        assert re.search(rf"{label}\s+{shown} €", text), (label, shown)


def test_the_same_note_is_the_same_file(note: Specification) -> None:
    first = laid_out(note.project, NAME)
    assert laid_out(note.project, NAME).key == first.key
    RiskFactory(project=note.project, title="Un risque de plus")
    assert laid_out(note.project, NAME).key != first.key


def test_a_document_is_registered_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        documents.document(NAME, "Note", icon="compass", page="charter")(
            lambda gathering: laid_out(Edition.objects.get().specification.project, NAME)
        )
