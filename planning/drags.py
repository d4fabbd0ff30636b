"""What a gesture on the chart means for a task: a bar carried elsewhere, an edge pulled. Pure computation.

What the planning can’t follow to the letter is mended, and said in words; what makes no sense is refused.
"""

import datetime
from dataclasses import dataclass, replace

from crmproject.toolkit.refusals import RefusedError
from crmproject.toolkit.templatetags.french import long_date
from planning.models.tasks import LONGEST_TASK
from planning.schedule import FIRST_YEAR, LAST_YEAR, PlannedTask
from planning.whatif import ONE_DAY, Network, earliest


@dataclass(frozen=True)
class Drag:
    """A task as the gesture leaves it, and in French what had to be mended."""

    task: PlannedTask
    remarks: tuple[str, ...] = ()


def carried(network: Network, key: str, day: datetime.date) -> Drag:
    """The task put on this day: « not before » it, or imposed on it when the task has an imposed day already.

    A day that nobody works is put off to the next one; a day that the links don’t allow yet leaves the task as soon as
    they do. Raises RefusedError outside the calendar.
    """
    _in_calendar(day)
    task, remarks = network.tasks[key], []
    calendar = network.calendar(day)
    worked = calendar.day(calendar.number(day))
    if worked != day:
        remarks.append(f"Le {long_date(day)} n’est pas travaillé\u00a0: compté comme le {long_date(worked)}.")
    first = earliest(network, key)
    if first.waits_for and worked < first.day:
        remarks.append(
            f"{key} ne peut pas commencer avant le {long_date(first.day)}\u00a0: elle attend "
            f"{' et '.join(first.waits_for)}."
        )
    elif worked < network.project_start:
        remarks.append(f"{key} commencerait avant le début du projet, le {long_date(network.project_start)}.")
    if task.fixed:
        kept = max(worked, first.day) if first.waits_for else worked
        return Drag(replace(task, fixed=kept), tuple(remarks))
    soonest = worked <= first.day if first.waits_for else worked == first.day
    return Drag(replace(task, start=None if soonest else worked), tuple(remarks))


def pulled(network: Network, key: str, *, begin: datetime.date, finish: datetime.date) -> Drag:
    """The task lasting until this last day; `begin` is the day on which its bar starts, moved when its left edge was.

    Raises RefusedError when it would end before it starts, or last too long.
    """
    _in_calendar(finish)
    standing = network.dates()[key].start
    drag = carried(network, key, begin) if begin != standing else Drag(network.tasks[key])
    start = network.with_tasks({key: drag.task}).dates()[key].start
    calendar = network.calendar(start, finish)
    days = calendar.number(finish + ONE_DAY) - calendar.number(start)
    if days < 1:
        raise RefusedError(
            f"{key} finirait avant de commencer\u00a0: elle commence le {long_date(start)}, et sa fin serait le "
            f"{long_date(finish)}. Rien n’a changé."
        )
    if days > LONGEST_TASK:
        raise RefusedError(
            f"Une tâche dure au plus 1\u00a0000 jours ouvrés\u00a0: {key} en prendrait {days}."
        )
    return Drag(replace(drag.task, days=days), drag.remarks)


def _in_calendar(day: datetime.date) -> None:
    if not FIRST_YEAR <= day.year < LAST_YEAR:
        raise RefusedError(f"Une date de {FIRST_YEAR} à {LAST_YEAR - 1}.")
