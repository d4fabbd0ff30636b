"""One field of a row in two versions, told in French."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.safestring import SafeString, mark_safe

from crmproject.toolkit import words
from crmproject.toolkit.blocks import Json
from crmproject.toolkit.templatetags.french import long_date, number
from requirements.diffs.matching import Item, match

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
DECIMAL = re.compile(r"-?\d+\.\d+")
# How many items of a list inside a field are told.
MOST_ITEMS = 60


@dataclass(frozen=True)
class Field:
    """A field’s two values; `is_whole` for a row that one side lacks, whose fields bear no mark of their own."""

    label: str
    before: Json
    after: Json
    choices: Mapping[str, str] = field(default_factory=dict)
    is_whole: bool = False

    @property
    def html(self) -> SafeString:
        if is_list(self.before) or is_list(self.after):
            return self._list()
        old, new = shown(self.before, self.choices), shown(self.after, self.choices)
        if self.is_whole:
            return words.plain(words.tokens_of(new or old))
        if _is_atom(self.before, old, self.choices) and _is_atom(self.after, new, self.choices):
            marked = f"{words.deleted(words.tokens_of(old))} {words.inserted(words.tokens_of(new))}"
            return mark_safe(marked.strip())  # noqa: S308  # both escaped
        return words.marked_text(old, new)

    def _list(self) -> SafeString:
        before = [shown(one, self.choices) for one in _as_list(self.before)]
        after = [shown(one, self.choices) for one in _as_list(self.after)]
        if self.is_whole:
            items = [words.plain(words.tokens_of(one)) for one in after or before]
        else:
            items = _items(before, after)
        left = len(items) - MOST_ITEMS
        if left > 0:
            items = [*items[:MOST_ITEMS], SafeString(f"… et {left} autres")]
        return mark_safe("<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>")  # noqa: S308


def _items(before: list[str], after: list[str]) -> list[SafeString]:
    """The items of both lists that differ, and how many don’t."""
    found, same = [], 0
    for pair in match(texts(before), texts(after)):
        if pair.before is None and pair.after is not None:
            found.append(words.inserted(words.tokens_of(after[pair.after])))
        elif pair.after is None and pair.before is not None:
            found.append(words.deleted(words.tokens_of(before[pair.before])))
        elif pair.before is not None and pair.after is not None:
            old, new = before[pair.before], after[pair.after]
            if old == new and not pair.moved:
                same += 1
                continue
            note = ' <span class="diff-note">(déplacé)</span>' if pair.moved else ""
            found.append(mark_safe(f"{words.marked_text(old, new)}{note}"))  # noqa: S308
    if same and found:
        unchanged = "1 inchangé" if same == 1 else f"{same} inchangés"
        found.append(mark_safe(f'<span class="diff-note">{unchanged}</span>'))  # noqa: S308
    return found


def texts(values: list[str]) -> list[Item]:
    """Texts as rows that have no other name than themselves."""
    return [Item(key=None, digest=value, text=value) for value in values]


def is_list(value: Json) -> bool:
    """Whether this is a list of plain values."""
    return isinstance(value, list) and not any(isinstance(one, (list, dict)) for one in value)


def _as_list(value: Json) -> list[Json]:
    if isinstance(value, list):
        return value
    return [] if is_blank(value) else [value]


def is_blank(value: Json) -> bool:
    return value is None or value == "" or value == [] or value == {}


def _is_atom(value: Json, text: str, choices: Mapping[str, str]) -> bool:
    """Whether a value is told whole: a figure, a date, one choice among some, a single word."""
    return not isinstance(value, str) or text != value or str(value) in choices or len(text.split()) <= 1


def shown(value: Json, choices: Mapping[str, str]) -> str:
    """A plain value as people read it."""
    if is_blank(value):
        return ""
    code = json.dumps(value) if isinstance(value, bool) else value
    if isinstance(code, str) and code in choices:
        return choices[code]
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, (int, float)):
        return number(value)
    if isinstance(value, str):
        if DATE.fullmatch(value):
            return _date(value)
        return number(value) if DECIMAL.fullmatch(value) else value
    return json.dumps(value, ensure_ascii=False)


def _date(value: str) -> str:
    try:
        return long_date(value) or value
    except ValueError:
        return value


def excerpt(text: str, most: int = 120) -> str:
    """The beginning of a text, on one line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[:most].rsplit(" ", 1)[0] + "…"
