"""Requirements: references, order, decisions on proposals, and who may write what."""

import threading

import pytest
from django.db import connection, transaction

from accounts.models import User
from charter.access import access_of
from charter.models import Department, Project
from crmproject.toolkit.rows import StaleWriteError
from requirements.actions.needs import (
    add_requirement,
    arrange_requirements,
    decide_requirement,
    shift_requirement,
)
from requirements.models import Requirement
from requirements.models.needs import RequirementStatus
from requirements.needs_rights import NeedRights
from tests.factories import DepartmentFactory, ProjectFactory, RequirementFactory


def new(department: Department, title: str = "Pipeline") -> Requirement:
    requirement = Requirement(
        project=department.project, department=department, title=title, text="Le CRM doit aider."
    )
    return add_requirement(requirement=requirement, by=department.project.manager)


def order(department: Department) -> list[str]:
    rows = Requirement.objects.live().filter(department=department).order_by("position", "pk")
    return list(rows.values_list("ref", flat=True))


def rights(user: User, project: Project) -> NeedRights:
    access = access_of(user, project)
    assert access is not None
    return NeedRights(access)


@pytest.mark.django_db
def test_a_reference_is_given_once_and_never_comes_back(com: Department) -> None:
    assert [new(com).ref, new(com).ref] == ["COM-001", "COM-002"]
    Requirement.objects.get(ref="COM-002").put_aside(read_version=1)
    assert new(com).ref == "COM-003"
    Requirement.objects.get(ref="COM-003").delete()
    assert new(com).ref == "COM-004"


@pytest.mark.django_db
def test_a_refused_insertion_leaves_the_number_to_the_next(com: Department) -> None:
    with transaction.atomic():
        new(com)
        transaction.set_rollback(True)
    assert new(com).ref == "COM-001"


@pytest.mark.django_db
def test_a_code_taken_from_another_department_skips_the_references_already_given(com: Department) -> None:
    new(com)
    Department.objects.filter(pk=com.pk).update(code="VTE")
    heir = DepartmentFactory(project=com.project, code="COM")
    assert new(heir).ref == "COM-002"


@pytest.mark.django_db(transaction=True)
def test_two_people_adding_at_once_get_two_references() -> None:
    department = DepartmentFactory(code="COM")
    ready = threading.Barrier(2)
    refs: list[str] = []

    def add() -> None:
        try:
            ready.wait(timeout=10)
            for _ in range(5):
                refs.append(new(Department.objects.get(pk=department.pk)).ref)
        finally:
            connection.close()

    threads = [threading.Thread(target=add) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(refs) == [f"COM-{number:03d}" for number in range(1, 11)]


@pytest.mark.django_db
def test_a_new_requirement_goes_behind_the_others_of_its_department(
    com: Department, direction: Department
) -> None:
    for department in (com, direction, com):
        new(department)
    assert order(com) == ["COM-001", "COM-002"]
    assert [row.position for row in Requirement.objects.filter(department=com)] == [1, 2]


@pytest.mark.django_db
def test_arranging_a_part_leaves_the_others_in_their_places(com: Department) -> None:
    rows = [new(com) for _ in range(5)]
    arrange_requirements(department=com, ids=[rows[3].pk, rows[1].pk, 999_999, rows[3].pk])
    assert order(com) == ["COM-001", "COM-004", "COM-003", "COM-002", "COM-005"]


@pytest.mark.django_db
def test_arranging_touches_no_version_and_no_other_department(com: Department, direction: Department) -> None:
    rows = [new(com), new(com), new(direction)]
    arrange_requirements(department=com, ids=[rows[2].pk, rows[1].pk, rows[0].pk])
    assert order(com) == ["COM-002", "COM-001"]
    assert set(Requirement.objects.values_list("version", flat=True)) == {1}


@pytest.mark.django_db
def test_a_row_moves_by_one_place_and_stops_at_the_ends(com: Department) -> None:
    rows = [new(com) for _ in range(3)]
    assert shift_requirement(requirement=rows[0], step=1) == 2
    assert order(com) == ["COM-002", "COM-001", "COM-003"]
    assert shift_requirement(requirement=rows[2], step=1) == 3


@pytest.mark.django_db
def test_a_proposal_is_accepted_as_it_was_read(com: Department) -> None:
    proposal = RequirementFactory(department=com, status="proposed")
    decide_requirement(requirement=proposal, to=RequirementStatus.ACCEPTED, read_version=1)
    assert proposal.status == "accepted"
    assert proposal.version == 2


@pytest.mark.django_db
def test_a_proposal_rewritten_since_it_was_read_is_not_accepted(com: Department) -> None:
    proposal = RequirementFactory(department=com, status="proposed")
    Requirement.objects.get(pk=proposal.pk).write(read_version=1, title="Tout autre chose")
    with pytest.raises(StaleWriteError):
        decide_requirement(requirement=proposal, to=RequirementStatus.ACCEPTED, read_version=1)
    proposal.refresh_from_db()
    assert proposal.status == "proposed"


@pytest.mark.django_db
def test_a_requirement_is_not_accepted_twice(com: Department) -> None:
    with pytest.raises(StaleWriteError):
        decide_requirement(
            requirement=RequirementFactory(department=com), to=RequirementStatus.ACCEPTED, read_version=1
        )


def test_the_manager_writes_everything(project: Project, personas: dict[str, User], com: Department) -> None:
    manager = rights(personas["manager"], project)
    assert manager.may_add_to(com.pk)
    assert manager.may_edit(RequirementFactory(department=com))


@pytest.mark.parametrize("persona", ["contributor", "head"])
def test_others_write_their_own_waiting_proposals_in_their_department(
    persona: str, project: Project, personas: dict[str, User], com: Department, direction: Department
) -> None:
    person = personas[persona]
    own = rights(person, project)
    assert own.may_add
    assert own.may_add_to(com.pk)
    assert not own.may_add_to(direction.pk)
    assert own.may_edit(RequirementFactory(department=com, status="proposed", author=person))
    assert not own.may_edit(RequirementFactory(department=com, status="accepted", author=person))
    assert not own.may_edit(RequirementFactory(department=com, status="proposed", author=project.manager))
    assert not own.may_edit(RequirementFactory(department=direction, status="proposed", author=person))


@pytest.mark.parametrize("persona", ["sponsor", "steering", "reader"])
def test_nobody_else_writes_requirements(persona: str, project: Project, personas: dict[str, User]) -> None:
    assert not rights(personas[persona], project).may_add


@pytest.mark.django_db
def test_a_search_ignores_accents_and_case(com: Department) -> None:
    RequirementFactory(department=com, title="Écart de prévision", text="Le CRM doit le montrer.")
    RequirementFactory(department=com, title="Relance", text="Le CRM doit relancer.")
    found = Requirement.objects.matching("PREVISION ecart")
    assert [row.title for row in found] == ["Écart de prévision"]


@pytest.mark.django_db
def test_two_projects_number_their_requirements_apart(com: Department) -> None:
    new(com)
    other = DepartmentFactory(project=ProjectFactory(), code="COM")
    assert new(other).ref == "COM-001"
