"""Whatever is edited, and in whatever order, a file of parts that were kept is that of parts rendered anew."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from charter.front import Front
from crmproject.toolkit.pdf.composing import ComposedPdf, Memory, compose, render_here
from requirements import blockruns
from requirements.pdf.document import Document, PrintedApproval, PrintedSection
from requirements.pdf.parting import layout_of
from tests.requirements.assembled import MADE, printed_section, requirement, short_rows
from tests.requirements.pdf_reading import page_texts

WORDS = ("client", "devis", "œuvre", "n° 12", "« tarif »", "(", "𝄞")


@pytest.fixture(scope="module", autouse=True)
def short_runs() -> Iterator[None]:
    """Blocks cut in short runs, so that small documents have many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blockruns, "STRETCH", (2, 4))
        patch.setattr(blockruns, "IN_ROWS", (20, 40))
        yield


@dataclass
class Written:
    """A section while it is written."""

    title: str
    text: str = "Un texte."
    rows: list[dict[str, Any]] = field(default_factory=list)
    table: bool = False
    approved: bool = False


@dataclass
class Draft:
    """A document while it is written."""

    sections: list[Written]
    front: Front = field(default_factory=lambda: Front(organisation="Négoce", project="CRM"))
    copy_for: str = ""
    number: int = 1
    next_row: int = 100

    def document(self) -> Document:
        return Document(
            front=self.front,
            number=self.number,
            title="Édition",
            status="draft",
            dated=MADE,
            author="Paul Martin",
            note="",
            history=[],
            sections=[_printed(str(rank), one) for rank, one in enumerate(self.sections, start=1)],
            code="ABCD-EFGH-JKMN",
            copy_for=self.copy_for,
        )


def _printed(number: str, written: Written) -> PrintedSection:
    blocks: list[tuple[str, Any]] = []
    if written.rows:
        blocks.append(("requirements", {"rows": written.rows}))
    if written.table:
        blocks.append(("technical_requirements", {"rows": short_rows()["rows"][:60]}))
    made = printed_section(number, written.title, f"<p>{written.text}</p>", *blocks)
    print_ = hashlib.sha256(json.dumps(made.content, sort_keys=True).encode()).hexdigest()
    approvals = [PrintedApproval("Claire Dupont", "", "2027-03-03T10:00:00+01:00", print_)]
    return replace(made, fingerprint=print_, approvals=approvals if written.approved else [])


def first_draft() -> Draft:
    rows = [requirement("COM", rank) for rank in range(1, 14)]
    return Draft([Written("Contexte"), Written("Besoins", rows=rows), Written("Technique", table=True)])


def edit(draft: Draft, kind: str, place: int, word: str) -> None:
    """One edit; `place` chooses the section or the row."""
    section = draft.sections[place % len(draft.sections)]
    rows = next((one.rows for one in draft.sections if one.rows), draft.sections[0].rows)
    at = place % max(1, len(rows))
    match kind:
        case "word":
            section.text += f" {word}"
        case "row's word" if rows:
            rows[at] = {**rows[at], "text": f"{rows[at]['text']} {word}"}
        case "row added":
            draft.next_row += 1
            rows.insert(at, requirement("COM", draft.next_row, title=word))
        case "row removed" if rows:
            del rows[at]
        case "row moved" if rows:
            rows.insert((at * 7 + 3) % len(rows), rows.pop(at))
        case "title":
            section.title = f"{word} {place}"
        case "section added":
            draft.sections.insert(
                place % len(draft.sections), Written(f"Nouvelle {word}", approved=place % 2 == 0)
            )
        case "section removed" if len(draft.sections) > 1:
            draft.sections.remove(section)
        case "approval":
            section.approved = not section.approved
        case "organisation":
            draft.front = replace(draft.front, organisation=f"Négoce {word}")
        case "colour":
            draft.front = replace(draft.front, colour=("", "#7a1f3d", "#1f3d7a")[place % 3])
        case "reader":
            draft.copy_for = word if place % 2 else ""
        case "edition":
            draft.number += 1


KINDS = (
    "word", "row's word", "row added", "row removed", "row moved", "title", "section added", "section removed",
    "approval", "organisation", "colour", "reader", "edition",
)  # fmt: skip
EDITS = st.tuples(st.sampled_from(KINDS), st.integers(0, 30), st.sampled_from(WORDS))


def composed(draft: Draft, shelf: Memory) -> ComposedPdf:
    return compose(layout_of(draft.document()), rendering=render_here(shelf))


def same(draft: Draft, shelf: Memory, folder: Path) -> None:
    """The file of kept parts is that of parts rendered anew, in its text and to the byte."""
    kept, cold = composed(draft, shelf), composed(draft, Memory())
    assert page_texts(kept.content, folder) == page_texts(cold.content, folder)
    assert kept.sha256 == cold.sha256


@settings(max_examples=3, suppress_health_check=list(HealthCheck))
@given(edits=st.lists(EDITS, min_size=2, max_size=4))
def test_after_any_edits_the_file_is_that_of_a_cold_render(
    edits: list[tuple[str, int, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    draft, shelf = first_draft(), Memory()
    composed(draft, shelf)
    for kind, place, word in edits:
        edit(draft, kind, place, word)
        composed(draft, shelf)
    same(draft, shelf, tmp_path_factory.mktemp("any"))


def test_after_every_kind_of_edit_in_turn_the_file_is_that_of_a_cold_render(tmp_path: Path) -> None:
    draft, shelf = first_draft(), Memory()
    composed(draft, shelf)
    for rank, kind in enumerate(KINDS):
        edit(draft, kind, rank * 5 + 1, WORDS[rank % len(WORDS)])
        composed(draft, shelf)
        if rank % 3 == 0:
            same(draft, shelf, tmp_path)


def test_what_is_undone_costs_nothing_and_gives_the_first_file_again() -> None:
    draft, shelf = first_draft(), Memory()
    first = composed(draft, shelf)
    before = draft.sections[1].rows[5]
    edit(draft, "row's word", 5, "autre")
    assert composed(draft, shelf).sha256 != first.sha256
    draft.sections[1].rows[5] = before
    count = len(shelf.records)
    assert composed(draft, shelf).content == first.content
    assert len(shelf.records) == count


@pytest.mark.parametrize(
    ("kind", "most"), [("row's word", 1), ("row added", 6), ("reader", 3), ("approval", 2)]
)
def test_an_edit_renders_few_parts_again(kind: str, most: int) -> None:
    """The part where it stands; more where cuts move, or where another part says it too."""
    draft, shelf = first_draft(), Memory()
    composed(draft, shelf)
    count = len(shelf.records)
    edit(draft, kind, 7, "autre")
    composed(draft, shelf)
    assert 1 <= len(shelf.records) - count <= most
