"""The table beside the chart: every task with its dates in words, by phase, sifted as a person asks."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from crmproject.toolkit.http import whole_number
from crmproject.toolkit.templatetags.french import long_date
from planning import notation
from planning.baselines import Slip, Slippage
from planning.reading import PhaseLine, Planning, TaskLine


@dataclass(frozen=True)
class Sieve:
    """What a person wants to see: of one phase, of one owner (0: of nobody), critical or late only."""

    phase: int | None = None
    owner: int | None = None
    critical: bool = False
    late: bool = False

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Sieve":
        """What the address asks; what it asks amiss is left out."""
        return cls(
            whole_number(asked.get("phase", "")),
            whole_number(asked.get("responsable", "")),
            asked.get("critiques") == "1",
            asked.get("retard") == "1",
        )

    @property
    def is_open(self) -> bool:
        """Whether it lets everything pass."""
        return self == Sieve()

    def keeps(self, row: "TwinRow") -> bool:
        task = row.line.task
        return (
            (self.phase is None or task.phase_id == self.phase)
            and (self.owner is None or (task.owner_id or 0) == self.owner)
            and (not self.critical or row.is_critical)
            and (not self.late or bool(row.late))
        )


@dataclass(frozen=True)
class TwinRow:
    """A task in the table; `late` says in words what is late, `slip` how far it is from the reference."""

    line: TaskLine
    links: str
    when: str
    late: list[str]
    slip: str
    first: bool
    last: bool

    @property
    def is_critical(self) -> bool:
        return bool(self.line.dates and self.line.dates.is_critical)


@dataclass(frozen=True)
class TwinPhase:
    """A phase with those of its tasks that are shown."""

    line: PhaseLine
    rows: list[TwinRow]


@dataclass(frozen=True)
class Twin:
    """The table: its phases, what was asked, how many tasks pass, and among whom one may choose."""

    phases: list[TwinPhase]
    sieve: Sieve
    shown: int
    owners: list[tuple[int, str]]
    has_reference: bool


def twin_of(
    planning: Planning, sieve: Sieve, *, slipped: Slippage | None = None, today: datetime.date
) -> Twin:
    """The table of this planning, as sifted."""
    phases = [TwinPhase(phase, [row for row in _rows(phase, slipped, today) if sieve.keeps(row)])
              for phase in planning.phases if phase.tasks]  # fmt: skip
    owners = {line.task.owner_id: line.owner for line in planning.tasks if line.task.owner_id}
    return Twin(
        [phase for phase in phases if phase.rows],
        sieve,
        sum(len(phase.rows) for phase in phases),
        sorted(owners.items(), key=lambda one: one[1]),
        slipped is not None,
    )


def _rows(phase: PhaseLine, slipped: Slippage | None, today: datetime.date) -> Iterator[TwinRow]:
    for rank, line in enumerate(phase.tasks):
        yield TwinRow(
            line,
            notation.write(line.links),
            _when(line),
            list(late_words(line, today)),
            _slip_words(slipped.tasks.get(line.task.key) if slipped else None),
            rank == 0,
            rank == len(phase.tasks) - 1,
        )


def _when(line: TaskLine) -> str:
    task = line.task
    words = [f"pas avant le {long_date(task.start)}"] if task.start else []
    words += [f"imposée le {long_date(task.fixed_start)}"] if task.fixed_start else []
    words += [f"à finir le {long_date(task.due)}"] if task.due else []
    return ", ".join(words)


def late_words(line: TaskLine, today: datetime.date) -> Iterator[str]:
    """What is late in a task, in words: its due date, its imposed day, the day on which it should have been over."""
    dates = line.dates
    if dates is None:
        return
    if dates.late_days:
        yield f"dépasse son échéance de {dates.late_days}\u00a0j"
    if dates.pushed_days:
        yield f"repoussée de {dates.pushed_days}\u00a0j après sa date imposée"
    if dates.end < today and line.task.progress < 100:
        yield "devrait être finie"


def _slip_words(slip: Slip | None) -> str:
    if slip is None:
        return ""
    if slip.planned is None:
        return "nouvelle"
    if not slip.days:
        return "comme prévu"
    return f"{abs(slip.days)}\u00a0j {'plus tard' if slip.days > 0 else 'plus tôt'}"
