"""The charter’s keys of a project file: project, departments, members, objectives, scope, budget, risks."""

from accounts.models import User
from charter.actions import RESERVED_SLUGS
from charter.filepart import Checking, FilePart, Loading, register
from charter.models import (
    BudgetLine,
    Department,
    Membership,
    OperationalObjective,
    Project,
    Risk,
    Role,
    ScopeItem,
    StrategicObjective,
)
from charter.projectfiles.rows import create_rows, entry_of, kept_departments, live_email, live_rows
from charter.projectfiles.schema import (
    BudgetEntry,
    DepartmentEntry,
    MemberEntry,
    ObjectivesEntry,
    OperationalEntry,
    ProjectEntry,
    RiskEntry,
    ScopeEntry,
    StrategicEntry,
)

# --- project --------------------------------------------------------------------------------------


def _check_project(checking: Checking, entry: ProjectEntry) -> None:
    if entry.slug in RESERVED_SLUGS:
        checking.refuse("project.slug", f"identifiant réservé\u00a0: « {entry.slug} »")
    if entry.target_end <= entry.start:
        checking.refuse("project.target_end", "la fin visée doit suivre le début du projet")


def _load_project(loading: Loading, entry: ProjectEntry) -> None:
    manager = next(one for one in loading.values["members"] if Role.MANAGER in one.roles)
    for name, value in entry:
        setattr(loading.project, name, value)
    loading.project.manager = _person(manager)
    loading.project.save(force_insert=True)


def _person(entry: MemberEntry) -> User:
    """The person of this address; a new one gets no password, and signs in once invited."""
    found = User.objects.filter(email=entry.email).first()
    return found or User.objects.create_user(entry.email, name=entry.title[:120])


def _dump_project(project: Project) -> ProjectEntry:
    return entry_of(ProjectEntry, project)


# --- departments and members ----------------------------------------------------------------------


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
        checking.department(entry.department, f"members[{index}].department")


def _load_members(loading: Loading, entries: list[MemberEntry]) -> None:
    rows = create_rows(
        Membership,
        loading,
        (
            {
                "user": _person(entry),
                "title": entry.title,
                "department": loading.departments[entry.department] if entry.department else None,
                "roles": [role for role in entry.roles if role != Role.MANAGER],
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
            )
        )
    return entries


# --- objectives -----------------------------------------------------------------------------------


def _check_objectives(checking: Checking, entry: ObjectivesEntry) -> None:
    path = "objectives.operational"
    checking.declare(
        "objective", ((one.ref, f"{path}[{index}].ref") for index, one in enumerate(entry.operational))
    )
    for index, one in enumerate(entry.operational):
        checking.department(one.department, f"{path}[{index}].department")


def _load_objectives(loading: Loading, entry: ObjectivesEntry) -> None:
    if entry.strategic:
        create_rows(StrategicObjective, loading, [entry.strategic.model_dump()])
    rows = create_rows(
        OperationalObjective,
        loading,
        (
            {**one.model_dump(), "department": loading.departments[one.department]}
            for one in entry.operational
        ),
    )
    loading.objectives.update({row.ref: row for row in rows})


def _dump_objectives(project: Project) -> ObjectivesEntry | None:
    strategic = live_rows(StrategicObjective, project).first()
    operational = [
        entry_of(OperationalEntry, row, department=row.department.code)
        for row in live_rows(OperationalObjective, project, "department")
    ]
    if strategic is None and not operational:
        return None
    return ObjectivesEntry(
        strategic=entry_of(StrategicEntry, strategic) if strategic else None, operational=operational
    )


# --- scope, budget, risks -------------------------------------------------------------------------


def _load_scope(loading: Loading, entry: ScopeEntry) -> None:
    items = [(True, text) for text in entry.included] + [(False, text) for text in entry.excluded]
    create_rows(ScopeItem, loading, ({"included": included, "text": text} for included, text in items))


def _dump_scope(project: Project) -> ScopeEntry:
    items = list(live_rows(ScopeItem, project))
    return ScopeEntry(
        **{
            "in": [one.text for one in items if one.included],
            "out": [one.text for one in items if not one.included],
        }
    )


def _load_budget(loading: Loading, entries: list[BudgetEntry]) -> None:
    create_rows(BudgetLine, loading, (entry.model_dump() for entry in entries))


def _dump_budget(project: Project) -> list[BudgetEntry]:
    return [entry_of(BudgetEntry, row) for row in live_rows(BudgetLine, project)]


def _check_risks(checking: Checking, entries: list[RiskEntry]) -> None:
    for index, entry in enumerate(entries):
        checking.member(entry.owner, f"risks[{index}].owner")


def _load_risks(loading: Loading, entries: list[RiskEntry]) -> None:
    create_rows(
        Risk, loading, ({**entry.model_dump(), "owner": loading.member(entry.owner)} for entry in entries)
    )


def _dump_risks(project: Project) -> list[RiskEntry]:
    return [
        entry_of(RiskEntry, row, owner=live_email(row.owner))
        for row in live_rows(Risk, project, "owner__user")
    ]


register(
    FilePart("project", ProjectEntry, _load_project, _dump_project, 10, check=_check_project, required=True)
)
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
register(
    FilePart(
        "objectives",
        ObjectivesEntry,
        _load_objectives,
        _dump_objectives,
        40,
        check=_check_objectives,
        default=ObjectivesEntry,
    )
)
register(FilePart("scope", ScopeEntry, _load_scope, _dump_scope, 50, default=ScopeEntry))
register(FilePart("budget", list[BudgetEntry], _load_budget, _dump_budget, 90))
register(FilePart("risks", list[RiskEntry], _load_risks, _dump_risks, 100, check=_check_risks))
