"""People named in a comment: « @Direction commerciale »."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.html import escape, format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe

from charter.models import Membership

# An at sign that begins a name: neither inside an e-mail address nor before a figure (« @ 14 h »).
AT = re.compile(r"(?<![\w@./+-])@(?=[^\W\d_])")
WORD = re.compile(r"[\w.’'@-]+")


@dataclass
class Named:
    """Whom a text names: members, people who left the project, and names of nobody."""

    members: list[Membership] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    @property
    def refusals(self) -> list[str]:
        """Why the text can’t be sent as it is, in words."""
        return [
            *(
                f"«\u00a0{name}\u00a0» ne fait plus partie du projet\u00a0: cette personne ne peut plus être citée."
                for name in dict.fromkeys(self.gone)
            ),
            *(
                f"«\u00a0@{name}\u00a0» ne désigne aucun membre du projet\u00a0: choisissez un nom dans la liste, "
                "ou retirez l’arobase."
                for name in dict.fromkeys(self.unknown)
            ),
        ]


def names_of(member: Membership) -> set[str]:
    """What people may call a member after an at sign."""
    return {name for name in (str(member.user), member.title) if name}


def named_in(text: str, members: Iterable[Membership]) -> Named:
    """Whom this text names among these people, departed ones included so that the refusal can name them."""
    people = list(members)
    by_name = [(_flat(name), member) for member in people for name in names_of(member)]
    found = Named()
    flat = _flat(text)
    for start in _starts(text):
        length = max((len(name) for name, _ in by_name if _is_there(flat, name, start)), default=0)
        called = [m for name, m in by_name if len(name) == length and _is_there(flat, name, start)]
        live = [member for member in called if not member.is_deleted]
        if live:
            found.members += [member for member in live if member not in found.members]
        elif called:
            found.gone.append(text[start : start + length])
        else:
            word = WORD.match(text, start)
            found.unknown.append(word.group(0)[:60] if word else "")
    return found


def with_chips(text: str, members: Iterable[Membership]) -> SafeString:
    """The text as HTML paragraphs, the names of these people set apart."""
    names = sorted({_flat(name) for member in members for name in names_of(member)}, key=len, reverse=True)
    flat = _flat(text)
    parts: list[str] = []
    done = 0
    for start in _starts(text):
        length = next((len(name) for name in names if _is_there(flat, name, start)), 0)
        if length:
            parts.append(escape(text[done : start - 1]))
            parts.append(format_html('<span class="mention">@{}</span>', text[start : start + length]))
            done = start + length
    parts.append(escape(text[done:]))
    return mark_safe(linebreaks("".join(parts)))  # noqa: S308  # each part was escaped


def _starts(text: str) -> Iterator[int]:
    """Where each name begins, behind its at sign."""
    return (match.end() for match in AT.finditer(text))


def _is_there(text: str, name: str, start: int) -> bool:
    """Whether this name stands there, whole."""
    end = start + len(name)
    return text.startswith(name, start) and not text[end : end + 1].isalnum()


def _flat(text: str) -> str:
    """Lower-case text without accents, character for character."""
    return "".join(_flat_character(one) for one in text)


def _flat_character(one: str) -> str:
    if one == "’":
        return "'"
    plain = unicodedata.normalize("NFKD", one)[:1].lower()
    return plain if len(plain) == 1 else one
