"""The lines of a Gantt chart, from a planning’s plain data and from what moves with the work."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from crmproject.toolkit.templatetags.french import long_date

GATES_TITLE = "Points de validation"
CHANGE_TITLE = "Conduite du changement"
# Characters that fit in the column of labels, at the size of the text.
LABEL_LENGTH = 53


@dataclass(frozen=True)
class LinkFrom:
    """A link from another line; its kind is FS, SS, FF or SF."""

    key: str
    kind: str = "FS"


@dataclass(frozen=True)
class Line:
    """A line of the chart, before it has a place.

    Its kind is phase, task, milestone, title, gate, mark (a day) or span. `fixed` is an imposed day, `due` the last day
    at which it may end; `reference` are its dates in the reference planning; `state` and `state_label` those of a gate.
    """

    kind: str
    label: str
    hint: str = ""
    start: datetime.date | None = None
    end: datetime.date | None = None
    latest_end: datetime.date | None = None
    critical: bool = False
    key: str = ""
    links: tuple[LinkFrom, ...] = ()
    fixed: datetime.date | None = None
    due: datetime.date | None = None
    progress: int = 0
    reference: tuple[datetime.date, datetime.date] | None = None
    state: str = ""
    state_label: str = ""

    @property
    def is_task(self) -> bool:
        return self.kind in {"task", "milestone"}

    @property
    def is_late(self) -> bool:
        return bool(self.due and self.end and self.end > self.due)

    def days(self) -> Iterator[datetime.date]:
        """Every day that it marks on the chart."""
        yield from filter(None, (self.start, self.end, self.latest_end, self.due, self.fixed))
        yield from self.reference or ()


def lines_of(data: Mapping[str, Any], live: Mapping[str, Any]) -> Iterator[Line]:
    """The lines of this planning, in order; `live` is what `planning.live` says, empty for an edition."""
    for phase in data["rows"]:
        yield Line(
            "phase", shortened(phase["title"]), phase["title"], _day(phase["start"]), _day(phase["end"])
        )
        for task in phase["tasks"]:
            yield _task_line(task, live)
    if data["gates"]:
        yield Line("title", GATES_TITLE)
        for gate in data["gates"]:
            yield _gate_line(gate, live)
    if data.get("change"):
        yield Line("title", CHANGE_TITLE)
        yield from map(_change_line, data["change"])


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _task_line(task: Mapping[str, Any], live: Mapping[str, Any]) -> Line:
    key, start, end = task["key"], _day(task["start"]), _day(task["end"])
    progress = int(live.get("progress", {}).get(key, 0))
    reference = _reference(live.get("tasks", {}).get(key))
    fixed, due = _day(task.get("fixed")), _day(task.get("due"))
    span = f"le {long_date(start)}" if start == end else f"du {long_date(start)} au {long_date(end)}"
    words = [
        f"{key} {task['title']}",
        span,
        task["owner"],
        "tâche critique" if task["critical"] else "",
        f"faite à {progress}\u00a0%" if progress else "",
        f"imposée le {long_date(fixed)}" if fixed else "",
        f"à finir le {long_date(due)}" if due else "",
        f"prévue du {long_date(reference[0])} au {long_date(reference[1])}" if reference else "",
    ]
    stored = task.get("links")
    return Line(
        kind="task" if task["days"] else "milestone",
        label=shortened(f"{key}  {task['title']}"),
        hint=", ".join(filter(None, words)),
        start=start,
        end=end,
        latest_end=_day(task["latest_end"]),
        critical=task["critical"],
        key=key,
        # An edition frozen before there were four kinds of links says only what comes after what.
        links=tuple(LinkFrom(one["key"], one["kind"]) for one in stored)
        if stored
        else tuple(map(LinkFrom, task["after"])),
        fixed=fixed,
        due=due,
        progress=progress,
        reference=reference,
    )


def _reference(days: list[str] | None) -> tuple[datetime.date, datetime.date] | None:
    if not days:
        return None
    return datetime.date.fromisoformat(days[0]), datetime.date.fromisoformat(days[1])


def _gate_line(gate: Mapping[str, Any], live: Mapping[str, Any]) -> Line:
    day = _day(gate["date"])
    state, label = live.get("states", {}).get(gate["key"], ("", ""))
    reference = _reference(live.get("gates", {}).get(gate["key"]))
    words = [
        gate["title"],
        long_date(day),
        label.lower(),
        f"prévu le {long_date(reference[1])}" if reference else "",
    ]
    return Line(
        "gate",
        shortened(f"{gate['key']}  {gate['title']}"),
        ", ".join(filter(None, words)) if live else gate["title"],
        day,
        day,
        key=gate["key"],
        reference=reference,
        state=state,
        state_label=label,
    )


def _change_line(action: Mapping[str, Any]) -> Line:
    start, end = _day(action["start"]), _day(action["end"])
    words = f"{action['nature']}, {action['title']}, {long_date(start)}"
    words += f" au {long_date(end)}" if start != end else ""
    kind = "mark" if start == end else "span"
    names = dict.fromkeys([action["nature"], action["title"]])
    return Line(kind, shortened(" – ".join(names)), words, start, end)


def shortened(text: str) -> str:
    return text if len(text) <= LABEL_LENGTH else text[: LABEL_LENGTH - 1].rstrip() + "…"
