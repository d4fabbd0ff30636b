"""What documents of any kind are made of: parts under one running head, contents, lists of tables and figures."""

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from crmproject.toolkit.pdf.parts import Part
from crmproject.toolkit.pdf.records import Caption

LINK = re.compile(r'(<a\b[^>]*?\shref=")#')
LISTS = (("caption", "Liste des tableaux"), ("figcaption", "Liste des figures"))


@dataclass(frozen=True)
class Entry:
    """A line of the contents."""

    number: str
    title: str
    level: int
    anchor: str
    state: str = ""


@dataclass(frozen=True)
class _Listing:
    title: str
    entries: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Pages:
    """Makes the parts of one document: its pages bear the organisation, and the kind of document with the project."""

    organisation: str
    kind: str
    colour: str = ""

    def part(self, label: str, content: Any, body: Callable[[], str], **values: Any) -> Part:
        """A part; `content` is plain data from which `body` makes what stands on the pages."""

        def page() -> str:
            html = render_to_string(
                "pdf/part.html",
                {
                    "label": label,
                    "body": mark_safe(body()),  # noqa: S308  # what the template engine escaped
                    "organisation": self.organisation,
                    "kind": self.kind,
                },
            )
            # A link’s target may stand in another part: the assembly knows where.
            return LINK.sub(r"\1cadrage:", html)

        said = [label, self.organisation, self.kind, content]
        return Part(label, said, page, colour=self.colour, **values)

    def contents(self, entries: Sequence[Entry]) -> Part:
        """The contents, with the pages of what they name."""
        return self.part(
            "Sommaire",
            [asdict(one) for one in entries],
            lambda: render_to_string("pdf/contents.html", {"entries": entries}),
            slots=True,
            pointed=[f"#{one.anchor}" for one in entries],
        )

    def lists(self, captions: Sequence[Caption]) -> Part | None:
        """The lists of tables and of figures; None without any."""
        if not captions:
            return None
        ranked = [{**asdict(one), "rank": rank} for rank, one in enumerate(captions)]
        groups = [
            _Listing(title, some)
            for kind, title in LISTS
            if (some := [one for one in ranked if one["kind"] == kind])
        ]
        return self.part(
            "Listes des tableaux et des figures",
            ranked,
            lambda: render_to_string("pdf/lists.html", {"groups": groups}),
            slots=True,
            pointed=[f"#{one.anchor}" for one in captions],
        )
