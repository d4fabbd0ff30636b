"""Writes of cells: one at a time, or a range at once, which is written whole or not at all."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from charter.models import Project
from crmproject.toolkit.refusals import RefusedError
from crmproject.toolkit.rows import Row, StaleWriteError
from raci.holders import Holder, holder_of, load_holders
from raci.letters import CHOICES, POSSIBLE, as_letters, read_letters, shown
from raci.models import Activity, Assignment, RaciRole

# Holder key → letters, for each activity: what stands, or what shall stand.
type Standing = dict[int, dict[str, str]]

ACCOUNTABLE = RaciRole.ACCOUNTABLE.value
GONE_PERSON = "Cette personne a quitté le projet\u00a0: sa case peut seulement être vidée."
GONE_FUNCTION = "Cette fonction a été supprimée\u00a0: sa case peut seulement être vidée."


class StaleCellError(StaleWriteError):
    """Somebody changed the cell since it was read; `letters` is what stands there now."""

    def __init__(self, current: Row | None, letters: str) -> None:
        super().__init__(current)
        self.letters = letters


class AccountableTakenError(Exception):
    """The activity already has its A: `holder` has it (None when that column left in between)."""

    def __init__(self, holder: Holder | None) -> None:
        super().__init__("Cette activité a déjà son A.")
        self.holder = holder


@dataclass(frozen=True)
class CellChange:
    """One cell of a range: what it shall say, as typed, and what the page showed (None: whatever it says)."""

    activity: int
    holder: str
    letters: str
    read: str | None = None


@dataclass(frozen=True)
class CellRefusal:
    """Why one cell of a range is refused; `taken_by` has the A that it asked for, in a cell that says `taken_letters`.

    Written again knowingly (`mends`), the same range would pass.
    """

    change: CellChange
    activity: str
    column: str
    text: str
    stored: str = ""
    taken_by: Holder | None = None
    taken_letters: str = ""
    is_stale: bool = False

    @property
    def mends(self) -> bool:
        return self.is_stale or self.taken_by is not None


class CellsRefusedError(RefusedError):
    """Some cells of a range can’t be written, so none was: `refusals` says which, and why."""

    def __init__(self, refusals: list[CellRefusal]) -> None:
        self.refusals = refusals
        super().__init__(" ".join(f"{one.activity}, {one.column}\u00a0: {one.text}" for one in refusals))


def gone(holder: Holder, letters: str) -> str:
    """Why this column can’t get these letters; empty when it can."""
    if not holder.is_deleted or not letters:
        return ""
    return GONE_FUNCTION if holder.is_function else GONE_PERSON


def set_cell(
    *, activity: Activity, holder: Holder, letters: str, read: str, take_from: str | None = None
) -> None:
    """Write the letters of one cell (one of CHOICES) if it still says what was `read`.

    `take_from` is the key of the holder from whom the A is knowingly taken over. Raises StaleCellError when the cell
    changed in between, AccountableTakenError when somebody else approves this activity, RefusedError when the holder
    left: nothing is written.
    """
    _refuse_unknown(letters)
    if reason := gone(holder, letters):
        raise RefusedError(reason)
    try:
        with transaction.atomic():
            (locked,) = _lock({activity.pk}).values() or (None,)
            if locked is None:
                raise StaleCellError(None, "")
            standing = _standing({activity.pk})
            line = standing[activity.pk]
            if set(line.get(holder.key, "")) != set(read):
                raise StaleCellError(activity, line.get(holder.key, ""))
            wanted = {**line, holder.key: letters}
            if "A" in letters:
                _free_accountable(activity, holder, wanted, take_from)
            _save({activity.pk: wanted})
    except IntegrityError:
        # The database holds « one A » against writers that didn’t lock the line, too [R-RACI-A].
        raise AccountableTakenError(accountable(activity)) from None


def set_cells(*, project: Project, changes: Sequence[CellChange]) -> None:
    """Write a range: every cell, or none.

    Raises CellsRefusedError with a reason for each cell whose letters say nothing, that changed since it was read,
    whose column left, or that would give its line a second A [R-RACI-A]. An A that the same range takes away elsewhere
    on the line is free.
    """
    try:
        with transaction.atomic():
            activities = _lock({change.activity for change in changes}, project)
            standing = _standing(set(activities))
            holders = {holder.key: holder for holder in load_holders(project.pk)}
            wanted = {pk: dict(standing[pk]) for pk in activities}
            for change in changes:
                if change.activity in wanted and change.holder in holders:
                    wanted[change.activity][change.holder] = read_letters(change.letters) or ""
            refusals = list(_refusals(changes, activities, holders, standing, wanted))
            if refusals:
                raise CellsRefusedError(refusals)
            _save(wanted)
    except IntegrityError:
        raise RefusedError(
            "Quelqu’un vient de donner un A à l’une de ces activités\u00a0: rechargez la page, puis recommencez."
        ) from None


def accountable(activity: Activity) -> Holder | None:
    """Who approves this activity."""
    held = Assignment.objects.filter(activity=activity, role=RaciRole.ACCOUNTABLE)
    found = held.select_related("member__user", "function").first()
    return holder_of(found) if found else None


def _refuse_unknown(letters: str) -> None:
    if letters not in CHOICES:
        raise ValueError(f"no cell may say {letters!r}")


def _lock(ids: set[int], project: Project | None = None) -> dict[int, Activity]:
    """These lines, locked in one order for every writer."""
    rows = Activity.objects.live().filter(pk__in=ids).order_by("pk")
    rows = rows.filter(project=project) if project else rows
    # The task names the line; a line without task has none to lock.
    return {row.pk: row for row in rows.select_related("task").select_for_update(of=("self",))}


def _standing(ids: set[int]) -> Standing:
    held: dict[int, dict[str, set[str]]] = {pk: defaultdict(set) for pk in ids}
    rows = Assignment.objects.filter(activity__in=ids)
    for activity, member, function, role in rows.values_list("activity", "member", "function", "role"):
        held[activity][_key(member, function)].add(role)
    return {pk: {key: as_letters(letters) for key, letters in line.items()} for pk, line in held.items()}


def _free_accountable(
    activity: Activity, holder: Holder, wanted: dict[str, str], take_from: str | None
) -> None:
    """Take the A away from who has it, when the writer named them."""
    taken = next((key for key, letters in wanted.items() if "A" in letters and key != holder.key), None)
    if taken is None:
        return
    if taken != take_from:
        raise AccountableTakenError(accountable(activity))
    wanted[taken] = wanted[taken].replace("A", "")


def _refusals(
    changes: Sequence[CellChange],
    activities: Mapping[int, Activity],
    holders: Mapping[str, Holder],
    standing: Standing,
    wanted: Standing,
) -> Iterable[CellRefusal]:
    for change in changes:
        activity, holder = activities.get(change.activity), holders.get(change.holder)
        if activity is None or holder is None:
            text = "Cette ligne ou cette colonne n’est plus dans la matrice."
            yield CellRefusal(change, str(activity or ""), str(holder or ""), text)
            continue
        stored = standing[change.activity].get(change.holder, "")
        names = (change, str(activity), holder.label)
        letters = read_letters(change.letters)
        if letters is None:
            typed = change.letters.strip()[:20]
            yield CellRefusal(*names, f"«\u00a0{typed}\u00a0» n’est pas un rôle\u00a0: {POSSIBLE}.", stored)
        elif change.read is not None and set(change.read) != set(stored):
            now = f"dit maintenant «\u00a0{shown(stored)}\u00a0»" if stored else "est maintenant vide"
            text = f"Quelqu’un vient de modifier cette case\u00a0: elle {now}."
            yield CellRefusal(*names, text, stored, is_stale=True)
        elif reason := gone(holder, letters):
            yield CellRefusal(*names, reason, stored)
        elif "A" in letters and "A" not in stored:
            yield from _second_accountable(names, holders, standing[change.activity], wanted[change.activity])


def _second_accountable(
    names: tuple[CellChange, str, str],
    holders: Mapping[str, Holder],
    standing: Mapping[str, str],
    wanted: Mapping[str, str],
) -> Iterable[CellRefusal]:
    """The refusal of a second A on its line: one that stands and can be taken over, or two in the range itself."""
    change = names[0]
    stored = standing.get(change.holder, "")
    taken = next((key for key, letters in wanted.items() if "A" in letters and key != change.holder), "")
    if "A" in standing.get(taken, ""):
        text = f"Une seule personne approuve (A)\u00a0: ici, {holders[taken]}."
        yield CellRefusal(*names, text, stored, holders[taken], standing[taken])
    elif taken:
        text = f"Deux A sur cette ligne, celui-ci et celui de {holders[taken]}\u00a0: il en faut un seul."
        yield CellRefusal(*names, text, stored)


def _save(wanted: Standing) -> None:
    """Write what differs, in two statements: what goes first, so that an A can move within its line."""
    missing = {
        (activity, key, letter)
        for activity, line in wanted.items()
        for key, letters in line.items()
        for letter in letters
    }
    rows = Assignment.objects.filter(activity__in=wanted)
    going = []
    for pk, activity, member, function, role in rows.values_list(
        "pk", "activity", "member", "function", "role"
    ):
        place = (activity, _key(member, function), role)
        if place in missing:
            missing.remove(place)
        else:
            going.append(pk)
    if going:
        Assignment.objects.filter(pk__in=going).delete()
    Assignment.objects.bulk_create(
        (
            Assignment(activity_id=activity, role=role, **_column(key))
            for activity, key, role in sorted(missing)
        ),
        batch_size=1000,
    )


def _key(member: int | None, function: int | None) -> str:
    return f"m{member}" if member else f"f{function}"


def _column(key: str) -> dict[str, int]:
    return {"member_id" if key[0] == "m" else "function_id": int(key[1:])}
