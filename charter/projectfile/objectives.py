"""Objectives, strategic and operational."""

from charter.filepart import Checking, FilePart, Loading, register
from charter.models import (
    OperationalObjective,
    Project,
    StrategicObjective,
)
from charter.projectfiles.rows import create_rows, entry_of, live_rows
from charter.projectfiles.schema import (
    ObjectivesEntry,
    OperationalEntry,
    StrategicEntry,
)


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
