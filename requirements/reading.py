"""An edition as a page: the HTML twin of its PDF, for screen readers, phones and paper.

A frozen section never changes: its HTML is kept under its fingerprint and that of the program, and its content is not
even read from the database again.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models.fields.json import KeyTextTransform
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from crmproject.toolkit import blocks
from crmproject.toolkit.kept import keep, recall
from crmproject.toolkit.program import program_digest
from crmproject.toolkit.richtext import clean_html
from requirements.models import Edition, EditionSection, Revision
from requirements.states import State

HEADING = re.compile(r"<(/?)h([1-6])(?=[\s>])")
LOWEST = 6


@dataclass(frozen=True)
class ReadSection:
    """A section of an edition as a page shows it. `level` is that of its heading: 2 or 3."""

    anchor: str
    number: str
    title: str
    level: int
    state: State
    fingerprint: str
    approvals: list[dict[str, Any]]
    html: SafeString

    @property
    def is_heading(self) -> bool:
        """Whether there is nothing to agree on in it."""
        return self.state == State.HEADING

    @property
    def is_validated(self) -> bool:
        return self.state == State.VALIDATED

    @property
    def short_fingerprint(self) -> str:
        return self.fingerprint[:12]


def sections_to_read(edition: Edition) -> list[ReadSection]:
    """The sections of an edition in their order; the content is read only of those never shown before."""
    entries = list(
        edition.entries.defer("revision__content")
        .select_related("revision")
        .annotate(title=KeyTextTransform("title", "revision__content"))
    )
    found = {entry.revision_id: recall(_key(entry)) for entry in entries}
    missing = [pk for pk, html in found.items() if html is None]
    contents = dict(Revision.objects.filter(pk__in=missing).values_list("pk", "content")) if missing else {}
    for entry in entries:
        if found[entry.revision_id] is None:
            found[entry.revision_id] = content_html(
                contents[entry.revision_id], level=heading_level(entry) + 1
            )
            keep(_key(entry), found[entry.revision_id])
    return [
        ReadSection(
            anchor=f"section-{entry.number.replace('.', '-')}",
            number=entry.number,
            title=entry.title,
            level=heading_level(entry),
            state=State(entry.state),
            fingerprint=entry.revision.fingerprint,
            approvals=entry.approvals,
            html=mark_safe(found[entry.revision_id]),  # noqa: S308  # what the template engine escaped
        )
        for entry in entries
    ]


def heading_level(entry: EditionSection) -> int:
    """The page’s h1 is the edition; its sections are h2, their sub-sections h3."""
    return entry.level + 1


def content_html(content: dict[str, Any], *, level: int) -> str:
    """The text and blocks of a section; their own headings begin at `level`, and none is skipped."""
    text = clean_html(str(content.get("text") or ""))
    parts = [f'<div class="doc">{under(text, level)}</div>'] if text else []
    parts += [_block(entry, level) for entry in content.get("blocks", [])]
    return "".join(part for part in parts if part)


def _block(entry: dict[str, Any], level: int) -> str:
    """A block under its title; a note where the product no longer has it."""
    name, data = str(entry.get("name")), entry.get("data") or {}
    block = blocks.get(name)
    if block is not None and block.is_empty(data):
        return ""
    context: dict[str, Any] = {"level": level, "block": block}
    if block is not None:
        try:
            shown = str(render_to_string(block.template, {"block": block, "data": data}))
        except TemplateDoesNotExist:
            shown = ""
        context["html"] = mark_safe(under(shown, level + 1))  # noqa: S308  # what the template engine escaped
    return render_to_string("requirements/editions/_reading_block.html", context)


def under(html: str, level: int) -> str:
    """This HTML with its headings renumbered from `level` on, in their own order of importance."""
    ranks = {
        old: min(level + rank, LOWEST)
        for rank, old in enumerate(sorted({m[2] for m in HEADING.finditer(html)}))
    }
    return HEADING.sub(lambda found: f"<{found[1]}h{ranks[found[2]]}", html)


def _key(entry: EditionSection) -> str:
    return f"reading:{entry.level}:{program_digest()}:{entry.revision.fingerprint}"
