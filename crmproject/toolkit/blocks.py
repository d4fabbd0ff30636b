"""Registry of blocks: pieces of structured data that a section shows and prints in place.

An app fills it from its own `blocks.py`; the requirements app finds them by autodiscovery. A block’s data is plain
and JSON-able, because a section’s fingerprint is computed from it and a frozen edition is printed from it.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

type Json = bool | int | float | str | list["Json"] | dict[str, "Json"] | None


@dataclass
class Gathering:
    """One gathering of a project’s data: each data set is loaded once, however many blocks show it."""

    project_id: int
    _loaded: dict[object, Any] = field(default_factory=dict)

    def once[T](self, load: Callable[[int], T]) -> T:
        """The result of `load(project_id)`, computed at the first call."""
        if load not in self._loaded:
            self._loaded[load] = load(self.project_id)
        return self._loaded[load]  # type: ignore[no-any-return]  # the dictionary keeps what load returned

    def suppose[T](self, load: Callable[[int], T], value: T) -> None:
        """Take this for what `load` gives: to ask what would be, were it written."""
        self._loaded[load] = value

    def derived[T](self, derive: "Callable[[Gathering], T]") -> T:
        """The result of `derive(self)`, computed at the first call: what is made from data gathered here."""
        if derive not in self._loaded:
            self._loaded[derive] = derive(self)
        return self._loaded[derive]  # type: ignore[no-any-return]  # the dictionary keeps what derive returned


@dataclass(frozen=True)
class Place:
    """Where a block stands: in the section of this department, or of none."""

    department: str = ""


# Fields that name a row, the most telling first.
NAMING = (
    "ref", "key", "code", "title", "name", "touchpoint", "term", "label", "category", "group", "stage", "phase",
    "priority", "department",
)  # fmt: skip


class Block(ABC):
    """A named piece of data with one template for the screen and the PDF.

    `collect` returns {"rows": [...], …}; a block with no row and no other truthy value is empty. A row of rows is a
    group: {"title": …, "tasks": [...]}.

    Two versions of the data are compared by `requirements.diffs`, which tells the difference with `labels`, the French
    name of each list and field; matches rows by `row_key`, the first of these fields that a row fills (joined by
    « + » where several together name it); says a code by its text in `choices`; and leaves out the `implied` fields
    where the change of another one of the same row explains them.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    template: ClassVar[str]
    # URL name (taking the project’s slug) of the screen that edits this data; "" when it is derived.
    edit_url: ClassVar[str] = ""
    edit_kwargs: ClassVar[dict[str, str]] = {}
    # Said in the section when there is nothing yet.
    empty_text: ClassVar[str] = ""
    landscape: ClassVar[bool] = False
    # Whether it prints tables or figures with a caption, which then bear a number.
    captioned: ClassVar[bool] = True
    # The project’s data sets that it quotes, in French, the one that `edit_url` edits first: « objectifs », « budget ».
    sources: ClassVar[tuple[str, ...]] = ()
    labels: ClassVar[Mapping[str, str]] = {}
    row_key: ClassVar[tuple[str, ...]] = NAMING
    choices: ClassVar[Mapping[str, Mapping[str, str]]] = {}
    implied: ClassVar[frozenset[str]] = frozenset()

    @abstractmethod
    def collect(self, gathering: Gathering, place: Place) -> dict[str, Json]:
        """The block’s data for a section in this place, plain and in a stable order."""

    def runs(self, data: dict[str, Json]) -> list[dict[str, Json]]:
        """The data cut into what may be printed apart, in order: a large block is laid out in several parts."""
        return [data]

    def is_empty(self, data: dict[str, Json]) -> bool:
        return not any(data.values())

    def compared(self, data: dict[str, Json]) -> dict[str, Json]:
        """The data, current or frozen long ago, in the form in which two versions of it are compared."""
        return data


_registry: dict[str, Block] = {}


def register[B: type[Block]](block: B) -> B:
    """Class decorator: make the block known under its name."""
    if block.name in _registry:
        raise ValueError(f"block {block.name!r} is registered twice")
    _registry[block.name] = block()
    return block


def get(name: str) -> Block | None:
    """The block of this name, or None when no installed app offers it."""
    return _registry.get(name)


def all_blocks() -> list[Block]:
    """Every block, by title."""
    return sorted(_registry.values(), key=lambda block: block.title)
