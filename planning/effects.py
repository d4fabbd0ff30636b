"""The effect of a change, told: what is written, what moves, what breaks, where the planning then ends."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from crmproject.toolkit.templatetags.french import long_date
from planning import notation
from planning.forms.moves import Wanted
from planning.reading import Planning, TaskLine
from planning.templatetags.capacity_tags import counted_days
from planning.whatif import Effect

NO_DATE, NOBODY = "aucune date", "personne"
# Tasks that are named at once; the rest stand behind « voir tout ».
SHOWN = 8


@dataclass(frozen=True)
class Change:
    """One thing that would be written: what it is, how it stands, how it would stand."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Moved:
    """A task or a gate that would fall on other dates; `days` are working days, fewer than none when sooner."""

    key: str
    title: str
    before: str
    after: str
    days: int

    @property
    def size(self) -> int:
        return abs(self.days)


@dataclass(frozen=True)
class Broken:
    """A date that the change makes the planning miss, or hold again (`days` is none)."""

    text: str


class Folded:
    """What moves, in two parts: what is named at once, and the rest behind « voir tout »."""

    moved: list[Moved]

    @property
    def first_moved(self) -> list[Moved]:
        return self.moved[:SHOWN]

    @property
    def rest_moved(self) -> list[Moved]:
        return self.moved[SHOWN:]


@dataclass(frozen=True)
class Story(Folded):
    """All that a person reads before saying yes."""

    changes: list[Change]
    remarks: tuple[str, ...]
    effect: Effect
    moved: list[Moved]
    gates: list[Moved]
    broken: list[Broken]
    healed: list[Broken]
    critical: list[str]
    eased: list[str]
    passes_target: bool

    @property
    def size(self) -> int:
        """Working days by which the end moves, either way."""
        return abs(self.effect.end_days)


def tell(
    planning: Planning, line: TaskLine, wanted: Wanted, effect: Effect, *, target: datetime.date
) -> Story:
    """The story of this effect; `target` is the day on which the project should end."""
    titles = {one.task.key: one.task.title for one in planning.tasks}
    gates = {one.gate.key: one.gate.title for one in planning.gates}
    end = effect.end_after
    return Story(
        changes=list(_changes(line, wanted)),
        remarks=wanted.remarks,
        effect=effect,
        moved=moved_tasks(effect, titles),
        gates=[
            Moved(one.key, gates[one.key], long_date(one.before), long_date(one.after), one.days)
            for one in effect.gates
        ],
        broken=broken_dates(effect),
        healed=[Broken(_held(one.key, one.imposed, one.day, one.days)) for one in effect.healed],
        critical=_named(effect.critical, titles),
        eased=_named(effect.eased, titles),
        passes_target=bool(
            end and end > target and (effect.end_before is None or effect.end_before <= target)
        ),
    )


def moved_tasks(effect: Effect, titles: Mapping[str, str]) -> list[Moved]:
    """The tasks that fall on other dates, in the order of these titles by key."""
    order = {key: rank for rank, key in enumerate(titles)}
    return [
        Moved(
            one.key,
            titles[one.key],
            span(one.before.start, one.before.end),
            span(one.after.start, one.after.end),
            one.days or one.start_days,
        )
        for one in sorted(effect.shifts, key=lambda one: order[one.key])
    ]


def broken_dates(effect: Effect) -> list[Broken]:
    """The dates that the planning would no longer hold."""
    return [Broken(_missed(one.key, one.imposed, one.day, one.days)) for one in effect.broken]


def span(start: datetime.date, end: datetime.date) -> str:
    """« 3 mars 2027 », or « du 3 mars 2027 au 5 mars 2027 »."""
    return long_date(start) if start == end else f"du {long_date(start)} au {long_date(end)}"


def _named(keys: tuple[str, ...], titles: Mapping[str, str]) -> list[str]:
    return [f"{key} {titles[key]}" for key in keys]


def _missed(key: str, imposed: bool, day: datetime.date, days: int) -> str:
    late = counted_days(days)
    if imposed:
        return f"{key} ne commencerait plus le {long_date(day)}, date imposée, mais {late} plus tard."
    return f"{key} devait finir le {long_date(day)} au plus tard\u00a0: elle le dépasserait de {late}."


def _held(key: str, imposed: bool, day: datetime.date, days: int) -> str:
    kept = "sa date imposée" if imposed else "son échéance"
    return f"{key} {'se rapproche de' if days else 'tient de nouveau'} {kept}, le {long_date(day)}."


def _changes(line: TaskLine, wanted: Wanted) -> Iterator[Change]:
    task = line.task
    labels = {"start": "Pas avant le", "fixed_start": "Date imposée"}
    for name, label in labels.items():
        before, after = getattr(task, name), wanted.values.get(name, getattr(task, name))
        if before != after:
            yield Change(label, long_date(before) or NO_DATE, long_date(after) or NO_DATE)
    days = wanted.values.get("days", task.days)
    if days != task.days:
        yield Change("Durée (jours ouvrés)", str(task.days), str(days))
    progress = wanted.values.get("progress", task.progress)
    if progress != task.progress:
        yield Change("Avancement", f"{task.progress}\u00a0%", f"{progress}\u00a0%")
    if "owner" in wanted.values:
        owner = wanted.values["owner"]
        if (owner.pk if owner else None) != task.owner_id:
            yield Change("Responsable", line.owner or NOBODY, owner.display_name if owner else NOBODY)
    if wanted.links is not None and set(wanted.links) != set(line.links):
        yield Change("Après", notation.write(line.links) or "rien", notation.write(wanted.links) or "rien")
