"""The usage charter on paper: its text, how far it is signed, and by whom when that is asked for."""

from itertools import batched
from typing import Any

from django.utils.html import escape

from charter.documents import heading_of, today
from charter.models import UsageSignature, UsageVersion
from charter.usage.content import Content
from charter.usage.coverage import as_data
from charter.usage.reading import load_latest_coverage, load_usage
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.documents import document
from crmproject.toolkit.pdf.chunks import Chunk
from crmproject.toolkit.pdf.parts import Layout
from crmproject.toolkit.pdf.plain import Chapter, plain_layout
from crmproject.toolkit.richtext import clean_html
from crmproject.toolkit.templatetags.french import long_date

# Signatories that share a part.
RUN = 150
# Requirements’ worth of a line of the list.
LINE = 0.12
DRAFT = "Projet, non publié\u00a0: ce texte ne se signe pas encore."


@document("charte-d-usage", "Charte d’usage", icon="journal-check", page="usage_charter")
def usage_document(gathering: Gathering) -> Layout:
    """The charter, and its signatures as counts only."""
    return _layout(gathering, names=False)


@document(
    "charte-d-usage-signataires",
    "Charte d’usage avec les signataires",
    icon="journal-check",
    page="usage_campaign",
    permission="edit_charter",
)
def signed_document(gathering: Gathering) -> Layout:
    """The charter, and the list of those who signed it; addresses are not printed."""
    return _layout(gathering, names=True)


def _layout(gathering: Gathering, *, names: bool) -> Layout:
    state = gathering.once(load_usage)
    version = state.latest
    content = version.content if version else state.draft
    chapters = [Chapter("Texte de la charte", _text(content), "La charte n’a encore aucun article.")]
    if version:
        chapters += [_version(version), _coverage(gathering)]
        if names:
            chapters.append(_signatories(version))
    title = content["title"] or "Charte d’usage du CRM"
    kind = title if version else f"{title} – projet"
    lead = f"Version {version.number}, publiée le {long_date(version.published_at)}." if version else DRAFT
    return plain_layout(heading_of(gathering, kind, lead), chapters, day=today())


def _text(content: Content) -> tuple[Chunk, ...]:
    """The preamble and the articles, as one text."""
    parts = [clean_html(content["preamble"])]
    for number, one in enumerate(content["articles"], start=1):
        parts.append(f"<h3>Article {number} – {escape(one['title'])}</h3>{clean_html(one['text'])}")
    return (Chunk(text="".join(parts)),) if content["articles"] else ()


def _version(version: UsageVersion) -> Chapter:
    data: dict[str, Any] = {
        "number": version.number,
        "published_at": version.published_at.isoformat(),
        "author": version.author_name,
        "note": version.note,
        "fingerprint": version.fingerprint,
    }
    chunk = Chunk(name="usage_version", template="charter/usage/document_version.html", data=data, size=1)
    return Chapter("Version et empreinte", (chunk,))


def _coverage(gathering: Gathering) -> Chapter:
    coverage = gathering.once(load_latest_coverage)
    empty = "Personne n’a encore été invité à signer cette version."
    if not coverage.total.asked:
        return Chapter("Signatures par service", (), empty)
    chunk = Chunk(
        name="usage_coverage",
        template="charter/usage/document_coverage.html",
        data=as_data(coverage),
        size=2 + 0.4 * len(coverage.lines),
    )
    return Chapter("Signatures par service", (chunk,), empty)


def _signatories(version: UsageVersion) -> Chapter:
    rows = UsageSignature.objects.filter(version=version).order_by("department", "name", "pk")
    signed = [
        {"name": one.name, "department": one.department, "at": one.signed_at.isoformat()} for one in rows
    ]
    runs = [list(some) for some in batched(signed, RUN, strict=False)]
    chunks = tuple(
        Chunk(
            name="usage_signatories",
            template="charter/usage/document_signatories.html",
            data={"rows": some},
            run=rank,
            runs=len(runs),
            size=1 + LINE * len(some),
        )
        for rank, some in enumerate(runs)
    )
    return Chapter("Signataires", chunks, "Personne n’a encore signé cette version.")
