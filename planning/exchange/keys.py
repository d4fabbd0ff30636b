"""Which row of the project each phase and task of a file is."""

import re
from dataclasses import dataclass, field

from crmproject.toolkit.text import normalised
from planning.exchange.draft import Draft, TaskDraft
from planning.exchange.standing import Standing

KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,19}")
NUMBERED = re.compile(r"T(\d{1,6})[A-Z]?")
LONGEST_KEY = 20
# Where a task that names no phase goes, in a planning that has none.
ONLY_PHASE = ("projet", "Projet")


@dataclass
class Keys:
    """Keys by the refs of a file; what is wrong or was guessed, by ref."""

    phases: dict[str, str] = field(default_factory=dict)
    tasks: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)


def match(standing: Standing, draft: Draft) -> Keys:
    """By key; without one, by a title that one task alone bears; else a key is made."""
    keys = Keys()
    _match_phases(standing, draft, keys)
    _match_given(draft, keys)
    taken = set(keys.tasks.values())
    following = _next_number(standing, taken)
    for task in draft.tasks:
        if task.ref in keys.tasks or task.ref in keys.errors:
            continue
        known = standing.by_title.get(normalised(task.title))
        if known and known not in taken:
            keys.tasks[task.ref] = known
            keys.remarks[task.ref] = f"Sans clé dans le fichier\u00a0: reconnue à son intitulé ({known})."
        else:
            keys.tasks[task.ref] = f"T{following:02d}"
            following += 1
        taken.add(keys.tasks[task.ref])
    return keys


def _match_given(draft: Draft, keys: Keys) -> None:
    places: dict[str, TaskDraft] = {}
    for task in draft.tasks:
        if not task.key:
            continue
        if not KEY.fullmatch(task.key):
            shown = task.key[:40]
            keys.errors[task.ref] = (
                f"La clé «\u00a0{shown}\u00a0» n’en est pas une\u00a0: "
                f"{LONGEST_KEY} lettres, chiffres ou tirets au plus, sans espace."
            )
        elif task.key in places:
            keys.errors[f"{task.ref}@{task.place}"] = (
                f"La clé {task.key} est déjà celle de «\u00a0{places[task.key].title}\u00a0» "
                f"({places[task.key].place.lower()})."
            )
        else:
            places[task.key] = task
            keys.tasks[task.ref] = task.key


def _next_number(standing: Standing, taken: set[str]) -> int:
    numbers = [int(found[1]) for key in {*standing.tasks, *taken} if (found := NUMBERED.fullmatch(key))]
    return max(numbers, default=-1) + 1


def _match_phases(standing: Standing, draft: Draft, keys: Keys) -> None:
    live = standing.live_phases
    by_title = {normalised(one.title): key for key, one in reversed(live.items())}
    given = {one.key for one in draft.phases if one.key}
    taken = {*standing.phases, *given}
    for phase in draft.phases:
        known = phase.key if KEY.fullmatch(phase.key) else by_title.get(normalised(phase.title))
        if known is None and phase.title in live:
            known = phase.title  # a spreadsheet may well name the key
        if known is None:
            known = _new_key(phase.title, taken)
            taken.add(known)
        keys.phases[phase.ref] = known


def _new_key(title: str, taken: set[str]) -> str:
    """A key made of this title that nothing bears."""
    bare = re.sub(r"[^a-z0-9]+", "-", normalised(title)).strip("-")[:16].strip("-") or "phase"
    number, key = 2, bare
    while key in taken:
        number, key = number + 1, f"{bare}-{number}"
    return key
