"""The matrix activities × people and functions, read in a constant number of queries, and the findings about it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from charter.models import Membership
from crmproject.toolkit.blocks import Json
from planning.models import Phase
from raci.holders import Holder as Holder
from raci.holders import load_holders
from raci.letters import LETTER_ORDER as LETTER_ORDER
from raci.letters import as_letters as as_letters
from raci.letters import shown, words
from raci.models import Activity, Assignment, Purpose

OTHER_ACTIVITIES = "Autres activités"


@dataclass(frozen=True)
class Cell:
    """What one holder does in one activity; `letters` in the order of LETTER_ORDER, empty for nothing."""

    holder: Holder
    letters: str

    @property
    def shown(self) -> str:
        return shown(self.letters)

    @property
    def words(self) -> str:
        """« Approuve et réalise », for those who don’t see letters."""
        return words(self.letters)


@dataclass(frozen=True)
class ActivityLine:
    """A line of the matrix: the letters of each holder by their key, and the columns that all lines share."""

    activity: Activity
    phase: Phase | None
    letters: Mapping[str, str]
    holders: Sequence[Holder] = field(repr=False)

    @property
    def group(self) -> str:
        return self.phase.title if self.phase else OTHER_ACTIVITIES

    @property
    def reference(self) -> str:
        return self.activity.task.key if self.activity.task else ""

    @property
    def cells(self) -> list[Cell]:
        """A cell for each column, in their order."""
        return [Cell(holder, self.letters.get(holder.key, "")) for holder in self.holders]

    def who(self, letter: str) -> list[Holder]:
        """Who holds this letter, in the order of the columns."""
        keys = {key for key, letters in self.letters.items() if letter in letters}
        return [holder for holder in self.holders if holder.key in keys] if keys else []

    @cached_property
    def given(self) -> frozenset[str]:
        """The letters that somebody holds on this line."""
        return frozenset("".join(self.letters.values()))

    @property
    def missing(self) -> list[str]:
        """The letters that the line lacks: exactly one A [R-RACI-A], at least one R [R-RACI-R]."""
        return [letter for letter in "AR" if letter not in self.given]

    @property
    def problem(self) -> str:
        if not self.given:
            return "Personne n’est désigné."
        reasons = {"A": "Personne n’approuve (A).", "R": "Personne ne réalise (R)."}
        return " ".join(reasons[letter] for letter in self.missing)


@dataclass(frozen=True)
class Matrix:
    """Lines by group, and who stands in columns: people and functions."""

    lines: list[ActivityLine]
    holders: list[Holder]

    @property
    def groups(self) -> list[tuple[str, list[ActivityLine]]]:
        """Lines by phase, each with its title."""
        found: dict[int, list[ActivityLine]] = {}
        for line in self.lines:
            found.setdefault(line.phase.pk if line.phase else 0, []).append(line)
        return [(lines[0].group, lines) for lines in found.values()]

    @property
    def people(self) -> list[Membership]:
        """The persons who stand in a column of their own."""
        return [holder.people[0] for holder in self.holders if not holder.is_function]

    @cached_property
    def busy(self) -> frozenset[str]:
        """Keys of the holders who have a letter somewhere."""
        return frozenset(key for line in self.lines for key in line.letters)

    @cached_property
    def by_pk(self) -> dict[int, ActivityLine]:
        return {line.activity.pk: line for line in self.lines}

    def line(self, activity_id: int) -> ActivityLine | None:
        return self.by_pk.get(activity_id)

    def holder(self, key: str) -> Holder | None:
        return next((holder for holder in self.holders if holder.key == key), None)

    def of_purpose(self, purpose: Purpose) -> list[ActivityLine]:
        """The lines that rule this as well, such as change requests."""
        return [line for line in self.lines if line.activity.purpose == purpose]


def load_matrix(project_id: int) -> Matrix:
    """The matrix of this project: seven queries, whatever its size."""
    activities = list(Activity.objects.live().filter(project_id=project_id).select_related("task"))
    phases = {phase.pk: phase for phase in Phase.objects.filter(project_id=project_id)}
    letters = _letters(project_id)
    held = {key for line in letters.values() for key in line}
    holders = [one for one in load_holders(project_id) if not one.is_deleted or one.key in held]
    lines = [
        ActivityLine(activity, phases.get(_phase(activity) or 0), letters.get(activity.pk, {}), holders)
        for activity in activities
    ]
    order = {pk: place for place, pk in enumerate(phases)}
    # Lines of no phase come last; within a phase they keep their own order.
    lines.sort(key=lambda line: order[line.phase.pk] if line.phase else len(order))
    return Matrix(lines, holders)


def _phase(activity: Activity) -> int | None:
    return activity.task.phase_id if activity.task else activity.phase_id


def _letters(project_id: int) -> dict[int, dict[str, str]]:
    """Letters by activity, then by the key of their holder."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    rows = Assignment.objects.filter(activity__project_id=project_id, activity__deleted_at=None)
    for activity, member, function, role in rows.values_list(
        "activity_id", "member_id", "function_id", "role"
    ):
        line, key = found[activity], f"m{member}" if member else f"f{function}"
        line[key] = as_letters(line[key] + role) if key in line else role
    return found


def as_data(matrix: Matrix) -> dict[str, Json]:
    """The matrix as plain data, with only the columns that do something in it; a function is one more name."""
    if not matrix.lines:
        return {"rows": [], "people": []}
    busy = [holder for holder in matrix.holders if holder.key in matrix.busy]
    keys = [holder.key for holder in busy]
    rows: list[Json] = [
        {
            "group": group,
            "lines": [
                {
                    "ref": line.reference,
                    "title": str(line.activity),
                    "cells": [line.letters.get(key, "") for key in keys],
                }
                for line in lines
            ],
        }
        for group, lines in matrix.groups
    ]
    return {"rows": rows, "people": [holder.label for holder in busy]}


def column_runs(people: Sequence[Json], most: int) -> list[range]:
    """Columns cut into runs of nearly equal length, so that each table fits on a page."""
    count = -(-len(people) // most) or 1
    size = -(-len(people) // count) or 1
    return [range(first, min(first + size, len(people))) for first in range(0, max(len(people), 1), size)]
