"""Coherence rules on the dates of the planning: those that can’t be held, the time of people, and what is late."""

from collections.abc import Iterator

from django.utils import timezone

from charter.blocks import load_project
from charter.diagnostics import list_url, page_url
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import Finding, Severity, counted, listed, rule
from crmproject.toolkit.templatetags.french import long_date, number
from planning.capacity import PersonLoad, in_days, workload
from planning.reading import TaskLine, load_planning
from planning.templatetags.capacity_tags import counted_days

DONE = 100


@rule(
    "R-COHERENCE",
    Severity.WARNING,
    "Planning cohérent avec les dates et les personnes",
    "Un planning qui dépasse ses dates, ou le temps de chacun, promet ce que personne ne tiendra.",
    source="Planning",
)
def coherent(gathering: Gathering) -> Iterator[Finding]:
    yield from _past_the_end(gathering)
    yield from _past_due(gathering)
    yield from _pushed(gathering)
    yield from _overloaded(gathering)


def _past_the_end(gathering: Gathering) -> Iterator[Finding]:
    project, planning = gathering.once(load_project), gathering.once(load_planning)
    if planning.end and planning.end > project.target_end:
        days = (planning.end - project.target_end).days
        yield Finding(
            f"Le planning finit le {long_date(planning.end)}, {counted(days, 'jour', 'jours')} après la fin visée "
            f"({long_date(project.target_end)}).",
            page_url(gathering, "planning"),
        )


def _past_due(gathering: Gathering) -> Iterator[Finding]:
    lines = [line for line in gathering.once(load_planning).tasks if line.dates and line.dates.late_days]
    if lines:
        said = listed(
            f"{line.task.key} ({counted_days(line.dates.late_days)})" for line in lines if line.dates
        )
        what = counted(len(lines), "tâche finit", "tâches finissent")
        yield Finding(f"{what} après leur date au plus tard\u00a0: {said}.", list_url(gathering, "taches"))


def _pushed(gathering: Gathering) -> Iterator[Finding]:
    lines = [
        line
        for line in gathering.once(load_planning).tasks
        if line.dates and line.task.fixed_start and line.dates.start != line.task.fixed_start
    ]
    if lines:
        said = listed(f"{line.task.key} ({_imposed(line)})" for line in lines)
        what = counted(len(lines), "date imposée ne peut", "dates imposées ne peuvent")
        yield Finding(
            f"{what} pas être tenue{'s' * (len(lines) > 1)}\u00a0: {said}.", list_url(gathering, "taches")
        )


def _imposed(line: TaskLine) -> str:
    start = line.dates.start if line.dates else None
    return f"le {long_date(line.task.fixed_start)}, possible le {long_date(start)}"


def _overloaded(gathering: Gathering) -> Iterator[Finding]:
    """Silent on those whose efforts nobody said: what is known is already too much for those it names."""
    over = workload(gathering.once(load_planning)).over
    if over:
        said = listed(f"{one.member.display_name}, {_excess(one)}" for one in over)
        who = "1 personne a" if len(over) == 1 else f"{len(over)} personnes ont"
        yield Finding(f"{who} plus de charge que de temps\u00a0: {said}.", page_url(gathering, "workload"))


def _excess(person: PersonLoad) -> str:
    weeks = counted(len(person.over), "semaine", "semaines")
    return f"{number(in_days(person.excess).normalize() + 0)}\u00a0j de trop en {weeks}"


@rule(
    "R-RETARD",
    Severity.WARNING,
    "Tâches finies à leur date",
    "Une tâche passée et inachevée retarde ce qui l’attend\u00a0: le dire tôt laisse le temps de replanifier.",
    source="Planning",
)
def overdue_tasks(gathering: Gathering) -> Iterator[Finding]:
    today = timezone.localdate()
    late = [
        line
        for line in gathering.once(load_planning).tasks
        if line.dates and line.dates.end < today and line.task.progress < DONE
    ]
    if late:
        what = counted(
            len(late), "tâche dont la fin est passée n’est pas", "tâches dont la fin est passée ne sont pas"
        )
        said = listed(
            f"{line.task.key} ({line.task.progress}\u00a0%, {long_date(line.dates.end)})"
            for line in late
            if line.dates
        )
        yield Finding(
            f"{what} achevée{'s' * (len(late) > 1)}\u00a0: {said}.",
            list_url(gathering, "taches"),
        )
