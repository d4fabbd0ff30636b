"""What the coherence rules of one subject find, as a chapter of a document."""

from crmproject.toolkit.blocks import Gathering, Json
from crmproject.toolkit.diagnostics import rules
from crmproject.toolkit.pdf.chunks import Chunk
from crmproject.toolkit.pdf.plain import Chapter

NONE = "Aucune alerte\u00a0: les règles de cohérence ne trouvent rien à redire."


def findings_chapter(
    gathering: Gathering, ids: tuple[str, ...], title: str, *, lying: bool = False
) -> Chapter:
    """The findings of the rules whose id begins with one of these; a sentence says when there are none."""
    found: list[Json] = [
        {"severity": rule.severity.label, "title": rule.title, "why": rule.why, "text": finding.text}
        for rule in rules()
        if rule.id.startswith(ids)
        for finding in rule.check(gathering)
    ]
    template = "charter/document_findings.html"
    chunk = Chunk(name="findings", template=template, data={"rows": found, "none": NONE}, lying=lying)
    return Chapter(title, (chunk,))
