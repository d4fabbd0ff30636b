"""Gates in a project file, and those that stood before they had a kind."""

from importlib import import_module
from typing import Any

import pytest
import yaml
from django.apps import apps

from charter.filepart import ProjectFileError
from charter.models import Project
from planning.gatekinds import kind_of
from planning.models import Gate, GateDecision, GateKind
from tests.charter.project_files import demo_data, dumped, load

pytestmark = pytest.mark.django_db


def gates_of(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(text)["planning"]["gates"]
    return found


def with_gates(*gates: dict[str, Any]) -> dict[str, Any]:
    data = demo_data()
    data["planning"]["gates"] = list(gates)
    del data["planning"]["baselines"]
    return data


def needs(gate: Gate) -> tuple[bool, bool, bool]:
    return (gate.needs_sections, gate.needs_checks, gate.needs_decision)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Avant l'appel d'offres", GateKind.BEFORE_TENDER),
        ("Point de validation AVANT L’APPEL D’OFFRES", GateKind.BEFORE_TENDER),
        ("Avant le choix du fournisseur", GateKind.BEFORE_CHOICE),
        ("Avant le choix de l’éditeur", GateKind.BEFORE_CHOICE),
        ("Appel d’offres lancé", GateKind.OTHER),
        ("Avant le choix du nom", GateKind.OTHER),
        ("Mise en production", GateKind.OTHER),
    ],
)
def test_a_title_names_a_kind(title: str, kind: GateKind) -> None:
    assert kind_of(title) == kind


def test_titles_alone_give_kinds_and_what_they_require() -> None:
    load(demo_data())
    gates = {gate.key: gate for gate in Gate.objects.all()}
    assert [gate.kind for gate in gates.values()] == ["launch", "before_tender", "before_choice", "other"]
    assert needs(gates["G1"]) == (True, False, False)
    assert needs(gates["G2"]) == (True, True, True)
    assert needs(gates["G4"]) == (False, False, False)


def test_the_demo_s_gates_are_dumped_as_they_were_written() -> None:
    assert gates_of(dumped(load(demo_data()))) == demo_data()["planning"]["gates"]


def test_kinds_needs_and_sections_survive_a_round_trip() -> None:
    data = with_gates(
        {"key": "A", "title": "Lancement", "kind": "before_tender", "needs": ["checks"]},
        {"key": "B", "title": "Avant le choix du fournisseur", "kind": "other"},
        {"key": "C", "title": "Recette", "needs": ["sections"], "sections": ["3", "6.2"], "after": ["T02"]},
        {"key": "D", "title": "Avant l’appel d’offres", "needs": []},
    )
    project = load(data)
    gates = {gate.key: gate for gate in Gate.objects.all()}
    assert needs(gates["A"]) == (False, True, False)
    assert gates["D"].kind == GateKind.OTHER, "A is the one before the tender"
    assert [section.title for section in gates["C"].sections.order_by("pk")] == [
        "Objectifs stratégiques et opérationnels",
        "Marketing",
    ]
    first = dumped(project)
    assert gates_of(first)[:3] == data["planning"]["gates"][:3]
    assert dumped(load(yaml.safe_load(first), replace=True)) == first


def test_a_file_without_gates_gets_the_launch_and_the_two_formal_ones() -> None:
    load(with_gates())
    assert [gate.kind for gate in Gate.objects.all()] == ["launch", "before_tender", "before_choice"]


@pytest.mark.parametrize(
    ("gate", "problem"),
    [
        ({"kind": "before_lunch"}, "planning.gates[0].kind : valeur inconnue « before_lunch »"),
        ({"needs": ["money"]}, "planning.gates[0].needs[0] : valeur inconnue « money »"),
        ({"sections": ["15"]}, "planning.gates[0].sections[0] : section inconnue : « 15 »"),
        ({"sections": ["6.6"]}, "planning.gates[0].sections[0] : section inconnue : « 6.6 »"),
        ({"kind": "before_tender"}, "planning.gates[0].kind : déjà employé"),
    ],
)
def test_a_wrong_gate_is_refused_by_its_path(gate: dict[str, Any], problem: str) -> None:
    twin = {"key": "Z", "title": "Autre", "kind": "before_tender"}
    with pytest.raises(ProjectFileError, match="planning") as refused:
        load(with_gates({"key": "A", "title": "Point", **gate}, twin))
    assert problem in str(refused.value).replace("\u00a0", " ")


def test_replacing_a_project_takes_its_decisions_along() -> None:
    project = load(demo_data())
    GateDecision.objects.create(
        gate=Gate.objects.get(key="G2"), outcome="passed", decided_by=project.manager, name="C"
    )
    load(demo_data(), replace=True)
    assert not GateDecision.objects.exists()


def test_gates_that_stood_before_get_the_kind_of_their_title(project: Project) -> None:
    for key, title in [("A", "Avant l'appel d'offres"), ("B", "Avant l’appel d’offres"), ("C", "Recette")]:
        Gate.objects.create(project=project, key=key, title=title)
    import_module("planning.migrations.0003_gate_kinds").give_kinds(apps, None)
    gates = {gate.key: gate for gate in Gate.objects.filter(project=project)}
    assert [gates[key].kind for key in "ABC"] == ["before_tender", "other", "other"]
    assert needs(gates["A"]) == (True, True, True)
