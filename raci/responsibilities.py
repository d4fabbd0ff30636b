"""What one person approves, does, is consulted and informed about: by themselves, or through a function they hold."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from charter.models import Membership
from planning.reading import Planning, TaskLine
from raci.letters import as_letters
from raci.matrix import ActivityLine, Matrix

TITLES = {"A": "J’approuve", "R": "Je réalise", "C": "Je suis consulté", "I": "Je suis informé"}
THEIRS = {"A": "Approuve", "R": "Réalise", "C": "Est consulté", "I": "Est informé"}
DONE = 100
NEXT = 5


@dataclass(frozen=True)
class Responsibility:
    """A line of the matrix that concerns this person; `through` names the functions by which it does."""

    line: ActivityLine
    letters: str
    through: tuple[str, ...] = ()
    task: TaskLine | None = None

    @property
    def start(self) -> datetime.date | None:
        return self.task.dates.start if self.task and self.task.dates else None

    @property
    def end(self) -> datetime.date | None:
        return self.task.dates.end if self.task and self.task.dates else None

    @property
    def is_done(self) -> bool:
        return self.task is not None and self.task.task.progress == DONE

    def state(self, today: datetime.date) -> str:
        """Where the task stands, in words; empty for an activity without dates."""
        if self.start is None or self.end is None:
            return ""
        if self.is_done:
            return "finie"
        if self.end < today:
            return "en retard"
        return "à venir" if self.start > today else "en cours"

    @property
    def order(self) -> tuple[bool, datetime.date]:
        return self.end is None, self.end or datetime.date.max


@dataclass(frozen=True)
class Responsibilities:
    """All the lines that concern a person, those with dates first, by their end."""

    member: Membership
    items: list[Responsibility] = field(default_factory=list)
    functions: tuple[str, ...] = ()

    def of(self, letter: str) -> list[Responsibility]:
        return [one for one in self.items if letter in one.letters]

    @property
    def sections(self) -> list[tuple[str, list[Responsibility]]]:
        """The lines of each letter that this person has somewhere."""
        return [(letter, self.of(letter)) for letter in TITLES if self.of(letter)]

    @property
    def following(self) -> list[Responsibility]:
        """What comes next of all that this person approves or does: the first ones to be finished."""
        mine = [one for one in self.items if {"A", "R"}.intersection(one.letters)]
        return [one for one in mine if one.end is not None and not one.is_done][:NEXT]


def responsibilities_of(member: Membership, matrix: Matrix, planning: Planning) -> Responsibilities:
    """What the matrix says of this member; reads nothing by itself."""
    own = {
        holder.key: holder.label if holder.is_function else ""
        for holder in matrix.holders
        if any(person.pk == member.pk for person in holder.people)
    }
    tasks = {line.task.pk: line for line in planning.tasks}
    found = [
        _one(line, own, tasks.get(line.activity.task_id or 0))
        for line in matrix.lines
        if own.keys() & line.letters.keys()
    ]
    functions = tuple(label for label in own.values() if label)
    return Responsibilities(member, sorted(found, key=lambda one: one.order), functions)


def _one(line: ActivityLine, own: dict[str, str], task: TaskLine | None) -> Responsibility:
    keys: Sequence[str] = [key for key in own if key in line.letters]
    through = tuple(own[key] for key in keys if own[key])
    return Responsibility(line, as_letters("".join(line.letters[key] for key in keys)), through, task)
