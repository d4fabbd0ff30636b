"""Registry of the pieces of a project file (format 1): each app reads and writes its own keys.

A piece is declared in an app’s `projectfile.py`. Its `schema` is a strict pydantic model: an unknown key or a
wrong value is refused with its path in the file. A file is checked whole (schemas, then `check`) before
anything is written. Pieces are checked, loaded and written in `order`.
"""

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from django.db.models import TextChoices
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from accounts.models import User
from charter.models import Department, Membership, OperationalObjective, Project
from crmproject.toolkit.text import one_line_end

LARGEST_INTEGER = 2_147_483_647


class FileModel(BaseModel):
    """Base of every schema: nothing unknown, nothing converted behind the author’s back.

    `written` names the fields that are written even when they equal their default.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", strict=True, str_strip_whitespace=True)
    written: ClassVar[frozenset[str]] = frozenset()

    def shortened(self) -> str | None:
        """The one text as which this is written, where it says nothing else; None to write all its keys."""
        return None


def required(length: int) -> Any:
    """Mark a text of 1 to `length` characters."""
    return Field(min_length=1, max_length=length)


def upto(length: int) -> Any:
    """Mark a text that may be empty."""
    return Field(max_length=length)


def one_of(choices: type[TextChoices]) -> AfterValidator:
    """Mark a text that is one of these choices."""

    def known(value: str) -> str:
        if value not in choices.values:
            possible = ", ".join(choices.values)
            raise PydanticCustomError(
                "choice",
                "valeur inconnue « {value} » ; valeurs possibles : {possible}",
                {"value": value, "possible": possible},
            )
        return value

    return AfterValidator(known)


def _as_decimal(value: object) -> object:
    # YAML has integers and binary floats; str() gives the digits that the author typed.
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


Choice = str
Steps = list[Annotated[str, required(500)]]
Amount = Annotated[
    Decimal, BeforeValidator(_as_decimal), Field(max_digits=12, decimal_places=2, ge=0, allow_inf_nan=False)
]
Figure = Annotated[
    Decimal, BeforeValidator(_as_decimal), Field(max_digits=14, decimal_places=2, allow_inf_nan=False)
]


class ProjectFileError(Exception):
    """What is wrong in a project file: one « path : reason » per line, in French."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        self.problems = problems
        super().__init__("\n".join(f"{path} : {reason}" if path else reason for path, reason in problems))


@dataclass
class Checking:
    """A project file being checked across its pieces: the names it declares, and the problems found.

    A name is refused only when all names of its kind are known: if the piece that declares them is itself
    wrong, the references to it are left alone.
    """

    values: dict[str, Any]
    problems: list[tuple[str, str]] = field(default_factory=list)
    _known: dict[str, set[str]] = field(default_factory=dict)

    def refuse(self, path: str, reason: str) -> None:
        """Note a problem; checking goes on, so that all of them are told at once."""
        self.problems.append((path, reason))

    def declare(self, kind: str, names: Iterable[tuple[str, str]]) -> None:
        """Make the (name, path) of this kind known; each name stands once."""
        known = self._known.setdefault(kind, set())
        for name, path in names:
            if name in known:
                self.refuse(path, f"déjà employé plus haut : « {name} »")
            known.add(name)

    def expect(self, kind: str, name: str | None, path: str, *, unknown: str) -> None:
        """Refuse a name that nothing of this kind bears; `unknown` says it: « service inconnu »."""
        known = self._known.get(kind)
        if name is not None and known is not None and name not in known:
            self.refuse(path, f"{unknown} : « {name} »{suggestion(name, known)}")

    def department(self, code: str | None, path: str) -> None:
        self.expect("department", code, path, unknown="service inconnu")

    def member(self, email: str | None, path: str) -> None:
        self.expect("member", email, path, unknown="personne absente des membres")

    def once(self, names: list[str], path: str) -> None:
        """Refuse a name that comes twice in one list."""
        for index, name in enumerate(names):
            if name in names[:index]:
                self.refuse(f"{path}[{index}]", f"répété : « {name} »")


def suggestion(name: str, known: Iterable[str]) -> str:
    """« ; vouliez-vous dire … » when one of the known names is close, else nothing."""
    close = difflib.get_close_matches(name, sorted(known), n=1)
    return f" ; vouliez-vous dire « {close[0]} » ?" if close else ""


@dataclass
class Loading:
    """A checked project file being written: the project so far, and what the names in the file stand for."""

    values: dict[str, Any]
    project: Project = field(default_factory=Project)
    by: User | None = None
    departments: dict[str, Department] = field(default_factory=dict)
    members: dict[str, Membership] = field(default_factory=dict)
    objectives: dict[str, OperationalObjective] = field(default_factory=dict)
    # What a higher app needs of a lower one (existing tools, tasks…), by kind then name.
    named: dict[str, dict[str, Any]] = field(default_factory=dict)

    def member(self, email: str | None) -> Membership | None:
        return self.members[email] if email else None


@dataclass(frozen=True)
class FilePart:
    """One top-level key of the file.

    `check` refuses what a schema can’t see, such as a name that nothing bears. `load` gets the validated
    value and writes rows; `finish` completes them once the project has all that a new one starts with. `dump` gives
    schema instances back. `amend` completes what other parts dumped.
    """

    key: str
    schema: Any
    load: Callable[[Loading, Any], None]
    dump: Callable[[Project], Any]
    order: int
    check: Callable[[Checking, Any], None] = lambda checking, value: None
    default: Callable[[], Any] = list
    required: bool = False
    amend: Callable[[Project, dict[str, Any]], None] = lambda project, data: None
    finish: Callable[[Loading, Any], None] = lambda loading, value: None


_parts: dict[str, FilePart] = {}


def register(part: FilePart) -> FilePart:
    """Make this piece of the file known."""
    if part.key in _parts:
        raise ValueError(f"file part {part.key!r} is declared twice")
    _parts[part.key] = part
    return part


def parts() -> list[FilePart]:
    """Every piece, in the order in which they are checked, loaded and written."""
    return sorted(_parts.values(), key=lambda part: part.order)


def plain(value: Any) -> Any:
    """This value as YAML writes it: defaults left out, whole decimals as integers, line ends alike."""
    if isinstance(value, FileModel) and (text := value.shortened()) is not None:
        return one_line_end(text)
    if isinstance(value, BaseModel):
        return {
            (info.alias or name): plain(getattr(value, name))
            for name, info in type(value).model_fields.items()
            if _is_written(value, name)
        }
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    return one_line_end(value) if isinstance(value, str) else value


def _is_written(value: BaseModel, name: str) -> bool:
    info = type(value).model_fields[name]
    always = name in getattr(value, "written", frozenset())
    return always or info.is_required() or getattr(value, name) != info.get_default(call_default_factory=True)
