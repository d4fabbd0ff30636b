"""From the bytes of a file to plain data: a small, safe part of YAML, and where each value stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeGuard

import yaml
from yaml.events import (
    AliasEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from charter.filepart import ProjectFileError
from crmproject.toolkit.text import one_line_end

LARGEST_FILE = 5 * 1024 * 1024
DEEPEST = 20
# What looks like a key of the format, rather than the rest of a text.
NAME = re.compile(r"[A-Za-z_]+$")
# PostgreSQL stores neither nulls nor halves of a character.
FORBIDDEN = re.compile("[\x00\ud800-\udfff]")
PLAIN_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp")}

# What libyaml says most often, in the words of someone who writes the file.
YAML_REASONS = {
    "mapping values are not allowed": "« : » inattendu ; un texte qui contient « : » se met entre guillemets",
    "could not find expected ':'": "« : » attendu après la clé",
    "did not find expected key": "clé attendue : vérifiez le retrait de la ligne",
    "did not find expected '-' indicator": "tiret attendu : vérifiez le retrait de la ligne",
    "did not find expected ',' or ']'": "« , » ou « ] » attendu",
    "did not find expected ',' or '}'": "« , » ou « } » attendu",
    "found a tab character": "tabulation ; le retrait se fait avec des espaces",
    "cannot start any token": "caractère inattendu (une tabulation ?)",
    "found unexpected end of stream": "guillemet ou crochet resté ouvert",
    "control characters are not allowed": "caractère de contrôle",
}


class UnreadableFileError(Exception):
    """There is no such file to read; the message says why, in French."""


@dataclass
class ReadFile:
    """A file’s data, and the line of each path in it."""

    data: Any
    lines: dict[str, int] = field(default_factory=dict)

    def located(self, problems: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """These problems with the line of the file where each one stands."""
        return [(path, f"{reason}{self._line(path)}") for path, reason in problems]

    def _line(self, path: str) -> str:
        while path and path not in self.lines:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return f" (ligne {self.lines[path]})" if path else ""


def read_project_file(path: Path) -> ReadFile:
    """Read this file.

    Raises UnreadableFileError when it can’t be opened, ProjectFileError when it is not such a file’s YAML.
    """
    try:
        if path.exists() and not path.is_file():
            raise UnreadableFileError(f"{path} : ce n’est pas un fichier.")
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        reason = "fichier introuvable." if isinstance(error, FileNotFoundError) else "lecture impossible."
        raise UnreadableFileError(f"{path} : {reason}") from error
    except ValueError as error:  # a name that no file can have
        raise UnreadableFileError("Ce nom de fichier n’est pas valide.") from error
    if len(content) > LARGEST_FILE:
        raise ProjectFileError([("", f"Le fichier dépasse {LARGEST_FILE // 1024 // 1024} Mo.")])
    return parse(content)


def parse(content: bytes) -> ReadFile:
    """The data of this YAML. Tags, anchors and aliases are refused, and so is a key given twice."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProjectFileError([("", f"Le fichier n’est pas en UTF-8 (octet {error.start + 1}).")]) from error
    try:
        return _Reader(text).read()
    except yaml.YAMLError as error:
        raise ProjectFileError([("", _unreadable(error))]) from error


def _unreadable(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    where = f" à la ligne {mark.line + 1}, colonne {mark.column + 1}" if mark else ""
    said = str(error)
    reason = next((french for english, french in YAML_REASONS.items() if english in said), "")
    return f"YAML illisible{where}" + (f" : {reason}." if reason else ".")


def _line_of(event: Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


def _is_plain(event: Event) -> TypeGuard[ScalarEvent]:
    return isinstance(event, ScalarEvent) and event.implicit[0] and event.value != ""


def _is_bare(key: ScalarEvent, value: Event) -> bool:
    """Whether this « key » of a mapping in braces has no colon: YAML puts an empty value right behind it."""
    stands = (value.start_mark, value.end_mark, key.end_mark)
    return _is_plain(key) and len({mark.index for mark in stands if mark}) == 1


class _Reader:
    """Builds data from events rather than nodes: depth and aliases are seen before anything grows.

    In « {action: ventes, leads et devis, measure: délai} », YAML sees a key « leads et devis » without a
    value, where the author wrote a text with a comma; it is read as that text.
    """

    def __init__(self, text: str) -> None:
        self._events: Iterator[Event] = iter(yaml.parse(text, Loader=yaml.CSafeLoader))
        self._scalars = yaml.SafeLoader("")
        self._lines: dict[str, int] = {}
        self._problems: list[tuple[str, str]] = []
        # The last plain text read in a mapping, as typed: what follows its comma may belong to it.
        self._typed: dict[str, str] = {}

    def read(self) -> ReadFile:
        data: Any = None
        documents = 0
        for event in self._events:
            if isinstance(event, ScalarEvent | SequenceStartEvent | MappingStartEvent | AliasEvent):
                documents += 1
                if documents > 1:
                    raise self._error(event, "un seul document par fichier")
                data = self._value(event, "", 0)
        if self._problems:
            raise ProjectFileError(self._problems)
        return ReadFile(data, self._lines)

    def _value(self, event: Event, path: str, depth: int) -> Any:
        self._lines.setdefault(path, _line_of(event))
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            raise self._error(event, "les ancres (&) et les alias (*) de YAML ne sont pas admis")
        if getattr(event, "tag", None) is not None:
            raise self._error(event, "les étiquettes (!) de YAML ne sont pas admises")
        if depth > DEEPEST:
            raise self._error(event, f"plus de {DEEPEST} niveaux imbriqués")
        if isinstance(event, MappingStartEvent):
            return self._mapping(event, path, depth)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(path, depth)
        assert isinstance(event, ScalarEvent)  # noqa: S101  # nothing else begins a value
        return self._scalar(event, path)

    def _sequence(self, path: str, depth: int) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self._events), SequenceEndEvent):
            items.append(self._value(event, f"{path}[{len(items)}]", depth + 1))
        return items

    def _mapping(self, start: MappingStartEvent, path: str, depth: int) -> dict[str, Any]:
        items: dict[str, Any] = {}
        last = ""
        while not isinstance(event := next(self._events), MappingEndEvent):
            if not isinstance(event, ScalarEvent):
                raise self._error(event, "une clé est un texte simple")
            key, value = self._text(event, event.value, path), next(self._events)
            if start.flow_style and _is_bare(event, value) and last in self._typed and not NAME.match(key):
                items[last] = self._typed[last] = f"{self._typed[last]}, {key}"
                continue
            below = f"{path}.{key}" if path else key
            if key in items:
                self._refuse(event, below, "clé en double")
            self._lines[below] = _line_of(event)
            items[key] = self._value(value, below, depth + 1)
            last = key
            self._typed = {key: value.value} if _is_plain(value) else {}
        return items

    def _scalar(self, event: ScalarEvent, path: str) -> Any:
        value = self._text(event, event.value, path)
        if not event.implicit[0]:
            return value
        tag = self._scalars.resolve(yaml.ScalarNode, value, (True, False))  # type: ignore[no-untyped-call]
        if tag not in PLAIN_TAGS:
            return value
        try:
            found = self._scalars.construct_object(yaml.ScalarNode(tag, value), deep=True)
        except (ValueError, OverflowError):
            self._refuse(event, path, f"valeur impossible : « {value[:40]} »")
            return value
        return found if found is None or isinstance(found, str | bool | int | float | date) else value

    def _text(self, event: Event, value: str, path: str) -> str:
        if FORBIDDEN.search(value):
            self._refuse(event, path, "caractère interdit (nul ou incomplet)")
        return one_line_end(value)

    def _refuse(self, event: Event, path: str, reason: str) -> None:
        self._problems.append((path, f"{reason} (ligne {_line_of(event)})"))

    def _error(self, event: Event, reason: str) -> ProjectFileError:
        return ProjectFileError([*self._problems, ("", f"Ligne {_line_of(event)} : {reason}.")])
