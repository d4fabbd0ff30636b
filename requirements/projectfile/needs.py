"""Requirements, and the references that are theirs for good."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Annotated, Any, ClassVar

from pydantic import Field, StringConstraints

from charter.filepart import Checking, Choice, FileModel, FilePart, Loading, one_of, register, required, upto
from charter.models import Department, Project
from charter.projectfiles.rows import entry_of, kept_departments, live_rows
from requirements.models import Priority, Requirement
from requirements.models.needs import Category, RequirementStatus, reference

LARGEST_NUMBER = 1_000_000


class RequirementEntry(FileModel):
    written: ClassVar[frozenset[str]] = frozenset({"category", "priority"})

    ref: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{1,5}-[0-9]{3,7}$")] | None = None
    department: str
    category: Annotated[Choice, one_of(Category)] = Category.FUNCTIONAL.value
    priority: Annotated[Choice, one_of(Priority)] = Priority.SHOULD.value
    importance: Annotated[int, Field(ge=1, le=5)] | None = None
    urgency: Annotated[int, Field(ge=1, le=5)] | None = None
    title: Annotated[str, required(200)]
    objective: str | None = None
    text: Annotated[str, required(5000)]
    acceptance: Annotated[str, upto(2000)] = ""
    rationale: Annotated[str, upto(2000)] = ""
    source: Annotated[str, upto(200)] = ""
    status: Annotated[Choice, one_of(RequirementStatus)] = RequirementStatus.ACCEPTED.value


class Numbering:
    """Gives references in the order of the file: each follows the highest so far of its department."""

    def __init__(self) -> None:
        self.last: dict[str, int] = defaultdict(int)

    def next(self, code: str) -> str:
        return reference(code, self.last[code] + 1)

    def take(self, ref: str) -> str:
        code, number = ref.rsplit("-", 1)
        self.last[code] = max(self.last[code], int(number))
        return ref


def _references(entries: Iterable[RequirementEntry], numbering: Numbering) -> list[str]:
    """The reference of each entry: its own, or the next of its department."""
    return [numbering.take(entry.ref or numbering.next(entry.department)) for entry in entries]


def _check(checking: Checking, entries: list[RequirementEntry]) -> None:
    for index, entry in enumerate(entries):
        path = f"requirements[{index}]"
        checking.department(entry.department, f"{path}.department")
        checking.expect("objective", entry.objective, f"{path}.objective", unknown="objectif inconnu")
        if entry.ref and int(entry.ref.rsplit("-", 1)[1]) > LARGEST_NUMBER:
            checking.refuse(f"{path}.ref", f"le numéro va jusqu’à {LARGEST_NUMBER}")
    refs = _references(entries, Numbering())
    checking.declare("requirement", ((ref, f"requirements[{index}].ref") for index, ref in enumerate(refs)))


def _load(loading: Loading, entries: list[RequirementEntry]) -> None:
    numbering = Numbering()
    rows = []
    for position, (entry, ref) in enumerate(
        zip(entries, _references(entries, numbering), strict=True), start=1
    ):
        row = Requirement(
            project=loading.project,
            position=position,
            **{
                **entry.model_dump(),
                "ref": ref,
                "department": loading.departments[entry.department],
                "objective": loading.objectives[entry.objective] if entry.objective else None,
            },
        )
        row.search_text = row.searchable()  # bulk_create calls no save()
        rows.append(row)
    Requirement.objects.bulk_create(rows, batch_size=500)
    _keep_counters(loading, numbering)


def _keep_counters(loading: Loading, numbering: Numbering) -> None:
    """A reference once given is never given again, even to what people add after the loading."""
    for code, department in loading.departments.items():
        if department.last_reference < numbering.last[code]:
            department.last_reference = numbering.last[code]
            Department.objects.filter(pk=department.pk).update(last_reference=department.last_reference)


def _dump(project: Project) -> list[RequirementEntry]:
    numbering = Numbering()
    entries = []
    for row in live_rows(Requirement, project, "department", "objective"):
        code = row.department.code
        expected = row.ref == numbering.next(code)
        numbering.take(row.ref)
        objective = None if row.objective is None or row.objective.is_deleted else row.objective.ref
        ref = None if expected else row.ref
        entries.append(entry_of(RequirementEntry, row, ref=ref, department=code, objective=objective))
    return entries


def _add_last_references(project: Project, data: dict[str, Any]) -> None:
    """Say how far the references of a department went, where the requirements that are left don’t tell."""
    numbering = Numbering()
    for row in data.get("requirements", ()):
        numbering.take(row.get("ref") or numbering.next(row["department"]))
    given = {one.code: one.last_reference for one in kept_departments(project)}
    for department in data.get("departments", ()):
        if given[department["code"]] > numbering.last[department["code"]]:
            department["last_reference"] = given[department["code"]]


register(
    FilePart(
        "requirements", list[RequirementEntry], _load, _dump, 70, check=_check, amend=_add_last_references
    )
)
