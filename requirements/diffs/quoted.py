"""Data that sections quote: which data set each block shows, and which sections show the same one.

A change in a data set changes the content of the sections that show it, and of no other: those that were validated
open again by themselves.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.urls import reverse

from charter.models import Project
from charter.quoting import Quoting, quotes
from crmproject.toolkit import blocks
from crmproject.toolkit.blocks import Block
from requirements.models import DocumentKind, Section
from requirements.outline import Node, Outline

# Which document, where sections of both are named.
IN = {DocumentKind.SPECIFICATION: "du cahier des charges", DocumentKind.FRAMING_NOTE: "de la note de cadrage"}


@dataclass(frozen=True)
class QuotedData:
    """A block of a section: the data set that it shows, what else it cites, and who else shows that data set."""

    title: str
    source: str
    cites: tuple[str, ...]
    edit_url: str
    others: list[Node] = field(default_factory=list)


def quoted_data(shown: Outline, node: Node) -> list[QuotedData]:
    """The data that this section quotes, block by block; nothing is read for it."""
    showing: dict[str, list[Node]] = defaultdict(list)
    for other in shown.nodes:
        if other.section.pk != node.section.pk:
            for source in sources_of(other.section.blocks):
                showing[source].append(other)
    known = (blocks.get(name) for name in node.section.blocks)
    return [
        QuotedData(
            title=block.title,
            source=block.sources[0],
            cites=block.sources[1:],
            edit_url=edit_url_of(block, shown.specification.project),
            others=showing[block.sources[0]],
        )
        for block in known
        if block and block.sources
    ]


def sources_of(names: Sequence[str]) -> list[str]:
    """The data sets that these blocks quote, each once."""
    known = (blocks.get(name) for name in names)
    return list(dict.fromkeys(source for block in known if block for source in block.sources))


def edit_url_of(block: Block, project: Project) -> str:
    """The screen that edits a block’s data; nothing for one that is derived."""
    if not block.edit_url:
        return ""
    return reverse(block.edit_url, kwargs={"slug": project.slug, **block.edit_kwargs})


@quotes
def sections_that_quote(project: Project, screen: str, kwargs: Mapping[str, str], tab: str) -> list[Quoting]:
    """The sections that show what this screen edits, in one query."""
    edited = _edited_by(screen, kwargs, tab)
    if not edited:
        return []
    rows = Section.objects.live().filter(specification__project=project).order_by("position", "pk")
    columns = ("pk", "parent_id", "title", "blocks", "specification__kind")
    below: dict[tuple[str, int | None], list[tuple[int, str, list[str]]]] = defaultdict(list)
    for pk, parent, title, names, kind in rows.values_list(*columns):
        below[kind, parent].append((pk, title, names))
    found = []
    for kind in DocumentKind:
        for rank, (pk, title, names) in enumerate(below[kind.value, None], start=1):
            numbered = [(str(rank), pk, title, names)]
            numbered += [
                (f"{rank}.{place}", *one) for place, one in enumerate(below[kind.value, pk], start=1)
            ]
            found += [
                Quoting(number, name, reverse("section", args=[project.slug, section]), IN[kind])
                for number, section, name, shown in numbered
                if edited.intersection(sources_of(shown))
            ]
    return found


def _edited_by(screen: str, kwargs: Mapping[str, str], tab: str) -> set[str]:
    """The data sets that a screen edits: those whose blocks lead to it, else those of its tab’s own block."""
    every = [block for block in blocks.all_blocks() if block.sources]
    exact = {one.sources[0] for one in every if one.edit_url == screen and one.edit_kwargs == dict(kwargs)}
    if exact or not tab:
        return exact
    named = {source for one in every for source in one.sources if source == kwargs.get("register")}
    return named or {one.sources[0] for one in every if one.edit_url == tab}
