"""A specification cut into parts that are laid out alone.

Light neighbours share the pages of their chapter; a section with much to print has pages of its own, in several runs
when its requirements or its rows are many. Nothing here depends on how pages fall: the same content is cut alike.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from django.template.loader import render_to_string

from crmproject.toolkit.pdf.chunks import Chunk, captions_of, chunks_of
from crmproject.toolkit.pdf.furniture import furniture
from crmproject.toolkit.pdf.pages import Entry, Pages
from crmproject.toolkit.pdf.parts import Layout, Part
from crmproject.toolkit.pdf.xmp import Facts
from crmproject.toolkit.runs import runs
from requirements.pdf.annexes import PlacedAnnex
from requirements.pdf.data import attachments_of
from requirements.pdf.document import Document, PrintedSection
from requirements.pdf.markup import Stretch, annex_markup, stretch_markup

# In requirements’ worth of content: above HEAVY a section has pages of its own, up to SHARED chapters share theirs.
HEAVY, SHARED, HEADING = 14.0, 22.0, 2.0
# The same in a document whose chapters flow: parts of several pages.
FLOWING = 5.0
INDEX_COLUMNS = 4
INDEX_RUN = (25, 45)
INDEX_FROM = 12


def layout_of(document: Document, *, archival: bool = False) -> Layout:
    """The parts of this document and what its file says of itself."""
    pages = _Pages(document)
    front = [pages.cover(), pages.control(), pages.contents()]
    chapters = [pages.chapter(group, lead=rank == 0) for rank, group in enumerate(_grouped(document))]
    if not chapters:
        chapters = [pages.nothing()]
    annexes = [pages.annex(one) for one in document.placed_annexes]
    return Layout(
        parts=[*front, *chapters, *annexes, *pages.index()],
        furniture=pages.furniture(),
        facts=_facts(document),
        identity=document.identity,
        front=len(front),
        # A short document is read through: nobody looks its tables up.
        lists=None if document.flows else pages.pages.lists,
        attached=attachments_of(document),
        archival=archival,
        colour=document.front.colour,
    )


def section_layout(document: Document, number: str) -> Layout:
    """One section of this document alone, without front matter: what one looks at while writing.

    It is cut as in the whole document, whose parts may be there already. A part that it shares with the heading of
    its chapter is taken as it is; from one that it shares with a neighbour, its own pages are laid out apart.
    """
    pages = _Pages(document)
    parts = []
    for rank, group in enumerate(_grouped(document)):
        own = [one for one in group if one.section.number == number]
        if own:
            shown = group if all(one.parent or one in own for one in group) else own
            parts.append(pages.chapter(shown, lead=rank == 0 and shown[0] is group[0]))
    return Layout(
        parts=parts,
        furniture=pages.furniture(),
        facts=_facts(document),
        identity=document.identity,
        colour=document.front.colour,
    )


def _facts(document: Document) -> Facts:
    front = document.front
    copy = f", exemplaire de {document.copy_for}" if document.copy_for else ""
    code = f", {document.code}" if document.code else ""
    return Facts(
        title=document.full_title,
        author=front.organisation,
        subject=f"{document.kind} du projet {front.project}, {document.edition_label.lower()}, "
        f"{document.status_label.lower()}{copy}",
        keywords=f"CRM, {document.kind.lower()}, {document.short_fingerprint}{code}",
        made=document.dated,
    )


def _grouped(document: Document) -> list[list[Stretch]]:
    """The stretches that share a part, part after part."""
    scale = FLOWING if document.flows else 1.0
    found: list[list[Stretch]] = [[]]
    for chapter in _chapters(document.sections):
        weights = [_weight(stretch) for stretches in chapter for stretch in stretches]
        if sum(weights) + sum(map(_weight, found[-1])) > SHARED * scale:
            found.append([])
        for stretches in chapter:
            heavy = sum(map(_weight, stretches)) > HEAVY * scale
            if heavy and sum(map(_weight, found[-1])) > HEADING:
                found.append([])
            for stretch in stretches:
                if not stretch.begins:
                    found.append([])
                found[-1].append(stretch)
            if heavy:
                found.append([])
    return [part for part in found if part]


def _chapters(sections: Sequence[PrintedSection]) -> list[list[list[Stretch]]]:
    """For each chapter, the stretches of each of its sections."""
    chapters: list[list[list[Stretch]]] = []
    levels = [*(section.level for section in sections[1:]), 0]
    for section, level_after in zip(sections, levels, strict=True):
        if section.level == 1 or not chapters:
            chapters.append([])
        chunks = list(chunks_of(section.content))
        chapters[-1].append(list(_cut(section, chunks, parent=level_after > section.level)))
    return chapters


def _weight(stretch: Stretch) -> float:
    return sum(chunk.weight for chunk in stretch.chunks) + 0.5


def _cut(section: PrintedSection, chunks: list[Chunk], *, parent: bool) -> Iterator[Stretch]:
    """The section in one stretch, or in several that begin with a later run of a block or where pages turn."""
    parts: list[list[Chunk]] = [[]]
    for chunk in chunks:
        # Pages turn with their content: a part may as well begin there.
        turned = parts[-1] and chunk.lies != parts[-1][-1].lies
        if chunk.is_continued or turned or (chunk.lies and parts[-1]):
            parts.append([])
        parts[-1].append(chunk)
    last = len(parts) - 1
    for rank, part in enumerate(parts):
        yield Stretch(section, tuple(part), begins=rank == 0, ends=rank == last, parent=parent)


class _Pages:
    """The parts of one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        front = document.front
        self.pages = Pages(front.organisation, f"{document.kind} – {front.project}", front.colour)

    def cover(self) -> Part:
        document = self.document
        content = [
            document.edition_label,
            document.title,
            document.status,
            document.copy_for,
            _front(document),
        ]
        return self.pages.part(
            "Couverture",
            [*content, document.dated.isoformat()],
            lambda: render_to_string("pdf/cover.html", {"document": document}),
            slots=True,
            pointed=[f"={document.short_fingerprint}"],
        )

    def control(self) -> Part:
        document = self.document
        sections = document.agreed_on
        content = {
            "front": _front(document),
            "edition": [
                document.edition_label,
                document.title,
                document.status,
                document.author,
                document.note,
            ],
            "dated": document.dated.isoformat(),
            "copy": [document.code, document.link, document.copy_for],
            "history": [[str(value) for value in vars(line).values()] for line in document.history],
            "sections": [
                [one.number, one.title, one.state, [vars(approval) for approval in one.approvals]]
                for one in sections
            ],
        }
        prints = [document.short_fingerprint, *(one.short_fingerprint for one in sections)]
        return self.pages.part(
            "Contrôle du document",
            content,
            lambda: render_to_string("pdf/control.html", {"document": document}),
            slots=True,
            pointed=[f"={one}" for one in prints],
        )

    def contents(self) -> Part:
        entries = [*map(_entry, self.document.sections), *map(_annex_entry, self.document.placed_annexes)]
        if self._has_index():
            entries.append(Entry("", "Index des exigences", 1, "index"))
        return self.pages.contents(entries)

    def chapter(self, stretches: list[Stretch], *, lead: bool) -> Part:
        first = stretches[0]
        sealed = [one.section for one in stretches if one.ends]
        ranks = {one.number: rank for rank, one in enumerate(sealed)}

        def body() -> str:
            return "".join(
                stretch_markup(
                    one, lead=lead and one is first, first=one is first, rank=ranks.get(one.section.number, 0)
                )
                for one in stretches
            )

        return self.pages.part(
            _label(stretches),
            [lead, [one.content for one in stretches]],
            body,
            slots=True,
            captions=captions_of,
            pointed=[f"={one.short_fingerprint}" for one in sealed],
        )

    def annex(self, placed: PlacedAnnex) -> Part:
        annex = placed.annex
        return self.pages.part(
            f"{placed.label} – {placed.title}",
            [placed.letter, annex.title, annex.template, annex.data],
            lambda: annex_markup(placed),
        )

    def nothing(self) -> Part:
        text = "Ce document n’a pas encore de section."
        return self.pages.part("Document vide", "", lambda: f'<p class="doc-empty">{text}</p>')

    def index(self) -> list[Part]:
        """The requirements by reference, with their pages; none where a reader finds them without."""
        if not self._has_index():
            return []
        least, most = INDEX_RUN
        refs = sorted(str(row["ref"]) for row in self.document.requirements)
        cut = runs(refs, least=INDEX_COLUMNS * least, most=INDEX_COLUMNS * most, name=str)
        return [self._index_part(some, rank) for rank, some in enumerate(cut)]

    def _index_part(self, refs: list[str], rank: int) -> Part:
        rows = -(-len(refs) // INDEX_COLUMNS)
        cells = [{"ref": ref, "rank": at} for at, ref in enumerate(refs)]
        # Read downwards, one column after the other.
        lines = [[*cells[row::rows], *[None] * INDEX_COLUMNS][:INDEX_COLUMNS] for row in range(rows)]
        context = {"rows": lines, "begins": rank == 0, "columns": range(INDEX_COLUMNS)}
        return self.pages.part(
            f"Index des exigences, {refs[0]} à {refs[-1]}",
            [rank == 0, refs],
            lambda: render_to_string("pdf/index.html", context),
            slots=True,
            pointed=[f"#{ref}" for ref in refs],
        )

    def _has_index(self) -> bool:
        return len(self.document.requirements) > INDEX_FROM

    def furniture(self) -> Part:
        """What is laid over every page: the edition and its status, whose copy it is, the word across."""
        document = self.document
        edition = f"{document.edition_label} – {document.status_label}"
        copy = f"Exemplaire de {document.copy_for}" if document.copy_for else ""
        return furniture(edition, copy=copy, mark=document.watermark, colour=document.front.colour)


def _front(document: Document) -> dict[str, Any]:
    return asdict(document.front)


def _entry(section: PrintedSection) -> Entry:
    state = "" if section.is_validated or section.is_heading else section.state_label
    return Entry(section.number, section.title, section.level, section.anchor, state)


def _annex_entry(placed: PlacedAnnex) -> Entry:
    return Entry(placed.letter, f"{placed.label} – {placed.title}", 1, placed.anchor)


def _label(stretches: list[Stretch]) -> str:
    """« 6.1 – Commercial », « 6.1 – Commercial, COM-041 à COM-080 », « 6 à 6.3 – Besoins »."""
    first, last = stretches[0], stretches[-1]
    label = f"{first.section.number} – {first.section.title}"
    if first is not last:
        return f"{label}, à {last.section.number} – {last.section.title}"
    refs = _refs_of(first)
    return f"{label}, {refs[0]} à {refs[-1]}" if refs else label


def _refs_of(stretch: Stretch) -> list[str]:
    """The references by which one tells this run of a section from the others."""
    rows: list[Any] = []
    for chunk in stretch.chunks:
        if chunk.runs > 1:
            rows = rows or list(chunk.data.get("rows", []))
    return [str(row["ref"]) for row in rows if isinstance(row, dict) and row.get("ref")]
