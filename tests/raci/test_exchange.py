"""The matrix goes out as Excel, and a consultant’s matrix comes in: read over, refused per cell, applied whole."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from charter.models import Membership, Project
from raci.actions.exchange import apply_matrix
from raci.exchange.compare import MatrixDryRun, compare
from raci.exchange.reading import MAX_BYTES, MatrixFileError, read_matrix, read_pasted
from raci.exchange.workbook import matrix_workbook
from raci.matrix import load_matrix
from raci.models import Activity, Assignment, Function
from tests.personas import ClientFor
from tests.planning.factories import PhaseFactory, TaskFactory


@pytest.fixture
def matrix(project: Project, personas: dict[str, User]) -> Project:
    """A task and an activity of its own; the sponsor approves the task, the manager does it."""
    phase = PhaseFactory(project=project, key="preparation", title="Préparation")
    task = TaskFactory(phase=phase, key="T00", title="Analyse de la situation")
    first = Activity.objects.create(project=project, task=task, position=1)
    Activity.objects.create(project=project, title="Formation des référents", phase=phase, position=2)
    function = Function.objects.create(project=project, name="Intégrateur")
    for who, role in (("sponsor", "A"), ("manager", "R")):
        member = Membership.objects.get(project=project, user=personas[who])
        Assignment.objects.create(activity=first, member=member, role=role)
    Assignment.objects.create(activity=first, function=function, role="C")
    return project


def letters(project: Project) -> dict[str, dict[str, str]]:
    """The letters of the matrix by activity and column, as they are read."""
    return {
        str(line.activity): {cell.holder.label: cell.shown for cell in line.cells if cell.letters}
        for line in load_matrix(project.pk).lines
    }


def run_of(project: Project, text: str, *, make: bool = False) -> MatrixDryRun:
    return compare(project, read_pasted(text), make=make)


def apply(project: Project, text: str, *, make: bool = False) -> None:
    draft = read_pasted(text)
    stamp = compare(project, draft, make=make).stamp
    apply_matrix(project=project, draft=draft, read="", make=make, stamp=stamp)


def test_the_workbook_is_the_matrix_as_people_know_it(matrix: Project) -> None:
    book = load_workbook(io.BytesIO(matrix_workbook(load_matrix(matrix.pk), title="Matrice")))
    assert book.sheetnames == ["Matrice RACI", "Légende", "Charge"]
    sheet = book["Matrice RACI"]
    assert sheet.freeze_panes == "C2"
    heads = [cell.value for cell in sheet[1]]
    assert heads[:2] == ["Clé", "Activité"]
    assert "Direction générale" in heads
    assert sheet["B2"].value == "Préparation"
    approving = sheet.cell(3, heads.index("Direction générale") + 1)
    assert (approving.value, approving.fill.fgColor.rgb) == ("A", "FFFBDFD3")
    load = {row[0].value: [cell.value for cell in row[1:]] for row in book["Charge"].iter_rows(min_row=2)}
    assert load["Direction générale"] == [0, 1, 0, 0, 1]


def test_our_own_workbook_changes_nothing(matrix: Project) -> None:
    draft = read_matrix(matrix_workbook(load_matrix(matrix.pk), title="Matrice"))
    run = compare(matrix, draft)
    assert (run.lines, run.unknown, run.errors) == ([], [], 0)


def test_a_consultant_s_matrix_is_read_as_it_is_written(matrix: Project, personas: dict[str, User]) -> None:
    sponsor = personas["sponsor"].email
    text = (
        f"Matrice du cabinet\t\t\t\n\nActivité\tChef de projet CRM\t{sponsor}\tINTÉGRATEUR\n"
        "Analyse de la situation\tr,a\t\tr\nformation des referents\tA+R\tc\t-\nBilan à 6 mois\ta/r\ti\t\n"
    )
    apply(matrix, text)
    assert letters(matrix) == {
        "Analyse de la situation": {"Chef de projet CRM": "A/R", "Intégrateur": "R"},
        "Formation des référents": {"Chef de projet CRM": "A/R", "Direction générale": "C"},
        "Bilan à 6 mois": {"Chef de projet CRM": "A/R", "Direction générale": "I"},
    }


def test_rows_are_matched_by_the_key_of_their_task_and_headings_give_the_phase(matrix: Project) -> None:
    text = "Clé;Activité;Chef de projet CRM\nT00;Autre intitulé;I\n;Préparation;\n;Lettre de mission;R\n"
    apply(matrix, text)
    assert letters(matrix)["Analyse de la situation"]["Chef de projet CRM"] == "I"
    made = Activity.objects.get(project=matrix, title="Lettre de mission")
    assert made.phase is not None
    assert made.phase.title == "Préparation"


def test_a_second_a_is_refused_at_its_cell(matrix: Project) -> None:
    """[R-RACI-A]: two in the file, or one beside that of a column which the file doesn’t name."""
    run = run_of(matrix, "Activité;Chef de projet CRM;Direction commerciale\nFormation des référents;A;A\n")
    assert run.errors == 2
    assert "Deux A sur cette ligne" in run.lines[0].errors[0].error
    beside = run_of(matrix, "Activité;Chef de projet CRM\nAnalyse de la situation;A/R\n")
    assert "celui de Direction générale" in beside.lines[0].errors[0].error
    assert not beside.may_apply


def test_an_a_moves_when_the_file_empties_the_other_cell(matrix: Project) -> None:
    apply(matrix, "Activité;Chef de projet CRM;Direction générale\nAnalyse de la situation;A/R;\n")
    assert letters(matrix)["Analyse de la situation"] == {"Chef de projet CRM": "A/R", "Intégrateur": "C"}


def test_an_unknown_letter_is_told_at_its_cell(matrix: Project) -> None:
    run = run_of(matrix, "Activité;Chef de projet CRM\nAnalyse de la situation;X\n")
    assert "n’est pas un rôle" in run.lines[0].errors[0].error


def test_an_unknown_column_is_told_and_may_become_a_function(matrix: Project) -> None:
    text = "Activité;Cabinet Untel\nAnalyse de la situation;C\n"
    assert run_of(matrix, text).unknown == ["Cabinet Untel"]
    assert not run_of(matrix, text).may_apply
    apply(matrix, text, make=True)
    assert letters(matrix)["Analyse de la situation"]["Cabinet Untel"] == "C"


def test_a_member_who_left_is_nobody_here(matrix: Project, personas: dict[str, User]) -> None:
    member = Membership.objects.get(project=matrix, user=personas["contributor"])
    member.put_aside(read_version=member.version)
    run = run_of(matrix, f"Activité;{personas['contributor'].email}\nAnalyse de la situation;C\n")
    assert run.unknown == [personas["contributor"].email]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide"),
        (b"%PDF-1.7", "ni un .xlsx ni un CSV"),
        (b"a\nb\n", "en-têtes"),
        (b"Activit\xe9;Ana\n", "aucune ligne"),
        (b"x" * (MAX_BYTES + 1), "limite"),
        (("Activité;" + ";".join(f"P{n}" for n in range(200)) + "\nA\n").encode(), "colonnes"),
    ],
)
def test_what_is_no_matrix_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(MatrixFileError, match=words):
        read_matrix(content)


def test_a_matrix_is_pasted_read_over_and_applied(matrix: Project, client_for: ClientFor) -> None:
    manager: Client = client_for("manager")
    before = letters(matrix)
    url = reverse("raci_import", args=[matrix.slug])
    answer = manager.post(url, {"pasted": "Activité\tChef de projet CRM\nFormation des référents\tR\n"})
    review = manager.get(answer["Location"])
    assert "vide → R" in review.content.decode()
    assert letters(matrix) == before
    done = manager.post(f"{answer['Location']}appliquer", {"stamp": review.context["run"].stamp}, follow=True)
    assert "1 case écrite" in done.content.decode()
    assert letters(matrix)["Formation des référents"] == {"Chef de projet CRM": "R"}


def test_a_matrix_that_moved_since_is_not_overwritten(matrix: Project, client_for: ClientFor) -> None:
    manager: Client = client_for("manager")
    text = "Activité\tChef de projet CRM\nFormation des référents\tR\n"
    answer = manager.post(reverse("raci_import", args=[matrix.slug]), {"pasted": text})
    stamp = manager.get(answer["Location"]).context["run"].stamp
    apply(matrix, "Activité\tChef de projet CRM\nFormation des référents\tI\n")
    late = manager.post(f"{answer['Location']}appliquer", {"stamp": stamp})
    assert late.status_code == 409
    assert letters(matrix)["Formation des référents"] == {"Chef de projet CRM": "I"}


def test_nothing_sent_keeps_the_page(matrix: Project, client_for: ClientFor) -> None:
    answer = client_for("manager").post(reverse("raci_import", args=[matrix.slug]), {"pasted": " "})
    assert answer.status_code == 422
    assert "Choisissez un fichier, ou collez une matrice" in answer.content.decode()


def test_every_member_takes_the_matrix_away(matrix: Project, client_for: ClientFor) -> None:
    answer = client_for("reader").get(reverse("raci_export", args=[matrix.slug]))
    assert answer.content.startswith(b"PK")
