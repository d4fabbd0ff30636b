"""The matrix activities × people, read in a constant number of queries, and the findings about it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from charter.models import Membership
from crmproject.toolkit.blocks import Json
from raci.models import Activity, Assignment, RaciRole

# As they are read in a cell: « A/R ».
LETTER_ORDER = "ARCI"
OTHER_ACTIVITIES = "Autres activités"


def as_letters(letters: "frozenset[str] | set[str]") -> str:
    """The letters of a cell in one text, « AR » for both approving and doing."""
    return "".join(letter for letter in LETTER_ORDER if letter in letters)


@dataclass(frozen=True)
class Cell:
    """What one person does in one activity; `letters` in the order of LETTER_ORDER, empty for nothing."""

    member: Membership
    letters: str

    @property
    def shown(self) -> str:
        return "/".join(self.letters)

    @property
    def words(self) -> str:
        """« Approuve et réalise », for those who don’t see letters."""
        labels = [str(RaciRole(letter).label).lower() for letter in self.letters]
        return " et ".join(labels) or "aucun rôle"


@dataclass(frozen=True)
class ActivityLine:
    """A line of the matrix with its cells in the order of the people."""

    activity: Activity
    group: str
    cells: list[Cell] = field(default_factory=list)

    @property
    def reference(self) -> str:
        return self.activity.task.key if self.activity.task else ""

    def who(self, letter: str) -> list[Membership]:
        return [cell.member for cell in self.cells if letter in cell.letters]

    @property
    def missing(self) -> list[str]:
        """The letters that the line lacks: exactly one A [R-RACI-A], at least one R [R-RACI-R]."""
        return [letter for letter in "AR" if not self.who(letter)]

    @property
    def problem(self) -> str:
        if not any(cell.letters for cell in self.cells):
            return "Personne n’est désigné."
        reasons = {"A": "Personne n’approuve (A).", "R": "Personne ne réalise (R)."}
        return " ".join(reasons[letter] for letter in self.missing)


@dataclass(frozen=True)
class Finding:
    """What the matrix lacks, with the activities or the people concerned."""

    text: str
    activities: list[ActivityLine] = field(default_factory=list)
    people: list[Membership] = field(default_factory=list)


@dataclass(frozen=True)
class Matrix:
    """Lines by group, and the people who stand in columns."""

    lines: list[ActivityLine]
    people: list[Membership]

    @property
    def groups(self) -> list[tuple[str, list[ActivityLine]]]:
        found: dict[str, list[ActivityLine]] = {}
        for line in self.lines:
            found.setdefault(line.group, []).append(line)
        return list(found.items())

    def line(self, activity_id: int) -> ActivityLine | None:
        return next((line for line in self.lines if line.activity.pk == activity_id), None)

    @property
    def findings(self) -> list[Finding]:
        """Simple findings: no A, no R, a person without activity [R-RACI-A, R-RACI-R, R-RACI-CHARGE]."""
        if not self.lines:
            return []
        without_a = [line for line in self.lines if "A" in line.missing]
        without_r = [line for line in self.lines if "R" in line.missing]
        busy = {cell.member.pk for line in self.lines for cell in line.cells if cell.letters}
        idle = [member for member in self.people if member.pk not in busy]
        findings = [
            Finding("Personne n’approuve (A)", activities=without_a),
            Finding("Personne ne réalise (R)", activities=without_r),
            Finding("Sans activité", people=idle),
        ]
        return [finding for finding in findings if finding.activities or finding.people]


def load_matrix(project_id: int) -> Matrix:
    """The matrix of this project: three queries, whatever its size."""
    activities = list(
        Activity.objects.live()
        .filter(project_id=project_id)
        .select_related("task__phase")
        .order_by("task__phase__position", "task__phase__pk", "position", "pk")
    )
    letters = _letters(project_id)
    holders = {member for held in letters.values() for member in held}
    people = [
        member
        for member in Membership.objects.filter(project_id=project_id).select_related("user")
        if not member.is_deleted or member.pk in holders
    ]
    lines = [
        ActivityLine(
            activity,
            activity.task.phase.title if activity.task else OTHER_ACTIVITIES,
            [Cell(member, as_letters(letters[activity.pk].get(member.pk, set()))) for member in people],
        )
        for activity in activities
    ]
    return Matrix(lines, people)


def _letters(project_id: int) -> dict[int, dict[int, set[str]]]:
    """Letters by activity, then by member."""
    found: dict[int, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    rows = Assignment.objects.filter(activity__project_id=project_id, activity__deleted_at=None)
    for activity_id, member_id, role in rows.values_list("activity_id", "member_id", "role"):
        found[activity_id][member_id].add(role)
    return found


def as_data(matrix: Matrix) -> dict[str, Json]:
    """The matrix as plain data, with only the people who do something in it."""
    busy = [
        index
        for index, _ in enumerate(matrix.people)
        if any(line.cells[index].letters for line in matrix.lines)
    ]
    if not matrix.lines:
        return {"rows": [], "people": []}
    people: list[Json] = [_name(matrix.people[index]) for index in busy]
    rows: list[Json] = [
        {
            "group": group,
            "lines": [
                {
                    "ref": line.reference,
                    "title": str(line.activity),
                    "cells": [line.cells[index].letters for index in busy],
                }
                for line in lines
            ],
        }
        for group, lines in matrix.groups
    ]
    return {"rows": rows, "people": people}


def _name(member: Membership) -> str:
    return str(member)


def column_runs(people: Sequence[Json], most: int) -> list[range]:
    """Columns cut into runs of nearly equal length, so that each table fits on a page."""
    count = -(-len(people) // most) or 1
    size = -(-len(people) // count) or 1
    return [range(first, min(first + size, len(people))) for first in range(0, max(len(people), 1), size)]
