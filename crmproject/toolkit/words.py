"""Words that changed inside a text, marked with <ins> and <del>. All that comes out is escaped.

The work on one text is bounded: beyond `MOST_TOKENS` on a side, what differs is shown whole, before then after.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from rapidfuzz.distance import Indel

MOST_TOKENS = 3000
# What one run of words shows at most, in characters: the same on both sides, and added or removed.
SAME_SHOWN, EDIT_SHOWN = 700, 5000
CUT = "[…]"
# Below this share of common words, a text was rewritten: both are shown whole.
REWRITTEN = 0.25
SHORT = 3

WORD = re.compile(r"\w+|\s+|[^\w\s]")
LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
BLANKS = str.maketrans({" ": "␣", "\u00a0": "⍽", "\u202f": "⍽", "\n": "↵", "\t": "⇥"})


class Token(NamedTuple):
    """A word, a blank or a sign, with the marks of rich text that it bears."""

    text: str
    marks: tuple[str, ...] = ()
    href: str = ""


type Tokens = Sequence[Token]


class Edit(NamedTuple):
    """A stretch of two texts: the same on both sides, or what one has in the place of what the other has."""

    is_same: bool
    before: Tokens
    after: Tokens


def tokens_of(text: str, marks: tuple[str, ...] = (), href: str = "") -> list[Token]:
    """The words, blanks and signs of a text."""
    return [Token(part, marks, href) for part in WORD.findall(text)]


def marked_text(before: str, after: str) -> SafeString:
    """The text `after` with what it doesn’t share with `before` marked."""
    return marked(tokens_of(before), tokens_of(after))


def marked(before: Tokens, after: Tokens) -> SafeString:
    """What became of `before` in `after`, as safe HTML."""
    parts = []
    for edit in edits(before, after):
        if edit.is_same:
            parts.append(_same(edit.after))
        else:
            parts += [_deleted(edit.before), _inserted(edit.after)]
    return mark_safe("".join(parts))  # noqa: S308  # escaped piece by piece


def inserted(tokens: Tokens) -> SafeString:
    return mark_safe(_inserted(tokens))  # noqa: S308


def deleted(tokens: Tokens) -> SafeString:
    return mark_safe(_deleted(tokens))  # noqa: S308


def plain(tokens: Tokens) -> SafeString:
    """The text unmarked, cut when it is long."""
    return mark_safe(_html(_cut(tokens, EDIT_SHOWN)))  # noqa: S308


def edits(before: Tokens, after: Tokens) -> list[Edit]:
    """The stretches that the two texts share and those that they don’t, in order."""
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    middle_before = before[head : len(before) - tail]
    middle_after = after[head : len(after) - tail]
    found = [Edit(True, before[:head], after[:head])] if head else []
    if middle_before or middle_after:
        found += _middle(middle_before, middle_after)
    if tail:
        found.append(Edit(True, before[-tail:], after[-tail:]))
    return _joined(found)


def _common(before: Tokens, after: Tokens) -> int:
    """How many tokens both begin with."""
    count = 0
    for one, other in zip(before, after, strict=False):
        if one != other:
            break
        count += 1
    return count


def _middle(before: Tokens, after: Tokens) -> list[Edit]:
    whole = [Edit(False, before, after)]
    if not before or not after or max(len(before), len(after)) > MOST_TOKENS:
        return whole
    # Numbers in the place of words: rapidfuzz compares them far faster, and takes hash collisions for equality.
    numbers: dict[Token, int] = {}
    left = [numbers.setdefault(token, len(numbers)) for token in before]
    right = [numbers.setdefault(token, len(numbers)) for token in after]
    found = [
        Edit(
            code.tag == "equal", before[code.src_start : code.src_end], after[code.dest_start : code.dest_end]
        )
        for code in Indel.opcodes(left, right)
    ]
    shared = sum(_letters(edit.after) for edit in found if edit.is_same)
    return whole if shared < REWRITTEN * max(_letters(before), _letters(after)) else found


def _letters(tokens: Tokens) -> int:
    return sum(len(token.text) for token in tokens if not token.text.isspace())


def _joined(found: list[Edit]) -> list[Edit]:
    """The same stretches with neighbouring changes joined, even over a blank or a tiny word that both sides share."""
    joined: list[Edit] = []
    last = len(found) - 1
    for place, edit in enumerate(found):
        between = 0 < place < last and not found[place - 1].is_same and not found[place + 1].is_same
        same = edit.is_same and not (between and _letters(edit.after) <= SHORT and len(edit.after) <= SHORT)
        if joined and not same and not joined[-1].is_same:
            before, after = joined[-1].before, joined[-1].after
            joined[-1] = Edit(False, [*before, *edit.before], [*after, *edit.after])
        else:
            joined.append(Edit(same, edit.before, edit.after))
    return joined


def _same(tokens: Tokens) -> str:
    """A stretch that did not change, with its middle left out when it is long."""
    if sum(len(token.text) for token in tokens) <= SAME_SHOWN:
        return _html(tokens)
    head = _cut(tokens, SAME_SHOWN // 2)[:-1]
    tail = _cut(tokens[::-1], SAME_SHOWN // 2)[:-1][::-1]
    return f'{_html(head)} <span class="diff-cut">{CUT}</span> {_html(tail)}'


def _inserted(tokens: Tokens) -> str:
    return (
        f'<ins><span class="visually-hidden">ajouté\u00a0: </span>{_edited(tokens)}</ins>' if tokens else ""
    )


def _deleted(tokens: Tokens) -> str:
    return (
        f'<del><span class="visually-hidden">supprimé\u00a0: </span>{_edited(tokens)}</del>' if tokens else ""
    )


def _edited(tokens: Tokens) -> str:
    """A stretch that changed: blanks alone are drawn, and links say where they lead."""
    if all(token.text.isspace() for token in tokens):
        return str(escape("".join(token.text for token in tokens).translate(BLANKS)))
    return _html(_cut(tokens, EDIT_SHOWN), addresses=True)


def _cut(tokens: Tokens, most: int) -> list[Token]:
    """The first tokens, `most` characters in all; the last one then says that some are left out."""
    kept: list[Token] = []
    length = 0
    for token in tokens:
        length += len(token.text)
        if length > most:
            return [*kept, Token(f" {CUT}")]
        kept.append(token)
    return kept


def _html(tokens: Tokens, *, addresses: bool = False) -> str:
    return "".join(_run(run, addresses=addresses) for run in _runs(tokens))


def _runs(tokens: Tokens) -> Iterator[Token]:
    """Neighbours with the same marks and link, as one."""
    for (marks, href), group in groupby(tokens, key=lambda token: (token.marks, token.href)):
        yield Token("".join(token.text for token in group), marks, href)


def _run(run: Token, *, addresses: bool) -> str:
    html = str(escape(run.text)).replace("\n", "<br>")
    for mark in run.marks:
        html = f"<{mark}>{html}</{mark}>"
    if run.href and addresses:
        return f'{html} <span class="diff-url">({escape(run.href)})</span>'
    if LINK.match(run.href):
        return f'<a href="{escape(run.href)}">{html}</a>'
    return html
