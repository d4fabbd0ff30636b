"""Exports and parts, as tests make them and look at what is kept of them."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

from crmproject.toolkit.pdf.pages import Pages
from crmproject.toolkit.pdf.parts import Part
from requirements import claims
from requirements.models import Edition, Export, RenderedPart, Specification
from tests.factories import SectionFactory
from tests.worker import Worker, wait_for

PATIENCE_SECONDS = 90


def queued(edition: Edition) -> Export:
    return Export.objects.create(
        specification=edition.specification,
        edition=edition,
        requested_by=edition.specification.project.manager,
    )


def queued_draft(specification: Specification) -> Export:
    return Export.objects.create(specification=specification, requested_by=specification.project.manager)


def held(export: Export) -> claims.Claim:
    claim = claims.take(export.pk)
    assert claim is not None
    return claim


def reaches(export: Export, state: Callable[[Export], bool], worker: Worker) -> None:
    """Wait until this is true of the export."""

    def reached() -> bool:
        export.refresh_from_db()
        return state(export)

    wait_for(reached, PATIENCE_SECONDS, worker.log)


def stored(folder: str) -> list[Path]:
    return [path for path in (Path(settings.MEDIA_ROOT) / folder).rglob("*") if path.is_file()]


def files_of(export: Export) -> list[Path]:
    return [path for path in stored("exports") if path.name.startswith(str(export.pk))]


def files_of_parts() -> set[str]:
    """The files that are kept of the parts in the database, by name."""
    keys = set(RenderedPart.objects.values_list("key", flat=True))
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)) for path in stored("parts") if path.name.partition("-")[0] in keys}


def content_of(export: Export) -> bytes:
    with default_storage.open(str(export.file.name)) as file:
        return bytes(file.read())


def part(label: str, html: str = "") -> Part:
    """A part of one page, or of this HTML."""
    return Pages("Organisation", "Document", "").part(label, [label, html], lambda: html or f"<p>{label}</p>")


def write_sections(specification: Specification, count: int, paragraphs: int = 120) -> None:
    """Sections of some pages each."""
    for number in range(count):
        SectionFactory(
            specification=specification,
            title=f"Section {number}",
            text=f"<p>Un long texte de la section {number}.</p>" * paragraphs,
        )
