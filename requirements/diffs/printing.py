"""What changed since an edition, as an annex of a PDF: plain frozen data, bounded, readable without colour."""

from typing import Any

from requirements.diffs.editions import (
    ComparedSection,
    EditionDiff,
    compare_editions,
    compare_with_draft,
)
from requirements.diffs.model import Entry, ShownPart
from requirements.models import Edition, Specification
from requirements.outline import outline
from requirements.pdf.annexes import Annex

# Changes that the annex prints of one section, and in all; the rest is counted.
IN_SECTION, IN_ALL = 100, 800
TEMPLATE = "pdf/annex_changes.html"


def changes_annex(edition: Edition, since: int) -> Annex | None:
    """« Évolutions depuis l’édition N »; None when that edition doesn’t exist or is not an earlier one."""
    before = edition.specification.editions.filter(number=since, number__lt=edition.number).first()
    return _annex(before, compare_editions(before, edition)) if before else None


def draft_changes_annex(specification: Specification, since: int) -> Annex | None:
    """The same for the draft as it stands."""
    before = specification.editions.filter(number=since).first()
    return _annex(before, compare_with_draft(before, outline(specification, fresh=True))) if before else None


def _annex(before: Edition, diff: EditionDiff) -> Annex:
    tally = diff.tally
    return Annex(
        title=f"Évolutions depuis l’édition {before.number}",
        template=TEMPLATE,
        data={
            "since": before.number,
            "dated": before.created_at.isoformat(),
            "added": tally.added,
            "removed": tally.removed,
            "changed": tally.changed,
            "summary": [_line(one) for one in diff.sections if one.diff or one.renumbered],
            "sections": _sections(diff),
        },
    )


def _line(one: ComparedSection) -> dict[str, Any]:
    return {
        "number": one.held.number,
        "title": one.held.title,
        "label": one.label,
        "renumbered": one.renumbered,
        "words": one.diff.tally.words if one.diff else "",
    }


def _sections(diff: EditionDiff) -> list[dict[str, Any]]:
    """The sections that changed, each with as many changes as the annex has room for."""
    found = []
    left = IN_ALL
    for one in diff.changed:
        if one.diff is None:
            continue
        shown = one.diff.limited(limit=min(IN_SECTION, left), only_changes=True)
        left -= min(shown.limit, shown.tally.total)
        parts = [_part(part) for part in shown.shown]
        found.append({**_line(one), "unseen": shown.unseen, "parts": parts, "left": shown.left_count})
    return found


def _part(shown: ShownPart) -> dict[str, Any]:
    lines = [_entry(line) for line in shown.lines if isinstance(line, Entry)]
    return {"title": shown.part.title, "label": shown.part.label, "lines": lines}


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "status": entry.status.value,
        "label": entry.label,
        "name": entry.name,
        "is_text": entry.is_text,
        "context": entry.context,
        "move": entry.move,
        "fields": [{"label": field.label, "html": field.html} for field in entry.fields],
    }
