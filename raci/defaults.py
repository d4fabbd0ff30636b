"""A matrix filled from the steps of the planning and the activities of the execution phase, by role and function.

Exactly one A and at least one R for each activity, as far as the members allow [R-RACI-A, R-RACI-R]. What somebody
filled stays as it is. Pure: nothing is written here.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from crmproject.toolkit.text import normalised
from planning.charges import Charge, Person, first_fitting, fitting
from planning.models import Task
from planning.reading import Planning, TaskLine
from planning.steps import step_of
from planning.stepwords import REVIEW
from raci.findings import CROWD
from raci.letters import as_letters
from raci.matrix import Matrix
from raci.models import Activity, Purpose

# Consulted and informed people together: one more would be a crowd [R-RACI-CHARGE].
MOST_TOLD = CROWD - 1
EXECUTION = "execution"
HEADS, IT, MANAGER, PILOTS, REFERENTS = (
    Charge.HEADS, Charge.IT, Charge.MANAGER, Charge.PILOTS, Charge.REFERENTS
)  # fmt: skip
SALES, SPONSOR, STEERING, TRAINING = Charge.SALES, Charge.SPONSOR, Charge.STEERING, Charge.TRAINING
# Those who are one person; of the other charges, everybody is meant.
SINGLE = {MANAGER, SPONSOR, IT, SALES, TRAINING}
# Who approves, or does, when nobody fits what an activity wants.
FALLBACK_A, FALLBACK_R = (SPONSOR, MANAGER, HEADS), (MANAGER, IT, HEADS)


@dataclass(frozen=True)
class Pattern:
    """Who usually does (R, all of these), approves (A, the first of these that there is), is consulted and informed."""

    does: tuple[Charge, ...]
    approves: tuple[Charge, ...]
    consulted: tuple[Charge, ...] = ()
    informed: tuple[Charge, ...] = ()


@dataclass(frozen=True)
class Routine:
    """An activity of the execution phase, and the words by which a line tells that it is this one."""

    title: str
    words: str
    pattern: Pattern
    purpose: Purpose = Purpose.NONE


BY_STEP = {
    "T00": Pattern((MANAGER,), (SPONSOR,), (HEADS, IT), (STEERING,)),
    "T01": Pattern((SPONSOR,), (SPONSOR,), (MANAGER,), (HEADS,)),
    "T02": Pattern((MANAGER, REFERENTS), (MANAGER,), (HEADS,), (SPONSOR,)),
    "T02B": Pattern((MANAGER,), (SPONSOR,), (HEADS, IT), (STEERING,)),
    "T03": Pattern((IT,), (MANAGER,), (HEADS,), (SPONSOR,)),
    "T04": Pattern((MANAGER,), (MANAGER,), (IT,), (SPONSOR,)),
    "T05": Pattern((MANAGER,), (MANAGER,), (HEADS,), (SPONSOR,)),
    "T06": Pattern((MANAGER,), (SPONSOR,), (HEADS, IT), (STEERING,)),
    "T06B": Pattern((IT,), (MANAGER,), (REFERENTS,), (HEADS,)),
    "T06C": Pattern((IT,), (IT, MANAGER), (MANAGER,), (HEADS,)),
    "T06D": Pattern((MANAGER,), (MANAGER,), (HEADS,), (PILOTS,)),
    "T07": Pattern((PILOTS,), (SALES, HEADS), (MANAGER, IT), (SPONSOR, HEADS)),
    "T08": Pattern((SPONSOR,), (SPONSOR,), (MANAGER,), (HEADS,)),
    "T09": Pattern((MANAGER,), (MANAGER,), (IT, PILOTS), (SPONSOR,)),
    "T10": Pattern((SPONSOR,), (SPONSOR,), (MANAGER,), (HEADS, REFERENTS)),
    "T11": Pattern((TRAINING, REFERENTS), (MANAGER,), (HEADS,), (SPONSOR,)),
    "T12": Pattern((IT,), (SPONSOR,), (MANAGER,), (HEADS, REFERENTS)),
    "T13": Pattern((MANAGER,), (SPONSOR,), (HEADS, REFERENTS), (STEERING,)),
    "T14": Pattern((MANAGER,), (MANAGER,), (REFERENTS, IT), (HEADS,)),
    "T15": Pattern((TRAINING, REFERENTS), (MANAGER,), (HEADS,), (SPONSOR,)),
    "T16": Pattern((MANAGER,), (MANAGER,), (REFERENTS, IT), (HEADS,)),
    "T17": Pattern((IT,), (SPONSOR,), (REFERENTS,), (HEADS,)),
    "T18": Pattern((IT,), (SPONSOR,), (MANAGER,), (HEADS, REFERENTS)),
}
OTHERWISE = Pattern((), (MANAGER, SPONSOR))
ROUTINES = (
    Routine(
        "Suivi de l’usage du CRM", r"suivi de l.usage",
        Pattern((REFERENTS,), (MANAGER,), (HEADS,), (SPONSOR,)),
    ),
    Routine(
        "Accueil des nouveaux arrivants", r"nouveaux arrivants|nouvel arrivant",
        Pattern((REFERENTS,), (SALES, HEADS), (MANAGER,), (HEADS,)),
    ),
    Routine(
        "Instruction des demandes d’évolution", r"demandes? d.evolution",
        Pattern((MANAGER,), (SPONSOR,), (IT, HEADS), (REFERENTS,)), Purpose.CHANGE_REQUESTS,
    ),
    Routine(
        "Support de premier niveau", r"premier niveau|support",
        Pattern((REFERENTS,), (IT, MANAGER), (MANAGER,), (HEADS,)),
    ),
    Routine(
        "Qualité des données", r"qualite des donnees",
        Pattern((REFERENTS,), (IT, MANAGER), (MANAGER,), (HEADS,)),
    ),
    Routine(
        "Gouvernance régulière du CRM", r"gouvernance",
        Pattern((MANAGER,), (SPONSOR,), (STEERING,), (HEADS,)),
    ),
    Routine(
        "Bilan et mesure des indicateurs", REVIEW,
        Pattern((MANAGER,), (SPONSOR,), (HEADS, REFERENTS), (STEERING,)),
    ),
    Routine(
        "Mise à jour de la charte d’usage", r"charte d.usage",
        Pattern((MANAGER,), (SPONSOR,), (HEADS,), (REFERENTS,)),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class FilledLine:
    """A line of the matrix: what stands in it and what would be `added`, by key of the holder.

    `activity` is None for a line to make, for its `task` or under its `title` with its `purpose`.
    """

    title: str
    activity: Activity | None = None
    task: Task | None = None
    purpose: Purpose = Purpose.NONE
    standing: Mapping[str, str] = field(default_factory=dict)
    added: Mapping[str, str] = field(default_factory=dict)
    group: str = ""

    @property
    def is_new(self) -> bool:
        return self.activity is None

    @property
    def missing(self) -> list[str]:
        """The letters for which nobody was found."""
        given = "".join([*self.standing.values(), *self.added.values()])
        return [letter for letter in "AR" if letter not in given]


@dataclass(frozen=True)
class Filling:
    """What would be written; every line of the matrix to come, in order."""

    lines: list[FilledLine]

    @property
    def changed(self) -> list[FilledLine]:
        return [one for one in self.lines if one.is_new or one.added]

    @property
    def cells(self) -> int:
        return sum(len(one.added) for one in self.lines)

    @property
    def incomplete(self) -> list[FilledLine]:
        return [one for one in self.lines if one.missing]

    @cached_property
    def stamp(self) -> str:
        """What a person who applies it has under the eyes."""
        seen = [
            (
                one.activity.pk if one.activity else 0,
                one.title,
                one.task.pk if one.task else 0,
                sorted(one.standing.items()),
                sorted(one.added.items()),
            )
            for one in self.lines
        ]
        return hashlib.sha256(json.dumps(seen).encode()).hexdigest()


def fill(matrix: Matrix, planning: Planning, people: Sequence[Person]) -> Filling:
    """The matrix with a line for every task and every routine of the execution phase, its empty cells filled.

    A line that says nothing gets all its letters; one that lacks its A or its R gets that, in an empty cell.
    """
    tasks = {line.task.pk: line for line in planning.tasks}
    lines = [_standing_line(matrix, activity.activity, tasks, people) for activity in matrix.lines]
    placed = {one.activity.task_id for one in matrix.lines}
    new = [_new_line(line, people) for line in planning.tasks if line.task.pk not in placed]
    titles = [normalised(one.title) for one in [*lines, *new]]
    purposes = {one.activity.purpose for one in matrix.lines}
    routines = [_routine_line(one, people) for one in ROUTINES if not _is_there(one, titles, purposes)]
    return Filling([*lines, *new, *routines])


def _standing_line(
    matrix: Matrix, activity: Activity, tasks: Mapping[int, TaskLine], people: Sequence[Person]
) -> FilledLine:
    line = matrix.by_pk[activity.pk]
    task = tasks.get(activity.task_id or 0)
    owner = task.task.owner_id if task else None
    letters = _letters(_pattern(str(activity), activity.purpose), owner, people, line.letters)
    return FilledLine(
        str(activity), activity, activity.task, Purpose(activity.purpose), line.letters, letters, line.group
    )


def _new_line(line: TaskLine, people: Sequence[Person]) -> FilledLine:
    task = line.task
    letters = _letters(_pattern(task.title), task.owner_id, people, {})
    return FilledLine(task.title, None, task, Purpose.NONE, {}, letters, task.phase.title)


def _routine_line(routine: Routine, people: Sequence[Person]) -> FilledLine:
    letters = _letters(routine.pattern, None, people, {})
    return FilledLine(routine.title, None, None, routine.purpose, {}, letters, "Exécution")


def _is_there(routine: Routine, titles: Iterable[str], purposes: set[str]) -> bool:
    if routine.purpose and routine.purpose.value in purposes:
        return True
    return any(re.search(routine.words, title) for title in titles)


def _pattern(title: str, purpose: str = "") -> Pattern:
    """Who is usually concerned by an activity of this title."""
    for routine in ROUTINES:
        if (purpose and routine.purpose.value == purpose) or re.search(routine.words, normalised(title)):
            return routine.pattern
    step = step_of(title)
    return BY_STEP[step.key] if step else OTHERWISE


def _letters(
    pattern: Pattern, owner: int | None, people: Sequence[Person], standing: Mapping[str, str]
) -> dict[str, str]:
    """The letters to add on a line, by holder: the whole pattern where it says nothing, else its missing A and R."""
    given = "".join(standing.values())
    free = [one for one in people if not standing.get(_key(one))]
    found: dict[str, set[str]] = {}
    doers = _doers(pattern, owner, free) if "R" not in given else []
    approver = (
        first_fitting(free, pattern.approves) or first_fitting(free, FALLBACK_A) if "A" not in given else None
    )
    for person in doers:
        found.setdefault(_key(person), set()).add("R")
    if approver:
        found.setdefault(_key(approver), set()).add("A")
    if not given:
        _tell(found, pattern, people)
    return {key: as_letters(letters) for key, letters in found.items()}


def _doers(pattern: Pattern, owner: int | None, people: Sequence[Person]) -> list[Person]:
    """Its owner and those who usually do it; somebody at all where none of them is there."""
    found = {one.pk: one for one in people if one.pk == owner}
    found |= {one.pk: one for one in _all(pattern.does, people)}
    if not found and (someone := first_fitting(people, FALLBACK_R)):
        found[someone.pk] = someone
    return list(found.values())


def _tell(found: dict[str, set[str]], pattern: Pattern, people: Sequence[Person]) -> None:
    """Consulted, then informed: those who neither do nor approve, and no crowd of them."""
    left = MOST_TOLD
    for letter, charges in (("C", pattern.consulted), ("I", pattern.informed)):
        for person in _all(charges, people):
            if left and _key(person) not in found:
                found[_key(person)] = {letter}
                left -= 1


def _all(charges: Iterable[Charge], people: Sequence[Person]) -> Iterator[Person]:
    for charge in charges:
        fit = fitting(people, charge)
        yield from fit[:1] if charge in SINGLE else fit


def _key(person: Person) -> str:
    """The key of this person’s column."""
    return f"m{person.pk}"
