"""A wrong project file is refused with the path and the reason of each problem, and nothing is written."""

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from crmproject.environment import BASE_DIR
from tests.charter.project_files import DEMO_FILE, demo_data, row_counts, written

pytestmark = pytest.mark.django_db

type Change = Callable[[dict[str, Any]], object]


def refusal_of(path: Path) -> CommandError:
    """What load_project answers; nothing may have been written."""
    before = row_counts()
    with pytest.raises(CommandError) as refusal:
        call_command("load_project", path)
    assert row_counts() == before
    return refusal.value


def told(path: Path) -> str:
    """The refusal with plain spaces, so that tests can be read."""
    return str(refusal_of(path)).replace("\u00a0", " ")


def put(path: str, value: object) -> Change:
    """Set what stands at this path, « requirements[3].priority »."""
    steps: list[Any] = [
        int(step) if step.isdigit() else step for step in path.replace("[", ".").replace("]", "").split(".")
    ]

    def change(data: Any) -> None:
        for step in steps[:-1]:
            data = data[step]
        data[steps[-1]] = value

    return change


def drop(path: str, key: str) -> Change:
    def change(data: Any) -> None:
        for step in path.replace("[", ".").replace("]", "").split("."):
            data = data[int(step) if step.isdigit() else step]
        del data[key]

    return change


WRONG: list[tuple[Change, str]] = [
    (put("format", 2), "format : format inconnu : « 2 » ; cette version lit le format 1"),
    (put("format", True), "format : format inconnu : « True »"),
    (lambda data: data.pop("format"), "format : valeur manquante"),
    (lambda data: data.pop("project"), "project : valeur manquante"),
    (lambda data: data.pop("members"), "members : valeur manquante"),
    (put("requirement", []), "requirement : clé inconnue ; vouliez-vous dire « requirements » ?"),
    (put("project.slug", "Négoce !"), "project.slug : identifiant refusé « Négoce ! »"),
    (put("project.slug", "nouveau"), "project.slug : identifiant réservé : « nouveau »"),
    (
        put("project.setup", "nouveau"),
        "project.setup : valeur inconnue « nouveau » ; valeurs possibles : new, replacement",
    ),
    (put("project.target_end", date(2027, 1, 11)), "project.target_end : la fin visée doit suivre le début"),
    (
        put("project.start", "hier"),
        "project.start : date attendue, sous la forme 2027-03-31, au lieu de « hier »",
    ),
    (put("project.name", "x" * 201), "project.name : 200 caractères au plus"),
    (put("project.overlap_months", -1), "project.overlap_months : 0 au moins, au lieu de « -1 »"),
    (put("project", None), "project : groupe de clés attendu, au lieu de rien"),
    (put("departments[1].code", "COM"), "departments[1].code : déjà employé plus haut : « COM »"),
    (put("departments[1].code", "com"), "departments[1].code : code refusé « com »"),
    (put("members[2].department", "XX"), "members[2].department : service inconnu : « XX »"),
    (put("members[2].email", "direction"), "members[2].email : adresse e-mail refusée « direction »"),
    (put("members[2].email", "Direction.SAV@exemple.fr"), "members[4].email : déjà employé plus haut"),
    (put("members[2].roles", ["chef"]), "members[2].roles[0] : valeur inconnue « chef »"),
    (put("members[2].roles", ["head", "head"]), "members[2].roles[1] : répété : « head »"),
    (put("members[0].roles", ["reader"]), "members : aucun chef de projet"),
    (
        put("members[2].roles", ["manager"]),
        "members[2].roles : second chef de projet ; members[0] l’est déjà",
    ),
    (put("objectives.operational[1].ref", "OP-1"), "objectives.operational[1].ref : déjà employé plus haut"),
    (put("objectives.operational[1].target", "20 %"), "objectives.operational[1].target : nombre attendu"),
    (
        put("objectives.operational[1].target", float("nan")),
        "objectives.operational[1].target : nombre fini attendu",
    ),
    (
        put("objectives.operational[1].department", "YY"),
        "objectives.operational[1].department : service inconnu",
    ),
    (put("scope.inside", []), "scope.inside : clé inconnue"),
    (put("existing.links[0].to", "SAP"), "existing.links[0].to : outil inconnu : « SAP »"),
    (put("existing.links[0].to", "ERP"), "existing.links[0].to : un lien va d’un outil à un autre outil"),
    (
        put("existing.flows[0].tools", ["Exel"]),
        "existing.flows[0].tools[0] : outil inconnu : « Exel » ; vouliez-vous dire « Excel » ?",
    ),
    (put("existing.data[0].volume", 50_000_000_000), "existing.data[0].volume : 2147483647 au plus"),
    (
        put("existing.data[0].volume", True),
        "existing.data[0].volume : nombre entier attendu, au lieu de « true »",
    ),
    (
        put("requirements[3].priority", "mustt"),
        "requirements[3].priority : valeur inconnue « mustt » ; valeurs possibles : must, should, could, wont",
    ),
    (
        put("requirements[3].priorty", "must"),
        "requirements[3].priorty : clé inconnue ; vouliez-vous dire « priority » ?",
    ),
    (drop("requirements[3]", "text"), "requirements[3].text : valeur manquante"),
    (put("requirements[3].text", " "), "requirements[3].text : texte vide"),
    (
        put("requirements[3].title", False),
        "requirements[3].title : texte attendu, au lieu de « false » ; mettez la valeur entre guillemets",
    ),
    (put("requirements[3].objective", "OP-9"), "requirements[3].objective : objectif inconnu : « OP-9 »"),
    (put("requirements[3].department", "XX"), "requirements[3].department : service inconnu : « XX »"),
    (put("requirements[3].ref", "4"), "requirements[3].ref : forme refusée"),
    (put("requirements[3].ref", "COM-001"), "requirements[3].ref : déjà employé plus haut : « COM-001 »"),
    (put("requirements", {}), "requirements : liste attendue, au lieu d’un groupe de clés"),
    (
        put("requirements[3]", "Une phrase"),
        "requirements[3] : groupe de clés attendu, au lieu de « Une phrase »",
    ),
    (put("automations[0].actors", ["COM", "XX"]), "automations[0].actors[1] : service inconnu"),
    (put("deliverables[0].phase", "fin"), "deliverables[0].phase : valeur inconnue « fin »"),
    (put("budget[0].amount", -1), "budget[0].amount : 0 au moins"),
    (put("budget[0].amount", 0.001), "budget[0].amount : 2 décimales au plus"),
    (put("budget[0].amount", True), "budget[0].amount : nombre attendu"),
    (put("risks[0].probability", 6), "risks[0].probability : 5 au plus, au lieu de « 6 »"),
    (
        put("risks[0].owner", "x@exemple.fr"),
        "risks[0].owner : personne absente des membres : « x@exemple.fr »",
    ),
    (put("criteria[0].weight", 0), "criteria[0].weight : 1 au moins"),
    (put("planning.phases[1].key", "preparation"), "planning.phases[1].key : déjà employé plus haut"),
    (put("planning.tasks[1].phase", "prep"), "planning.tasks[1].phase : phase inconnue : « prep »"),
    (put("planning.tasks[1].key", "T00"), "planning.tasks[1].key : déjà employé plus haut : « T00 »"),
    (put("planning.tasks[1].days", -1), "planning.tasks[1].days : 0 au moins"),
    (put("planning.tasks[1].days", "3"), "planning.tasks[1].days : nombre entier attendu"),
    (put("planning.tasks[1].after", ["T99"]), "planning.tasks[1].after[0] : tâche inconnue : « T99 »"),
    (put("planning.tasks[1].after", ["T00", "T00"]), "planning.tasks[1].after[1] : répété : « T00 »"),
    (
        put("planning.tasks[1].after", ["T02"]),
        "planning.tasks[1].after : ces tâches s’attendent en boucle : « T01 → T02 → T01 »",
    ),
    (
        put("planning.tasks[1].after", ["T01"]),
        "planning.tasks[1].after : ces tâches s’attendent en boucle : « T01 → T01 »",
    ),
    (put("planning.tasks[0].start", date(1850, 1, 1)), "planning.tasks : Le planning sort du calendrier"),
    (put("planning.gates[0].after", ["T99"]), "planning.gates[0].after[0] : tâche inconnue : « T99 »"),
    (put("raci[0].activity", "T99"), "raci[0].activity : tâche inconnue : « T99 »"),
    (put("raci[1].activity", "T00"), "raci[1].activity : déjà employé plus haut : « T00 »"),
    (drop("raci[0]", "A"), "raci[0].A : valeur manquante ; une activité a un A et un seul"),
    (put("raci[0].A", ["chef.projet@exemple.fr"]), "raci[0].A : texte attendu, au lieu d’une liste"),
    (put("raci[0].R", []), "raci[0].R : valeur manquante ; une activité a au moins un R"),
    (put("raci[0].R", ["x@exemple.fr"]), "raci[0].R[0] : personne absente des membres"),
    (
        put("raci[0].title", "Autre"),
        "raci[0].title : une ligne a une tâche (activity) ou un intitulé (title)",
    ),
    (put("sections", [{"key": "inconnue"}]), "sections[0].key : section inconnue du plan"),
    (put("sections", [{"text": "x"}]), "sections[0].title : valeur manquante"),
    (
        put("sections", [{"title": "A", "sections": [{"title": "B", "blocks": ["riks"]}]}]),
        "sections[0].sections[0].blocks[0] : données inconnues : « riks » ; vouliez-vous dire « risks » ?",
    ),
]


@pytest.mark.parametrize(("change", "reason"), WRONG, ids=[reason.split(" : ")[0] for _, reason in WRONG])
def test_a_wrong_value_is_refused_with_its_path(change: Change, reason: str, tmp_path: Path) -> None:
    data = demo_data()
    change(data)

    assert f"\n{reason}" in f"\n{told(written(data, tmp_path))}"


def test_all_problems_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    text = DEMO_FILE.read_text()
    text = text.replace("impact: 4", "impact: 9").replace(
        "{code: MKT, name: Marketing}", "{code: MK, name: Marketing}"
    )

    said = told(written(text, tmp_path))

    line = text[: text.index("impact: 9")].count("\n") + 1
    assert f"risks[0].impact : 5 au plus, au lieu de « 9 » (ligne {line})" in said
    assert "members[3].department : service inconnu : « MKT »" in said
    assert said.endswith("Rien n’a été écrit.")


UNREADABLE = [
    ("", "Le fichier est vide."),
    ("- a\n- b\n", "Le fichier doit commencer par des clés"),
    ("format: 1\nproject: {slug: x\n", "YAML illisible à la ligne"),
    ("format: 1\nname: a: b\n", "« : » inattendu"),
    ("format: 1\n\tname: a\n", "tabulation"),
    ("format: 1\nformat: 1\n", "format : clé en double (ligne 2)"),
    ("format: 1\nproject:\n  slug: a\n  slug: b\n", "project.slug : clé en double (ligne 4)"),
    ("a: &x [1]\nb: *x\n", "Ligne 1 : les ancres (&) et les alias (*) de YAML ne sont pas admis"),
    ("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", "les ancres (&)"),
    ("a: !!python/object:os.system x\n", "les étiquettes (!) de YAML ne sont pas admises"),
    ("a: !!binary aGk=\n", "les étiquettes (!)"),
    ("[" * 50_000, "niveaux imbriqués"),
    ("? [a, b]\n: c\n", "une clé est un texte simple"),
    ("format: 1\n---\nformat: 1\n", "un seul document par fichier"),
    ("format: 1\na: 2027-13-45\n", "a : valeur impossible : « 2027-13-45 » (ligne 2)"),
    ('format: 1\na: "x\\0y"\n', "a : caractère interdit"),
    ("format: 1\na: \x07\n", "YAML illisible"),
    ("format: 1\nx: {title: Relance, recurring}\n", "x : clé inconnue"),
]


@pytest.mark.parametrize(("text", "reason"), UNREADABLE)
def test_what_is_not_a_project_file_is_refused_in_words(text: str, reason: str, tmp_path: Path) -> None:
    assert reason in told(written(text, tmp_path))


def test_a_key_without_its_value_is_not_taken_for_the_rest_of_a_text(tmp_path: Path) -> None:
    text = DEMO_FILE.read_text().replace("amount: 2880, recurring: true", "amount: 2880, recurring")

    assert "budget[0].recurring : true ou false attendu, au lieu de rien" in told(written(text, tmp_path))


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = written("# " + "x" * (5 * 1024 * 1024), tmp_path)

    assert "Le fichier dépasse 5 Mo." in told(path)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes("name: Société\n".encode("latin-1"))

    assert "pas en UTF-8 (octet 11)" in told(path)


@pytest.mark.parametrize(
    ("name", "reason"), [("absent.yaml", "fichier introuvable"), (".", "ce n’est pas un fichier")]
)
def test_a_file_that_is_not_there_is_wrong_usage(name: str, reason: str, tmp_path: Path) -> None:
    refusal = refusal_of(tmp_path / name)

    assert reason in str(refusal)
    assert refusal.returncode == 2


def test_a_refusal_is_told_on_standard_error_with_status_1(
    service_env: dict[str, str], tmp_path: Path
) -> None:
    path = written("format: 3\n", tmp_path)

    done = subprocess.run(
        [sys.executable, "manage.py", "load_project", path],
        cwd=BASE_DIR,
        env=service_env,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("format\u00a0: format inconnu")
    assert "Traceback" not in done.stderr
    assert "CommandError" not in done.stderr
