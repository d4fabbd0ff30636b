"""The links of an MS Project file: those of summary tasks fall to their tasks, lags become working days."""

from collections.abc import Iterator

from planning.exchange.draft import Draft
from planning.exchange.mspdi import ELAPSED, ELAPSED_PERCENTS, LINK_KINDS, PERCENTS
from planning.exchange.mspdi_outline import Outline
from planning.exchange.mspdi_parse import RawLink, RawTask
from planning.schedule import Link, LinkKind

TENTHS = 10
NIGHT_AND_DAY = 1440
# Links that summary tasks may add up to.
MOST_LINKS = 20_000


class Linker:
    """Turns the links of tasks; `minutes` are those of a working day of the file."""

    def __init__(self, outline: Outline, draft: Draft, minutes: float) -> None:
        self._outline, self._draft, self._minutes = outline, draft, minutes
        self._inherited: dict[str, list[tuple[RawTask, RawLink]]] = {}
        self._made = 0
        self._spread()

    def links(self, task: RawTask) -> tuple[Link, ...]:
        """The links of a task and of the summary tasks above it, one by predecessor."""
        found: dict[str, Link] = {}
        own = [(task, link) for link in task.links]
        for bearer, link in [*own, *self._inherited.get(task.uid, [])]:
            for made in self._resolved(bearer, link):
                if made.key != self._outline.ref(task):
                    found.setdefault(made.key, made)
        return tuple(found.values())

    def _spread(self) -> None:
        """Give the links of each summary task to those of its tasks that start it, or end it."""
        for uid, row in self._outline.by_uid.items():
            if not row.links or not self._outline.is_summary(uid):
                continue
            within = self._outline.leaves(uid)
            inside = {one.uid for one in within}
            first = [one for one in within if not any(link.uid in inside for link in one.links)]
            for task in first or within:
                self._inherited.setdefault(task.uid, []).extend((row, link) for link in row.links)
            if within:
                self._draft.remark(
                    row.name or row.place,
                    "Un lien vers une phase n’existe pas ici\u00a0: il va à celles de ses tâches qui n’en attendent "
                    "aucune autre.",
                )

    def _resolved(self, task: RawTask, link: RawLink) -> Iterator[Link]:
        place = task.name or task.place
        if link.elsewhere or link.uid not in self._outline.by_uid:
            where = (
                "d’un autre projet" if link.elsewhere else f"d’UID {link.uid[:20]}, que le fichier n’a pas"
            )
            self._draft.remark(place, f"Lien laissé de côté\u00a0: il part d’une tâche {where}.")
            return
        kind = LINK_KINDS.get(link.kind)
        if kind is None:
            kind = LinkKind.FINISH_START
            self._draft.remark(place, "Lien d’un genre inconnu\u00a0: lu comme «\u00a0fin à début\u00a0».")
        lag = self._lag(place, link)
        if self._outline.is_summary(link.uid):
            self._tell_phase(place, link.uid)
        for leaf in self._last(link.uid, kind):
            self._made += 1
            if self._made <= MOST_LINKS:
                yield Link(self._outline.ref(leaf), kind, lag)

    def _last(self, uid: str, kind: LinkKind) -> list[RawTask]:
        """The tasks that a link from this row leaves from: those that end a phase, or those that start it."""
        within = self._outline.leaves(uid)
        if not self._outline.is_summary(uid):
            return within
        inside = {one.uid for one in within}
        if kind.from_finish:
            followed = {link.uid for one in within for link in one.links} & inside
            return [one for one in within if one.uid not in followed] or within
        return [one for one in within if not any(link.uid in inside for link in one.links)] or within

    def _tell_phase(self, place: str, uid: str) -> None:
        name = self._outline.by_uid[uid].name or uid
        self._draft.remark(
            place,
            f"Elle suivait la phase «\u00a0{name[:60]}\u00a0»\u00a0: elle suit ici les tâches qui la "
            "terminent ou la commencent.",
        )

    def _lag(self, place: str, link: RawLink) -> int:
        """The lag in whole working days; percents and elapsed time are converted, and told."""
        if not link.lag:
            return 0
        if link.format in PERCENTS:
            before = self._outline.by_uid[link.uid]
            days = round(link.lag / 100 * (before.minutes or 0) / self._minutes)
            if link.format in ELAPSED_PERCENTS:
                days = round(days * 5 / 7)
            self._draft.remark(place, f"Délai en pour cent\u00a0: devenu {days:+d} jour(s) ouvré(s).")
            return days
        minutes = link.lag / TENTHS
        if link.format in ELAPSED:
            days = round(minutes / NIGHT_AND_DAY * 5 / 7)
            self._draft.remark(place, f"Délai en jours écoulés\u00a0: devenu {days:+d} jour(s) ouvré(s).")
            return days
        days = round(minutes / self._minutes)
        if abs(days * self._minutes - minutes) > 1:
            self._draft.remark(place, f"Délai arrondi à {days:+d} jour(s) ouvré(s).")
        return days
