"""The outline of a specification: sections in order, numbered, with their content and state."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from crmproject.toolkit.blocks import Gathering, Json
from requirements.models import Approval, Section, Specification
from requirements.models.sections import fingerprint, is_empty
from requirements.states import Record, State, records


@dataclass
class Node:
    """A section in its place. `number` is « 6.2 »; `level` is 1 or 2."""

    section: Section
    number: str
    level: int
    content: dict[str, Json]
    record: Record
    children: list["Node"] = field(default_factory=list)

    @cached_property
    def fingerprint(self) -> str:
        return fingerprint(self.content)

    @cached_property
    def state(self) -> State:
        return self.record.state(self.fingerprint)

    @property
    def approvals(self) -> list[Approval]:
        """The approvals of the current content."""
        return self.record.approvals_of(self.fingerprint)

    @property
    def is_empty(self) -> bool:
        """Whether the section and its sub-sections say nothing."""
        return is_empty(self.content) and all(child.is_empty for child in self.children)

    @property
    def is_validated(self) -> bool:
        return self.state == State.VALIDATED


@dataclass
class Outline:
    """All live sections of a specification, with one gathering of the project’s data for all of them."""

    specification: Specification
    roots: list[Node]

    def __iter__(self) -> Iterator[Node]:
        for root in self.roots:
            yield root
            yield from root.children

    @cached_property
    def nodes(self) -> list[Node]:
        return list(self)

    def node(self, section_id: int) -> Node | None:
        return next((node for node in self.nodes if node.section.pk == section_id), None)

    @property
    def validated(self) -> list[Node]:
        return [node for node in self.nodes if node.is_validated]

    @property
    def unvalidated(self) -> list[Node]:
        return [node for node in self.nodes if not node.is_validated]

    @property
    def is_validated(self) -> bool:
        """Whether every section is validated, and there is one at least."""
        return bool(self.nodes) and not self.unvalidated


def outline(specification: Specification) -> Outline:
    """The outline, in a number of queries that doesn’t depend on the project’s size."""
    gathering = Gathering(specification.project_id)
    known = records(specification)
    by_parent: dict[int | None, list[Section]] = defaultdict(list)
    sections = list(Section.objects.filter(specification=specification).in_order())
    live = {section.pk for section in sections}
    for section in sections:
        section.specification = specification
        if section.parent_id is None or section.parent_id in live:
            by_parent[section.parent_id].append(section)

    def node(section: Section, number: str, level: int) -> Node:
        children = [
            node(child, f"{number}.{index}", level + 1)
            for index, child in enumerate(by_parent.get(section.pk, []), start=1)
        ]
        return Node(section, number, level, section.content(gathering), known[section.pk], children)

    roots = [node(section, str(index), 1) for index, section in enumerate(by_parent[None], start=1)]
    return Outline(specification, roots)
