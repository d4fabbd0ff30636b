"""The preview of one section as PDF: what is shown, to whom, and what is kept of it."""

import io

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from requirements import building
from requirements.actions import exports
from requirements.actions.exports import request_export, request_preview
from requirements.models import Export, RenderedPart, Section
from requirements.models.editions import ExportStatus
from tests.factories import SectionFactory
from tests.personas import ClientFor
from tests.requirements.exporting import content_of, files_of, held

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def long_section(section: Section) -> Section:
    """A section with pages of its own, in the middle of others."""
    section.write(read_version=section.version, text="<p>D’où vient le projet.</p>" * 150)
    made: Section = SectionFactory(
        specification=section.specification, title="Existant", text="<p>Le parc d’aujourd’hui.</p>" * 600
    )
    SectionFactory(specification=section.specification, title="Objectifs", text="<p>Vendre mieux.</p>")
    return made


def composed(section: Section) -> Export:
    export = request_preview(section=section, by=section.specification.project.manager)
    building.build(held(export))
    export.refresh_from_db()
    assert (export.status, export.error) == (ExportStatus.DONE, "")
    return export


def outline_of(export: Export) -> list[str]:
    with pikepdf.open(io.BytesIO(content_of(export))) as pdf, pdf.open_outline() as outline:
        return [str(one.title) for one in outline.root]


def test_whoever_reads_the_draft_previews_a_section_and_sees_it_alone(
    long_section: Section, client_for: ClientFor
) -> None:
    reader = client_for("reader")
    page = reader.get(long_section.get_absolute_url()).content.decode()
    address = reverse("section_preview", args=["negoce", long_section.pk])
    assert f'action="{address}"' in page
    answer = reader.post(address)
    export = Export.objects.get()
    assert answer["Location"] == reverse("export", args=["negoce", export.pk])
    assert "Aperçu de la section" in reader.get(answer["Location"]).content.decode()
    building.build(held(export))
    export.refresh_from_db()
    shown = reader.get(answer["Location"]).content.decode()
    assert "data-pdf" in shown
    assert f'href="{long_section.get_absolute_url()}"' in shown
    assert [title.split()[-1] for title in outline_of(export)] == ["Existant"]


def test_a_preview_takes_the_parts_of_the_whole_document(long_section: Section) -> None:
    specification = long_section.specification
    whole = request_export(specification=specification, edition=None, by=specification.project.manager)
    building.build(held(whole))
    before = set(RenderedPart.objects.values_list("key", flat=True))
    composed(long_section)
    assert set(RenderedPart.objects.values_list("key", flat=True)) == before


def test_a_light_section_is_shown_without_its_neighbours(section: Section, long_section: Section) -> None:
    assert [title.split()[-1] for title in outline_of(composed(section))] == [section.title.split()[-1]]


def test_asking_again_before_it_began_follows_the_same_preview(long_section: Section) -> None:
    manager = long_section.specification.project.manager
    first = request_preview(section=long_section, by=manager)
    assert request_preview(section=long_section, by=manager) == first
    building.build(held(first))
    assert request_preview(section=long_section, by=manager) != first


def test_old_previews_leave_with_their_files_and_never_stand_in_the_lists(
    long_section: Section, client_for: ClientFor
) -> None:
    previews = []
    for rank in range(exports.PREVIEWS_KEPT + 2):
        long_section.refresh_from_db()
        long_section.write(read_version=long_section.version, text=f"<p>Version {rank}.</p>")
        previews.append(composed(long_section))
    kept = set(Export.objects.previews())
    assert kept == set(previews[-exports.PREVIEWS_KEPT - 1 :])
    assert [len(files_of(one)) for one in previews] == [int(one in kept) for one in previews]
    manager = client_for("manager")
    for address in ("/projets/negoce/editions/", "/projets/negoce/exports/brouillon/"):
        page = manager.get(address).content.decode()
        assert not [one for one in previews if str(one.pk) in page]


def test_a_file_that_another_export_has_stays(long_section: Section) -> None:
    first, second = composed(long_section), composed(long_section)
    assert first.file.name == second.file.name
    exports.discard_export(first)
    assert content_of(second).startswith(b"%PDF")


def test_a_section_withdrawn_meanwhile_says_so(long_section: Section) -> None:
    export = request_preview(section=long_section, by=long_section.specification.project.manager)
    Section.objects.filter(pk=long_section.pk).update(deleted_at=timezone.now())
    building.build(held(export))
    export.refresh_from_db()
    assert (export.status, export.error) == (ExportStatus.FAILED, building.GONE)
