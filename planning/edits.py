"""What an edited task does to the planning: why it can’t be taken, and what the person should know of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from crmproject.toolkit.templatetags.french import long_date
from planning.reading import Planning
from planning.schedule import (
    CycleError,
    PlannedTask,
    ScheduleError,
    TaskDates,
    too_long,
)
from planning.templatetags.capacity_tags import counted_days
from planning.whatif import Effect, Network, what_if


@dataclass(frozen=True)
class Outcome:
    """`problem` is why the edit is refused, `in_links` whether its links are the reason; `warnings` refuse nothing."""

    problem: str = ""
    in_links: bool = False
    warnings: tuple[str, ...] = ()


def judge(planning: Planning, task: PlannedTask) -> Outcome:
    """What becomes of the planning with this task in the place of the one of its key, or with it added.

    A planning that was broken before, elsewhere, may still be edited: else nobody could mend it step by step.
    """
    network = Network.of(planning)
    try:
        effect = what_if(network, {task.key: task})
    except CycleError as error:
        return Outcome(str(error), in_links=True) if task.key in error.path else Outcome()
    except ScheduleError as error:
        return Outcome() if planning.problem else Outcome(str(error))
    if problem := too_long(effect.dates, before=planning.dates):
        return Outcome(problem)
    return Outcome(warnings=tuple(_warnings(network, effect, task)))


def _warnings(network: Network, effect: Effect, task: PlannedTask) -> Iterator[str]:
    dates = effect.dates[task.key]
    yield from told(task, dates)
    for breach in effect.broken:
        if breach.key == task.key:
            continue
        other = network.tasks[breach.key]
        yield from told(other, effect.dates[breach.key])


def told(task: PlannedTask, dates: TaskDates) -> Iterator[str]:
    """What this task’s own dates and the links say against each other, in French."""
    if task.fixed and dates.pushed_days:
        waits = f" ({', '.join(link.key for link in task.links)})" if task.links else ""
        yield (
            f"La date imposée de {task.key}, le {long_date(task.fixed)}, tombe avant ce que la tâche attend{waits}"
            f"\u00a0: elle commence le {long_date(dates.start)}, {counted_days(dates.pushed_days)} plus tard."
        )
    elif task.fixed and dates.start != task.fixed:
        yield (
            f"Le {long_date(task.fixed)}, date imposée de {task.key}, n’est pas travaillé\u00a0: elle commence le "
            f"{long_date(dates.start)}."
        )
    if task.due and dates.late_days:
        yield (
            f"{task.key} finit le {long_date(dates.end)}, {counted_days(dates.late_days)} après sa fin au plus tard, "
            f"le {long_date(task.due)}."
        )
