"""A realistic planning from the profile of a project and a start date: the steps of the trade laid out in time.

Pure computation: no database here. A step lasts what its size wants; the whole lasts 3 to 18 months between the first
thought and the go-live, 6 at least for a full implementation [R-DUREE]. Nobody is trained in the busy season.
"""

import datetime
import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from crmproject.toolkit.diagnostics import counted
from crmproject.toolkit.templatetags.french import long_date, number
from planning.charges import Person, first_fitting
from planning.diagnostics.steps import LONGEST, MONTH, SHORTEST
from planning.durations import Length
from planning.profile import Profile, Season
from planning.schedule import Link, PlannedTask, TaskDates, WorkingCalendar, compute
from planning.steps import FIRST, GATES, GO_LIVE, Gap, GateStep, Step, links_among, steps_for

# The least that a full implementation takes, in months [R-DUREE].
FULL = 6
# By how much elastic steps may give way, and in what strides.
STRETCHES = [1 + stride / 10 for stride in range(1, 41)]
SHRINKS = [1 - stride / 20 for stride in range(1, 14)]
ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class ProposedTask:
    """A step with its place in time. `why` explains its length, `effort` is its owner’s work in days."""

    step: Step
    days: int
    why: str
    effort: Decimal
    owner: Person | None
    links: tuple[Link, ...]
    start: datetime.date | None
    dates: TaskDates

    @property
    def key(self) -> str:
        return self.step.key

    @property
    def planned(self) -> PlannedTask:
        return PlannedTask(self.key, self.days, self.links, self.start)


@dataclass(frozen=True)
class ProposedGate:
    """A formal checkpoint on the day when the last of its steps ends."""

    step: GateStep
    date: datetime.date


@dataclass(frozen=True)
class Proposal:
    """Tasks in the order of their steps, gates, and what the person should know, in words."""

    profile: Profile
    tasks: list[ProposedTask]
    gates: list[ProposedGate]
    remarks: list[str] = field(default_factory=list)

    def task(self, key: str) -> ProposedTask | None:
        return next((one for one in self.tasks if one.key == key), None)

    def of(self, key: str) -> TaskDates:
        """The dates of a step that every project has."""
        return next(one.dates for one in self.tasks if one.key == key)

    @property
    def start(self) -> datetime.date:
        return self.of(FIRST).start

    @property
    def go_live(self) -> datetime.date:
        """The last day of the go-live."""
        return self.of(GO_LIVE).end

    @property
    def end(self) -> datetime.date:
        return max(one.dates.end for one in self.tasks)

    @property
    def months(self) -> float:
        """From the first thought to the go-live, in months."""
        return ((self.go_live - self.start).days + 1) / MONTH

    @property
    def effort(self) -> Decimal:
        return sum((one.effort for one in self.tasks), Decimal(0))


def propose(
    profile: Profile,
    start: datetime.date,
    *,
    people: Sequence[Person] = (),
    closed: Collection[datetime.date] = (),
) -> Proposal:
    """The planning of such a project. Raises ScheduleError where the dates leave the calendar.

    `closed` are the closing days of the company. A step for which nobody of `people` fits has no owner, and a remark
    says so [E-RESPONSABLE].
    """
    layout = _fitted(profile, start, frozenset(closed))
    tasks = list(_tasks(layout, people))
    ends = {one.key: one.dates.end for one in tasks}
    gates = [ProposedGate(one, max(ends[key] for key in one.after)) for one in GATES]
    found = Proposal(profile, tasks, gates)
    return replace(found, remarks=[*_remarks(found, layout)])


@dataclass
class _Layout:
    """Steps with their lengths, laid out; `starts` holds days before which some don’t start, `waits` says why."""

    profile: Profile
    start: datetime.date
    closed: frozenset[datetime.date]
    lengths: dict[str, Length]
    links: dict[str, tuple[Link, ...]]
    starts: dict[str, datetime.date] = field(default_factory=dict)
    waits: dict[str, str] = field(default_factory=dict)
    dates: Mapping[str, TaskDates] = field(default_factory=dict)

    @property
    def steps(self) -> list[Step]:
        return steps_for(self.profile)

    @property
    def months(self) -> float:
        return ((self.dates[GO_LIVE].end - self.dates[FIRST].start).days + 1) / MONTH

    def lay(self) -> None:
        tasks = [
            PlannedTask(key, length.days, self.links[key], self.starts.get(key))
            for key, length in self.lengths.items()
        ]
        self.dates = compute(tasks, project_start=self.start, closed=self.closed)


def _fitted(profile: Profile, start: datetime.date, closed: frozenset[datetime.date]) -> _Layout:
    """The layout whose elastic steps give way as little as the bounds of the whole allow [R-DUREE]."""
    layout = _laid_out(profile, start, closed, 1)
    least = FULL if profile.is_full else SHORTEST
    for factor in STRETCHES:
        if layout.months >= least:
            break
        words = "une implémentation complète demande" if profile.is_full else "un projet CRM demande"
        layout = _laid_out(profile, start, closed, factor, f"{words} au moins {least}\u00a0mois")
    for factor in SHRINKS:
        if layout.months <= LONGEST:
            break
        layout = _laid_out(profile, start, closed, factor, f"le tout doit tenir en {LONGEST}\u00a0mois")
    return layout


def _laid_out(
    profile: Profile, start: datetime.date, closed: frozenset[datetime.date], factor: float, why: str = ""
) -> _Layout:
    steps = steps_for(profile)
    lengths = {one.key: _scaled(one, one.length(profile), factor, why) for one in steps}
    layout = _Layout(profile, start, closed, lengths, links_among(steps), {FIRST: start})
    layout.lay()
    _wait_for_the_season(layout, "T10", "T11")
    for step in steps:
        if step.gap:
            _place_after_go_live(layout, step, step.gap)
    return layout


def _scaled(step: Step, length: Length, factor: float, why: str) -> Length:
    if not step.elastic or factor == 1:
        return length
    days = max(1, math.ceil(length.days * factor) if factor > 1 else math.floor(length.days * factor))
    if days == length.days:
        return length
    verb = "portés de" if factor > 1 else "ramenés de"
    return replace(length, days=days, why=f"{length.why}\u00a0; {verb} {length.days} à {days}\u00a0: {why}")


def _wait_for_the_season(layout: _Layout, first: str, last: str) -> None:
    """Move what gathers all users, from the first to the last step of one piece, behind the busy season."""
    season = layout.profile.season
    busy = season.begins(layout.dates[first].start, layout.dates[last].end) if season else None
    if season and busy:
        layout.starts[first] = season.over(busy)
        layout.waits[first] = waiting_for(season)
        layout.lay()


def waiting_for(season: Season) -> str:
    """Why a step that gathers all users starts no sooner."""
    return f"attend la fin de la haute saison ({season})"


def _place_after_go_live(layout: _Layout, step: Step, gap: Gap) -> None:
    """Tie a step to the go-live so that it starts within its gap, out of the season when it gathers everybody."""
    live = layout.dates[GO_LIVE].end
    calendar = WorkingCalendar(live.year, layout.closed)
    length = layout.lengths[step.key]
    days = sorted(range(gap.least, gap.most + 1), key=lambda one: (abs(one - gap.aim), one))
    chosen = next((one for one in days if _suits(layout, step, gap, live + one * ONE_DAY, calendar)), gap.aim)
    lag = calendar.number(live + chosen * ONE_DAY) - calendar.number(live + ONE_DAY)
    links = tuple(link for link in layout.links[step.key] if link.key != GO_LIVE)
    layout.links[step.key] = (Link(GO_LIVE, lag=lag), *links)
    layout.lengths[step.key] = replace(length, why=f"{length.why}\u00a0; {gap.why}")
    layout.lay()
    if step.gathers:
        _wait_for_the_season(layout, step.key, step.key)


def _suits(layout: _Layout, step: Step, gap: Gap, day: datetime.date, calendar: WorkingCalendar) -> bool:
    """Whether the step may start on this day: a working one, so that it ends in its gap and out of the season."""
    first = calendar.number(day)
    start, end = calendar.day(first), calendar.day(first + layout.lengths[step.key].days - 1)
    within = start == day and (end - layout.dates[GO_LIVE].end).days <= gap.most
    season = layout.profile.season if step.gathers else None
    return within and not (season and season.begins(start, end))


def _tasks(layout: _Layout, people: Sequence[Person]) -> Iterator[ProposedTask]:
    for step in layout.steps:
        length, wait = layout.lengths[step.key], layout.waits.get(step.key, "")
        yield ProposedTask(
            step,
            length.days,
            f"{length.why}\u00a0; {wait}" if wait else length.why,
            _effort(length),
            first_fitting(people, step.charges),
            layout.links[step.key],
            layout.starts.get(step.key),
            layout.dates[step.key],
        )


def _effort(length: Length) -> Decimal:
    """The owner’s work, to half a day."""
    return max(Decimal("0.5"), Decimal(round(2 * length.days * length.part)) / 2)


def _remarks(found: Proposal, layout: _Layout) -> Iterator[str]:
    least = FULL if found.profile.is_full else SHORTEST
    if not least <= found.months <= LONGEST:
        months = number(round(found.months, 1))
        yield f"{months}\u00a0mois entre la réflexion et la mise en place\u00a0: hors de {least} à {LONGEST} mois."
    for key, why in layout.waits.items():
        task = found.task(key)
        if task is not None:
            yield f"«\u00a0{task.step.title}\u00a0» {why}\u00a0: rien avant le {long_date(task.start)}."
            if task.step.gap and (task.dates.start - found.go_live).days > task.step.gap.most:
                yield f"«\u00a0{task.step.title}\u00a0» vient plus tard que voulu ({task.step.gap.why})."
    if found.profile.replacement and not found.profile.overlap_months:
        yield "Un remplacement sans recouvrement prévu\u00a0: la durée usuelle est prise, dites la vôtre."
    yield from without_owner(found.tasks)


def without_owner(tasks: Iterable[ProposedTask]) -> Iterator[str]:
    """Steps for which nobody fits, by what they would want [E-RESPONSABLE]."""
    lacking: dict[str, list[str]] = {}
    for task in tasks:
        if task.owner is None:
            lacking.setdefault(task.step.charges[0].label, []).append(task.key)
    for label, keys in lacking.items():
        steps = counted(len(keys), "étape reste", "étapes restent")
        yield f"{steps} sans responsable, faute de membre «\u00a0{label}\u00a0»\u00a0: {', '.join(keys)}."
