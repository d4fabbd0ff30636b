"""Dates of a planning found the slow way, to check the fast one: day by day, with no numbering and no order of tasks.

A moment is a day with « morning » or « evening ». Every task stands first where its own dates put it, then whatever
breaks a constraint moves on by one step, until nothing does: the least fixed point. Floats are found by pushing a task
one day at a time and looking at what that does.
"""

import datetime
import functools
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from planning.schedule import LinkKind, PlannedTask, is_working_day

DAY = datetime.timedelta(days=1)
MORNING, EVENING = 0, 1
# More working days than any chain of links of these tests spans.
LONG_AGO = 120

type Moment = tuple[datetime.date, int]


@dataclass(frozen=True)
class SlowDates:
    start: datetime.date
    end: datetime.date
    float_days: int
    free_days: int
    late_days: int
    pushed_days: int


class SlowSchedule:
    """The same network as `compute` takes, without cycle."""

    def __init__(
        self,
        tasks: Sequence[PlannedTask],
        *,
        project_start: datetime.date,
        closed: Collection[datetime.date] = (),
    ) -> None:
        self.tasks = {task.key: task for task in tasks}
        self._works: Callable[[datetime.date], bool] = functools.cache(
            lambda day: is_working_day(day, closed)
        )
        own = [day for task in tasks for day in (task.start, task.fixed) if day]
        begins = min([project_start, *own])
        floors = {}
        for task in tasks:
            first = begins if task.links else project_start
            floors[task.key] = self._open(
                max([day for day in (task.start, task.fixed) if day], default=first)
            )
        self.starts = self._settle({key: (day, MORNING) for key, day in floors.items()})
        self.end = max(self.finish(key, start)[0] for key, start in self.starts.items())

    def _open(self, day: datetime.date) -> datetime.date:
        while not self._works(day):
            day += DAY
        return day

    def days_on(self, day: datetime.date, count: int) -> datetime.date:
        """The working day that comes so many working days later, or earlier."""
        step = DAY if count > 0 else -DAY
        while count:
            day += step
            count -= (1 if count > 0 else -1) * self._works(day)
        return day

    def finish(self, key: str, start: Moment) -> Moment:
        days = self.tasks[key].days
        return (self.days_on(start[0], days - 1), EVENING) if days else start

    def _settle(self, starts: Mapping[str, Moment], pinned: str = "") -> dict[str, Moment]:
        """Move on what breaks a link, until nothing does."""
        now = dict(starts)
        moved = True
        while moved:
            moved = False
            for key in now:
                while key != pinned and not self._holds(key, now):
                    now[key] = self._step(key, now[key])
                    moved = True
        return now

    def _step(self, key: str, at: Moment) -> Moment:
        if not self.tasks[key].days and at[1] == MORNING:
            return (at[0], EVENING)
        return (self.days_on(at[0], 1), MORNING)

    def _holds(self, key: str, now: Mapping[str, Moment]) -> bool:
        return all(
            self._link_holds(key, link.key, link.kind, link.lag, now) for link in self.tasks[key].links
        )

    def _link_holds(self, key: str, before: str, kind: LinkKind, lag: int, now: Mapping[str, Moment]) -> bool:
        if before not in now:
            return True
        day, half = now[before] if kind.value[0] == "S" else self.finish(before, now[before])
        freed = (self.days_on(day, lag), half)
        if kind.value[1] == "S" or not self.tasks[key].days:
            return now[key] >= freed
        evening = self.finish(key, now[key])
        if kind is LinkKind.FINISH_FINISH:
            return evening >= freed
        # A task may finish on the evening before the morning on which the other one starts.
        return (self.days_on(evening[0], 1), MORNING) >= freed

    def later(self, key: str, days: int) -> Moment:
        """Where a task stands when it is pushed by so many working days."""
        day, half = self.starts[key]
        return self.days_on(day, days), half

    def pushed(self, key: str, days: int) -> dict[str, Moment]:
        """Where everything stands when one task is pushed."""
        return self._settle({**self.starts, key: self.later(key, days)}, pinned=key)

    def _float(self, key: str) -> int:
        days = 0
        while self._harmless(key, days + 1):
            days += 1
        return days

    def _harmless(self, key: str, days: int) -> bool:
        """Whether this push alone, all else as early as can be, leaves the end and every date further on in peace."""
        reached = self._reached_from(key)
        moment = self.later(key, days)
        long_ago = self.days_on(min(day for day, _ in self.starts.values()), -LONG_AGO)
        early = dict.fromkeys(reached, (long_ago, MORNING)) | {key: moment}
        return all(self._in_time(one, start) for one, start in self._settle(early, pinned=key).items())

    def _reached_from(self, key: str) -> set[str]:
        found = {key}
        while more := {
            one
            for one, task in self.tasks.items()
            if one not in found and found & {link.key for link in task.links}
        }:
            found |= more
        return found

    def _in_time(self, key: str, start: Moment) -> bool:
        return (
            self.finish(key, start)[0] <= self.end
            and not self._late(key, start)
            and not self._off(key, start)
        )

    def _late(self, key: str, start: Moment) -> int:
        due, last = self.tasks[key].due, self.finish(key, start)[0]
        return self._between(due, last) if due else 0

    def _off(self, key: str, start: Moment) -> int:
        fixed = self.tasks[key].fixed
        return self._between(self._open(fixed), start[0]) if fixed else 0

    def _between(self, day: datetime.date, other: datetime.date) -> int:
        """Working days after the one, until the other; none when it comes first."""
        count = 0
        while day < other:
            day += DAY
            count += self._works(day)
        return count

    def _free(self, key: str, spare: int) -> int:
        others = {one: start for one, start in self.starts.items() if one != key}
        days = 0
        while days < spare and all(self.pushed(key, days + 1)[one] == start for one, start in others.items()):
            days += 1
        return days

    def dates(self) -> dict[str, SlowDates]:
        """All that `compute` says, the latest end aside."""
        found = {}
        for key, start in self.starts.items():
            spare = self._float(key)
            found[key] = SlowDates(
                start[0],
                self.finish(key, start)[0],
                spare,
                self._free(key, spare),
                self._late(key, start),
                self._off(key, start),
            )
        return found
