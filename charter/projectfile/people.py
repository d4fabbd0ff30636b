"""Departments and members."""

from charter.filepart import Checking, FilePart, Loading, register
from charter.models import (
    Department,
    Membership,
    Project,
    Role,
)
from charter.projectfile.project import person_of
from charter.projectfiles.rows import create_rows, kept_departments, live_rows
from charter.projectfiles.schema import (
    DepartmentEntry,
    MemberEntry,
)


def _check_departments(checking: Checking, entries: list[DepartmentEntry]) -> None:
    checking.declare(
        "department", ((entry.code, f"departments[{index}].code") for index, entry in enumerate(entries))
    )


def _load_departments(loading: Loading, entries: list[DepartmentEntry]) -> None:
    rows = create_rows(Department, loading, (entry.model_dump() for entry in entries))
    loading.departments.update({row.code: row for row in rows})


def _dump_departments(project: Project) -> list[DepartmentEntry]:
    # The requirements app adds `last_reference` where it is more than the references tell.
    return [DepartmentEntry(code=one.code, name=one.name) for one in kept_departments(project)]


def _check_members(checking: Checking, entries: list[MemberEntry]) -> None:
    checking.declare(
        "member", ((entry.email, f"members[{index}].email") for index, entry in enumerate(entries))
    )
    managers = [index for index, entry in enumerate(entries) if Role.MANAGER in entry.roles]
    if not managers:
        checking.refuse("members", "aucun chef de projet : un membre porte le rôle manager")
    for index in managers[1:]:
        checking.refuse(
            f"members[{index}].roles", f"second chef de projet ; members[{managers[0]}] l’est déjà"
        )
    for index, entry in enumerate(entries):
        checking.once(entry.roles, f"members[{index}].roles")
        checking.once(entry.functions, f"members[{index}].functions")
        checking.department(entry.department, f"members[{index}].department")


def _load_members(loading: Loading, entries: list[MemberEntry]) -> None:
    rows = create_rows(
        Membership,
        loading,
        (
            {
                "user": person_of(entry),
                "title": entry.title,
                "department": loading.departments[entry.department] if entry.department else None,
                "roles": [role for role in entry.roles if role != Role.MANAGER],
                "share": entry.share,
                "functions": entry.functions,
            }
            for entry in entries
        ),
    )
    loading.members.update({row.user.email: row for row in rows})


def _dump_members(project: Project) -> list[MemberEntry]:
    members = list(live_rows(Membership, project, "user", "department"))
    codes = {one.pk: one.code for one in kept_departments(project)}
    entries = []
    if all(member.user_id != project.manager_id for member in members):
        manager = project.manager
        entries.append(MemberEntry(email=manager.email, title=str(manager), roles=[Role.MANAGER.value]))
    for member in members:
        member.project = project
        entries.append(
            MemberEntry(
                email=member.user.email,
                title=member.title or str(member.user),
                roles=member.all_roles,
                department=codes.get(member.department_id),
                share=member.share,
                functions=member.functions,
            )
        )
    return entries


register(
    FilePart(
        "departments",
        list[DepartmentEntry],
        _load_departments,
        _dump_departments,
        20,
        check=_check_departments,
    )
)

register(
    FilePart(
        "members", list[MemberEntry], _load_members, _dump_members, 30, check=_check_members, required=True
    )
)
