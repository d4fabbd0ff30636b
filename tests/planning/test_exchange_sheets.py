"""Spreadsheets with mistakes: each told in French at its line, nothing lost."""

import pytest

from charter.models import Membership, Project
from planning.exchange.columns import FIELDS
from planning.exchange.compare import compare
from planning.exchange.draft import ExchangeError
from planning.exchange.dryrun import DryRun, Fate
from planning.exchange.files import read_file
from planning.forms.tasks import TaskForm
from planning.models import Task
from tests.planning.exchanging import fill_planning


def run_of(project: Project, text: str, *, remove: bool = False) -> DryRun:
    return compare(project, read_file(text.encode()), remove=remove)


def told(run: DryRun) -> str:
    texts = [run.problem, *run.warnings, *(one.text for one in run.remarks)]
    return "\n".join(
        [*texts, *(text for line in run.lines for text in (*line.errors, *line.remarks))]
    ).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Clé;Tâche;Durée\nA;Un;douze\n", "Durée (jours ouvrés) : « douze » n’est pas un nombre."),
        ("Clé;Tâche;Durée\nA;Un;-3\n", "Durée (jours ouvrés) :"),
        ("Clé;Tâche;Durée\nA;Un;9999\n", "1000"),
        ("Clé;Tâche;Avancement (%)\nA;Un;150\n", "100"),
        ("Clé;Tâche;Charge\nA;Un;1e99\n", "trop grand"),
        ("Clé;Tâche;Début au plus tôt\nA;Un;31/02/2027\n", "« 31/02/2027 » n’est pas une date"),
        ("Clé;Tâche;Début au plus tôt\nA;Un;03/03/1902\n", "2000"),
        ("Clé;Tâche;Date imposée;Début au plus tôt\nA;Un;03/03/2027;03/03/2027\n", "pas les deux"),
        (
            "Clé;Tâche;Début au plus tôt;Fin au plus tard\nA;Un;03/03/2027;01/03/2027\n",
            "La tâche finirait avant de commencer",
        ),
        ("Clé;Tâche;Prédécesseurs\nA;Un;Z99\n", "aucune tâche ne porte la clé Z99"),
        ("Clé;Tâche;Prédécesseurs\nA;Un;A\n", "Une tâche ne s’attend pas elle-même"),
        ("Clé;Tâche;Prédécesseurs\nA;Un;B ??\nB;Deux;\n", "B ??"),
        ("Clé;Tâche;Prédécesseurs\nA;Un;B\nB;Deux;A\n", "A → B → A"),
        ("Clé;Tâche\nA;Un\nA;Deux\n", "La clé A est déjà celle de « Un » (ligne 2)."),
        ("Clé;Tâche\nà côté;Un\n", "« à côté » n’en est pas une"),
        ("Clé;Tâche\nA;\n", "a besoin d’un intitulé"),
        ("Clé;Tâche;Responsable\nA;Un;Personne Inconnue\n", "sans responsable"),
        ("Clé;Tâche;Humeur\nA;Un;bonne\n", "Colonnes laissées de côté"),
    ],
)
def test_each_mistake_is_told_in_words(project: Project, text: str, words: str) -> None:
    assert words in told(run_of(project, text))


def test_an_owner_who_left_stays_until_somebody_else_is_named(project: Project) -> None:
    fill_planning(project)
    member = Membership.objects.get(project=project, title="Directrice commerciale")
    member.put_aside(read_version=member.version)
    run = run_of(project, f"Clé;Courriel du responsable\nT04;{member.user.email}\nT00;{member.user.email}\n")
    lines = {line.key: line for line in run.lines}
    assert lines["T04"].fate is Fate.SAME
    assert "n’est plus, membre du projet" in told(run)
    assert "elle reste à" in told(run)


def test_what_something_uses_is_not_removed(project: Project) -> None:
    from raci.models import Activity  # an app above this one uses its tasks

    fill_planning(project)
    Activity.objects.create(project=project, task=Task.objects.get(project=project, key="T00"))
    run = run_of(project, "Clé;Tâche\nT01;Étude des besoins\n", remove=True)
    assert [line.key for line in run.errors] == ["T00"]
    assert "elle sert à activité" in told(run)


def test_removing_what_others_wait_for_drops_the_links(project: Project) -> None:
    fill_planning(project)
    run = run_of(project, "Clé;Tâche\nT05;Bascule\n", remove=True)
    assert not run.errors
    assert run.end_after


def test_a_file_of_headers_alone_changes_nothing(project: Project) -> None:
    fill_planning(project)
    run = run_of(project, "Clé;Tâche;Durée\n")
    assert not run.writes
    assert run.count(Fate.ABSENT) == 6


def test_columns_are_those_of_the_task_form() -> None:
    """One declaration: the labels are those that the form shows, and each field read is one of its own."""
    for one in FIELDS:
        if one.name and one.name not in {"links", "email"}:
            assert one.label == TaskForm.base_fields[one.name].label


def test_no_header_is_told_with_the_columns_that_are_read() -> None:
    with pytest.raises(ExchangeError, match="Prédécesseurs"):
        read_file(b"a;b\n1;2\n")
