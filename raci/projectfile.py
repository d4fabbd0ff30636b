"""The RACI matrix in a project file."""

from collections import defaultdict
from typing import Annotated

from pydantic import Field

from charter.filepart import Checking, FileModel, FilePart, Loading, register, required
from charter.models import Project
from charter.projectfiles.rows import create_rows, live_rows
from charter.projectfiles.schema import EmailReference, Reference
from raci.models import Activity, Assignment, RaciRole

LISTED = (RaciRole.RESPONSIBLE, RaciRole.CONSULTED, RaciRole.INFORMED)
ACCOUNTABLE = RaciRole.ACCOUNTABLE.value


class ActivityEntry(FileModel):
    """A line: a task or an activity of its own, and who holds each letter [R-RACI-A, R-RACI-R].

    `incomplete` lets a line of a matrix in the making go without its A or its R.
    """

    activity: str | None = None
    title: Annotated[str, required(200)] | None = None
    R: list[Reference] = Field(default_factory=list)
    A: EmailReference = None
    C: list[Reference] = Field(default_factory=list)
    I: list[Reference] = Field(default_factory=list)  # noqa: E741  # the letter of the method
    incomplete: bool = False

    def holders(self) -> list[tuple[str, str, str]]:
        """(letter, e-mail, path below the line) of each assignment."""
        found = [
            (role.value, email, f"{role.value}[{place}]")
            for role in LISTED
            for place, email in enumerate(getattr(self, role.value))
        ]
        return [*found, (ACCOUNTABLE, self.A, ACCOUNTABLE)] if self.A else found


def _check(checking: Checking, entries: list[ActivityEntry]) -> None:
    lines = [(entry, f"raci[{index}]") for index, entry in enumerate(entries)]
    checking.declare("activity", ((one.activity, f"{path}.activity") for one, path in lines if one.activity))
    for entry, path in lines:
        checking.expect("task", entry.activity, f"{path}.activity", unknown="tâche inconnue")
        _check_line(checking, entry, path)


def _check_line(checking: Checking, entry: ActivityEntry, path: str) -> None:
    if entry.activity is None and entry.title is None:
        checking.refuse(
            f"{path}.activity", "valeur manquante ; donnez la clé d’une tâche, ou un intitulé (title)"
        )
    if entry.activity is not None and entry.title is not None:
        checking.refuse(
            f"{path}.title", "une ligne a une tâche (activity) ou un intitulé (title), pas les deux"
        )
    if not entry.R and not entry.incomplete:
        checking.refuse(f"{path}.R", "valeur manquante ; une activité a au moins un R")
    if not entry.A and not entry.incomplete:
        checking.refuse(f"{path}.A", "valeur manquante ; une activité a un A et un seul")
    for role in LISTED:
        checking.once(getattr(entry, role.value), f"{path}.{role.value}")
    for _, email, below in entry.holders():
        checking.member(email, f"{path}.{below}")


def _load(loading: Loading, entries: list[ActivityEntry]) -> None:
    tasks = loading.named["task"]
    rows = create_rows(
        Activity,
        loading,
        (
            {"task": tasks[one.activity] if one.activity else None, "title": one.title or ""}
            for one in entries
        ),
    )
    Assignment.objects.bulk_create(
        (
            Assignment(activity=row, member=loading.members[email], role=letter)
            for row, entry in zip(rows, entries, strict=True)
            for letter, email, _ in entry.holders()
        ),
        batch_size=1000,
    )


def _dump(project: Project) -> list[ActivityEntry]:
    held: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    assignments = Assignment.objects.filter(activity__project=project, member__deleted_at=None)
    columns = assignments.order_by("pk").values_list("activity_id", "role", "member__user__email")
    for activity_id, letter, email in columns:
        held[activity_id][letter].append(email)
    return [_entry(row, held[row.pk]) for row in live_rows(Activity, project, "task")]


def _entry(row: Activity, held: dict[str, list[str]]) -> ActivityEntry:
    task = row.task if row.task and not row.task.is_deleted else None
    # A line whose task was put aside stands by its title, which is what the matrix shows.
    accountable = next(iter(held.get(ACCOUNTABLE, [])), None)
    return ActivityEntry(
        activity=task.key if task else None,
        title=None if task else str(row),
        A=accountable,
        incomplete=not (accountable and held.get(RaciRole.RESPONSIBLE.value)),
        **{role.value: list(held.get(role.value, [])) for role in LISTED},
    )


register(FilePart("raci", list[ActivityEntry], _load, _dump, 130, check=_check))
