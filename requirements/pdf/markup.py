"""The HTML of sections, piece by piece. It carries frozen data only, and no address of anything."""

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from crmproject.toolkit.pdf.chunks import Chunk, breakable, pieces_of
from requirements.pdf.annexes import PlacedAnnex
from requirements.pdf.document import PrintedSection


@dataclass(frozen=True)
class Stretch:
    """A section, or what of it stands in one part: its title on the first, its seal on the last."""

    section: PrintedSection
    chunks: tuple[Chunk, ...]
    begins: bool = True
    ends: bool = True
    parent: bool = False

    @property
    def content(self) -> dict[str, Any]:
        """What its pages depend on: neither the section’s fingerprint nor what stands in other parts."""
        section = self.section
        sealed = [vars(one) for one in section.approvals] if self.ends else []
        return {
            "number": section.number,
            "level": section.level,
            "title": section.title,
            "state": section.state if self.ends else "",
            "approvals": [{**one, "fingerprint": one["fingerprint"][:12]} for one in sealed],
            "chunks": [vars(chunk) for chunk in self.chunks],
            "shape": [self.begins, self.ends, self.parent],
        }


def stretch_markup(stretch: Stretch, *, lead: bool, first: bool, rank: int) -> SafeString:
    """A stretch. The heading goes on the pages of what follows it, the seal on those of what precedes it.

    Neither then stands alone on a page when a block needs landscape pages. `lead` marks the document’s first
    section, `first` what begins a part; `rank` is that of its seal among the open places of the part.
    """
    section = stretch.section
    runs = pieces_of(stretch.chunks, section.number, empty="" if stretch.parent else "Section sans contenu.")
    context = {
        "stretch": stretch, "section": section, "runs": runs, "lead": lead, "first": first, "rank": rank,
    }  # fmt: skip
    return mark_safe(render_to_string("pdf/section.html", context))  # noqa: S308


def annex_markup(placed: PlacedAnnex) -> SafeString:
    """An annex under its heading."""
    annex = placed.annex
    body = breakable(render_to_string(annex.template, {"annex": annex, "data": annex.data}))
    return mark_safe(render_to_string("pdf/annex.html", {"placed": placed, "body": body}))  # noqa: S308
