"""Every coherence rule speaks where it should, and is silent elsewhere; so do its page and its command."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from charter.models import (
    BudgetLine,
    Membership,
    OperationalObjective,
    Project,
    Risk,
    ScopeItem,
    StrategicObjective,
)
from charter.rules_page import page
from crmproject.environment import BASE_DIR
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import diagnose, listed, rules
from planning.models import Gate, Task, TaskDependency
from raci.models import Activity, Assignment
from requirements.models import Requirement
from selection.models import Criterion
from tests.charter import (
    cases_framing,
    rulecases_budget,
    rulecases_change,
    rulecases_execution,
    rulecases_listening,
    rulecases_review,
    rulecases_usage,
)
from tests.charter.project_files import demo_data, load
from tests.factories import RequirementFactory, RiskFactory
from tests.personas import ClientFor
from tests.planning.factories import GateFactory, TaskFactory

pytestmark = pytest.mark.django_db

MANAGER, SPONSOR = "chef.projet@exemple.fr", "direction.generale@exemple.fr"
HEARD = [("assistant.direction@exemple.fr", "DIR"), ("administrateur.si@exemple.fr", "SI")]


def sound_data() -> dict[str, Any]:
    """The demo’s file, mended of all that the rules find in it."""
    data = demo_data()
    data["project"]["target_end"] = date(2027, 10, 29)
    data["planning"]["tasks"][2]["effort"] = 7
    data["requirements"][0]["priority"] = "should"
    data["members"] += [
        {"email": email, "title": "Utilisateur", "roles": ["contributor"], "department": department}
        for email, department in HEARD
    ]
    data["objectives"]["operational"][2]["baseline"] = 70
    covered = {line.get("activity") for line in data["raci"]}
    data["raci"] += [
        {"activity": task["key"], "R": [email for email, _ in HEARD], "A": SPONSOR}
        for task in data["planning"]["tasks"]
        if task["key"] not in covered
    ]
    rulecases_usage.mend(data)
    return data


@pytest.fixture
def sound() -> Project:
    return load(sound_data())


def findings(project: Project) -> dict[str, str]:
    """What each rule that speaks says of this project, by its id."""
    with time_machine.travel(date(2027, 1, 15), tick=False):
        found = diagnose(Gathering(project.pk))
    told: dict[str, str] = {}
    for one in found:
        told[one.rule.id] = f"{told.get(one.rule.id, '')} {one.finding.text}".strip().replace("\u00a0", " ")
    return told


def test_a_sound_project_leaves_every_rule_silent(sound: Project) -> None:
    assert findings(sound) == {}


def without(role: str) -> Callable[[], None]:
    def change() -> None:
        for member in Membership.objects.filter(roles__contains=[role]):
            Membership.objects.filter(pk=member.pk).update(roles=[one for one in member.roles if one != role])

    return change


def reader(email: str) -> Callable[[], Any]:
    return lambda: Membership.objects.filter(user__email=email).update(roles=["reader"])


def functions(*held: str, **which: object) -> Callable[[], Any]:
    return lambda: Membership.objects.filter(**which).update(functions=list(held))


def no_budget(category: str) -> Callable[[], Any]:
    return lambda: BudgetLine.objects.filter(category=category).delete()


def task(key: str, **values: object) -> Callable[[], Any]:
    return lambda: Task.objects.filter(key=key).update(**values)


def no_needs(**which: object) -> Callable[[], Any]:
    return lambda: Requirement.objects.filter(**which).delete()


def needs(ref: str, **values: object) -> Callable[[], Any]:
    return lambda: Requirement.objects.filter(ref=ref).update(**values)


def letters(**which: object) -> Callable[[], Any]:
    return lambda: Assignment.objects.filter(**which).delete()


def cycle() -> None:
    first, last = Task.objects.get(key="T00"), Task.objects.get(key="T02")
    TaskDependency.objects.create(task=first, predecessor=last)


# How to break the sound project for each rule, and what the rule then says.
CASES: dict[str, tuple[Callable[[], Any], str]] = {
    **cases_framing.CASES,
    "E-OBJECTIF": (lambda: StrategicObjective.objects.all().delete(), "n’est pas formulé"),
    "R-SMART": (
        lambda: OperationalObjective.objects.filter(ref__in=["OP-1", "OP-3"]).update(due=None),
        "2 sur 4 objectifs opérationnels sans cible chiffrée ou sans échéance : OP-1 et OP-3.",
    ),
    "R-SMART-GRILLE": (
        lambda: OperationalObjective.objects.filter(ref="OP-2").update(baseline=None, how=""),
        "1 sur 4 objectifs opérationnels à compléter : OP-2, la valeur de départ (M), les moyens (A).",
    ),
    "R-PHRASE": (
        lambda: StrategicObjective.objects.update(wording="Mieux vendre.", worded_from="Vise à vendre."),
        "La phrase retouchée de l’objectif stratégique ne suit plus ses réponses",
    ),
    "E-CHEF": (
        lambda: Membership.objects.filter(user__email=MANAGER).update(share=10),
        "Le chef de projet donne 10 % de son temps au projet, moins d’un jour par semaine.",
    ),
    "R-REFERENT": (
        functions("pilot", user__email="technicien.sav@exemple.fr"),
        "1 sur 5 services sans référent de premier niveau : Service client.",
    ),
    "R-PILOTE": (
        functions("referent", "beta", user__email="technicien.sav@exemple.fr"),
        "1 sur 5 services sans personne au groupe pilote : Service client.",
    ),
    "R-BETA": (functions("referent", "pilot", functions__contains=["beta"]), "Aucun bêta-testeur"),
    "R-EQUIPE": (reader("direction.marketing@exemple.fr"), "responsable pour : direction marketing."),
    "R-SERVICE": (
        reader("responsable.si@exemple.fr"),
        "1 service sans responsable : Systèmes d'information.",
    ),
    "R-UTILISATEURS": (
        reader("technicien.sav@exemple.fr"),
        "1 sur 5 services sans contributeur : Service client.",
    ),
    "R-COPIL": (without("steering"), "Le comité de pilotage n’a aucun membre."),
    "E-SOUTIEN": (without("sponsor"), "n’a pas de sponsor"),
    "R-PERIMETRE": (
        lambda: ScopeItem.objects.filter(included=False).delete(),
        "9 éléments dans le périmètre, aucun en dehors",
    ),
    "R-BUDGET": (lambda: BudgetLine.objects.all().delete(), "Aucune ligne de budget"),
    "E-BUDGET": (lambda: BudgetLine.objects.exclude(category="licences").delete(), "Tout le budget (100 %)"),
    "R-FORMATION": (no_budget("training"), "Aucun poste de formation parmi 5 postes de budget."),
    "R-REPRISE": (no_budget("migration"), "Aucun poste de reprise des données parmi 5 postes"),
    "R-RESERVE": (no_budget("post_launch"), "Aucune réserve d’après-déploiement parmi 5 postes"),
    "E-RESISTANCE": (
        lambda: Risk.objects.exclude(kind="external").delete(),
        "Aucun frein interne ni crainte des collaborateurs n’est nommé parmi 1 risque.",
    ),
    "R-PARADE": (
        lambda: Risk.objects.filter(title="Résistance au changement").update(owner=None),
        "1 sur 2 risques forts sans parade ou sans responsable : « Résistance au changement ».",
    ),
    "E-BESOINS": (no_needs(), "aucune exigence retenue"),
    "R-MUST": (
        needs("COM-001", priority="must"),
        "10 sur 16 exigences en « Must », soit 62,5 % : au plus 60 % sont conseillés.",
    ),
    "R-ACCEPT": (
        needs("COM-002", acceptance=""),
        "1 sur 9 exigences « Must » sans critère d’acceptation : COM-002.",
    ),
    "R-TRACE": (
        needs("MKT-001", objective=None),
        "1 sur 16 exigences sans objectif servi : MKT-001.",
    ),
    "R-BESOINS": (no_needs(department__code="SAV"), "1 sur 5 services sans exigence : Service client."),
    "E-CONNEXION": (no_needs(category="technical"), "4 outils en place (ERP, Sendinblue"),
    "E-DONNEES": (no_needs(category="data"), "3 sources de données recensées, et aucune exigence"),
    "R-PROPOSITIONS": (
        needs("COM-001", status="proposed"),
        "1 exigence proposée attend votre réponse : COM-001.",
    ),
    "R-PLANNING": (cycle, "Le planning ne se calcule pas. Ces tâches s’attendent en boucle"),
    "R-COHERENCE": (
        lambda: Project.objects.update(target_end=date(2027, 9, 30)),
        "Le planning finit le 11 octobre 2027, 11 jours après la fin visée (30 septembre 2027).",
    ),
    "R-RETARD": (
        task("T00", start=date(2026, 11, 2), days=1),
        "5 tâches dont la fin est passée ne sont pas achevées : T00 (0 %, 2 novembre 2026), T01",
    ),
    "E-RESPONSABLE": (task("T05", owner=None), "1 sur 22 tâches sans responsable : T05."),
    "R-BILAN": (task("T13", title="Point"), "Aucun bilan parmi 22 tâches du planning."),
    "E-BIGBANG": (task("T07", title="Attente"), "Ni pilote, ni test, ni déploiement par étapes"),
    "R-DUREE": (task("T16", days=500), "hors de 3 à 18 mois."),
    "R-REMPL": (lambda: Project.objects.update(outgoing_tool=""), "l’outil sortant n’est pas nommé"),
    "E-ANCIEN": (task("T18", title="Point"), "Aucun arrêt de HubSpot Free CRM parmi 22 tâches"),
    "R-JALONS": (
        lambda: Gate.objects.filter(kind="before_choice").delete(),
        "Points de validation à prévoir : « Avant le choix du fournisseur ».",
    ),
    "R-VALID": (
        task("T00", start=date(2026, 1, 5), days=1),
        "points de validation dépassés sans décision : « Lancement décidé par la direction »",
    ),
    "R-RACI-A": (
        letters(role="A", activity__task__key="T03"),
        "1 sur 23 activités sans personne qui approuve (A) : T03.",
    ),
    "R-RACI-R": (
        letters(role="R", activity__task__key="T03"),
        "1 sur 23 activités sans personne qui réalise (R) : T03.",
    ),
    "R-RACI-CHARGE": (
        letters(member__user__email="controle.gestion@exemple.fr"),
        "1 sur 12 personnes sans activité : Contrôle de gestion.",
    ),
    "R-RACI-TACHES": (
        lambda: Activity.objects.filter(task__key="T10").delete(),
        "1 sur 22 tâches sans ligne dans la matrice : T10.",
    ),
    "R-CRITERES": (lambda: Criterion.objects.all().delete(), "sans aucun critère de choix"),
    **rulecases_change.CASES,
    **rulecases_budget.CASES,
    **rulecases_listening.CASES,
    **rulecases_execution.CASES,
    **rulecases_review.CASES,
    **rulecases_usage.CASES,
}


def test_every_rule_has_its_case() -> None:
    assert {one.id for one in rules()} == set(CASES)


@pytest.mark.parametrize("rule_id", sorted(CASES))
def test_a_rule_speaks_of_what_is_wrong(rule_id: str, sound: Project) -> None:
    change, text = CASES[rule_id]
    change()
    assert text in findings(sound).get(rule_id, "silence")


def test_r_smart_tells_a_target_that_changes_nothing_and_a_date_before_the_project(sound: Project) -> None:
    OperationalObjective.objects.filter(ref="OP-1").update(target=48)
    OperationalObjective.objects.filter(ref="OP-2").update(due=date(2026, 5, 4))
    told = findings(sound)["R-SMART"]
    assert "2 sur 4 objectifs opérationnels dont la cible égale la valeur de départ" in told
    assert "OP-1 et OP-2" in told


def test_a_pilot_group_that_nobody_formed_is_not_told_apart(sound: Project) -> None:
    Membership.objects.update(functions=["referent", "beta"])
    assert "R-PILOTE" not in findings(sound)


def test_a_manager_outside_the_members_is_told(sound: Project) -> None:
    place = Membership.objects.get(user__email=MANAGER)
    place.put_aside(read_version=place.version)
    assert "n’est pas parmi les membres" in findings(sound)["E-CHEF"]


def test_r_copil_takes_the_word_of_a_function(sound: Project) -> None:
    without("steering")()
    Membership.objects.filter(user__email="technicien.sav@exemple.fr").update(
        roles=["contributor", "steering"], functions=["management", "referent", "pilot", "beta"]
    )
    assert "R-COPIL" not in findings(sound)


def test_an_objective_that_no_requirement_serves_is_told(sound: Project) -> None:
    Requirement.objects.filter(objective__ref="OP-3").delete()
    assert "1 sur 4 objectifs sans exigence qui le serve : OP-3." in findings(sound)["R-TRACE"]


def test_a_committee_without_the_management_is_told(sound: Project) -> None:
    without("steering")()
    Membership.objects.filter(user__email="technicien.sav@exemple.fr").update(
        roles=["contributor", "steering"]
    )
    assert "n’est pas de la direction" in findings(sound)["R-COPIL"]


def test_one_person_who_approves_all_is_a_bottleneck(sound: Project) -> None:
    boss = Membership.objects.get(user__email=SPONSOR)
    Assignment.objects.filter(role="A").update(member=boss)
    assert "approuve à elle seule les 23 activités" in findings(sound)["R-RACI-CHARGE"]


def test_a_replacement_wants_months_of_overlap(sound: Project) -> None:
    Project.objects.update(overlap_months=0)
    assert "Aucun mois de recouvrement" in findings(sound)["R-REMPL"]
    Project.objects.update(setup="new")
    assert "R-REMPL" not in findings(sound)


def test_an_in_house_purchase_needs_neither_criteria_nor_a_gate_before_a_tender(sound: Project) -> None:
    Criterion.objects.all().delete()
    Gate.objects.filter(kind="before_tender").delete()
    Project.objects.update(procurement="in_house")
    assert findings(sound) == {}


def test_what_the_demo_lacks_is_true(db: None) -> None:
    """Checked by hand against the file: ten « Must » of sixteen; no contributor in two departments; eight tasks
    without a line; a planning that ends on 11 October where 30 September was meant; three signatures of five, and a
    committee of the charter without the information systems."""
    assert set(findings(load(demo_data()))) == {
        "R-COHERENCE",
        "R-MUST",
        "R-UTILISATEURS",
        "R-RACI-TACHES",
        "R-SMART-GRILLE",
        "R-SIGNATURES",
        "R-COMITE-CHARTE",
    }


def test_names_are_counted_beyond_six() -> None:
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b"]) == "a et b"
    assert listed("abcdefg") == "a, b, c, d, e, f et g"
    assert listed("abcdefgh") == "a, b, c, d, e, f et 2 autres"


def test_the_rules_cost_as_many_queries_whatever_the_project_s_size(sound: Project) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            diagnose(Gathering(sound.pk))
        return len(queries)

    few = count()
    department = sound.department_rows.first()
    phase = Task.objects.filter(project=sound).first().phase  # type: ignore[union-attr]  # the demo has tasks
    RequirementFactory.create_batch(20, department=department, priority="must")
    TaskFactory.create_batch(20, phase=phase)
    for number in range(5):
        GateFactory(project=sound, key=f"Z{number}")
    RiskFactory.create_batch(10, project=sound)
    assert count() == few
    assert few < 95


def test_the_page_of_rules_is_up_to_date() -> None:
    written = (BASE_DIR / "docs" / "controles.md").read_text(encoding="utf-8")
    assert written == page(), "Lancez : manage.py rules_page > docs/controles.md"


@time_machine.travel(date(2027, 1, 15))
def test_the_page_says_when_there_is_nothing(sound: Project, client_for: ClientFor) -> None:
    text = client_for(sound.manager).get(reverse("coherence", args=[sound.slug])).content.decode()
    assert "Rien à signaler" in text
