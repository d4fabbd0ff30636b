"""What a comment is about inside a section: a row of its data, or a passage of its text."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from crmproject.toolkit import blocks
from crmproject.toolkit.richtext import plain_text
from crmproject.toolkit.text import normalised

KEY_LENGTH = 200
# What names a row, the surest first.
KEYS = ("ref", "key")
LABELS = ("title", "name", "touchpoint", "term", "label", "category")


@dataclass(frozen=True)
class Anchor:
    """A row of one of the section’s blocks. `key` stays when the row is moved or reworded, where it has a reference."""

    block: str
    key: str
    label: str
    block_title: str = ""

    @property
    def value(self) -> str:
        return f"{self.block}:{self.key}"

    @property
    def is_referenced(self) -> bool:
        return not self.label.startswith(self.key)

    def __str__(self) -> str:
        return f"{self.key} – {self.label}" if self.is_referenced else self.label


def anchors_of(content: dict[str, Any]) -> list[Anchor]:
    """The rows of a section’s content that a comment may be about, in their order, each once."""
    found: dict[tuple[str, str], Anchor] = {}
    for entry in content["blocks"]:
        block = blocks.get(entry["name"])
        title = block.title if block else ""
        for key, label in _rows(entry["data"]):
            anchor = Anchor(entry["name"], key[:KEY_LENGTH], label, title)
            found.setdefault((anchor.block, anchor.key), anchor)
    return list(found.values())


def _rows(data: Any) -> Iterator[tuple[str, str]]:
    for value in data.values():
        for item in value if isinstance(value, list) else []:
            if isinstance(item, dict):
                named = _identity(item)
                if named:
                    yield named
                yield from _rows({name: inner for name, inner in item.items() if _holds_rows(inner)})
            elif isinstance(item, str) and item:
                yield item, item


def _holds_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _identity(row: dict[str, Any]) -> tuple[str, str] | None:
    """The key and the label of a row; None for a row that only groups others, or counts them."""
    if "source" in row and "target" in row:
        pair = f"{row['source']} → {row['target']}"
        return pair, pair
    label = next((str(row[name]) for name in LABELS if row.get(name)), "")
    if not label:
        return None
    return next((str(row[name]) for name in KEYS if row.get(name)), label), label


def find_anchor(anchors: list[Anchor], value: str) -> Anchor | None:
    """The row that `block:key` names; the page may give what it shows of the row instead of its key."""
    name, _, text = value.partition(":")
    wanted = normalised(text[:KEY_LENGTH])
    inside = [anchor for anchor in anchors if anchor.block == name]
    if not wanted:
        return None
    by_key = next((anchor for anchor in inside if normalised(anchor.key) == wanted), None)
    return by_key or next((one for one in inside if normalised(one.label[:KEY_LENGTH]) == wanted), None)


def squashed(text: str) -> str:
    """This text without any space: two programs never agree on those between paragraphs."""
    return "".join(text.split())


def has_passage(html: str, quote: str) -> bool:
    """Whether this rich text still holds the passage, word for word."""
    wanted = squashed(quote)
    return bool(wanted) and wanted in squashed(plain_text(html))
