"""Parts of a document in the hands of several workers, and on the shelf that they share."""

import contextlib
import resource
import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connections
from django.utils import timezone

from accounts.models import User
from charter.access import writing_place
from charter.models import Project
from crmproject.celery import app
from crmproject.toolkit.kept import keep
from crmproject.toolkit.pdf import faces
from crmproject.toolkit.pdf.composing import silent
from crmproject.toolkit.pdf.parts import Part
from crmproject.toolkit.pdf.records import Record
from requirements import building, partshelf, partwork, warming
from requirements.actions.exports import retry_export
from requirements.models import Export, RenderedPart, Specification
from requirements.models.editions import ExportStatus
from requirements.models.parts import MAX_PART_ATTEMPTS, PartState
from tests.factories import SectionFactory
from tests.personas import ClientFor
from tests.requirements.exporting import files_of, files_of_parts, held, part, queued_draft, stored

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def empty_queue() -> None:
    """Messages of other tests are no business of this one’s."""
    app.control.purge()


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> None:
    """Each test has a storage of its own."""
    settings.MEDIA_ROOT = tmp_path / "fichiers"
    settings.MEDIA_ROOT.mkdir()


@pytest.fixture
def specification(project: Project, personas: dict[str, User]) -> Specification:
    made, _ = Specification.objects.specifications().get_or_create(project=project)
    made.sections.all().delete()
    for title in ("Contexte", "Existant", "Objectifs"):
        SectionFactory(specification=made, title=title, text="<p>Un long texte.</p>" * 600)
    return made


def nobody(key: str) -> bool:
    """Workers who can’t be told."""
    return False


def rendered(parts: Sequence[Part]) -> Mapping[str, Record]:
    return partwork.render_together(nobody)(parts, silent)


def expire(row: Part) -> None:
    RenderedPart.objects.filter(pk=row.key).update(claimed_until=timezone.now() - timedelta(seconds=1))


def taken(row: Part) -> partwork.TakenPart:
    found = partwork.take(row.key)
    assert found is not None
    return found


def row_of(one: Part) -> RenderedPart:
    return RenderedPart.objects.get(pk=one.key)


def test_two_coordinators_at_once_render_each_part_once() -> None:
    parts = [part(f"Partie {number}", "<p>Un texte.</p>" * 60) for number in range(6)]
    found: list[Mapping[str, Record]] = []

    def coordinate() -> None:
        try:
            found.append(rendered(parts))
        finally:
            connections.close_all()

    both = [threading.Thread(target=coordinate) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert [set(one) for one in found] == [{row.key for row in parts}] * 2
    assert set(RenderedPart.objects.values_list("attempts", "state")) == {(1, PartState.READY)}
    assert files_of_parts() == set(RenderedPart.objects.values_list("file", flat=True))


def test_an_abandoned_part_is_taken_again_and_its_former_worker_changes_nothing() -> None:
    one = part("Une partie")
    partwork.offer([one])
    former = taken(one)
    assert partwork.take(one.key) is None
    expire(one)
    latter = taken(one)
    assert partwork.work(latter)
    partwork.work(former)
    assert row_of(one).file == latter.file
    assert files_of_parts() == {latter.file}


def test_what_a_killed_worker_had_stored_goes_when_the_part_is_taken_again() -> None:
    one = part("Une partie")
    partwork.offer([one])
    partshelf.store(taken(one).file, rendered([part("Une autre")])[part("Une autre").key])
    expire(one)
    rendered([one])
    assert files_of_parts() == set(RenderedPart.objects.values_list("file", flat=True))


def test_a_part_that_ends_its_worker_three_times_fails_with_its_name() -> None:
    one = part("4 – Existant")
    partwork.offer([one])
    for _ in range(MAX_PART_ATTEMPTS):
        taken(one)
        expire(one)
    with pytest.raises(partwork.PartFailedError, match=r"4 – Existant.*trois fois"):
        rendered([one, part("Autre")])
    assert row_of(part("Autre")).state == PartState.READY
    assert rendered([one])


@pytest.mark.parametrize("damage", ["gone", "cut", "other"])
def test_a_record_lost_or_damaged_in_storage_is_rendered_again(damage: str) -> None:
    one = part("Une partie")
    before = rendered([one])[one.key].to_bytes()
    path = Path(default_storage.path(row_of(one).file))
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(before[:-40] if damage == "cut" else b"tout autre chose")
    assert rendered([one])[one.key].to_bytes() == before
    assert files_of_parts() == {row_of(one).file}


@pytest.mark.parametrize("damage", ["gone", "cut"])
def test_a_typeface_lost_in_storage_comes_back_with_the_part(
    damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = part("Une partie")
    before = rendered([one])[one.key]
    paths = [Path(default_storage.path(f"parts/faces/{name}")) for name in before.faces]
    whole = [path.read_bytes() for path in paths]
    for path in paths:
        path.unlink() if damage == "gone" else path.write_bytes(path.read_bytes()[:100])
    # As in a process that just began.
    monkeypatch.setattr(faces, "_files", {})
    assert rendered([one])[one.key].to_bytes() == before.to_bytes()
    assert [path.read_bytes() for path in paths] == whole


def test_the_least_used_parts_leave_and_never_one_that_is_being_rendered(settings: Any) -> None:
    old, recent, busy = (part(name) for name in ("Ancienne", "Récente", "En cours"))
    rendered([old, recent])
    partwork.offer([busy])
    hold = taken(busy)
    long_ago = timezone.now() - timedelta(days=settings.PDF_PARTS_DAYS + 1)
    RenderedPart.objects.exclude(pk=recent.key).update(used_at=long_ago)
    assert partshelf.evict() == 1
    assert set(RenderedPart.objects.values_list("key", flat=True)) == {recent.key, busy.key}
    assert partwork.work(hold)
    settings.PDF_PARTS_MEGABYTES = 0
    partwork.offer([old])
    hold = taken(old)
    assert partshelf.evict() == 2
    assert partwork.work(hold)
    assert files_of_parts() == {row_of(old).file}


def test_what_is_used_again_is_not_old(settings: Any) -> None:
    one = part("Une partie")
    rendered([one])
    RenderedPart.objects.update(used_at=timezone.now() - timedelta(days=settings.PDF_PARTS_DAYS + 1))
    rendered([one])
    assert partshelf.evict() == 0


@contextlib.contextmanager
def full_disk(size: int) -> Iterator[None]:
    """No file may grow beyond this size: a write that does stops in the middle, with an error of the system."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextlib.contextmanager
def storage_away(_size: int) -> Iterator[None]:
    """The folder of the files answers nothing."""
    root = Path(settings.MEDIA_ROOT)
    aside = root.with_name("ailleurs")
    root.rename(aside)
    root.write_text("rien")
    try:
        yield
    finally:
        root.unlink()
        aside.rename(root)


@pytest.mark.parametrize("trouble", [full_disk, storage_away])
@pytest.mark.parametrize("parts_kept", [False, True])
def test_a_file_that_cannot_be_stored_fails_the_export_which_then_succeeds(
    specification: Specification, client_for: ClientFor, trouble: Any, parts_kept: bool
) -> None:
    export = queued_draft(specification)
    if parts_kept:
        building.build(held(queued_draft(specification)))
        Export.objects.exclude(pk=export.pk).delete()
    files = set(stored("exports"))
    with trouble(3000):
        building.build(held(export))
    export.refresh_from_db()
    assert (export.status, export.error) == (ExportStatus.FAILED, building.NO_ROOM)
    assert set(stored("exports")) == files
    assert files_of_parts() == set(RenderedPart.objects.ready().values_list("file", flat=True))
    assert "Réessayer" in client_for("manager").get(f"/projets/negoce/exports/{export.pk}/").content.decode()
    assert retry_export(export=export, by=export.requested_by)
    building.build(held(export))
    export.refresh_from_db()
    assert export.status == ExportStatus.DONE
    assert len(files_of(export)) == 1
    assert set(RenderedPart.objects.values_list("state", "attempts")) == {(PartState.READY, 1)}


HEAVY = {
    "time": "<p>" + "Un très long paragraphe. " * 30_000 + "</p>",
    "memory": "<table>" + ("<tr>" + "<td>Cellule 8</td>" * 10 + "</tr>") * 400 + "</table>",
}
SAID = {"time": "plus de 3 secondes de calcul", "memory": "plus de 10 Mo de mémoire"}


@pytest.mark.parametrize("limit", ["time", "memory"])
def test_a_part_too_heavy_is_named_with_its_row_and_only_it_is_composed_again(
    specification: Specification, client_for: ClientFor, settings: Any, limit: str
) -> None:
    settings.PDF_PART_SECONDS = 3 if limit == "time" else 60
    settings.PDF_PART_MEGABYTES = 10 if limit == "memory" else 500
    heavy = specification.sections.get(title="Existant")
    heavy.write(read_version=heavy.version, text=HEAVY[limit])
    export = queued_draft(specification)
    building.build(held(export))
    export.refresh_from_db()
    words = export.error.replace("\u00a0", " ")
    assert export.status == ExportStatus.FAILED
    assert "La partie « 2 – Existant »" in words
    assert SAID[limit] in words
    assert "à cause de « " in words
    page = client_for("manager").get(f"/projets/negoce/exports/{export.pk}/").content.decode()
    assert "Partie en échec\u00a0: <strong>2 – Existant</strong>" in page.replace("&nbsp;", "\u00a0")
    assert "cette partie seule" in page
    kept = dict(RenderedPart.objects.ready().values_list("key", "file"))
    assert len(kept) == RenderedPart.objects.count() - 1 > 4
    heavy.write(read_version=heavy.version, text="<p>Un texte raisonnable.</p>" * 700)
    settings.PDF_PART_SECONDS, settings.PDF_PART_MEGABYTES = 60, 500
    retry_export(export=export, by=export.requested_by)
    building.build(held(export))
    export.refresh_from_db()
    assert (export.status, export.error) == (ExportStatus.DONE, "")
    assert kept.items() <= dict(RenderedPart.objects.ready().values_list("key", "file")).items()


def test_a_draft_that_rests_is_prepared_once_and_one_being_typed_is_not(specification: Specification) -> None:
    section = specification.sections.get(title="Existant")
    assert warming.watch() == 0
    keep(writing_place(specification.project_id), True)
    assert warming.watch() == 0
    section.write(read_version=section.version, text="<p>Une autre version.</p>")
    assert warming.watch() == 0
    assert not RenderedPart.objects.exists()
    assert warming.watch() == 1
    assert RenderedPart.objects.filter(state=PartState.WAITING).exists()
    assert warming.watch() == 0


def test_the_time_left_is_told_by_the_size_of_what_is_left() -> None:
    parts = [part("Court"), *(part(f"Longue {rank}", "<p>Un texte.</p>" * 400) for rank in range(3))]
    said: list[str] = []
    partwork.render_together(nobody)(parts, lambda step, done, total: said.append(f"{done}/{total} {step}"))
    assert said[0].startswith("0/4 0\u00a0partie sur 4 – Court")
    assert "reste environ" not in said[0]
    assert said[2].startswith("2/4 2\u00a0parties sur 4, reste environ ")
    assert said[-1].startswith("4/4 4\u00a0parties sur 4")
    words = [partwork.Share(1, 9, seconds).words.partition("environ ")[2] for seconds in (0.2, 4.4, 33, 130)]
    assert words == ["1\u00a0s", "4\u00a0s", "35\u00a0s", "2\u00a0min"]
