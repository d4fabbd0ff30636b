"""Exports: whatever is killed or unreachable, one result in the end, or a failure said in words."""

import io
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from charter.models import Membership, Project
from crmproject.celery import app
from crmproject.environment import BASE_DIR
from requirements import claims
from requirements.actions.editions import freeze_edition
from requirements.actions.exports import request_export
from requirements.building import NO_ACCESS, build
from requirements.models import Edition, Export, Specification
from requirements.models.editions import ExportStatus
from tests.factories import SectionFactory
from tests.personas import ClientFor
from tests.requirements.exporting import files_of, held, queued, write_sections
from tests.worker import running_worker, wait_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def empty_queue() -> None:
    """Messages of other tests are no business of this one’s worker."""
    app.control.purge()


@pytest.fixture
def specification(project: Project) -> Specification:
    made, _ = Specification.objects.specifications().get_or_create(project=project)
    made.sections.all().delete()
    SectionFactory(specification=made, title="Contexte", text="<p>Le contexte d’aujourd’hui.</p>")
    return made


@pytest.fixture
def edition(specification: Specification) -> Edition:
    manager = specification.project.manager
    return freeze_edition(specification=specification, title="Pour le comité", note="", by=manager)


def test_a_worker_stores_the_pdf_with_its_print_its_pages_and_its_time(edition: Edition) -> None:
    export = queued(edition)
    build(held(export))
    export.refresh_from_db()
    assert export.status == ExportStatus.DONE
    with default_storage.open(str(export.file.name)) as file, pikepdf.open(io.BytesIO(file.read())) as pdf:
        assert len(pdf.pages) == export.pages
    assert len(export.sha256) == 64
    assert export.seconds > 0
    assert len(files_of(export)) == 1


def test_an_export_is_held_by_one_worker_at_a_time(edition: Edition) -> None:
    export = queued(edition)
    held(export)
    assert claims.take(export.pk) is None


def test_an_abandoned_export_is_taken_over_and_its_former_worker_writes_nothing(edition: Edition) -> None:
    export = queued(edition)
    former = held(export)
    Export.objects.filter(pk=export.pk).update(claimed_until=timezone.now() - timedelta(seconds=1))
    latter = held(export)
    build(latter)
    assert not former.fail("trop tard")
    build(former)
    export.refresh_from_db()
    assert (export.status, export.error) == (ExportStatus.DONE, "")
    assert len(files_of(export)) == 1


def test_a_claim_is_renewed_and_progress_written_while_the_work_goes_on(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claims, "RENEW_SECONDS", 0.2)
    monkeypatch.setattr(claims, "TICK_SECONDS", 0.1)
    export = queued(edition)
    claim = held(export)
    Export.objects.filter(pk=export.pk).update(claimed_until=timezone.now())
    with claim.renewed():
        claim.progress("Mise en page de la section 1", 3, 10)
        time.sleep(0.6)
        export.refresh_from_db()
    assert (export.step, export.percent) == ("Mise en page de la section 1", 30)
    assert export.claimed_until is not None
    assert export.claimed_until > timezone.now() + timedelta(seconds=10)


def test_an_export_interrupted_again_and_again_fails_with_words(edition: Edition) -> None:
    export = queued(edition)
    for _ in range(claims.MAX_ATTEMPTS):
        held(export)
        Export.objects.filter(pk=export.pk).update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert claims.take(export.pk) is None
    claims.resume(lambda pk: True)
    export.refresh_from_db()
    assert (export.status, export.error) == (ExportStatus.FAILED, claims.EXHAUSTED)


def test_waiting_exports_are_announced_again_once_and_not_at_every_round(edition: Edition) -> None:
    export = queued(edition)
    announced: list[str] = []

    def announce(pk: str) -> bool:
        announced.append(pk)
        return True

    claims.resume(announce)
    assert announced == []
    Export.objects.filter(pk=export.pk).update(requested_at=timezone.now() - timedelta(minutes=1))
    claims.resume(announce)
    claims.resume(announce)
    assert announced == [str(export.pk)]


def test_access_is_checked_again_by_the_worker(edition: Edition, personas: dict[str, User]) -> None:
    export = queued(edition)
    person = personas["steering"]
    Export.objects.filter(pk=export.pk).update(requested_by=person)
    Membership.objects.filter(user=person).update(deleted_at=timezone.now())
    build(held(export))
    export.refresh_from_db()
    assert (export.status, export.error) == (ExportStatus.FAILED, NO_ACCESS)


def test_a_queue_that_cannot_be_reached_leaves_the_export_waiting(
    edition: Edition, service_env: dict[str, str]
) -> None:
    code = (
        "from accounts.models import User; from requirements.models import Edition;"
        "from requirements.actions.exports import request_export; edition = Edition.objects.get();"
        "request_export(specification=edition.specification, edition=edition, by=edition.author)"
    )
    subprocess.run(
        [sys.executable, "manage.py", "shell", "--command", code],
        env={**service_env, "REDIS_URL": "redis://127.0.0.1:1/0"},
        cwd=BASE_DIR,
        check=True,
        timeout=30,
    )
    assert edition.exports.get().status == ExportStatus.QUEUED


def test_a_failed_export_says_why_and_can_be_asked_for_again(edition: Edition, client_for: ClientFor) -> None:
    export = queued(edition)
    held(export).fail("Le disque est plein.")
    manager = client_for("manager")
    page = manager.get("/projets/negoce/editions/1/").content.decode()
    assert "Le disque est plein." in page
    assert "Réessayer" in page
    manager.post(f"/projets/negoce/exports/{export.pk}/relancer/")
    export.refresh_from_db()
    assert (export.status, export.attempts, export.error) == (ExportStatus.QUEUED, 0, "")


def test_the_page_follows_the_composition_then_shows_the_pdf(edition: Edition, client_for: ClientFor) -> None:
    export = queued(edition)
    reader = client_for("reader")
    part = reader.get(f"/projets/negoce/exports/{export.pk}/progression/", headers={"HX-Request": "true"})
    assert "En attente" in part.content.decode()
    assert 'hx-trigger="every 1s"' in part.content.decode()
    build(held(export))
    over = reader.get(f"/projets/negoce/exports/{export.pk}/progression/", headers={"HX-Request": "true"})
    assert over["HX-Refresh"] == "true"
    assert "<iframe" in reader.get("/projets/negoce/editions/1/").content.decode()


def test_the_pdf_is_shown_in_our_own_pages_only_and_to_members_only(
    edition: Edition, client_for: ClientFor
) -> None:
    export = queued(edition)
    url = f"/projets/negoce/exports/{export.pk}/fichier/"
    assert client_for("reader").get(url).status_code == 404
    build(held(export))
    answer = client_for("reader").get(url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert answer["Content-Security-Policy"] == "frame-ancestors 'self'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.getvalue().startswith(b"%PDF")
    answer.close()
    saved = client_for("reader").get(url + "?telecharger")
    assert saved["Content-Disposition"].startswith("attachment")
    saved.close()
    assert client_for("stranger").get(url).status_code == 404
    assert client_for("anonymous").get(url).status_code == 302


def test_the_command_writes_the_same_document(
    edition: Edition, tmp_path: Path, service_env: dict[str, str]
) -> None:
    call_command("export_specification", "negoce", "--edition", "1", "-o", str(tmp_path / "un.pdf"))
    call_command(
        "export_specification", "negoce", "--edition", "draft", "-o", str(tmp_path / "brouillon.pdf")
    )
    for name in ("un.pdf", "brouillon.pdf"):
        with pikepdf.open(tmp_path / name) as pdf:
            assert len(pdf.pages) >= 4
    for wrong, status, words in (
        (["negoce", "--edition", "7"], 1, "Ce projet n’a pas d’édition 7."),
        (["inconnu"], 1, "Aucun projet « inconnu » n’a de cahier des charges."),
        (["negoce", "--edition", "demain"], 2, "--edition"),
    ):
        run = subprocess.run(
            [sys.executable, "manage.py", "export_specification", *wrong, "-o", str(tmp_path / "rien.pdf")],
            env=service_env,
            cwd=BASE_DIR,
            capture_output=True,
            text=True,
        )
        assert (run.returncode, run.stdout) == (status, "")
        assert words in run.stderr.replace("\u00a0", " ")
    assert not (tmp_path / "rien.pdf").exists()


def test_a_worker_killed_in_mid_export_is_replaced_within_a_minute_and_leaves_one_file(
    specification: Specification, service_env: dict[str, str], tmp_path: Path
) -> None:
    write_sections(specification, 40)
    manager = specification.project.manager
    edition = freeze_edition(specification=specification, title="Pour le comité", note="", by=manager)
    with running_worker(service_env, tmp_path / "premier") as first:
        export = request_export(specification=specification, edition=edition, by=manager)

        def composing() -> bool:
            export.refresh_from_db()
            return export.status == ExportStatus.RUNNING and export.done > 0

        wait_for(composing, 60, first.log)
        first.kill()
    with running_worker(service_env, tmp_path / "second") as second:

        def over() -> bool:
            export.refresh_from_db()
            return export.is_over

        wait_for(over, 60, second.log)
    assert (export.status, export.attempts) == (ExportStatus.DONE, 2)
    assert [str(file).endswith(str(export.file.name)) for file in files_of(export)] == [True]


def test_asking_again_while_an_edition_is_being_composed_follows_the_same_composition(
    edition: Edition,
) -> None:
    manager = edition.specification.project.manager
    first = request_export(specification=edition.specification, edition=edition, by=manager)
    assert request_export(specification=edition.specification, edition=edition, by=manager) == first
    Export.objects.filter(pk=first.pk).update(status=ExportStatus.DONE)
    assert request_export(specification=edition.specification, edition=edition, by=manager) != first
