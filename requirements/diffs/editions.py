"""What changed between two editions, or between an edition and the draft: section by section."""

from dataclasses import dataclass, field
from typing import Any

from requirements.diffs.model import SectionDiff, Status, Tally
from requirements.diffs.sections import compare
from requirements.models import Edition, Revision
from requirements.outline import Outline

# How many changes the page of two editions shows of one section, and in all.
IN_SECTION, IN_ALL = 60, 600


@dataclass(frozen=True)
class Held:
    """A section as an edition, or the draft, holds it."""

    section_id: int
    number: str
    title: str
    fingerprint: str
    revision_id: int = 0  # 0 in the draft


@dataclass(frozen=True)
class ComparedSection:
    """A section in both editions; `diff` is None for one whose content is the same."""

    before: Held | None
    after: Held | None
    diff: SectionDiff | None = None

    @property
    def held(self) -> Held:
        found = self.after or self.before
        if found is None:
            raise ValueError("a compared section stands on one side at least")
        return found

    @property
    def anchor(self) -> str:
        return f"section-{self.held.section_id}"

    @property
    def renumbered(self) -> str:
        """Its former number, when it had another one."""
        moved = self.before and self.after and self.before.number != self.after.number
        return self.before.number if self.before and moved else ""

    @property
    def status(self) -> Status:
        return self.diff.status if self.diff else Status.SAME

    @property
    def label(self) -> str:
        words = {
            Status.ADDED: "Section ajoutée",
            Status.REMOVED: "Section retirée",
            Status.CHANGED: "Modifiée",
            Status.SAME: "Inchangée",
        }
        return words[self.status]


@dataclass(frozen=True)
class EditionDiff:
    """The sections of both editions in the order of the later one, those that are gone at the end."""

    sections: list[ComparedSection] = field(default_factory=list)

    @property
    def changed(self) -> list[ComparedSection]:
        return [one for one in self.sections if one.diff]

    @property
    def is_empty(self) -> bool:
        return not self.changed and not any(one.renumbered for one in self.sections)

    @property
    def tally(self) -> Tally:
        """Of sections, not of rows."""
        counts = {status: sum(one.status == status for one in self.sections) for status in Status}
        renumbered = sum(bool(one.renumbered) and one.diff is None for one in self.sections)
        return Tally(counts[Status.ADDED], counts[Status.REMOVED], counts[Status.CHANGED], renumbered)


type Sides = list[tuple[Held | None, Held | None]]


def compare_editions(before: Edition, after: Edition) -> EditionDiff:
    """What became of edition `before` in edition `after`: three queries, whatever their size."""
    sides = _sides(_held(before), _held(after))
    return _compared(sides, _contents(sides))


def compare_with_draft(before: Edition, draft: Outline) -> EditionDiff:
    """What became of an edition in the draft as it stands."""
    nodes = {node.section.pk: node for node in draft.nodes}
    now = [Held(pk, node.number, node.section.title, node.fingerprint) for pk, node in nodes.items()]
    sides = _sides(_held(before), now)
    standing = {
        (new.section_id, 0): dict(nodes[new.section_id].content) for _, new in _differing(sides) if new
    }
    return _compared(sides, _contents(sides) | standing)


def _held(edition: Edition) -> list[Held]:
    rows = edition.entries.values_list(
        "revision__section_id",
        "number",
        "revision__content__title",
        "revision__fingerprint",
        "revision_id",
    )
    return [Held(*row) for row in rows]


def _sides(old: list[Held], new: list[Held]) -> Sides:
    was = {one.section_id: one for one in old}
    now = {one.section_id for one in new}
    return [(was.get(one.section_id), one) for one in new] + [
        (one, None) for one in old if one.section_id not in now
    ]


def _differ(old: Held | None, new: Held | None) -> bool:
    return not (old and new and old.fingerprint == new.fingerprint)


def _differing(sides: Sides) -> Sides:
    return [pair for pair in sides if _differ(*pair)]


def _contents(sides: Sides) -> dict[tuple[int, int], dict[str, Any]]:
    """The frozen contents that differ, by section and revision."""
    wanted = {held.revision_id for pair in _differing(sides) for held in pair if held and held.revision_id}
    rows = Revision.objects.filter(pk__in=wanted).values_list("section_id", "pk", "content")
    return {(section, pk): content for section, pk, content in rows}


def _compared(sides: Sides, contents: dict[tuple[int, int], dict[str, Any]]) -> EditionDiff:
    return EditionDiff([_section(old, new, contents) for old, new in sides])


def _section(
    old: Held | None, new: Held | None, contents: dict[tuple[int, int], dict[str, Any]]
) -> ComparedSection:
    if not _differ(old, new):
        return ComparedSection(old, new)
    before, after = (contents.get((one.section_id, one.revision_id)) if one else None for one in (old, new))
    return ComparedSection(old, new, compare(before, after))
