"""The RACI matrix in a project file: its lines, and the functions that stand in its columns."""

from collections import defaultdict
from typing import Annotated

from pydantic import Field

from charter.filepart import Checking, Choice, FileModel, FilePart, Loading, one_of, register, required
from charter.models import Project
from charter.projectfiles.rows import create_rows, live_email, live_rows
from charter.projectfiles.schema import EmailReference, Reference
from planning.models import Phase
from raci.models import Activity, Assignment, Column, Function, Purpose, RaciRole

LISTED = (RaciRole.RESPONSIBLE, RaciRole.CONSULTED, RaciRole.INFORMED)
ACCOUNTABLE = RaciRole.ACCOUNTABLE.value

# Letter → who holds it, as a file names them.
type Held = dict[str, list[str]]


class FunctionEntry(FileModel):
    """A column that is no single person, and who holds it."""

    name: Annotated[str, required(120)]
    holders: list[Reference] = Field(default_factory=list)


class ColumnEntry(FileModel):
    """A column in the order that somebody gave them: a person’s, or a function’s."""

    person: EmailReference = None
    function: str | None = None


class FunctionLetters(FileModel):
    """The letters of functions on a line, by their names."""

    R: list[str] = Field(default_factory=list)
    A: str | None = None
    C: list[str] = Field(default_factory=list)
    I: list[str] = Field(default_factory=list)  # noqa: E741  # the letter of the method

    def letters(self) -> list[tuple[str, str, str]]:
        """(letter, function, path below the line) of each assignment."""
        return _letters(self, "functions.")


class ActivityEntry(FileModel):
    """A line: a task or an activity of its own, and who holds each letter [R-RACI-A, R-RACI-R].

    `incomplete` lets a line of a matrix in the making go without its A or its R.
    """

    activity: str | None = None
    title: Annotated[str, required(200)] | None = None
    phase: str | None = None
    purpose: Annotated[Choice, one_of(Purpose)] = ""
    R: list[Reference] = Field(default_factory=list)
    A: EmailReference = None
    C: list[Reference] = Field(default_factory=list)
    I: list[Reference] = Field(default_factory=list)  # noqa: E741  # the letter of the method
    functions: FunctionLetters | None = None
    incomplete: bool = False

    def holders(self) -> list[tuple[str, str, str]]:
        """(letter, e-mail, path below the line) of each assignment of a person."""
        return _letters(self)

    def functions_held(self) -> list[tuple[str, str, str]]:
        """(letter, name, path below the line) of each assignment of a function."""
        return self.functions.letters() if self.functions else []

    def has(self, letter: str) -> bool:
        return any(held == letter for held, _, _ in [*self.holders(), *self.functions_held()])


def _letters(entry: ActivityEntry | FunctionLetters, below: str = "") -> list[tuple[str, str, str]]:
    found = [
        (role.value, name, f"{below}{role.value}[{place}]")
        for role in LISTED
        for place, name in enumerate(getattr(entry, role.value))
    ]
    return [*found, (ACCOUNTABLE, entry.A, f"{below}{ACCOUNTABLE}")] if entry.A else found


def _check_functions(checking: Checking, entries: list[FunctionEntry]) -> None:
    checking.declare("function", ((one.name, f"raci_functions[{i}].name") for i, one in enumerate(entries)))
    for index, entry in enumerate(entries):
        checking.once(entry.holders, f"raci_functions[{index}].holders")
        for place, email in enumerate(entry.holders):
            checking.member(email, f"raci_functions[{index}].holders[{place}]")


def _check_columns(checking: Checking, entries: list[ColumnEntry]) -> None:
    for index, entry in enumerate(entries):
        path = f"raci_columns[{index}]"
        if (entry.person is None) == (entry.function is None):
            checking.refuse(
                path, "une colonne est celle d’une personne (person) ou d’une fonction (function)"
            )
        if (entry.person, entry.function) in {(one.person, one.function) for one in entries[:index]}:
            checking.refuse(path, "colonne déjà citée plus haut")
        checking.member(entry.person, f"{path}.person")
        checking.expect("function", entry.function, f"{path}.function", unknown="fonction inconnue")


def _check(checking: Checking, entries: list[ActivityEntry]) -> None:
    lines = [(entry, f"raci[{index}]") for index, entry in enumerate(entries)]
    checking.declare("activity", ((one.activity, f"{path}.activity") for one, path in lines if one.activity))
    for entry, path in lines:
        checking.expect("task", entry.activity, f"{path}.activity", unknown="tâche inconnue")
        checking.expect("phase", entry.phase, f"{path}.phase", unknown="phase inconnue")
        _check_line(checking, entry, path)
        _check_letters(checking, entry, path)


def _check_line(checking: Checking, entry: ActivityEntry, path: str) -> None:
    if entry.activity is None and entry.title is None:
        checking.refuse(
            f"{path}.activity", "valeur manquante\u00a0; donnez la clé d’une tâche, ou un intitulé (title)"
        )
    if entry.activity is not None and entry.title is not None:
        checking.refuse(
            f"{path}.title", "une ligne a une tâche (activity) ou un intitulé (title), pas les deux"
        )
    if entry.activity is not None and entry.phase is not None:
        checking.refuse(f"{path}.phase", "la ligne d’une tâche est dans la phase de cette tâche")


def _check_letters(checking: Checking, entry: ActivityEntry, path: str) -> None:
    if not entry.has("R") and not entry.incomplete:
        checking.refuse(f"{path}.R", "valeur manquante\u00a0; une activité a au moins un R")
    if not entry.has("A") and not entry.incomplete:
        checking.refuse(f"{path}.A", "valeur manquante\u00a0; une activité a un A et un seul")
    if entry.A and entry.functions and entry.functions.A:
        checking.refuse(
            f"{path}.functions.A", "une activité a un A et un seul, d’une personne ou d’une fonction"
        )
    for role in LISTED:
        checking.once(getattr(entry, role.value), f"{path}.{role.value}")
        if entry.functions:
            checking.once(getattr(entry.functions, role.value), f"{path}.functions.{role.value}")
    for _, email, below in entry.holders():
        checking.member(email, f"{path}.{below}")
    for _, name, below in entry.functions_held():
        checking.expect("function", name, f"{path}.{below}", unknown="fonction inconnue")


def _load_functions(loading: Loading, entries: list[FunctionEntry]) -> None:
    rows = create_rows(Function, loading, ({"name": one.name} for one in entries))
    loading.named["function"] = {row.name: row for row in rows}
    through = Function.holders.through
    through.objects.bulk_create(
        through(function=row, membership=loading.members[email])
        for row, entry in zip(rows, entries, strict=True)
        for email in entry.holders
    )


def _load_columns(loading: Loading, entries: list[ColumnEntry]) -> None:
    functions = loading.named["function"]
    create_rows(
        Column,
        loading,
        (
            {
                "member": loading.member(one.person),
                "function": functions[one.function] if one.function else None,
            }
            for one in entries
        ),
    )


def _load(loading: Loading, entries: list[ActivityEntry]) -> None:
    tasks = loading.named["task"]
    phases: dict[str, Phase] = {}
    if any(one.phase for one in entries):
        phases = {row.key: row for row in Phase.objects.filter(project=loading.project)}
    rows = create_rows(
        Activity,
        loading,
        (
            {
                "task": tasks[one.activity] if one.activity else None,
                "title": one.title or "",
                "phase": phases[one.phase] if one.phase else None,
                "purpose": one.purpose,
            }
            for one in entries
        ),
    )
    functions = loading.named["function"]
    letters: list[Assignment] = []
    for row, entry in zip(rows, entries, strict=True):
        letters += [
            Assignment(activity=row, member=loading.members[email], role=letter)
            for letter, email, _ in entry.holders()
        ]
        letters += [
            Assignment(activity=row, function=functions[name], role=letter)
            for letter, name, _ in entry.functions_held()
        ]
    Assignment.objects.bulk_create(letters, batch_size=1000)


def _dump_functions(project: Project) -> list[FunctionEntry]:
    held: dict[int, list[str]] = defaultdict(list)
    links = Function.holders.through.objects.filter(function__project=project).order_by("pk")
    for link in links.select_related("membership__user"):
        if email := live_email(link.membership):
            held[link.function_id].append(email)
    return [FunctionEntry(name=row.name, holders=held[row.pk]) for row in live_rows(Function, project)]


def _dump_columns(project: Project) -> list[ColumnEntry]:
    rows = live_rows(Column, project, "member__user", "function")
    return [
        ColumnEntry(
            person=live_email(row.member),
            function=row.function.name if row.function else None,
        )
        for row in rows
        if (row.member and not row.member.is_deleted) or (row.function and not row.function.is_deleted)
    ]


def _dump(project: Project) -> list[ActivityEntry]:
    people: dict[int, Held] = defaultdict(lambda: defaultdict(list))
    functions: dict[int, Held] = defaultdict(lambda: defaultdict(list))
    rows = Assignment.objects.filter(
        activity__project=project, member__deleted_at=None, function__deleted_at=None
    )
    columns = rows.order_by("pk").values_list("activity_id", "role", "member__user__email", "function__name")
    for activity_id, letter, email, name in columns:
        held = people if email else functions
        held[activity_id][letter].append(email or name)
    return [
        _entry(row, people[row.pk], functions[row.pk])
        for row in live_rows(Activity, project, "task", "phase")
    ]


def _entry(row: Activity, people: Held, functions: Held) -> ActivityEntry:
    task = row.task if row.task and not row.task.is_deleted else None
    has = {letter for held in (people, functions) for letter, names in held.items() if names}
    # A line whose task was put aside stands by its title, which is what the matrix shows.
    return ActivityEntry(
        activity=task.key if task else None,
        title=None if task else str(row),
        phase=row.phase.key if row.phase and not row.phase.is_deleted else None,
        purpose=row.purpose,
        A=_one(people),
        functions=FunctionLetters(A=_one(functions), **_listed(functions)) if functions else None,
        incomplete=not {"A", "R"} <= has,
        **_listed(people),
    )


def _one(held: Held) -> str | None:
    return next(iter(held.get(ACCOUNTABLE, [])), None)


def _listed(held: Held) -> dict[str, list[str]]:
    return {role.value: list(held.get(role.value, [])) for role in LISTED}


register(
    FilePart(
        "raci_functions", list[FunctionEntry], _load_functions, _dump_functions, 125, check=_check_functions
    )
)
register(FilePart("raci_columns", list[ColumnEntry], _load_columns, _dump_columns, 127, check=_check_columns))
register(FilePart("raci", list[ActivityEntry], _load, _dump, 130, check=_check))
