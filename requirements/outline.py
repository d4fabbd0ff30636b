"""The outline of a specification: sections in order, numbered, with their content and state."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from crmproject.toolkit.blocks import Gathering, Json
from crmproject.toolkit.fingerprints import fingerprint
from requirements.digest import content_key, known_fingerprints, remember_fingerprints
from requirements.models import Section, Specification
from requirements.models.sections import is_empty
from requirements.states import Record, Standing, State, records


@dataclass
class Node:
    """A section in its place. `number` is « 6.2 »; `level` is 1 or 2.

    Its content is collected when somebody asks for it; its fingerprint may be known without.
    """

    section: Section
    number: str
    level: int
    record: Record
    gathering: Gathering
    children: list["Node"] = field(default_factory=list)
    known: tuple[str, bool] | None = None

    @cached_property
    def content(self) -> dict[str, Json]:
        return self.section.content(self.gathering)

    @cached_property
    def fingerprint(self) -> str:
        return self.known[0] if self.known else fingerprint(self.content)

    @cached_property
    def says_nothing(self) -> bool:
        """Whether the section itself has neither text nor data."""
        return self.known[1] if self.known else is_empty(self.content)

    def read(self) -> None:
        """Collect the content and take the fingerprint from it, so that both are of the same moment."""
        self.known = None
        for name in ("content", "fingerprint", "says_nothing", "state"):
            self.__dict__.pop(name, None)

    @property
    def is_heading(self) -> bool:
        """Whether it only stands above its sub-sections, saying nothing itself."""
        return self.says_nothing and bool(self.children)

    @cached_property
    def state(self) -> State:
        return State.HEADING if self.is_heading else self.record.state(self.fingerprint)

    @property
    def approvals(self) -> list[Standing]:
        """The approvals that stand for the current content."""
        return self.record.approvals_of(self.fingerprint)

    @property
    def is_empty(self) -> bool:
        """Whether the section and its sub-sections say nothing."""
        return self.says_nothing and all(child.is_empty for child in self.children)

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
    def to_validate(self) -> list[Node]:
        """The sections that somebody must agree on: all but mere headings."""
        return [node for node in self.nodes if not node.is_heading]

    @property
    def validated(self) -> list[Node]:
        return [node for node in self.to_validate if node.is_validated]

    @property
    def unvalidated(self) -> list[Node]:
        return [node for node in self.to_validate if not node.is_validated]

    @property
    def is_validated(self) -> bool:
        """Whether every section is validated, and there is one at least."""
        return bool(self.to_validate) and not self.unvalidated


def outline(
    specification: Specification, *, fresh: bool = False, gathering: Gathering | None = None
) -> Outline:
    """The outline, in a number of queries that doesn’t depend on the project’s size.

    `fresh` computes each fingerprint from its content, as a write must; a page may show those computed before, which
    a digest of the project’s rows vouches for. `gathering` has what was read of the project for the same page.
    """
    gathering = gathering or Gathering(specification.project_id)
    key, known = ("", None) if fresh else known_fingerprints(specification, gathering.once(content_key))
    record_by_section = records(specification)
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
        before = known.get(section.pk) if known else None
        return Node(section, number, level, record_by_section[section.pk], gathering, children, before)

    found = Outline(
        specification,
        [node(section, str(index), 1) for index, section in enumerate(by_parent[None], start=1)],
    )
    if key and known is None:
        computed = {one.section.pk: (one.fingerprint, one.says_nothing) for one in found.nodes}
        remember_fingerprints(specification, key, computed)
    return found


def approvals_as_json(node: Node) -> list[dict[str, str]]:
    """The approvals that stand for a section’s content, as an edition keeps and prints them."""
    return [
        {
            "name": one.decision.name,
            "title": one.decision.title,
            "at": one.decision.decided_at.isoformat(),
            "fingerprint": one.decision.fingerprint,
            "roles": one.decision.roles,
            "on_behalf_of": one.decision.on_behalf_of,
            "minor": one.minor,
        }
        for one in node.approvals
    ]
