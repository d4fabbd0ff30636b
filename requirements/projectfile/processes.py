"""Processes, automations, interactions, use cases, deliverables."""

from collections import defaultdict
from typing import Annotated, ClassVar

from pydantic import Field

from charter.filepart import (
    Checking,
    Choice,
    FileModel,
    FilePart,
    Loading,
    Steps,
    one_of,
    register,
    required,
    upto,
)
from charter.models import Project
from charter.projectfiles.rows import create_rows, entry_of, live_rows
from requirements.models import Automation, BusinessProcess, Deliverable, Interaction, Priority, UseCase
from requirements.models.processes import Emotion, ProjectPhase, Stage


class ProcessEntry(FileModel):
    department: str
    title: Annotated[str, required(200)]
    objective: Annotated[str, upto(500)] = ""
    current: Steps = Field(default_factory=list)
    expected: Steps = Field(default_factory=list)


class AutomationEntry(FileModel):
    title: Annotated[str, required(200)]
    trigger: Annotated[str, required(300)]
    actions: Steps = Field(default_factory=list)
    performance: Annotated[str, upto(300)] = ""
    actors: list[str] = Field(default_factory=list)


class InteractionEntry(FileModel):
    written: ClassVar[frozenset[str]] = frozenset({"priority"})

    touchpoint: Annotated[str, required(200)]
    journey: Annotated[str, upto(120)] = ""
    stage: Annotated[Choice, one_of(Stage)]
    priority: Annotated[Choice, one_of(Priority)] = Priority.SHOULD.value
    problem: Annotated[str, upto(500)] = ""
    needs: Steps = Field(default_factory=list)
    friction: Annotated[str, upto(300)] = ""
    emotion: Annotated[int, Field(ge=min(Emotion.values), le=max(Emotion.values))] | None = None


class UseCaseEntry(FileModel):
    department: str
    title: Annotated[str, required(200)]
    steps: Steps = Field(default_factory=list)


class DeliverableEntry(FileModel):
    phase: Annotated[Choice, one_of(ProjectPhase)]
    title: Annotated[str, required(300)]


def _check_processes(checking: Checking, entries: list[ProcessEntry]) -> None:
    for index, entry in enumerate(entries):
        checking.department(entry.department, f"processes[{index}].department")


def _load_processes(loading: Loading, entries: list[ProcessEntry]) -> None:
    create_rows(
        BusinessProcess,
        loading,
        ({**entry.model_dump(), "department": loading.departments[entry.department]} for entry in entries),
    )


def _dump_processes(project: Project) -> list[ProcessEntry]:
    rows = live_rows(BusinessProcess, project, "department")
    return [entry_of(ProcessEntry, row, department=row.department.code) for row in rows]


def _check_automations(checking: Checking, entries: list[AutomationEntry]) -> None:
    for index, entry in enumerate(entries):
        path = f"automations[{index}].actors"
        checking.once(entry.actors, path)
        for place, code in enumerate(entry.actors):
            checking.department(code, f"{path}[{place}]")


def _load_automations(loading: Loading, entries: list[AutomationEntry]) -> None:
    rows = create_rows(Automation, loading, (entry.model_dump(exclude={"actors"}) for entry in entries))
    through = Automation.actors.through
    through.objects.bulk_create(
        through(automation=row, department=loading.departments[code])
        for row, entry in zip(rows, entries, strict=True)
        for code in entry.actors
    )


def _dump_automations(project: Project) -> list[AutomationEntry]:
    acting = Automation.actors.through.objects.filter(
        automation__project=project, department__deleted_at=None
    )
    actors: dict[int, list[str]] = defaultdict(list)
    for automation_id, code in acting.order_by("pk").values_list("automation_id", "department__code"):
        actors[automation_id].append(code)
    return [entry_of(AutomationEntry, row, actors=actors[row.pk]) for row in live_rows(Automation, project)]


def _load_interactions(loading: Loading, entries: list[InteractionEntry]) -> None:
    create_rows(Interaction, loading, (entry.model_dump() for entry in entries))


def _dump_interactions(project: Project) -> list[InteractionEntry]:
    return [entry_of(InteractionEntry, row) for row in live_rows(Interaction, project)]


def _check_use_cases(checking: Checking, entries: list[UseCaseEntry]) -> None:
    for index, entry in enumerate(entries):
        checking.department(entry.department, f"use_cases[{index}].department")


def _load_use_cases(loading: Loading, entries: list[UseCaseEntry]) -> None:
    create_rows(
        UseCase,
        loading,
        ({**entry.model_dump(), "department": loading.departments[entry.department]} for entry in entries),
    )


def _dump_use_cases(project: Project) -> list[UseCaseEntry]:
    rows = live_rows(UseCase, project, "department")
    return [entry_of(UseCaseEntry, row, department=row.department.code) for row in rows]


def _load_deliverables(loading: Loading, entries: list[DeliverableEntry]) -> None:
    create_rows(Deliverable, loading, (entry.model_dump() for entry in entries))


def _dump_deliverables(project: Project) -> list[DeliverableEntry]:
    return [entry_of(DeliverableEntry, row) for row in live_rows(Deliverable, project)]


register(
    FilePart("processes", list[ProcessEntry], _load_processes, _dump_processes, 80, check=_check_processes)
)
register(
    FilePart(
        "automations",
        list[AutomationEntry],
        _load_automations,
        _dump_automations,
        81,
        check=_check_automations,
    )
)
register(FilePart("interactions", list[InteractionEntry], _load_interactions, _dump_interactions, 82))
register(
    FilePart("use_cases", list[UseCaseEntry], _load_use_cases, _dump_use_cases, 83, check=_check_use_cases)
)
register(FilePart("deliverables", list[DeliverableEntry], _load_deliverables, _dump_deliverables, 84))
