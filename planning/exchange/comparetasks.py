"""The tasks of a file compared with those of the planning."""

from typing import Any

from charter.models import Membership
from planning.exchange.columns import FIELDS
from planning.exchange.draft import Draft, TaskDraft
from planning.exchange.dryrun import Change, Fate, Line, What, shown
from planning.exchange.keys import ONLY_PHASE, Keys
from planning.exchange.standing import Standing
from planning.models import Task
from planning.models.tasks import LONGEST_LAG
from planning.notation import write
from planning.schedule import Link

LABELS = {one.name: one.label for one in FIELDS if one.name}
LONGEST_TITLE = 200


class Tasks:
    """Makes the lines of the tasks. `needs_phase`: a new task names no phase, and there is none to put it in."""

    def __init__(self, standing: Standing, draft: Draft, keys: Keys) -> None:
        self.standing, self.draft, self.keys = standing, draft, keys
        self.needs_phase = False
        self._phase_before: str | None = None
        # Refs are resolved to keys; links may also name tasks that the file leaves alone.
        self._names = {**{key: key for key in standing.live}, **keys.tasks}

    def lines(self) -> list[Line]:
        return [self._line(task) for task in self.draft.tasks]

    def _line(self, task: TaskDraft) -> Line:
        twin = self.keys.errors.get(f"{task.ref}@{task.place}")
        wrong = self.keys.errors.get(task.ref) or twin
        if wrong:
            return Line(
                What.TASK, task.key[:20], task.title, Fate.SAME, task.place, errors=(wrong, *task.errors)
            )
        key = self.keys.tasks[task.ref]
        row = self.standing.tasks.get(key)
        errors, remarks = list(task.errors), []
        if guessed := self.keys.remarks.get(task.ref):
            remarks.append(guessed)
        values = self._values(task, row, errors, remarks)
        links = self._links(task, key, errors, remarks)
        found = {name: value for name, value in values.items() if row and value != self._before(row, name)}
        changes = [
            Change(LABELS[name], self._words(name, self._before(row, name)), self._words(name, value))
            for name, value in found.items()
        ]
        before = self.standing.links[key]
        if links is not None and _same(links, before):
            links = None
        if links is not None:
            changes.append(Change("Prédécesseurs", write(before), write(links)))
        return Line(
            What.TASK,
            key,
            str(values.get("title") or (row.title if row else task.title)),
            _fate(row, bool(changes)),
            task.place,
            changes=tuple(changes) if row else (),
            errors=tuple(errors),
            remarks=tuple(remarks),
            row=row,
            values=found if row else values,
            links=links,
        )

    def _values(
        self, task: TaskDraft, row: Task | None, errors: list[str], remarks: list[str]
    ) -> dict[str, Any]:
        values = dict(task.values)
        title = task.title[:LONGEST_TITLE].rstrip()
        if len(task.title) > LONGEST_TITLE:
            remarks.append(f"Intitulé coupé à {LONGEST_TITLE} caractères.")
        if title:
            values["title"] = title
        elif row is None:
            errors.append("Une tâche nouvelle a besoin d’un intitulé.")
        self._place(task, row, values, remarks)
        self._owner(task, row, values, remarks)
        start = values.get("start", row.start if row else None)
        fixed = values.get("fixed_start", row.fixed_start if row else None)
        if start and fixed:
            errors.append("Donnez un début au plus tôt ou une date imposée, pas les deux.")
        due, first = values.get("due", row.due if row else None), fixed or start
        if due and first and due < first:
            errors.append(
                f"La tâche finirait avant de commencer\u00a0: son début est au plus tôt le {shown(first)}."
            )
        return values

    def _place(self, task: TaskDraft, row: Task | None, values: dict[str, Any], remarks: list[str]) -> None:
        """The phase: the one that is named, else that of the task as it stands, else that of the row before."""
        if task.phase is not None:
            values["phase"] = self._phase_before = self.keys.phases[task.phase]
        elif row is not None:
            self._phase_before = row.phase.key
        else:
            chosen = self._phase_before or next(iter(self.standing.live_phases), None)
            if chosen is None:
                self.needs_phase, chosen = True, ONLY_PHASE[0]
            values["phase"] = self._phase_before = chosen
            remarks.append(
                f"Sans phase dans le fichier\u00a0: placée dans «\u00a0{self._phase_title(chosen)}\u00a0»."
            )

    def _phase_title(self, key: str) -> str:
        if key in self.standing.phases:
            return self.standing.phases[key].title
        titles = (one.title for one in self.draft.phases if self.keys.phases[one.ref] == key)
        return next(titles, ONLY_PHASE[1])

    def _words(self, name: str, value: Any) -> str:
        """A value as the page says it: names rather than numbers and keys."""
        if name == "owner":
            return self.standing.members[value].display_name if value else ""
        return self._phase_title(value) if name == "phase" else shown(value)

    def _owner(self, task: TaskDraft, row: Task | None, values: dict[str, Any], remarks: list[str]) -> None:
        if task.owner is None:
            return
        now: Membership | None = row.owner if row else None
        if task.owner.is_nobody:
            values["owner"] = None
            return
        if now and task.owner.email.casefold() == now.user.email.casefold():
            values["owner"] = now.pk
            return
        found = self.standing.directory.find(task.owner)
        if found is not None:
            values["owner"] = found.pk
        elif now and task.owner.name in {now.display_name, str(now.user)}:
            values["owner"] = now.pk
        else:
            left = f"elle reste à {now.display_name}" if now else "la tâche est laissée sans responsable"
            remarks.append(
                f"«\u00a0{str(task.owner)[:60]}\u00a0» n’est pas, ou n’est plus, membre du projet\u00a0: {left}."
            )

    def _links(
        self, task: TaskDraft, key: str, errors: list[str], remarks: list[str]
    ) -> tuple[Link, ...] | None:
        if task.links is None:
            return None
        found: dict[str, Link] = {}
        for link in task.links:
            predecessor = self._names.get(link.key)
            if predecessor is None:
                errors.append(f"Prédécesseurs\u00a0: aucune tâche ne porte la clé {link.key[:40]}.")
            elif predecessor == key:
                remarks.append("Une tâche ne s’attend pas elle-même\u00a0: ce lien est laissé de côté.")
            elif predecessor in found:
                remarks.append(
                    f"Deux liens mènent à {predecessor}\u00a0: un seul est possible, le premier est gardé."
                )
            else:
                lag = max(-LONGEST_LAG, min(LONGEST_LAG, link.lag))
                if lag != link.lag:
                    remarks.append(f"Délai après {predecessor} ramené à {lag} jours ouvrés.")
                found[predecessor] = Link(predecessor, link.kind, lag)
        return tuple(found.values())

    @staticmethod
    def _before(row: Task | None, name: str) -> Any:
        """This value as it stands: a phase by its key, an owner by its number."""
        if row is None:
            return None
        return {"phase": row.phase.key, "owner": row.owner_id}.get(name, getattr(row, name))


def _same(links: tuple[Link, ...], others: tuple[Link, ...]) -> bool:
    return set(links) == set(others)


def _fate(row: Task | None, has_changes: bool) -> Fate:
    if row is None:
        return Fate.CREATED
    if row.is_deleted:
        return Fate.RESTORED
    return Fate.CHANGED if has_changes else Fate.SAME
