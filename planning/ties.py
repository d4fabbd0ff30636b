"""Links by which standing tasks would wait for the steps that a proposal adds.

Pure computation. A tie never closes a loop, never moves a task that has begun or has an imposed date, and never brings
one forward: what would is left out, and told.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from planning.proposal import ProposedTask
from planning.reading import TaskLine
from planning.schedule import CycleError, Link, ScheduleError, TaskDates, too_long

DONE = 100


@dataclass(frozen=True)
class Tie:
    """A standing task, and the link to the added one for which it would wait too."""

    line: TaskLine
    link: Link
    step: str

    @property
    def key(self) -> str:
        return self.line.task.key


@dataclass(frozen=True)
class Ties:
    """Those that would be written, and why others would not."""

    kept: list[Tie] = field(default_factory=list)
    refused: list[tuple[Tie, str]] = field(default_factory=list)

    @property
    def tried(self) -> bool:
        """Whether links were wanted at all."""
        return bool(self.kept or self.refused)

    @property
    def links(self) -> dict[str, tuple[Link, ...]]:
        """The links that each standing task gets, by its key."""
        return links_of(self.kept)

    @property
    def remarks(self) -> list[str]:
        """« T06, T07 n’attendront pas T05B Reformulation des besoins : … », in the order of the steps."""
        found: dict[tuple[str, str], list[str]] = {}
        for tie, why in self.refused:
            found.setdefault((f"{tie.link.key} {tie.step}", why), []).append(tie.key)
        return [
            f"{', '.join(keys)} {'n’attendra' if len(keys) == 1 else 'n’attendront'} pas {name}\u00a0: {why}."
            for (name, why), keys in found.items()
        ]


def links_of(ties: Iterable[Tie]) -> dict[str, tuple[Link, ...]]:
    """The links that these ties add, by the key of the task that gets them."""
    found: dict[str, tuple[Link, ...]] = {}
    for tie in ties:
        found[tie.key] = (*found.get(tie.key, ()), tie.link)
    return found


def wanted_ties(
    steps: Sequence[ProposedTask],
    lines: Iterable[TaskLine],
    present: Mapping[str, tuple[str, ...]],
    names: Mapping[str, str],
) -> list[Tie]:
    """The links of standing steps to missing ones, which get these names.

    Where several tasks are one step, those that wait for another of them wait for the added one through it.
    """
    by_key = {line.task.key: line for line in lines}
    after = {key: line.after for key, line in by_key.items()}
    titles = {one.key: one.step.title for one in steps}
    return [
        Tie(by_key[key], Link(names[link.key], link.kind, link.lag), titles[link.key])
        for one in steps
        if one.key in present
        for link in one.links
        if link.key in names
        for key in _first(present[one.key], after)
    ]


def _first(keys: tuple[str, ...], after: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Those of these tasks that wait for no other of them."""
    for key in keys:
        seen, waiting = {key}, [key]
        for one in waiting:
            new = [before for before in after[one] if before not in seen]
            seen.update(new)
            waiting.extend(new)  # the list is the queue that this loop consumes
        if not seen.intersection(keys) - {key}:
            yield key


def held(line: TaskLine) -> str:
    """Why this task may not move; empty when it may."""
    if line.task.progress >= DONE:
        return "tâche terminée"
    if line.task.progress:
        return "tâche déjà commencée"
    return "date imposée" if line.task.fixed_start else ""


def choose(wanted: Iterable[Tie], trouble: Callable[[list[Tie]], str]) -> Ties:
    """As many of these ties as may be, in their order; `trouble` says what is wrong with some of them, together."""
    found = Ties()

    def take(some: list[Tie]) -> None:
        why = trouble([*found.kept, *some]) if some else ""
        if not why:
            found.kept.extend(some)
        elif len(some) == 1:
            found.refused.append((some[0], why))
        else:
            middle = len(some) // 2
            take(some[:middle])
            take(some[middle:])

    free = []
    for tie in wanted:
        why = held(tie.line)
        if why:
            found.refused.append((tie, why))
        else:
            free.append(tie)
    take(free)
    return found


def trouble_of(lines: Iterable[TaskLine], dated: Callable[[], Mapping[str, TaskDates]]) -> str:
    """What is wrong with the dates that standing tasks would get; empty when nothing is."""
    try:
        dates = dated()
    except CycleError as loop:
        return f"elles s’attendraient en boucle ({' → '.join(loop.path)})"
    except ScheduleError:
        return "le planning sortirait du calendrier"
    before = {}
    for line in lines:
        key, was = line.task.key, line.dates
        if was is None:
            continue
        before[key] = was
        if dates[key].start < was.start:
            return f"{key} commencerait plus tôt qu’aujourd’hui"
        if (why := held(line)) and (dates[key].start, dates[key].end) != (was.start, was.end):
            return f"cela déplacerait {key} ({why})"
    return "le planning serait trop long" if too_long(dates, before=before) else ""
