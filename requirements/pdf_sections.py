"""Where the sections are in a PDF, and what is said about them: from the page being read to its comments, and back."""

from dataclasses import dataclass

from django.db.models import Count, F
from django.db.models.fields.json import KeyTextTransform
from django.urls import reverse

from requirements.models import Comment, Edition, Export, Section, Specification
from requirements.models.editions import EditionSection, ExportKind, ExportStatus
from requirements.outline import outline

type Told = dict[str, str | int]


@dataclass(frozen=True)
class PdfPlace:
    """Where a section is in the latest edition that has a PDF."""

    edition: int
    url: str


def anchor_of(number: str) -> str:
    """The name of a section’s place in the PDF: « section-6-1 »."""
    return f"section-{number.replace('.', '-')}"


def sections_in_pdf(export: Export, slug: str) -> dict[str, Told]:
    """For each section of this PDF that still exists, by the name of its place: its comments page, its open threads."""
    if export.kind != ExportKind.SPECIFICATION:
        return {}
    rows = _edition_rows(export.edition) if export.edition else _draft_rows(export.specification)
    threads = Comment.objects.unresolved().filter(section__in=[pk for _, _, pk in rows])
    counts = dict(
        threads.order_by().values("section").annotate(times=Count("pk")).values_list("section", "times")
    )
    return {
        anchor_of(number): {
            "number": number,
            "title": title,
            "url": f"{reverse('section', args=[slug, pk])}?volet=commentaires#volet",
            "open": counts.get(pk, 0),
        }
        for number, title, pk in rows
    }


def places_in_pdf(specification: Specification, section: Section | None = None) -> dict[int, PdfPlace]:
    """Where each section, or this one, is in the PDF of the latest edition that has one."""
    edition = (
        specification.editions.filter(
            exports__kind=ExportKind.SPECIFICATION, exports__status=ExportStatus.DONE, exports__options={}
        )
        .order_by("-number")
        .first()
    )
    if edition is None:
        return {}
    entries = EditionSection.objects.filter(edition=edition)
    if section is not None:
        entries = entries.filter(revision__section=section)
    page = reverse("edition", args=[specification.project.slug, edition.number])
    return {
        pk: PdfPlace(edition.number, f"{page}#{anchor_of(number)}")
        for pk, number in entries.values_list("revision__section", "number")
    }


def _edition_rows(edition: Edition) -> list[tuple[str, str, int]]:
    """Number, title at the time and id of the sections of an edition that were not withdrawn since."""
    return list(
        EditionSection.objects.filter(edition=edition, revision__section__deleted_at=None)
        .annotate(title=KeyTextTransform("title", F("revision__content")))
        .values_list("number", "title", "revision__section")
    )


def _draft_rows(specification: Specification) -> list[tuple[str, str, int]]:
    """The sections as they are now: one that moved since its PDF is told apart by its title."""
    return [(node.number, node.section.title, node.section.pk) for node in outline(specification)]
