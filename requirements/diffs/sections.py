"""What changed between two contents of a section."""

from collections.abc import Iterable
from typing import Any

from crmproject.toolkit import blocks
from crmproject.toolkit.blocks import Json
from crmproject.toolkit.fingerprints import canonical_json
from requirements.diffs.matching import Item, match
from requirements.diffs.model import Part, SectionDiff, Status
from requirements.diffs.rich import entries_of
from requirements.diffs.rows import Spelling, parts_of, spelling_of

HEAD = Spelling("Intitulé", {"title": "Titre", "department": "Service"})
HEAD_FIELDS = ("title", "department")
NOTHING: dict[str, Any] = {"title": "", "department": "", "text": "", "blocks": []}


def compare(before: dict[str, Any] | None, after: dict[str, Any] | None) -> SectionDiff:
    """What became of a section’s content (see `Section.content`); None where there was no section.

    The work grows with the length of the contents, never with its square; words inside texts are only compared when
    they are shown.
    """
    old, new = before or NOTHING, after or NOTHING
    title = str(new.get("title") or old.get("title") or "")
    if canonical_json(before) == canonical_json(after):
        return SectionDiff(title, Status.SAME)
    parts = [*_head(old, new), *_text(old, new), *_blocks(old, new)]
    if before is None:
        status = Status.ADDED
    elif after is None:
        status = Status.REMOVED
    else:
        status = Status.CHANGED
    return SectionDiff(title, status, tuple(parts), unseen=not any(part.is_change for part in parts))


def _head(before: dict[str, Any], after: dict[str, Any]) -> list[Part]:
    old = {name: before.get(name) or "" for name in HEAD_FIELDS}
    new = {name: after.get(name) or "" for name in HEAD_FIELDS}
    return parts_of("", HEAD, old, new)


def _text(before: dict[str, Any], after: dict[str, Any]) -> list[Part]:
    entries = entries_of(str(before.get("text") or ""), str(after.get("text") or ""))
    return [Part("Texte", entries)] if entries else []


def _blocks(before: dict[str, Any], after: dict[str, Any]) -> list[Part]:
    old, new = list(_entries(before)), list(_entries(after))
    found: list[Part] = []
    for pair in match([_item(name) for name, _ in old], [_item(name) for name, _ in new]):
        name = new[pair.after][0] if pair.after is not None else old[pair.before or 0][0]
        one = old[pair.before][1] if pair.before is not None else None
        other = new[pair.after][1] if pair.after is not None else None
        found += _block(name, one, other, moved=pair.moved)
    return found


def _item(name: str) -> Item:
    return Item(key=name, digest=name, is_stable=True)


def _entries(content: dict[str, Any]) -> Iterable[tuple[str, dict[str, Json]]]:
    for entry in content.get("blocks") or []:
        data = entry.get("data")
        yield str(entry.get("name")), data if isinstance(data, dict) else {}


def _block(
    name: str, before: dict[str, Json] | None, after: dict[str, Json] | None, *, moved: bool
) -> list[Part]:
    """The parts of a block; the first one says whether the block itself came, went or moved."""
    block = blocks.get(name)
    spelling = spelling_of(name, block)
    old, new = before or {}, after or {}
    if block is not None:
        old, new = block.compared(old), block.compared(new)
    parts = parts_of(name, spelling, old, new)
    status = Status.MOVED if moved else Status.SAME
    if before is None:
        status = Status.ADDED
    elif after is None:
        status = Status.REMOVED
    first = parts[0] if parts else Part(spelling.title, block=name)
    if status != Status.SAME:
        first = Part(first.title, first.entries, status, name, is_grouping=first.is_grouping)
    return [first, *parts[1:]]
