"""Registry of the pieces of a project file (format 1): each app reads and writes its own keys.

A piece is declared in an app’s `projectfile.py`. Its `schema` is a strict pydantic model: an unknown key or a wrong
value is refused with its path in the file. Pieces are loaded in `order`, and dumped in the order of the file.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from accounts.models import User
from charter.models import Department, Membership, OperationalObjective, Project


class FileModel(BaseModel):
    """Base of every schema: nothing unknown, nothing converted behind the author’s back."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", strict=True, str_strip_whitespace=True)


class ProjectFileError(Exception):
    """What is wrong in a project file: one « path : reason » per line, in French."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        self.problems = problems
        super().__init__("\n".join(f"{path} : {reason}" if path else reason for path, reason in problems))


@dataclass
class Loading:
    """A project file being loaded: the project so far, what names in it stand for, and the problems found."""

    project: Project
    by: User | None = None
    problems: list[tuple[str, str]] = field(default_factory=list)
    departments: dict[str, Department] = field(default_factory=dict)
    members: dict[str, Membership] = field(default_factory=dict)
    objectives: dict[str, OperationalObjective] = field(default_factory=dict)
    # Names that a higher app needs of a lower one (existing tools, tasks…), by kind then name.
    named: dict[str, dict[str, Any]] = field(default_factory=dict)

    def refuse(self, path: str, reason: str) -> None:
        """Note a problem; loading goes on so that all of them are told at once, and nothing is written."""
        self.problems.append((path, reason))

    def department(self, code: str, path: str) -> Department | None:
        return self._find(self.departments, code, path, "service inconnu")

    def member(self, email: str, path: str) -> Membership | None:
        return self._find(self.members, email.lower(), path, "personne inconnue parmi les membres")

    def objective(self, ref: str, path: str) -> OperationalObjective | None:
        return self._find(self.objectives, ref, path, "objectif inconnu")

    def find(self, kind: str, name: str, path: str, reason: str) -> Any:
        """The thing of this kind and name, or None after noting the problem."""
        return self._find(self.named.get(kind, {}), name, path, reason)

    def _find[T](self, known: dict[str, T], name: str, path: str, reason: str) -> T | None:
        found = known.get(name)
        if found is None:
            self.refuse(path, f"{reason} : « {name} »")
        return found


@dataclass(frozen=True)
class FilePart:
    """One top-level key of the file. `load` gets the validated value and writes rows; `dump` gives plain data back.

    `dump` leaves out what equals the schema’s default, so that dumping a loaded file gives the file’s own data.
    """

    key: str
    schema: Any
    load: Callable[[Loading, Any], None]
    dump: Callable[[Project], Any]
    order: int
    default: Callable[[], Any] = list


_parts: dict[str, FilePart] = {}


def register(part: FilePart) -> FilePart:
    """Make this piece of the file known."""
    if part.key in _parts:
        raise ValueError(f"file part {part.key!r} is declared twice")
    _parts[part.key] = part
    return part


def parts() -> list[FilePart]:
    """Every piece, in the order in which they are loaded and written."""
    return sorted(_parts.values(), key=lambda part: part.order)


def plain(model: BaseModel) -> dict[str, Any]:
    """The data of this schema as YAML would write it, defaults left out, whole decimals as integers."""
    return {name: _plain(value) for name, value in model.model_dump(exclude_defaults=True, by_alias=True).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value
