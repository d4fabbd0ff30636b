"""The common form of documents that say what a project is today: a band, numbered chapters, one foot.

They are not frozen and nobody signs them: each page says of which day it is. Nothing of the day is in a chapter, so
that the same content is rendered once.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.template.loader import render_to_string

from crmproject.toolkit import blocks
from crmproject.toolkit.fingerprints import fingerprint, short
from crmproject.toolkit.pdf.chunks import Chunk, captions_of, pieces_of
from crmproject.toolkit.pdf.furniture import furniture
from crmproject.toolkit.pdf.pages import Pages
from crmproject.toolkit.pdf.parts import Layout, Part
from crmproject.toolkit.pdf.xmp import Facts
from crmproject.toolkit.templatetags.french import long_date

# Requirements’ worth of content that share a part.
HEAVY = 40.0


@dataclass(frozen=True)
class Heading:
    """Whose document it is: what the band and the running heads say."""

    kind: str
    project: str
    organisation: str
    colour: str = ""
    lead: str = ""


@dataclass(frozen=True)
class Chapter:
    """A numbered chapter; `empty` is said where it has nothing to show, on `lying` pages or not."""

    title: str
    chunks: tuple[Chunk, ...]
    empty: str = "Rien n’est encore écrit."
    lying: bool = False


@dataclass(frozen=True)
class _Run:
    """What of a chapter stands in one part: its title on the first."""

    number: str
    chapter: Chapter
    chunks: tuple[Chunk, ...]
    begins: bool

    @property
    def lies(self) -> bool:
        return self.chunks[0].lies if self.chunks else self.chapter.lying

    @property
    def weight(self) -> float:
        return sum(chunk.weight for chunk in self.chunks) + 1

    @property
    def content(self) -> list[Any]:
        chunks = [vars(chunk) for chunk in self.chunks]
        return [self.number, self.chapter.title, self.chapter.empty, self.begins, chunks]


def plain_layout(heading: Heading, chapters: Sequence[Chapter], *, day: datetime.datetime) -> Layout:
    """The document of these chapters as they stand on this day, with a band above the first one."""
    runs = [run for rank, one in enumerate(chapters, start=1) for run in _runs(str(rank), one)]
    printed = fingerprint([asdict(heading), [run.content for run in runs]])
    pages = Pages(heading.organisation, f"{heading.kind} – {heading.project}", heading.colour)
    body = [
        _part(pages, group, heading=None if rank else heading) for rank, group in enumerate(_grouped(runs))
    ]
    said_on = f"État au {long_date(day)}"
    return Layout(
        parts=body,
        furniture=furniture(said_on, colour=heading.colour),
        facts=Facts(
            title=f"{heading.kind} – {heading.project}",
            author=heading.organisation,
            subject=f"{heading.kind} du projet {heading.project}, {said_on.lower()}",
            keywords=f"CRM, {heading.kind.lower()}, {short(printed)}",
            made=day,
        ),
        identity=printed,
        colour=heading.colour,
    )


def _runs(number: str, chapter: Chapter) -> Iterator[_Run]:
    """The chapter in one run, or in several that begin with a later run of a block or where pages turn."""
    parts: list[list[Chunk]] = [[]]
    for chunk in _placed(chapter.chunks):
        if parts[-1] and (chunk.is_continued or chunk.lies != parts[-1][-1].lies):
            parts.append([])
        parts[-1].append(chunk)
    for rank, part in enumerate(parts):
        yield _Run(number, chapter, tuple(part), begins=rank == 0)


def _placed(chunks: Iterable[Chunk]) -> Iterator[Chunk]:
    """These chunks with their rank among those that have captions."""
    place = 0
    for chunk in chunks:
        block = blocks.get(chunk.name)
        captioned = bool(chunk.template) or (block is not None and block.captioned)
        place += captioned and not chunk.is_continued
        yield replace(chunk, place=place)


def _grouped(runs: Sequence[_Run]) -> list[list[_Run]]:
    """Runs that share a part: light neighbours on pages of one orientation."""
    found: list[list[_Run]] = []
    for run in runs:
        last = found[-1] if found else []
        heavy = sum(one.weight for one in last) + run.weight > HEAVY
        if not last or heavy or not run.begins or run.lies != last[-1].lies:
            found.append([])
        found[-1].append(run)
    return found


def _part(pages: Pages, group: Sequence[_Run], *, heading: Heading | None) -> Part:
    first, last = group[0], group[-1]
    label = f"{first.number} – {first.chapter.title}"
    if last.number != first.number:
        label += f", à {last.number} – {last.chapter.title}"

    def body() -> str:
        return "".join(
            _run_markup(run, heading=heading if rank == 0 else None, first=rank == 0)
            for rank, run in enumerate(group)
        )

    return pages.part(
        label,
        [asdict(heading) if heading else None, [run.content for run in group]],
        body,
        captions=captions_of,
    )


def _run_markup(run: _Run, *, heading: Heading | None, first: bool) -> str:
    context = {
        "run": run,
        "anchor": _anchor(run.number),
        "pieces": pieces_of(run.chunks, run.number, empty=run.chapter.empty, lying=run.lies),
        "heading": heading,
        "first": first,
    }
    return render_to_string("pdf/plain_run.html", context)


def _anchor(number: str) -> str:
    return f"section-{number}"
