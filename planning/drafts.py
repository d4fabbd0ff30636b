"""A proposal as it would stand in a project: beside the tasks that are there, or in their place. Nothing is written."""

import datetime
import hashlib
import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from charter.models import Membership
from crmproject.toolkit.text import normalised
from planning.models import Gate, GateKind, Phase, Task
from planning.proposal import Proposal, ProposedTask, waiting_for, without_owner
from planning.reading import GateLine, PhaseLine, Planning, TaskLine
from planning.schedule import Link, PlannedTask, ScheduleError, TaskDates, compute, too_long
from planning.steps import GATES, PHASES, STEPS, GateStep, step_of
from planning.ties import Tie, Ties, choose, links_of, trouble_of, wanted_ties

KEY_LENGTH = 20


class Mode(StrEnum):
    """What becomes of the tasks that are there."""

    MISSING = "missing"
    REPLACE = "replace"


@dataclass(frozen=True)
class Standing:
    """What a project has: its planning, and every key in use, those of rows put aside included."""

    planning: Planning
    keys: frozenset[str] = frozenset()
    gate_keys: frozenset[str] = frozenset()
    phases: tuple[Phase, ...] = ()


def load_standing(project_id: int, planning: Planning) -> Standing:
    """Three queries beside those of the planning."""
    return Standing(
        planning,
        frozenset(Task.objects.filter(project=project_id).values_list("key", flat=True)),
        frozenset(Gate.objects.filter(project=project_id).values_list("key", flat=True)),
        tuple(Phase.objects.filter(project=project_id)),
    )


@dataclass(frozen=True)
class DraftTask:
    """A proposed step under the key that its task would get, tied to tasks by the keys that these would have."""

    proposed: ProposedTask
    key: str
    links: tuple[Link, ...]
    start: datetime.date | None
    why: str

    @property
    def planned(self) -> PlannedTask:
        return PlannedTask(self.key, self.proposed.days, self.links, self.start)


@dataclass(frozen=True)
class DraftGate:
    """A checkpoint: one that stands, or a new one, and the tasks to which it would be tied."""

    step: GateStep | None
    gate: Gate | None
    key: str
    after: tuple[str, ...]

    @property
    def title(self) -> str:
        return self.gate.title if self.gate else self.step.title if self.step else ""


@dataclass(frozen=True)
class Draft:
    """What would be written, with the dates of all tasks by key.

    `renamed` are keys that replaced tasks give up, `successors` the key of the new task by number of the old one.
    `ties` are links that standing tasks would get; `may_tie` tells that there would be some, were they wanted.
    """

    mode: Mode
    proposal: Proposal
    standing: Standing
    tasks: list[DraftTask]
    gates: list[DraftGate]
    dates: Mapping[str, TaskDates]
    replaced: list[TaskLine] = field(default_factory=list)
    renamed: Mapping[str, str] = field(default_factory=dict)
    successors: Mapping[int, str] = field(default_factory=dict)
    ties: Ties = field(default_factory=Ties)
    may_tie: bool = False

    @property
    def kept(self) -> list[TaskLine]:
        """The tasks that stay, as they would stand."""
        if self.mode is Mode.REPLACE:
            return []
        links = self.ties.links
        return [
            replace(line, links=(*line.links, *links.get(line.task.key, ())), dates=self.dates[line.task.key])
            for line in self.standing.planning.tasks
        ]

    @property
    def remarks(self) -> list[str]:
        """What the person should know of the tasks to add, in words."""
        if self.mode is Mode.REPLACE:
            return self.proposal.remarks
        return [*without_owner(one.proposed for one in self.tasks), *self.ties.remarks]

    @property
    def untied(self) -> list[Gate]:
        """Gates that would be left without any task before them."""
        tied = {one.gate.pk for one in self.gates if one.gate and one.after}
        lines = self.standing.planning.gates
        return [
            one.gate
            for one in lines
            if one.gate.pk not in tied and (self.mode is Mode.REPLACE or not one.after)
        ]

    @cached_property
    def stamp(self) -> str:
        """What a person who applies it has under the eyes: another one means that something moved since."""
        planning = self.standing.planning
        seen = [
            self.mode.value,
            [(one.task.pk, one.task.version, list(map(str, one.links))) for one in planning.tasks],
            [(one.gate.pk, one.gate.version, one.after) for one in planning.gates],
            [(one.key, one.proposed.owner.pk if one.proposed.owner else None) for one in self.tasks],
            sorted((key, str(one.start), str(one.end)) for key, one in self.dates.items()),
            [(one.key, str(one.link)) for one in self.ties.kept],
            [(one.key, one.after) for one in self.gates],
        ]
        return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()

    def planning(self, people: Mapping[int, Membership]) -> Planning:
        """The planning as it would stand, of rows that are not written: to draw and to check."""
        lines = [self._line(one, -number, people) for number, one in enumerate(self.tasks, start=1)]
        phases = []
        for standing in self._phases():
            kept = [line for line in self.kept if line.task.phase == standing]
            mine = [line for line in lines if line.task.phase.key == standing.key]
            phases.append(PhaseLine(standing, [*kept, *mine]))
        return replace(self.standing.planning, phases=phases, gates=list(self._gate_lines()), problem="")

    def _line(self, one: DraftTask, pk: int, people: Mapping[int, Membership]) -> TaskLine:
        owner = one.proposed.owner
        row = Task(
            pk=pk,  # a number that no row has
            key=one.key,
            title=one.proposed.step.title,
            phase=phase_of(self.standing.phases, one.proposed.step.phase),
            days=one.proposed.days,
            effort=one.proposed.effort,
            start=one.start,
            owner=people.get(owner.pk) if owner else None,
        )
        return TaskLine(row, owner.name if owner else "", one.links, self.dates[one.key])

    def _phases(self) -> Iterator[Phase]:
        """Standing phases in their order, then those that the new tasks want."""
        seen = {one.phase.key for one in self.standing.planning.phases}
        yield from (one.phase for one in self.standing.planning.phases)
        for key in PHASES:
            wanted = phase_of(self.standing.phases, key)
            if wanted.key not in seen and any(one.proposed.step.phase == key for one in self.tasks):
                yield wanted

    def _gate_lines(self) -> Iterator[GateLine]:
        mine = {one.gate.pk for one in self.gates if one.gate}
        for line in self.standing.planning.gates:
            if line.gate.pk not in mine:
                after = line.after if self.mode is Mode.MISSING else ()
                yield GateLine(line.gate, after, self._last_of(after))
        for one in self.gates:
            row = one.gate or Gate(key=one.key, title=one.title)
            yield GateLine(row, one.after, self._last_of(one.after))

    def _last_of(self, keys: Iterable[str]) -> datetime.date | None:
        return max((self.dates[key].end for key in keys if key in self.dates), default=None)


def phase_of(phases: Iterable[Phase], key: str) -> Phase:
    """The phase for these steps: the standing one of that key or that title, else a new one, not written."""
    known = list(phases)
    wanted = normalised(PHASES[key])
    by_key = next((one for one in known if one.key == key), None)
    by_title = next((one for one in known if normalised(one.title) == wanted and not one.is_deleted), None)
    return by_title or by_key or Phase(key=key, title=PHASES[key])


def compose(standing: Standing, proposal: Proposal, mode: Mode, *, tie: bool = True) -> Draft:
    """How this proposal would meet what stands there.

    With `tie`, standing tasks wait for missing steps that come before them, as far as that is harmless. Raises
    ScheduleError where the dates leave the calendar or span too much.
    """
    if mode is Mode.REPLACE:
        return _replacing(standing, proposal)
    present = _present(standing.planning.tasks)
    new = [one for one in proposal.tasks if one.key not in present]
    names = dict(zip((one.key for one in new), _free_keys(new, standing.keys), strict=True))
    reach = {**present, **{key: (name,) for key, name in names.items()}}
    tied = [_tied(one, names[one.key], reach) for one in new]
    tasks, dates = _out_of_season(tied, standing, proposal)
    if problem := too_long(dates, before=standing.planning.dates):
        raise ScheduleError(problem)
    wanted = wanted_ties(proposal.tasks, standing.planning.tasks, present, names)
    ties = Ties()
    if tie and wanted:
        ties = choose(wanted, lambda some: _trouble(tied, standing, proposal, some))
        tasks, dates = _out_of_season(tied, standing, proposal, ties.kept)
    gates = list(_missing_gates(standing, proposal, reach))
    return Draft(Mode.MISSING, proposal, standing, tasks, gates, dates, ties=ties, may_tie=bool(wanted))


def _trouble(tied: list[DraftTask], standing: Standing, proposal: Proposal, ties: list[Tie]) -> str:
    lines = standing.planning.tasks
    return trouble_of(lines, lambda: _out_of_season(tied, standing, proposal, ties)[1])


def _present(lines: Iterable[TaskLine]) -> dict[str, tuple[str, ...]]:
    """The keys of the tasks that are already one of the steps, by the step’s key."""
    found: dict[str, tuple[str, ...]] = {}
    for line in lines:
        step = step_of(line.task.title)
        if step is not None:
            found[step.key] = (*found.get(step.key, ()), line.task.key)
    return found


def _free_keys(tasks: Iterable[ProposedTask], taken: frozenset[str]) -> Iterator[str]:
    """The step’s own key for each, or the next number that no task and no step bears."""
    wanted = [one.key for one in tasks]
    known = taken.union(one.key for one in STEPS)
    numbers = [int(match[1]) for key in known if (match := re.fullmatch(r"T(\d{1,6})[A-Z]?", key))]
    following = itertools.count(max(numbers, default=0) + 1)
    for key in wanted:
        yield key if key not in taken else f"T{next(following):02d}"


def _tied(one: ProposedTask, key: str, reach: Mapping[str, tuple[str, ...]]) -> DraftTask:
    links = [Link(name, link.kind, link.lag) for link in one.links for name in reach.get(link.key, ())]
    alone = {link.key: link for link in links}
    first = one.start if not one.links else None
    return DraftTask(one, key, tuple(alone.values()), first, one.why)


def _out_of_season(
    tied: Iterable[DraftTask], standing: Standing, proposal: Proposal, ties: Iterable[Tie] = ()
) -> tuple[list[DraftTask], Mapping[str, TaskDates]]:
    """The tasks, those that gather all users after the busy season, with the dates of the whole."""
    season = proposal.profile.season
    tasks, links = list(tied), links_of(ties)
    for index, one in enumerate(tasks):
        if season is None or not one.proposed.step.gathers:
            continue
        dates = _dates(standing, tasks, links)[one.key]
        if busy := season.begins(dates.start, dates.end):
            why = f"{one.why}\u00a0; {waiting_for(season)}"
            tasks[index] = replace(one, start=season.over(busy), why=why)
    return tasks, _dates(standing, tasks, links)


def _dates(
    standing: Standing, tasks: Iterable[DraftTask], links: Mapping[str, tuple[Link, ...]]
) -> Mapping[str, TaskDates]:
    planning = standing.planning
    planned = [
        replace(line.planned, links=(*line.links, *links.get(line.task.key, ()))) for line in planning.tasks
    ]
    planned += [one.planned for one in tasks]
    return compute(planned, project_start=planning.project_start, closed=planning.closed)


def _standing_gate(standing: Standing, step: GateStep) -> GateLine | None:
    """The gate of this kind, or for a kind of which there may be several, the one with these words."""
    for line in standing.planning.gates:
        other = step.kind == GateKind.OTHER
        named = line.gate.kind == step.kind and (
            not other or re.search(step.words, normalised(line.gate.title))
        )
        if named:
            return line
    return None


def _missing_gates(
    standing: Standing, proposal: Proposal, reach: Mapping[str, tuple[str, ...]]
) -> Iterator[DraftGate]:
    for step in GATES:
        line = _standing_gate(standing, step)
        if (line and line.after) or not (line or step.made(proposal.profile)):
            continue
        after = tuple(name for key in step.after for name in reach.get(key, ()))
        yield DraftGate(step, line.gate if line else None, _gate_key(standing, step), after)


def _gate_key(standing: Standing, step: GateStep) -> str:
    keys = (f"{step.key}{number or ''}" for number in itertools.count())
    return next(key for key in keys if key not in standing.gate_keys)


def _replacing(standing: Standing, proposal: Proposal) -> Draft:
    old = standing.planning.tasks
    tasks = [DraftTask(one, one.key, one.links, one.start, one.why) for one in proposal.tasks]
    new = {one.key for one in tasks}
    successors = _successors(old, new)
    by_key = {line.task.key: successors.get(line.task.pk) for line in old}
    return Draft(
        Mode.REPLACE,
        proposal,
        standing,
        tasks,
        list(_replacing_gates(standing, proposal, by_key)),
        {one.key: one.dates for one in proposal.tasks},
        old,
        dict(_renamed(standing.keys, new)),
        successors,
    )


def _successors(old: Iterable[TaskLine], new: set[str]) -> dict[int, str]:
    """The key of the new task for each old one: that of the same step by its title, else that of the same key."""
    found: dict[int, str] = {}
    lines = list(old)
    named = {
        line.task.pk: step.key if (step := step_of(line.task.title)) else line.task.key for line in lines
    }
    # A task that has both the key and the title of a step comes before one that has its title only.
    for line in sorted(lines, key=lambda one: named[one.task.pk] != one.task.key):
        key = named[line.task.pk]
        if key in new and key not in found.values():
            found[line.task.pk] = key
    return found


def _renamed(taken: frozenset[str], new: set[str]) -> Iterator[tuple[str, str]]:
    """The keys that tasks put aside give up, with those that they get: « T05 » becomes « T05-1 »."""
    used = set(taken | new)
    for key in sorted(taken & new):
        names = (f"{key[: KEY_LENGTH - 5]}-{number}" for number in itertools.count(1))
        name = next(one for one in names if one not in used)
        used.add(name)
        yield key, name


def _replacing_gates(
    standing: Standing, proposal: Proposal, successors: Mapping[str, str | None]
) -> Iterator[DraftGate]:
    done = set()
    for step in GATES:
        line = _standing_gate(standing, step)
        if line or step.made(proposal.profile):
            done.add(line.gate.pk if line else None)
            yield DraftGate(step, line.gate if line else None, _gate_key(standing, step), step.after)
    for line in standing.planning.gates:
        after = tuple(dict.fromkeys(key for one in line.after if (key := successors.get(one))))
        if line.gate.pk not in done and after:
            yield DraftGate(None, line.gate, line.gate.key, after)
