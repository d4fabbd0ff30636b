"""The review as a document: what it says today, or what it said when it was closed."""

from typing import Any

from django.utils import timezone

from charter.documents import heading_of, today
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.documents import document, numbered
from crmproject.toolkit.pdf.chunks import Chunk
from crmproject.toolkit.pdf.parts import Layout
from crmproject.toolkit.pdf.plain import Chapter, plain_layout
from crmproject.toolkit.refusals import RefusedError
from crmproject.toolkit.richtext import clean_html
from crmproject.toolkit.templatetags.french import long_date
from planning.models import ReviewVersion
from planning.models.review import CLOSED_DOCUMENT
from planning.review.content import Content, review_content
from planning.review.parts import BRIEF, PARTS, Part
from planning.review.reading import load_review, load_versions

DRAFT = "Projet, non clos\u00a0: ce bilan s’écrit encore."
# Requirements’ worth of a row of a table, and of a drawing.
ROW, DRAWING = 0.35, 3.0
NONE_CLOSED = "Aucun bilan n’est encore clos\u00a0: il n’y a rien de figé à imprimer."


@document("bilan", "Bilan", icon="clipboard-check", page="review")
def review_document(gathering: Gathering) -> Layout:
    """The review that is being written, or the last one once it is closed."""
    review, versions = gathering.once(load_review), gathering.once(load_versions)
    if review is not None and not review.is_open and versions:
        return _frozen(gathering, versions[0])
    return _layout(gathering, review_content(gathering), "Bilan – projet", DRAFT)


@document(CLOSED_DOCUMENT, "Dernier bilan clos", icon="file-lock", page="review")
def closed_document(gathering: Gathering) -> Layout:
    """The last review that was closed, while the next one is being written too."""
    versions = gathering.once(load_versions)
    if not versions:
        raise RefusedError(NONE_CLOSED)
    return _frozen(gathering, versions[0])


@numbered(CLOSED_DOCUMENT, "Bilan", icon="file-lock", page="review")
def numbered_document(gathering: Gathering, number: int) -> Layout:
    """A closed review by its number, however old."""
    for version in gathering.once(load_versions):
        if version.number == number:
            return _frozen(gathering, version)
    raise RefusedError(f"Aucun bilan clos ne porte le numéro {number}.")


def _frozen(gathering: Gathering, version: ReviewVersion) -> Layout:
    lead = f"Clos le {long_date(version.closed_at)} par {version.name}."
    return _layout(gathering, version.content, f"Bilan {version.number}", lead, version)


def _closing(version: ReviewVersion) -> dict[str, Any]:
    return {
        "number": version.number,
        "at": version.closed_at.isoformat(),
        "name": version.name,
        "title": version.title,
        "early_reason": version.early_reason,
        "fingerprint": version.fingerprint,
    }


def _layout(
    gathering: Gathering, content: Content, kind: str, lead: str, version: ReviewVersion | None = None
) -> Layout:
    chapters = [
        _chapter(BRIEF, content, _closing(version) if version else None),
        *(_chapter(part, content) for part in PARTS),
        Chapter("Conclusion", _conclusion(content), "La conclusion n’est pas encore écrite."),
    ]
    day = today()
    if version:
        day = timezone.localtime(version.closed_at).replace(hour=0, minute=0, second=0, microsecond=0)
    return plain_layout(heading_of(gathering, kind, lead), chapters, day=day)


def _conclusion(content: Content) -> tuple[Chunk, ...]:
    text = clean_html(str(content["conclusion"]))
    return (Chunk(text=text),) if text else ()


def _chapter(part: Part, content: Content, closed: dict[str, Any] | None = None) -> Chapter:
    """A part of the review as a chapter, with what its closing says where it is given."""
    if not part.shown(content):
        return Chapter(part.title, (), part.empty)
    data = {key: content[key] for key in part.keys}
    if closed:
        data["closed"] = closed
    drawings = sum(bool(one.get("measurements")) for one in data.get("indicators", []))
    size = 1 + ROW * len(part.rows(content)) + DRAWING * drawings
    return Chapter(
        part.title, (Chunk(name=f"review-{part.name}", template=part.template, data=data, size=size),)
    )
