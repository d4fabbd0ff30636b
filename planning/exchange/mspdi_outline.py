"""The outline of an MS Project file as phases of tasks.

Summary tasks at the top are phases, those below are flattened.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from planning.exchange.draft import Draft
from planning.exchange.mspdi import PHASE
from planning.exchange.mspdi_parse import RawTask

NAMED = 6


@dataclass(frozen=True)
class OutlinePhase:
    ref: str
    title: str
    key: str


class Outline:
    """Leaves and the phase of each. Levels that don’t fit are told to the draft."""

    def __init__(self, rows: Sequence[RawTask], draft: Draft) -> None:
        self._rows = list(rows)
        self.by_uid = {one.uid: one for one in self._rows}
        self._parents = self._find_parents()
        self._summaries = {one.uid for one in self._rows if one.kind == PHASE or one.is_summary} | set(
            self._parents.values()
        )
        self._top = self._find_top(draft)
        self.tasks = [one for one in self._rows if one.uid not in self._summaries]
        self.phases = [
            OutlinePhase(one.uid, one.name or f"Phase sans nom ({one.place.lower()})", one.key)
            for one in self._rows
            if one.uid in self._summaries and self._level(one) == self._top
        ]
        self._phase_refs = {one.ref for one in self.phases}
        self._tell_deeper(draft)

    def ref(self, task: RawTask) -> str:
        """What names this task in the draft."""
        return task.key or f"#{task.uid}"

    def is_summary(self, uid: str) -> bool:
        return uid in self._summaries

    def phase_of(self, task: RawTask) -> str | None:
        """The phase above this task; None for one that stands outside of them."""
        uid: str | None = task.uid
        while uid is not None and uid not in self._phase_refs:
            uid = self._parents.get(uid)
        return uid

    def leaves(self, uid: str) -> list[RawTask]:
        """The tasks of a summary, or the task itself."""
        if uid not in self._summaries:
            return [self.by_uid[uid]]
        return self._leaves.get(uid, [])

    @cached_property
    def _leaves(self) -> dict[str, list[RawTask]]:
        kept: dict[str, list[RawTask]] = {}
        for task in self.tasks:
            above = self._parents.get(task.uid)
            while above is not None:
                kept.setdefault(above, []).append(task)
                above = self._parents.get(above)
        return kept

    def _level(self, task: RawTask) -> int:
        level, above = 1, self._parents.get(task.uid)
        while above is not None:
            level, above = level + 1, self._parents.get(above)
        return level

    def _find_parents(self) -> dict[str, str]:
        """The row above each, by the levels of the outline."""
        parents: dict[str, str] = {}
        open_rows: list[RawTask] = []
        for one in self._rows:
            while open_rows and open_rows[-1].level >= one.level:
                open_rows.pop()
            if open_rows:
                parents[one.uid] = open_rows[-1].uid
            open_rows.append(one)
        return parents

    def _find_top(self, draft: Draft) -> int:
        """The level of the phases: the first, or the second where one summary task holds all the others."""
        first = [one for one in self._rows if one.uid not in self._parents]
        if len(first) != 1 or first[0].kind == PHASE:
            return 1
        below = [one for one in self._rows if self._parents.get(one.uid) == first[0].uid]
        if not any(one.uid in self._summaries for one in below):
            return 1
        draft.remark(
            "Niveaux",
            f"«\u00a0{first[0].name[:80]}\u00a0» contient tout le planning\u00a0: les phases sont en dessous.",
        )
        return 2

    def _tell_deeper(self, draft: Draft) -> None:
        deeper = [one for one in self._rows if one.uid in self._summaries and self._level(one) > self._top]
        if not deeper:
            return
        names = ", ".join(f"«\u00a0{one.name[:60]}\u00a0»" for one in deeper[:NAMED])
        more = f" et {len(deeper) - NAMED} de plus" if len(deeper) > NAMED else ""
        draft.remark(
            "Niveaux",
            f"Un planning a ici des phases et des tâches, pas de sous-niveaux\u00a0: {names}{more} "
            "ne sont pas repris, leurs tâches sont dans la phase au-dessus.",
        )
