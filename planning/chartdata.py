"""The planning as the chart in the page takes it: rows, links and marks with all their dates computed here.

The browser draws what this says and decides nothing: neither dates, nor critical path, nor slippage.
"""

import datetime
from collections.abc import Iterator, Sequence

from charter.agenda import Entry
from crmproject.toolkit.blocks import Json
from crmproject.toolkit.templatetags.french import long_date
from planning.baselines import Slip, Slippage
from planning.diagram.lines import CHANGE_TITLE, GATES_TITLE
from planning.gates import GateReview
from planning.reading import Planning, TaskLine
from planning.schedule import LinkKind, is_working_day
from planning.whatif import ONE_DAY, Network

# The numbers by which the library names the kinds of links.
LINK_TYPES = {
    LinkKind.FINISH_START: "0",
    LinkKind.START_START: "1",
    LinkKind.FINISH_FINISH: "2",
    LinkKind.START_FINISH: "3",
}
# What is shown before the first day and after the last one.
MARGIN = datetime.timedelta(days=14)
GATES, CHANGE = "points", "changement"
NOON = "12:00"


def chart_data(
    planning: Planning,
    *,
    reviews: Sequence[GateReview] = (),
    slipped: Slippage | None = None,
    dated: Sequence[Entry] = (),
    today: datetime.date,
) -> dict[str, Json]:
    """All that the chart draws. `stamp` is that of the dates: another one means that the planning moved."""
    rows: list[Json] = [*_phases(planning, slipped, today), *_gates(reviews, slipped), *_deadlines(dated)]
    first, last = _span(planning, slipped, dated)
    return {
        "stamp": Network.of(planning).stamp,
        "problem": planning.problem,
        "today": today.isoformat(),
        "first": (first - MARGIN).isoformat(),
        "last": (last + MARGIN).isoformat(),
        "reference": str(slipped.baseline) if slipped else "",
        "off": _days_off(planning, first - MARGIN, last + MARGIN),
        "closings": {day.isoformat(): closing.title for closing in planning.closings for day in closing.days},
        "tasks": rows if planning.end else [],
        "links": list(_links(planning)),
    }


def _span(
    planning: Planning, slipped: Slippage | None, dated: Sequence[Entry]
) -> tuple[datetime.date, datetime.date]:
    days = [planning.project_start]
    days += [
        day for line in planning.tasks if line.dates for day in (line.dates.start, line.dates.latest_end)
    ]
    days += [line.task.due for line in planning.tasks if line.task.due]
    days += [day for one in dated for day in (one.start, one.end)]
    if slipped:
        days += [day for one in slipped.slips if one.planned for day in (one.planned.start, one.planned.end)]
    return min(days), max(days)


def _days_off(planning: Planning, first: datetime.date, last: datetime.date) -> list[Json]:
    """Every day on which nobody works, closings included."""
    closed, found, day = planning.closed, [], first
    while day <= last:
        if not is_working_day(day, closed):
            found.append(day.isoformat())
        day += ONE_DAY
    return list(found)


def _phases(planning: Planning, slipped: Slippage | None, today: datetime.date) -> Iterator[Json]:
    for phase in planning.phases:
        if not phase.start or not phase.end:
            continue
        yield {
            "id": f"p{phase.phase.pk}",
            "kind": "phase",
            "type": "project",
            "text": phase.phase.title,
            "start_date": phase.start.isoformat(),
            "end_date": (phase.end + ONE_DAY).isoformat(),
            "open": True,
            "readonly": True,
            "hint": f"{phase.phase.title}, du {long_date(phase.start)} au {long_date(phase.end)}",
        }
        for line in phase.tasks:
            yield _task(line, slipped.tasks.get(line.task.key) if slipped else None, today)


def _task(line: TaskLine, slip: Slip | None, today: datetime.date) -> Json:
    task, dates = line.task, line.dates
    if dates is None:
        return None
    begin = dates.start.isoformat()
    row: dict[str, Json] = {
        "id": f"t{task.pk}",
        "pk": task.pk,
        "key": task.key,
        "kind": "task",
        "type": "milestone" if task.is_milestone else "task",
        "parent": f"p{task.phase_id}",
        "text": task.title,
        "owner": line.owner,
        "version": task.version,
        "days": task.days,
        # A milestone stands in the middle of its day.
        "start_date": f"{begin} {NOON}" if task.is_milestone else begin,
        "end_date": f"{begin} {NOON}" if task.is_milestone else (dates.end + ONE_DAY).isoformat(),
        "progress": task.progress / 100,
        "critical": dates.is_critical,
        "float": dates.float_days,
        "late": is_behind(line, today),
        "hint": ", ".join(_words(line, slip)),
    }
    if dates.latest_end > dates.end:
        row["latest"] = (dates.latest_end + ONE_DAY).isoformat()
    if task.fixed_start:
        row["fixed"] = task.fixed_start.isoformat()
    if task.due:
        row["due"] = (task.due + ONE_DAY).isoformat()
    if slip and slip.planned:
        row["planned"] = [slip.planned.start.isoformat(), (slip.planned.end + ONE_DAY).isoformat()]
    return row


def is_behind(line: TaskLine, today: datetime.date) -> bool:
    """Whether the planning breaks a date of this task, or the task should be over and is not."""
    if line.dates is None:
        return False
    overdue = line.dates.end < today and line.task.progress < 100
    return bool(line.dates.late_days or line.dates.pushed_days or overdue)


def _words(line: TaskLine, slip: Slip | None) -> Iterator[str]:
    task, dates = line.task, line.dates
    if dates is None:
        return
    yield f"{task.key} {task.title}"
    same = dates.start == dates.end
    yield f"le {long_date(dates.start)}" if same else f"du {long_date(dates.start)} au {long_date(dates.end)}"
    yield line.owner or "sans responsable"
    yield "critique" if dates.is_critical else f"marge\u00a0: {dates.float_days}\u00a0j"
    if task.progress:
        yield f"faite à {task.progress}\u00a0%"
    if task.fixed_start:
        yield f"imposée le {long_date(task.fixed_start)}"
    if task.due:
        yield f"à finir le {long_date(task.due)}"
    if slip and slip.days:
        yield f"{abs(slip.days)}\u00a0j {'après' if slip.days > 0 else 'avant'} la référence"


def _gates(reviews: Sequence[GateReview], slipped: Slippage | None) -> Iterator[Json]:
    dated = [(one, one.line.date) for one in reviews if one.line and one.line.date]
    if not dated:
        return
    yield _heading(GATES, GATES_TITLE)
    for review, day in dated:
        slip = slipped.gates.get(review.gate.key) if slipped else None
        state = str(review.state.label)
        yield {
            "id": f"g{review.gate.pk}",
            "kind": "gate",
            "type": "milestone",
            "parent": GATES,
            "key": review.gate.key,
            "text": review.gate.title,
            "state": review.state.value,
            "label": state,
            "url": review.gate.get_absolute_url(),
            # It falls on the evening of its day.
            "start_date": (day + ONE_DAY).isoformat(),
            "end_date": (day + ONE_DAY).isoformat(),
            "readonly": True,
            "hint": f"{review.gate.title}, {long_date(day)}, {state.lower()}",
            **({"planned": [(slip.planned.end + ONE_DAY).isoformat()] * 2} if slip and slip.planned else {}),
        }


def _deadlines(dated: Sequence[Entry]) -> Iterator[Json]:
    if not dated:
        return
    yield _heading(CHANGE, CHANGE_TITLE)
    for number, one in enumerate(dated):
        single = one.start == one.end
        days = f"le {long_date(one.start)}" if single else f"{long_date(one.start)} – {long_date(one.end)}"
        yield {
            "id": f"c{number}",
            "kind": "change",
            "type": "milestone" if single else "task",
            "parent": CHANGE,
            "text": " – ".join(dict.fromkeys([one.nature, one.title])),
            "start_date": f"{one.start.isoformat()} {NOON}" if single else one.start.isoformat(),
            "end_date": f"{one.start.isoformat()} {NOON}" if single else (one.end + ONE_DAY).isoformat(),
            "readonly": True,
            "hint": f"{one.nature}, {one.title}, {days}",
        }


def _heading(pk: str, title: str) -> Json:
    """A row that only names those below it."""
    return {"id": pk, "kind": "heading", "type": "project", "text": title, "open": True, "readonly": True,
            "unscheduled": True, "hint": title}  # fmt: skip


def _links(planning: Planning) -> Iterator[Json]:
    pks = {line.task.key: line.task.pk for line in planning.tasks}
    for line in planning.tasks:
        for link in line.links:
            source = pks.get(link.key)
            if source is not None:
                yield {
                    "id": f"l{source}-{line.task.pk}",
                    "source": f"t{source}",
                    "target": f"t{line.task.pk}",
                    "type": LINK_TYPES[link.kind],
                    "lag": link.lag,
                }
