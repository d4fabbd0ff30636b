"""Parts rendered by real workers: killed in the middle, or at work before anybody asks for a PDF."""

from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from charter.models import Membership, Project
from crmproject.celery import app
from requirements.actions.editions import freeze_edition
from requirements.actions.exports import request_export
from requirements.models import Edition, Export, RenderedPart, Specification
from requirements.models.editions import ExportStatus
from requirements.models.parts import PartState
from requirements.pdf.compose import compose
from requirements.pdf.document import document_of, draft_document
from requirements.pdf.parting import layout_of
from tests.agreement import agree
from tests.requirements.exporting import content_of, files_of, reaches, stored, write_sections
from tests.worker import Worker, running_worker, wait_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def empty_queue() -> None:
    """Messages of other tests are no business of this one’s worker."""
    app.control.purge()


@pytest.fixture
def specification(project: Project) -> Specification:
    made, _ = Specification.objects.specifications().get_or_create(project=project)
    made.sections.all().delete()
    return made


@pytest.fixture
def edition(specification: Specification) -> Edition:
    write_sections(specification, 16, 400)
    manager = specification.project.manager
    return freeze_edition(specification=specification, title="Pour le comité", note="", by=manager)


def is_running_with(export: Export, ready: int) -> bool:
    return export.status == ExportStatus.RUNNING and RenderedPart.objects.ready().count() >= ready


def forget_claims() -> None:
    """Let the time pass after which what a dead worker held is taken over: it takes no more of the test’s."""
    Export.objects.exclude(claimed_until=None).update(claimed_until=timezone.now())
    RenderedPart.objects.exclude(claimed_until=None).update(claimed_until=timezone.now())


def test_an_export_whose_worker_is_killed_twice_is_the_same_file_each_part_once(
    edition: Edition, service_env: dict[str, str], tmp_path: Path
) -> None:
    manager = edition.specification.project.manager
    # Parts that documents of other tests share with this one: their rows are gone, their files stay.
    of_others = {str(path) for path in stored("parts")}
    with running_worker(service_env, tmp_path / "un", concurrency=2) as first:
        export = request_export(specification=edition.specification, edition=edition, by=manager)
        reaches(export, lambda one: is_running_with(one, 3), first)
        first.kill_child()
        forget_claims()
        reaches(export, lambda one: is_running_with(one, 7), first)
        first.kill()
    assert not export.is_over
    forget_claims()
    with running_worker(service_env, tmp_path / "deux", concurrency=2) as second:
        reaches(export, lambda one: one.is_over, second)
    assert (export.status, export.error) == (ExportStatus.DONE, "")
    whole = compose(document_of(edition))
    assert content_of(export) == whole.content
    assert export.pages == whole.pages
    keys = {one.key for one in layout_of(document_of(edition)).parts}
    assert keys <= set(RenderedPart.objects.ready().values_list("key", flat=True))
    assert not RenderedPart.objects.exclude(state=PartState.READY).exists()
    mine = {str(path) for path in stored("parts") if "faces" not in path.parts} - of_others
    assert mine == {
        default_storage.path(name) for name in RenderedPart.objects.values_list("file", flat=True)
    }
    assert [str(file).endswith(str(export.file.name)) for file in files_of(export)] == [True]


def is_prepared(specification: Specification, worker: Worker) -> None:
    def ready() -> bool:
        layout = layout_of(draft_document(specification))
        keys = {layout.furniture.key, *(one.key for one in layout.parts)}
        return RenderedPart.objects.ready().filter(pk__in=keys).count() == len(keys)

    wait_for(ready, 60, worker.log)


def test_after_the_last_approval_the_parts_are_ready_before_anybody_asks(
    specification: Specification, head: Membership, service_env: dict[str, str], tmp_path: Path
) -> None:
    write_sections(specification, 3, 400)
    with running_worker(service_env, tmp_path / "worker", concurrency=2) as worker:
        for section in specification.sections.all():
            agree(section, head)
        is_prepared(specification, worker)
    assert not Export.objects.exists()
