"""A file compared with the planning: what applying it would do."""

import datetime
from collections.abc import Iterable, Iterator

from charter.models import Project
from planning.exchange.comparetasks import Tasks
from planning.exchange.draft import Draft, GateDraft, Remark
from planning.exchange.dryrun import (
    USUAL_MONTHS,
    Change,
    DryRun,
    Fate,
    Line,
    What,
    changed,
    shown,
)
from planning.exchange.keys import ONLY_PHASE, Keys, match
from planning.exchange.standing import Standing, load_standing
from planning.exchange.uses import uses_of_all
from planning.models import Closing
from planning.models.closings import LONGEST_CLOSING
from planning.schedule import PlannedTask, ScheduleError, TaskDates, compute, too_long

DAYS_A_MONTH = 30.44


def compare(project: Project, draft: Draft, *, remove: bool = False, read: str = "") -> DryRun:
    """What applying this file would do; `remove` puts aside what the file doesn’t name.

    `read` names the reading, so that two files never have the same stamp.
    """
    standing = load_standing(project)
    keys = match(standing, draft)
    tasks = Tasks(standing, draft, keys)
    task_lines = tasks.lines() + list(_absent_tasks(standing, set(keys.tasks.values()), remove))
    lines = list(_phases(standing, draft, keys, tasks.needs_phase))
    lines += task_lines
    lines += _gates(standing, draft, keys, remove)
    lines += _closings(standing, draft)
    before, _ = _dates(standing, _standing_tasks(standing), standing.closings)
    after, problem = _dates(standing, list(_planned(standing, task_lines)), _closings_after(lines, standing))
    end_before, end_after = _end(before), _end(after)
    return DryRun(
        lines=lines,
        remarks=[*draft.remarks, *_moved_ends(draft, keys, after)],
        problem=problem or too_long(after, before=before),
        warnings=_unusual(after),
        end_before=end_before,
        end_after=end_after,
        read=f"{read}{'-' if remove else ''}",
    )


def _phases(standing: Standing, draft: Draft, keys: Keys, needs_one: bool) -> Iterator[Line]:
    done: set[str] = set()
    for phase in draft.phases:
        key = keys.phases[phase.ref]
        if key in done:
            continue
        done.add(key)
        yield _phase(standing, key, phase.title, renames=bool(phase.key))
    if needs_one:
        yield _phase(standing, *ONLY_PHASE, renames=False)


def _phase(standing: Standing, key: str, title: str, *, renames: bool) -> Line:
    row = standing.phases.get(key)
    values = {"title": title[:160]}
    if row is None:
        return Line(What.PHASE, key, title, Fate.CREATED, values=values)
    change = [Change("Phase", row.title, values["title"])] if renames and row.title != values["title"] else []
    fate = Fate.CHANGED if change else Fate.SAME
    if key not in standing.live_phases:
        fate = Fate.RESTORED
    return Line(
        What.PHASE, key, row.title, fate, changes=tuple(change), row=row, values=values if change else {}
    )


def _absent_tasks(standing: Standing, named: set[str], remove: bool) -> Iterator[Line]:
    absent = [task for key, task in standing.live.items() if key not in named]
    uses = uses_of_all(absent) if remove else {}
    for task in absent:
        errors = [f"Ne peut pas être retirée\u00a0: {uses[task.pk]}."] if task.pk in uses else []
        fate = Fate.REMOVED if remove else Fate.ABSENT
        yield Line(What.TASK, task.key, task.title, fate, errors=tuple(errors), row=task)


def _gates(standing: Standing, draft: Draft, keys: Keys, remove: bool) -> Iterator[Line]:
    named: set[str] = set()
    for gate in draft.gates or ():
        errors = [f"Deux points de validation portent la clé {gate.key}."] if gate.key in named else []
        named.add(gate.key)
        yield _gate(standing, gate, keys, errors)
    if draft.gates is None:
        return
    for key, row in standing.gates.items():
        if key not in named and not row.is_deleted:
            # What was decided at a gate is no business of a file: it is never removed by one.
            told = ("Un fichier ne retire pas un point de validation\u00a0: retirez-le dans sa liste.",)
            yield Line(What.GATE, key, row.title, Fate.ABSENT, remarks=told if remove else (), row=row)


def _gate(standing: Standing, gate: GateDraft, keys: Keys, errors: list[str]) -> Line:
    row = standing.gates.get(gate.key)
    after = tuple(dict.fromkeys(keys.tasks[ref] for ref in gate.after if ref in keys.tasks))
    before = standing.after[gate.key]
    pairs = [
        ("title", "Point de validation", row.title if row else None, gate.title[:200]),
        ("after", "Après", ", ".join(sorted(before)), ", ".join(sorted(after))),
    ]
    found = list(changed(pairs))
    fate = Fate.CREATED if row is None else Fate.CHANGED if found else Fate.SAME
    if row is not None and row.is_deleted:
        fate = Fate.RESTORED
    return Line(
        What.GATE,
        gate.key,
        gate.title,
        fate,
        gate.place,
        changes=tuple(change for _, change, _ in found) if row else (),
        errors=tuple(errors),
        row=row,
        values={"title": gate.title[:200], "after": after} if found or row is None else {},
    )


def _closings(standing: Standing, draft: Draft) -> Iterator[Line]:
    known = {(one.first_day, one.last_day) for one in standing.closings}
    for closing in draft.closings:
        if (closing.first_day, closing.last_day) in known:
            continue
        values = {
            "title": closing.title[:120],
            "first_day": closing.first_day,
            "last_day": closing.last_day,
        }
        too_long = (closing.last_day - closing.first_day).days >= LONGEST_CLOSING
        errors = (f"Une fermeture dure au plus {LONGEST_CLOSING} jours.",) if too_long else ()
        told = f"du {shown(closing.first_day)} au {shown(closing.last_day)}"
        yield Line(What.CLOSING, told, closing.title, Fate.CREATED, errors=errors, values=values)


def _closings_after(lines: Iterable[Line], standing: Standing) -> list[Closing]:
    made = [Closing(**one.values) for one in lines if one.what is What.CLOSING and not one.errors]
    return [*standing.closings, *made]


def _standing_tasks(standing: Standing) -> list[PlannedTask]:
    return [
        PlannedTask(key, one.days, standing.links[key], one.start, one.fixed_start, one.due)
        for key, one in standing.live.items()
    ]


def _planned(standing: Standing, lines: list[Line]) -> Iterator[PlannedTask]:
    """Every task as it would be, without its links to tasks that would go."""
    staying = {one.key: one for one in lines if one.fate is not Fate.REMOVED and not one.errors}
    for key, line in staying.items():
        row = standing.tasks.get(key)
        wanted = {
            name: line.values.get(name, getattr(row, name, None))
            for name in ("days", "start", "fixed_start", "due")
        }
        links = line.links if line.links is not None else standing.links[key]
        yield PlannedTask(
            key,
            1 if wanted["days"] is None else wanted["days"],
            tuple(link for link in links if link.key in staying),
            wanted["start"],
            wanted["fixed_start"],
            wanted["due"],
        )


def _dates(
    standing: Standing, tasks: list[PlannedTask], closings: Iterable[Closing]
) -> tuple[dict[str, TaskDates], str]:
    closed = frozenset(day for one in closings for day in one.days)
    try:
        return compute(tasks, project_start=standing.project.start, closed=closed), ""
    except ScheduleError as error:
        return {}, str(error)


def _end(dates: dict[str, TaskDates]) -> datetime.date | None:
    return max((one.end for one in dates.values()), default=None)


def _months(dates: dict[str, TaskDates]) -> float:
    first = min((one.start for one in dates.values()), default=None)
    last = _end(dates)
    return (last - first).days / DAYS_A_MONTH if first and last else 0


def _unusual(after: dict[str, TaskDates]) -> tuple[str, ...]:
    """What [R-DUREE] says of the length of the planning."""
    shortest, longest = USUAL_MONTHS
    months = _months(after)
    if not after or shortest <= months <= longest:
        return ()
    return (
        f"Le planning durerait {months:.0f} mois\u00a0: un projet CRM dure d’ordinaire de {shortest} à {longest} mois.",
    )


def _moved_ends(draft: Draft, keys: Keys, dates: dict[str, TaskDates]) -> list[Remark]:
    """Tell how many tasks end here on another day than the one that the other tool computed."""
    ends = [(keys.tasks.get(one.ref, ""), one.said_end) for one in draft.tasks if one.said_end]
    moved = sum(end != dates[key].end for key, end in ends if key in dates)
    if not moved:
        return []
    what = f"{moved} tâches ne finissent pas" if moved > 1 else "Une tâche ne finit pas"
    text = f"{what} le jour que dit le fichier\u00a0: les dates sont recalculées en jours ouvrés français."
    return [Remark("Dates", text)]
