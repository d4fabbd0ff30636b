"""Links written as planners write them: « T01 », « T01 DD+3 », « T02 FF-2 », one after the other with commas.

French letters name the two ends, predecessor first: FD (fin à début, which goes without saying), DD, FF, DF. English
ones (FS, SS, FF, SF) are read too. A delay is in working days.
"""

import re
from collections.abc import Collection, Iterable

from planning.models.tasks import LONGEST_LAG
from planning.schedule import Link, LinkKind

LETTERS = {
    LinkKind.FINISH_START: "FD",
    LinkKind.START_START: "DD",
    LinkKind.FINISH_FINISH: "FF",
    LinkKind.START_FINISH: "DF",
}
_KINDS = {letters: kind for kind, letters in LETTERS.items()} | {kind.value: kind for kind in LinkKind}
_KIND = "|".join(_KINDS)
_LAG = r"(?P<lag>[+\-\u2212\u2013]\s*\d+)\s*(?:j|jrs?|jours?|d|days?)?(?:\s*ouvr[ée]s?)?\.?"
_KEY = r"(?P<key>[A-Za-z0-9][A-Za-z0-9_-]*)"
_PIECE = re.compile(rf"{_KEY}(?:\s+(?P<kind>{_KIND}))?(?:\s*{_LAG})?", re.IGNORECASE)
# « T01DD+3 », without a space, as some tools write it: read so only where no task is called « T01DD ».
_TIGHT = re.compile(rf"(?P<key>[A-Za-z0-9][A-Za-z0-9_-]*?)(?P<kind>{_KIND})?(?:{_LAG})?", re.IGNORECASE)
_LONGEST_SHOWN = 40


class NotationError(ValueError):
    """A text that names no links; `piece` is what can’t be read, and the message says why in French."""

    def __init__(self, piece: str, why: str) -> None:
        self.piece = piece
        shown = piece if len(piece) <= _LONGEST_SHOWN else f"{piece[:_LONGEST_SHOWN]}…"
        super().__init__(f"«\u00a0{shown}\u00a0»\u00a0: {why}.")


def parse(text: str, known: Collection[str] | None = None) -> tuple[Link, ...]:
    """The links that this text names, in its order; `known` are the keys of the tasks that there are.

    Raises NotationError at the first piece that can’t be read, names no known task, or names one a second time.
    """
    links: dict[str, Link] = {}
    for piece in (part.strip() for part in re.split(r"[;,\n]", text)):
        if not piece:
            continue
        link = _link(piece, known)
        if link.key in links:
            raise NotationError(piece, f"la tâche {link.key} est nommée deux fois")
        links[link.key] = link
    return tuple(links.values())


def write(links: Iterable[Link]) -> str:
    """These links as text, which `parse` reads back."""
    return ", ".join(write_one(link) for link in links)


def write_one(link: Link) -> str:
    """« T01 », « T01 FD+3 », « T01 DD », « T01 FF-2 »."""
    if link.kind is LinkKind.FINISH_START and not link.lag:
        return link.key
    return f"{link.key} {LETTERS[link.kind]}{f'{link.lag:+d}' if link.lag else ''}"


def _link(piece: str, known: Collection[str] | None) -> Link:
    found = _PIECE.fullmatch(piece)
    key = _known_key(found["key"], known) if found else None
    if key is None and known is not None:
        tight = _TIGHT.fullmatch(piece)
        key = _known_key(tight["key"], known) if tight else None
        found = tight if key is not None else found
    if found is None:
        raise NotationError(
            piece, "écrivez la clé d’une tâche, puis au besoin FD, DD, FF ou DF et un délai, comme T01 DD+3"
        )
    if key is None:
        raise NotationError(piece, f"aucune tâche ne porte la clé {found['key']}")
    lag = int(re.sub(r"\s", "", found["lag"] or "0").replace("\u2212", "-").replace("\u2013", "-"))
    if abs(lag) > LONGEST_LAG:
        raise NotationError(piece, f"un délai va de -{LONGEST_LAG} à +{LONGEST_LAG} jours ouvrés")
    return Link(key, _KINDS[(found["kind"] or "FD").upper()], lag)


def _known_key(key: str, known: Collection[str] | None) -> str | None:
    """This key as the planning writes it, capitals aside; None when it names no task."""
    if known is None or key in known:
        return key
    alike = [one for one in known if one.casefold() == key.casefold()]
    return alike[0] if len(alike) == 1 else None
