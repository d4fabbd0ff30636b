"""A planning read from MS Project XML: our own files as they were, those of other tools mended, in words."""

import datetime
import math
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError

from planning.exchange.cells import clean
from planning.exchange.columns import FIELDS
from planning.exchange.draft import (
    ClosingDraft,
    Draft,
    ExchangeError,
    GateDraft,
    OwnerDraft,
    PhaseDraft,
    TaskDraft,
)
from planning.exchange.mspdi import (
    AS_LATE,
    AS_SOON,
    AUTHOR,
    CALENDAR_NAME,
    ELAPSED,
    FINISH_BY,
    FINISH_FROM,
    GATE,
    MUST_FINISH,
    MUST_START,
    NOBODY,
    START_BY,
    START_FROM,
)
from planning.exchange.mspdi_links import Linker
from planning.exchange.mspdi_outline import Outline
from planning.exchange.mspdi_parse import RawFile, RawTask, parse_mspdi
from planning.schedule import FIRST_YEAR, LAST_YEAR, is_working_day, public_holidays

LABELS = {one.name: one.label for one in FIELDS if one.name}
NAMED = 6
DAY = datetime.timedelta(days=1)


def read_mspdi(content: bytes) -> Draft:
    """The planning of this file. Raises ExchangeError, in French."""
    raw = parse_mspdi(content)
    reader = _Reader(raw)
    draft = reader.read()
    if not draft.tasks:
        raise ExchangeError("Ce fichier MS Project n’a aucune tâche.")
    return draft


@dataclass
class _Reader:
    raw: RawFile
    draft: Draft = field(default_factory=lambda: Draft("MS Project"))

    @cached_property
    def is_ours(self) -> bool:
        """Whether this site wrote the file, whatever was changed since."""
        return self.raw.author == AUTHOR

    @cached_property
    def minutes(self) -> float:
        return self.raw.minutes_per_day

    def read(self) -> Draft:
        self.draft.name = self.raw.title
        rows = self._rows()
        gates = [one for one in rows if one.kind == GATE]
        outline = Outline([one for one in rows if one.kind != GATE], self.draft)
        linker = Linker(outline, self.draft, self.minutes)
        self.draft.phases = [PhaseDraft(one.ref, one.title, one.key) for one in outline.phases]
        for task in outline.tasks:
            self.draft.tasks.append(self._task(task, outline, linker))
        if self.is_ours or gates:
            self.draft.gates = [self._gate(one, outline) for one in gates]
        self._calendars()
        if not self.is_ours and any(one.has_baseline for one in rows):
            self.draft.remark(
                "Référence", "La planification de référence du fichier n’est pas reprise\u00a0: fixez-la ici."
            )
        return self.draft

    def _rows(self) -> list[RawTask]:
        """Rows that are tasks: neither blank lines, nor the whole project, nor what was made inactive."""
        rows = [one for one in self.raw.tasks if not one.is_null and one.uid != "0" and one.level > 0]
        idle = [one for one in rows if not one.is_active]
        if idle:
            self.draft.remark("Tâches inactives", f"Laissées de côté\u00a0: {self._named(idle)}.")
        seen: set[str] = set()
        kept: list[RawTask] = []
        for one in rows:
            if one.is_active and one.uid not in seen:
                seen.add(one.uid)
                kept.append(one)
            elif one.is_active:
                self.draft.remark(one.place, f"Deux tâches ont l’UID {one.uid}\u00a0: la première compte.")
        return kept

    @staticmethod
    def _named(tasks: list[RawTask]) -> str:
        names = ", ".join(f"«\u00a0{one.name[:60] or one.place}\u00a0»" for one in tasks[:NAMED])
        return names + (f" et {len(tasks) - NAMED} de plus" if len(tasks) > NAMED else "")

    def _task(self, task: RawTask, outline: Outline, linker: Linker) -> TaskDraft:
        ref = outline.ref(task)
        values: dict[str, Any] = {}
        errors: list[str] = []
        for name, value in self._values(task).items():
            try:
                values[name] = clean(name, value)
            except ValidationError as refused:
                errors += [f"{LABELS[name]}\u00a0: {text}" for text in refused.messages]
        if task.start and task.finish and task.finish < task.start:
            self.draft.remark(
                task.name or task.place,
                "Elle finit avant de commencer dans le fichier\u00a0: sa durée et ses liens comptent.",
            )
        title = task.name
        if not title:
            title = f"Tâche sans nom ({task.place.lower()})"
            self.draft.remark(task.place, "Sans nom dans le fichier\u00a0: donnez-lui un intitulé.")
        return TaskDraft(
            place=task.place,
            ref=ref,
            key=task.key,
            title=title,
            phase=outline.phase_of(task),
            owner=self._owner(task),
            links=linker.links(task),
            values=values,
            said_end=None if self.is_ours else self._said_end(task),
            errors=tuple(errors),
        )

    def _said_end(self, task: RawTask) -> datetime.date | None:
        return task.finish.date() if task.finish else None

    def _gate(self, task: RawTask, outline: Outline) -> GateDraft:
        after = tuple(link.uid for link in task.links if link.uid in outline.by_uid)
        refs = tuple(outline.ref(leaf) for uid in after for leaf in outline.leaves(uid))
        return GateDraft(task.place, task.key, task.name or "Point de validation", refs)

    def _values(self, task: RawTask) -> dict[str, Any]:
        days = self._days_of(task)
        found: dict[str, Any] = {
            "days": days,
            "start": None,
            "fixed_start": None,
            "due": task.deadline.date() if task.deadline else None,
            "progress": task.progress or "0",
            "effort": self._effort(task),
        }
        self._constrain(task, days, found)
        return found

    def _days_of(self, task: RawTask) -> int:
        """The duration in working days of the French calendar; what had to be mended is told."""
        if task.minutes is None:
            if task.is_milestone or not (task.start and task.finish):
                return 0 if task.is_milestone else self._told(task, "Sans durée\u00a0: un jour.", 1)
            days = self._between(task)
            return self._told(task, f"Sans durée\u00a0: {days} jours ouvrés, d’après ses dates.", days)
        if task.minutes < 0:
            return self._told(task, "Durée négative\u00a0: elle devient un jour.", 1)
        calendar = self.raw.calendars.get(task.calendar) or self.raw.calendars.get(self.raw.calendar)
        never_stops = calendar is not None and calendar.never_stops
        if task.minutes and (task.format in ELAPSED or never_stops):
            days = self._between(task) or max(1, round(task.minutes / 1440 * 5 / 7))
            why = "comptée en jours écoulés" if task.format in ELAPSED else "comptée jour et nuit"
            return self._told(task, f"Durée {why}\u00a0: {days} jour(s) ouvré(s) français.", days)
        exact = task.minutes / self.minutes
        days = math.ceil(exact - 1e-6)
        if abs(exact - days) > 1e-6:
            shown = f"{exact:.2f}".rstrip("0").rstrip(".").replace(".", ",")
            return self._told(task, f"Durée de {shown} jour arrondie à {days}.", days)
        return days

    def _told(self, task: RawTask, text: str, days: int) -> int:
        self.draft.remark(task.name or task.place, text)
        return days

    def _between(self, task: RawTask) -> int:
        """Working days from the start to the finish that the file says; none when it doesn’t."""
        if not (task.start and task.finish and task.start < task.finish):
            return 0
        first, last = task.start.date(), task.finish.date()
        if task.finish.time() == datetime.time(0):
            last -= DAY
        if not (first.year >= FIRST_YEAR and last.year < LAST_YEAR):
            return 0
        return sum(is_working_day(first + DAY * at) for at in range((last - first).days + 1))

    def _effort(self, task: RawTask) -> str | None:
        """Work in days of the file; none where nothing says it."""
        said = [one.work for one in self._assigned[task.uid] if one.work is not None]
        work = sum(said) if said else (task.work if self.is_ours or task.work else None)
        return None if work is None else str(round(work / self.minutes, 2))

    def _constrain(self, task: RawTask, days: int, found: dict[str, Any]) -> None:
        """The constraint as a date of ours: those that the planning doesn’t have are converted, and told."""
        kind, at = task.constraint or AS_SOON, task.constraint_date
        day = at.date() if at else None
        if task.is_manual:
            if task.start:
                found["fixed_start"] = task.start.date()
                self._told(task, "Planifiée à la main\u00a0: sa date devient une date imposée.", 0)
        elif kind == AS_LATE:
            self._told(
                task,
                "«\u00a0Le plus tard possible\u00a0» n’existe pas ici\u00a0: elle commence au plus tôt.",
                0,
            )
        elif kind == AS_SOON or day is None:
            self._follow_start(task, found)
        elif kind == START_FROM:
            found["start"] = day
        elif kind == MUST_START:
            found["fixed_start"] = day
        elif kind == MUST_FINISH:
            found["fixed_start"] = _back(day, days)
            self._told(task, "«\u00a0Doit finir le\u00a0» devient la date imposée de son début.", 0)
        elif kind == FINISH_FROM:
            found["start"] = _back(day, days)
            self._told(task, "«\u00a0Fin au plus tôt le\u00a0» devient un début au plus tôt.", 0)
        elif kind in {START_BY, FINISH_BY}:
            due = day if kind == FINISH_BY else _forth(day, days)
            found["due"] = min(due, found["due"]) if found["due"] else due
            words = "Fin au plus tard le" if kind == FINISH_BY else "Début au plus tard le"
            self._told(task, f"«\u00a0{words}\u00a0» devient une fin au plus tard, qui ne déplace rien.", 0)
        else:
            self._told(task, f"Contrainte inconnue ({kind[:20]})\u00a0: laissée de côté.", 0)

    def _follow_start(self, task: RawTask, found: dict[str, Any]) -> None:
        """A task that waits for nothing starts with its project, which elsewhere may be on another day than here."""
        if not self.is_ours and not task.links and self.raw.start and task.start:
            found["start"] = task.start.date()

    @cached_property
    def _assigned(self) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = defaultdict(list)
        for one in self.raw.assignments:
            found[one.task].append(one)
        return found

    def _owner(self, task: RawTask) -> OwnerDraft:
        """The first person who works on it; others are told."""
        people = [
            self.raw.resources[one.resource]
            for one in self._assigned[task.uid]
            if one.resource != NOBODY and one.resource in self.raw.resources
        ]
        people = [one for one in people if one.works and (one.name or one.email)]
        if not people:
            return OwnerDraft()
        if len(people) > 1:
            others = ", ".join(one.name or one.email for one in people[1 : NAMED + 1])
            self._told(
                task, f"Un seul responsable ici\u00a0: {people[0].name}. Laissés de côté\u00a0: {others}.", 0
            )
        return OwnerDraft(people[0].email, people[0].name)

    def _calendars(self) -> None:
        main = self.raw.calendars.get(self.raw.calendar)
        if self.is_ours and main and main.name == CALENDAR_NAME:
            self._closings(main.days_off)
        elif main is None or main.name != CALENDAR_NAME:
            name = f"«\u00a0{main.name[:60]}\u00a0»" if main and main.name else "du fichier"
            self.draft.remark(
                "Calendrier",
                f"Le calendrier {name} n’est pas repris\u00a0: les dates suivent les jours ouvrés français et les "
                "fermetures du projet.",
            )
        used = {one.calendar for one in self.raw.tasks} & set(self.raw.calendars) - {self.raw.calendar}
        if used:
            names = ", ".join(f"«\u00a0{self.raw.calendars[uid].name[:60]}\u00a0»" for uid in sorted(used))
            self.draft.remark(
                "Calendrier",
                f"Des tâches ont un calendrier à elles ({names})\u00a0: elles suivent ici celui de tous.",
            )

    def _closings(self, days_off: tuple[tuple[str, datetime.date, datetime.date], ...]) -> None:
        """The company’s closing days: what is off beside public holidays."""
        for name, first, last in days_off:
            if first.year < FIRST_YEAR or last.year >= LAST_YEAR:
                continue
            if first != last or first not in public_holidays(first.year):
                self.draft.closings.append(ClosingDraft(name or "Fermeture", first, last))


def _back(day: datetime.date, days: int) -> datetime.date:
    """The working day on which a task of so many days starts, to end on this day."""
    return _walk(day, days, -DAY)


def _forth(day: datetime.date, days: int) -> datetime.date:
    """The working day on which a task of so many days ends, that starts on this day."""
    return _walk(day, days, DAY)


def _walk(day: datetime.date, days: int, step: datetime.timedelta) -> datetime.date:
    left = min(days, 1000) - 1
    while left > 0 and FIRST_YEAR < day.year < LAST_YEAR - 1:
        day += step
        left -= is_working_day(day)
    return day
