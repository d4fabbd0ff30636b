"""Reference dates of a planning, and how far it has slipped since."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from planning.models import Baseline, BaselineLine
from planning.reading import Planning
from planning.schedule import WorkingCalendar


class Move(StrEnum):
    """What became of a task or a gate since the reference."""

    LATER = "later"
    SOONER = "sooner"
    SAME = "same"
    NEW = "new"
    GONE = "gone"

    @property
    def label(self) -> str:
        return {
            "later": "en retard",
            "sooner": "en avance",
            "same": "inchangé",
            "new": "nouveau",
            "gone": "retiré",
        }[self.value]


@dataclass(frozen=True)
class Dated:
    """A task or a gate and its dates, in a planning or in a reference; a gate starts on the day when it ends."""

    key: str
    title: str
    days: int
    start: datetime.date
    end: datetime.date


@dataclass(frozen=True)
class Slip:
    """A task or a gate as it is `shown`, in the reference (`planned`) and now.

    `days` are the working days by which it ends later, fewer than none when sooner; `start_days` the same of its
    start. Both are None for what is new or gone.
    """

    shown: Dated
    planned: Dated | None
    now: Dated | None
    is_gate: bool = False
    days: int | None = None
    start_days: int | None = None

    @property
    def move(self) -> Move:
        if self.planned is None:
            return Move.NEW
        if self.days is None:
            return Move.GONE
        return Move.SAME if self.days == 0 else Move.LATER if self.days > 0 else Move.SOONER


@dataclass(frozen=True)
class Slippage:
    """Every task and gate compared with a reference, in the order of the planning, those gone last.

    `days` are the working days by which the planning ends later; None when one of the two has no end.
    """

    baseline: Baseline
    slips: list[Slip] = field(default_factory=list)
    planned_end: datetime.date | None = None
    end: datetime.date | None = None
    days: int | None = None

    @cached_property
    def tasks(self) -> dict[str, Slip]:
        """Those of the tasks that there are now, by key."""
        return {one.now.key: one for one in self.slips if one.now and not one.is_gate}

    @cached_property
    def gates(self) -> dict[str, Slip]:
        """Those of the gates that there are now, by key."""
        return {one.now.key: one for one in self.slips if one.now and one.is_gate}

    def count(self, move: Move) -> int:
        return sum(one.move is move for one in self.slips)

    @property
    def counts(self) -> list[tuple[Move, int]]:
        """How many went which way, ways that nothing went left out."""
        return [(move, number) for move in Move if (number := self.count(move))]

    @property
    def is_same(self) -> bool:
        """Whether nothing at all moved, neither an end nor a start."""
        return all(one.move is Move.SAME and not one.start_days for one in self.slips)


def slippage(planning: Planning, baseline: Baseline) -> Slippage:
    """Where this planning stands against a reference; its lines are one query when they weren’t prefetched.

    A task is recognised by its row, and by its key when its row is no more: renaming or changing a key loses nothing.
    """
    lines = list(baseline.lines.all())
    standing = list(_standing(planning))
    ruler = _Ruler(lines, planning)
    by_row = {_row_of(line): line for line in lines if _row_of(line)}
    by_key = {line.key: line for line in lines if not _row_of(line)}
    slips: list[Slip] = []
    used: set[int] = set()
    for kind, pk, now in standing:
        line = by_row.get((kind, pk)) or (by_key.get(now.key) if kind == "task" else None)
        if line is None:
            slips.append(Slip(now, None, now, kind == "gate"))
            continue
        used.add(line.pk)
        slips.append(ruler.slip(_dated(line), now, is_gate=kind == "gate"))
    slips += [
        Slip(_dated(line), _dated(line), None, line.gate_id is not None)
        for line in lines
        if line.pk not in used
    ]
    planned_end = max((line.end for line in lines if line.gate_id is None), default=None)
    days = ruler.ends(planned_end, planning.end) if planned_end and planning.end else None
    return Slippage(baseline, slips, planned_end, planning.end, days)


def lines_of(planning: Planning) -> list[BaselineLine]:
    """What a reference keeps of this planning, not stored yet: each dated task, and each dated gate."""
    return [
        BaselineLine(
            **{f"{kind}_id": pk}, key=now.key, title=now.title, days=now.days, start=now.start, end=now.end
        )
        for kind, pk, now in _standing(planning)
    ]


def _standing(planning: Planning) -> Iterator[tuple[str, int, Dated]]:
    for line in planning.tasks:
        if line.dates:
            task = line.task
            dated = Dated(task.key, task.title, task.days, line.dates.start, line.dates.end)
            yield "task", task.pk, dated
    for one in planning.gates:
        if one.date:
            yield "gate", one.gate.pk, Dated(one.gate.key, one.gate.title, 0, one.date, one.date)


def _row_of(line: BaselineLine) -> tuple[str, int] | None:
    if line.task_id is not None:
        return "task", line.task_id
    return ("gate", line.gate_id) if line.gate_id is not None else None


def _dated(line: BaselineLine) -> Dated:
    return Dated(line.key, line.title, line.days, line.start, line.end)


class _Ruler:
    """Counts working days between dates of then and of now, on the calendar of now."""

    def __init__(self, lines: Iterable[BaselineLine], planning: Planning) -> None:
        starts = [line.start for line in lines]
        first = min([*starts, planning.start or planning.project_start])
        self._calendar = WorkingCalendar(first.year, planning.closed)

    def slip(self, planned: Dated, now: Dated, *, is_gate: bool) -> Slip:
        """One thing compared with itself as it was."""
        starts = self._calendar.number(now.start) - self._calendar.number(planned.start)
        return Slip(now, planned, now, is_gate, self.ends(planned.end, now.end), starts)

    def ends(self, planned: datetime.date, now: datetime.date) -> int:
        """Working days from the evening of one to the evening of the other."""
        day = datetime.timedelta(days=1)
        return self._calendar.number(now + day) - self._calendar.number(planned + day)


def latest(project_id: int) -> Baseline | None:
    """The last reference that was taken, with its lines: two queries."""
    rows: Any = Baseline.objects.filter(project_id=project_id).prefetch_related("lines")
    found: Baseline | None = rows.first()
    return found
