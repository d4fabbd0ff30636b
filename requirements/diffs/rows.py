"""The data of a block in two versions: its plain values, its lists of rows, and the rows of its rows."""

import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from crmproject.toolkit.blocks import NAMING, Block, Json
from requirements.diffs.matching import Item, Pair, match
from requirements.diffs.model import Entry, Part, Status, Told
from requirements.diffs.values import Field, excerpt, is_blank, shown

# References that the product gives and never changes.
STABLE = ("ref", "key", "code")
NAME_LENGTH = 160
TEXT_LENGTH = 500

type Path = tuple[str, ...]
type Own = dict[Path, Json]


@dataclass(frozen=True)
class Spelling:
    """How a block’s data is told; what a block that the product no longer has gets by default."""

    title: str
    labels: Mapping[str, str] = field(default_factory=dict)
    row_key: Sequence[str] = NAMING
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    implied: frozenset[str] = frozenset()

    def label(self, name: str) -> str:
        """The French name of a field, or its own made readable."""
        return self.labels.get(name) or name.replace("_", " ").strip().capitalize()

    def label_of(self, path: Path) -> str:
        """The name of a field inside a field: the inner one alone when the outer one is labelled « * »."""
        return " – ".join(
            self.label(name) if place == 0 or name in self.labels else name
            for place, name in enumerate(path)
            if self.labels.get(name) != "*"
        )

    def order(self, path: Path) -> int:
        """The place of a field among those of a row: frozen data comes back without its order."""
        return self._places.get(path[0], len(self._places))

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.labels)}

    def choices_of(self, path: Path) -> Mapping[str, str]:
        return self.choices.get(path[-1]) or self.choices.get(path[0]) or {}


def spelling_of(name: str, block: Block | None) -> Spelling:
    if block is None:
        return Spelling(title=f"Données «\u00a0{name}\u00a0»")
    return Spelling(block.title, block.labels, block.row_key, block.choices, block.implied)


@dataclass
class Row:
    """A row taken out of its lists: its own fields, without the rows that it holds; `parent` is its group’s place."""

    own: Own
    parent: int | None
    rank: int
    context: str = ""
    name: str = ""
    key: str = ""
    is_stable: bool = False


type Lists = dict[Path, list[Row]]


def parts_of(name: str, spelling: Spelling, before: dict[str, Json], after: dict[str, Json]) -> list[Part]:
    """What changed in a block’s data: its own values first, then each of its lists."""
    facts_before, lists_before = taken_apart(before, spelling)
    facts_after, lists_after = taken_apart(after, spelling)
    parts: dict[Path, Part] = {}
    facts = _facts(spelling, facts_before, facts_after)
    paths = [*lists_after, *(path for path in lists_before if path not in lists_after)]
    pairs: dict[Path, list[Pair]] = {}
    for path in sorted(paths, key=len):
        old, new = lists_before.get(path, []), lists_after.get(path, [])
        items_before, items_after = _items(old, new, pairs.get(path[:-1], []))
        pairs[path] = match(items_before, items_after)
        parts[path] = Part(
            title=_title(spelling, path, alone=len(paths) == 1),
            entries=[_entry(spelling, old, new, pair) for pair in pairs[path]],
            block=name,
            is_grouping=any(other[:-1] == path for other in paths),
        )
    ordered = [parts[path] for path in paths]
    if facts:
        ordered.append(Part(_title(spelling, (), alone=not paths), facts, block=name))
    return ordered


def _title(spelling: Spelling, path: Path, *, alone: bool) -> str:
    if alone:
        return spelling.title
    if not path:
        return f"{spelling.title} – Ensemble"
    label = "" if path == ("rows",) and "rows" not in spelling.labels else spelling.label(path[-1])
    return f"{spelling.title} – {label}" if label else spelling.title


def taken_apart(data: dict[str, Json], spelling: Spelling) -> tuple[Own, Lists]:
    """The plain values of this data, and its rows by the path of their list."""
    lists: Lists = {}
    facts = _own(data, (), lists, None, "", spelling)
    return facts, lists


def _own(
    data: dict[str, Json], path: Path, lists: Lists, place: int | None, context: str, spelling: Spelling
) -> Own:
    """The plain values of a row; the rows that it holds go to their lists."""
    own: Own = {}
    held = []
    for name, value in data.items():
        if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
            held.append((name, value))
        elif isinstance(value, list) and value and not path and all(isinstance(one, str) for one in value):
            held.append((name, [{"": one} for one in value]))
        elif isinstance(value, dict):
            own |= {(name, str(inner)): one for inner, one in value.items()}
        else:
            own[(name,)] = value
    if path and held:
        context = _name(own, spelling)
    for name, rows in held:
        for rank, one in enumerate(rows):
            _take(one, (*path, name), lists, place, rank, context, spelling)
    return own


def _take(
    data: object, path: Path, lists: Lists, parent: int | None, rank: int, context: str, spelling: Spelling
) -> None:
    if not isinstance(data, dict):
        return
    rows = lists.setdefault(path, [])
    row = Row({}, parent, rank, context)
    rows.append(row)
    row.own = _own(data, path, lists, len(rows) - 1, context, spelling)
    row.name = _name(row.own, spelling)
    row.key, row.is_stable = _key(row.own, spelling)


def _key(own: Own, spelling: Spelling) -> tuple[str, bool]:
    """What names this row among those of its list, and whether it never changes."""
    for name in ("", *spelling.row_key):
        values = [own.get((part,)) for part in name.split("+")]
        if not any(isinstance(value, (list, dict)) or is_blank(value) for value in values):
            return "\x1f".join(str(value) for value in values), name in STABLE
    return "", False


def _named(own: Own, spelling: Spelling) -> list[Path]:
    """The fields that say a row’s name: its reference and its title, else what names the row."""
    found: list[Path] = []
    for name in spelling.row_key:
        paths = [(part,) for part in name.split("+")]
        if any(isinstance(own.get(path), (list, dict)) or is_blank(own.get(path)) for path in paths):
            continue
        found += paths
        if name not in STABLE or len(found) > 1:
            break
    return found


def _name(own: Own, spelling: Spelling) -> str:
    """« COM-012 – Pipeline visuel », « ERP → CRM »."""
    if ("",) in own:
        return excerpt(str(own["",]), NAME_LENGTH)
    paths = _named(own, spelling)
    told = [shown(own[path], spelling.choices_of(path)) for path in paths]
    if not told:
        # A row that nothing names is told by its first words.
        values = (
            value for value in own.values() if not isinstance(value, (list, dict)) and not is_blank(value)
        )
        return excerpt(next((shown(value, {}) for value in values), "Ligne"), NAME_LENGTH)
    if len(told) > 1 and paths[0][0] in STABLE and told[0].islower():
        # « exit » says nothing beside « Sortie de l’ancien outil ».
        told = told[1:]
    return excerpt((" – " if paths[0][0] in STABLE else " → ").join(told), NAME_LENGTH)


def _items(old: list[Row], new: list[Row], parents: list[Pair]) -> tuple[list[Item], list[Item]]:
    """Both lists for matching; groups that were matched are one."""
    before: dict[int, Hashable] = {}
    after: dict[int, Hashable] = {}
    for number, pair in enumerate(parents):
        if pair.before is not None:
            before[pair.before] = number
        if pair.after is not None:
            after[pair.after] = number
    return [_item(row, before) for row in old], [_item(row, after) for row in new]


def _item(row: Row, parents: dict[int, Hashable]) -> Item:
    rest = {path: value for path, value in row.own.items() if str(value) != row.key}
    said = _canonical(rest)
    return Item(
        key=row.key or None,
        digest=_canonical(row.own),
        rest=said if any(isinstance(one, str) and len(one) > 12 for one in rest.values()) else "",
        name=row.key if not row.is_stable else "",
        text=" ".join([row.key, *(str(one) for one in rest.values() if isinstance(one, str))])[:TEXT_LENGTH],
        parent=parents.get(row.parent) if row.parent is not None else None,
        is_stable=row.is_stable,
    )


def _canonical(own: Own) -> str:
    return json.dumps(sorted(own.items(), key=lambda pair: pair[0]), ensure_ascii=False)


def _entry(spelling: Spelling, old: list[Row], new: list[Row], pair: Pair) -> Entry:
    if pair.before is None and pair.after is not None:
        return _whole(spelling, new[pair.after], Status.ADDED)
    if pair.after is None and pair.before is not None:
        return _whole(spelling, old[pair.before], Status.REMOVED)
    before, after = old[pair.before or 0], new[pair.after or 0]
    fields = fields_of(spelling, before.own, after.own)
    status = Status.CHANGED if fields else Status.MOVED if pair.moved else Status.SAME
    return Entry(
        status,
        after.name or before.name,
        tuple(fields),
        moved=pair.moved,
        move=_move(before, after, pair) if pair.moved else "",
        context=after.context,
        key=after.key,
    )


def _whole(spelling: Spelling, row: Row, status: Status) -> Entry:
    """A row that only one version has, with all that it says."""
    named = _named(row.own, spelling)
    fields = tuple(
        Field(spelling.label_of(path), value, value, spelling.choices_of(path), is_whole=True)
        for path, value in sorted(row.own.items(), key=lambda pair: spelling.order(pair[0]))
        if not is_blank(value) and path[0] not in spelling.implied and path not in named
    )
    return Entry(status, row.name, fields if ("",) not in row.own else (), context=row.context, key=row.key)


def _move(before: Row, after: Row, pair: Pair) -> str:
    if pair.changed_group:
        return f"de «\u00a0{before.context or '–'}\u00a0» à «\u00a0{after.context or '–'}\u00a0»"
    return f"de la {_ordinal(before.rank + 1)} à la {_ordinal(after.rank + 1)} place"


def _ordinal(number: int) -> str:
    return "1re" if number == 1 else f"{number}e"


def fields_of(spelling: Spelling, before: Own, after: Own) -> list[Told]:
    """The fields that differ; the implied ones only where no other explains them."""
    paths = [*after, *(path for path in before if path not in after)]
    differing = [
        path for path in sorted(paths, key=spelling.order) if not _same(before.get(path), after.get(path))
    ]
    telling = [path for path in differing if path[0] not in spelling.implied] or differing
    return [
        Field(spelling.label_of(path), before.get(path), after.get(path), spelling.choices_of(path))
        for path in telling
    ]


def _same(one: Json, other: Json) -> bool:
    """Whether two values say the same; 1 and True don’t."""
    if is_blank(one) and is_blank(other):
        return True
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _facts(spelling: Spelling, before: Own, after: Own) -> list[Entry]:
    """The values that the data has beside its lists, each as a row."""
    paths = [*after, *(path for path in before if path not in after)]
    changed = fields_of(spelling, before, after)
    told = {one.label for one in changed}
    filled = (path for path in paths if not is_blank(after.get(path)))
    same = [label for path in filled if (label := spelling.label_of(path)) not in told]
    found = [Entry(Status.CHANGED, one.label, (one,)) for one in changed]
    return [*found, *(Entry(Status.SAME, label) for label in dict.fromkeys(same) if label)] if changed else []
