"""A range of cells is written whole or not at all, each refusal in words; functions stand beside people."""

import pytest

from charter.models import Membership, Project
from raci.actions import CellChange, CellsRefusedError, accountable, set_cell, set_cells
from raci.holders import find_holder, of_member
from raci.letters import read_letters
from raci.matrix import load_matrix
from raci.models import Activity, Assignment, Function, Purpose
from tests.planning.factories import PhaseFactory
from tests.raci.factories import ActivityFactory


@pytest.fixture
def integrator(project: Project, karim: Membership) -> Function:
    function = Function.objects.create(project=project, name="Intégrateur")
    function.holders.add(karim)
    return function


def refusals(project: Project, *changes: CellChange) -> list[str]:
    """Why each of these is refused; nothing is written then."""
    before = set(Assignment.objects.values_list("pk", flat=True))
    with pytest.raises(CellsRefusedError) as refused:
        set_cells(project=project, changes=changes)
    assert set(Assignment.objects.values_list("pk", flat=True)) == before
    return [one.text.replace("\u00a0", " ") for one in refused.value.refusals]


@pytest.mark.parametrize(
    ("typed", "letters"),
    [
        ("r", "R"),
        ("A/R", "AR"),
        ("r, a", "AR"),
        (" ra ", "AR"),
        ("-", ""),
        ("", ""),
        ("X", None),
        ("RC", None),
        ("RR", None),
    ],
)
def test_letters_are_read_as_people_write_them(typed: str, letters: str | None) -> None:
    assert read_letters(typed) == letters


def test_a_range_is_written_whole(
    project: Project, activity: Activity, claire: Membership, karim: Membership
) -> None:
    lines = [activity, *ActivityFactory.create_batch(9, project=project)]
    changes = [CellChange(line.pk, f"m{one.pk}", "C", "") for line in lines for one in (claire, karim)]
    set_cells(project=project, changes=changes)
    assert Assignment.objects.count() == 20


def test_a_second_a_names_who_holds_the_first_and_can_be_taken_over(
    project: Project, activity: Activity, claire: Membership, karim: Membership
) -> None:
    """R-RACI-A: one A per activity."""
    Assignment.objects.create(activity=activity, member=claire, role="A")
    wanted = CellChange(activity.pk, f"m{karim.pk}", "A", "")
    assert refusals(project, wanted) == ["Une seule personne approuve (A) : ici, Direction commerciale."]
    set_cells(project=project, changes=[CellChange(activity.pk, f"m{claire.pk}", "", "A"), wanted])
    assert accountable(activity) == of_member(karim)


def test_each_wrong_cell_of_a_range_has_its_reason(
    project: Project, activity: Activity, claire: Membership, karim: Membership, manager: Membership
) -> None:
    Assignment.objects.create(activity=activity, member=manager, role="C")
    karim.put_aside(read_version=karim.version)
    reasons = refusals(
        project,
        CellChange(activity.pk, f"m{claire.pk}", "lu", ""),
        CellChange(activity.pk, f"m{karim.pk}", "R", ""),
        CellChange(activity.pk, f"m{manager.pk}", "R", "I"),
        CellChange(activity.pk, "m0", "R", ""),
        CellChange(0, f"m{claire.pk}", "R", ""),
    )
    assert reasons == [
        "« lu » n’est pas un rôle : R, A, C, I, A/R, ou rien.",
        "Cette personne a quitté le projet : sa case peut seulement être vidée.",
        "Quelqu’un vient de modifier cette case : elle dit maintenant « C ».",
        "Cette ligne ou cette colonne n’est plus dans la matrice.",
        "Cette ligne ou cette colonne n’est plus dans la matrice.",
    ]


def test_two_a_of_one_range_are_both_told(
    project: Project, activity: Activity, claire: Membership, karim: Membership
) -> None:
    """R-RACI-A: a paste can’t give a line two A."""
    pair = [CellChange(activity.pk, f"m{one.pk}", "A", "") for one in (claire, karim)]
    reasons = refusals(project, *pair)
    assert len(reasons) == 2
    assert "celui de Responsable SI" in reasons[0]


def test_a_function_holds_letters_as_a_person_does(
    project: Project, activity: Activity, claire: Membership, integrator: Function
) -> None:
    holder = find_holder(project.pk, f"f{integrator.pk}")
    assert holder
    set_cell(activity=activity, holder=holder, letters="AR", read="")
    assert accountable(activity) == holder
    (line,) = load_matrix(project.pk).lines
    assert line.who("R") == [holder]
    assert [str(one) for one in holder.people] == ["Responsable SI"]
    reason = "Une seule personne approuve (A) : ici, Intégrateur."
    assert refusals(project, CellChange(activity.pk, f"m{claire.pk}", "A", "")) == [reason]


def test_a_function_forgets_those_who_left(project: Project, integrator: Function, karim: Membership) -> None:
    karim.put_aside(read_version=karim.version)
    holder = find_holder(project.pk, f"f{integrator.pk}")
    assert holder
    assert holder.people == ()


@pytest.mark.parametrize("key", ["", "m", "x1", "m1x", "f999999", "m" + "9" * 30])
def test_a_key_that_says_nothing_here_finds_no_column(project: Project, key: str) -> None:
    assert find_holder(project.pk, key) is None


def test_lines_are_found_by_what_they_rule_and_stand_in_their_phase(
    project: Project, activity: Activity
) -> None:
    phase = PhaseFactory(project=project, title="Exécution")
    ruling = ActivityFactory(
        project=project, title="Évolutions", purpose=Purpose.CHANGE_REQUESTS, phase=phase
    )
    matrix = load_matrix(project.pk)
    assert [line.activity for line in matrix.of_purpose(Purpose.CHANGE_REQUESTS)] == [ruling]
    assert [group for group, _ in matrix.groups] == ["Exécution", "Autres activités"]
