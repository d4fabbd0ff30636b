"""What the rules say of a matrix: R-RACI-A, R-RACI-R, R-RACI-CHARGE."""

from charter.models import Membership, Project
from raci.findings import BOTTLENECK, CROWD, HEAVY_LEAST, findings
from raci.loads import load_words
from raci.matrix import load_matrix
from raci.models import Activity, Assignment, Function
from tests.factories import MembershipFactory
from tests.raci.factories import ActivityFactory


def said(project: Project) -> dict[str, str]:
    """The sentence of each finding by its label."""
    return {one.label: one.sentence.replace("\u00a0", " ") for one in findings(load_matrix(project.pk))}


def give(activity: Activity, member: Membership, letters: str) -> None:
    for letter in letters:
        Assignment.objects.create(activity=activity, member=member, role=letter)


def test_r_raci_a_and_r_raci_r_count_the_lines_that_lack_a_letter(
    project: Project, activity: Activity, manager: Membership
) -> None:
    give(ActivityFactory(project=project, title="Formation"), manager, "AR")
    found = said(project)
    assert found["Personne n’approuve (A)"] == (
        "1 sur 2 activités sans personne qui approuve (A) : « Reprise des données »."
    )
    assert found["Personne ne réalise (R)"] == (
        "1 sur 2 activités sans personne qui réalise (R) : « Reprise des données »."
    )


def test_r_raci_charge_tells_who_approves_everything(
    project: Project, manager: Membership, claire: Membership
) -> None:
    for line in ActivityFactory.create_batch(BOTTLENECK, project=project):
        give(line, manager, "A")
        give(line, claire, "R")
    assert "approuve à elle seule les 5 activités" in said(project)["Approuve tout (A)"]
    give(ActivityFactory(project=project), claire, "A")
    assert "Approuve tout (A)" not in said(project)


def test_r_raci_charge_tells_who_carries_most_of_the_work(
    project: Project, manager: Membership, claire: Membership
) -> None:
    lines = ActivityFactory.create_batch(HEAVY_LEAST + 1, project=project)
    for line in lines[1:]:
        give(line, manager, "A")
        give(line, claire, "R")
    assert "Trop chargé" in said(project)
    assert f"({HEAVY_LEAST} sur {HEAVY_LEAST + 1} activités)" in load_words(load_matrix(project.pk))
    Assignment.objects.filter(activity=lines[1]).delete()
    assert "Trop chargé" not in said(project)


def test_r_raci_charge_tells_an_activity_that_waits_for_a_crowd(
    project: Project, activity: Activity, manager: Membership
) -> None:
    give(activity, manager, "AR")
    for rank, member in enumerate(MembershipFactory.create_batch(CROWD, project=project)):
        assert "Trop de C ou de I" not in said(project)
        give(activity, member, "CI"[rank % 2])
    assert (
        "1 activité avec 6 personnes consultées ou informées, ou plus" in said(project)["Trop de C ou de I"]
    )


def test_r_raci_charge_tells_functions_that_nobody_holds_or_that_do_nothing(
    project: Project, activity: Activity, manager: Membership, karim: Membership
) -> None:
    """Who holds a function that acts is not without activity."""
    give(activity, manager, "A")
    acting = Function.objects.create(project=project, name="Intégrateur")
    Function.objects.create(project=project, name="Comité")
    Assignment.objects.create(activity=activity, function=acting, role="R")
    found = said(project)
    assert found["Fonction que personne ne tient"].endswith("Intégrateur.")
    assert found["Fonction sans activité"].endswith("Comité.")
    assert "Responsable SI" in found["Sans activité"]
    acting.holders.add(karim)
    found = said(project)
    assert "Fonction que personne ne tient" not in found
    assert "Sans activité" not in found


def test_r_raci_charge_tells_who_left_and_still_holds_letters(
    project: Project, activity: Activity, claire: Membership
) -> None:
    give(activity, claire, "AR")
    claire.put_aside(read_version=claire.version)
    assert "a quitté le projet et figure encore" in said(project)["A quitté le projet"]
