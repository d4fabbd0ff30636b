"""Checking a copy: authentic, superseded or unknown, by anyone, and nothing else said."""

import hashlib
import io
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import Page, expect

from charter.models import Project
from requirements.actions.editions import freeze_edition
from requirements.models import Edition, Export, Specification
from requirements.models.editions import ALPHABET, ExportStatus
from requirements.verification import find_by_code, qr_code, readings, verification_url
from requirements.views import verification
from tests.factories import ProjectFactory, SectionFactory

pytestmark = pytest.mark.django_db

ORIGINAL = b"%PDF-1.7 la copie d'origine" * 1000
NEXT = b"%PDF-1.7 la suivante" * 1000


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def specification(project: Project) -> Specification:
    made = Specification.objects.create(project=project)
    SectionFactory(specification=made, title="Contexte", text="<p>Le contexte.</p>")
    return made


def publish(specification: Specification, content: bytes, **options: object) -> Edition:
    """The next edition, and an export of it with this content."""
    manager = specification.project.manager
    edition = freeze_edition(specification=specification, title="Pour le comité", note="", by=manager)
    composed(edition, content, **options)
    return edition


def composed(edition: Edition, content: bytes, **options: object) -> Export:
    return Export.objects.create(
        specification=edition.specification,
        edition=edition,
        requested_by=edition.author,
        status=ExportStatus.DONE,
        sha256=hashlib.sha256(content).hexdigest(),
        options=options,
    )


def url_of(edition: Edition) -> str:
    return f"/v/{edition.code}/"


def answer_to(client: Client, edition: Edition, content: bytes) -> str:
    """What the page says of this file, once its digest is posted and once the file itself is."""
    by_digest = client.post(url_of(edition), {"sha256": hashlib.sha256(content).hexdigest()})
    by_file = client.post(url_of(edition), {"file": SimpleUploadedFile("copie.pdf", content)})
    titles = [re.findall(r"callout-title\">(\w+)<", one.content.decode()) for one in (by_digest, by_file)]
    assert titles[0] == titles[1]
    assert by_digest.status_code == by_file.status_code == 200
    return str(titles[0][0])


def test_a_copy_of_the_latest_edition_is_authentic(specification: Specification, client: Client) -> None:
    edition = publish(specification, ORIGINAL)
    assert answer_to(client, edition, ORIGINAL) == "Authentique"


def test_a_truncated_a_saved_again_and_a_foreign_file_are_unknown(
    specification: Specification, client: Client
) -> None:
    edition = publish(specification, ORIGINAL)
    other = Specification.objects.create(project=ProjectFactory(slug="autre"))
    SectionFactory(specification=other, title="Contexte", text="<p>Autre.</p>")
    publish(other, NEXT)
    for wrong in (ORIGINAL[:-1], ORIGINAL + b"\n", b"", NEXT, b"%PDF-1.4 d'ailleurs"):
        assert answer_to(client, edition, wrong) == "Inconnu"


def test_a_copy_of_an_older_edition_is_superseded_and_the_current_number_is_said(
    specification: Specification, client: Client
) -> None:
    first = publish(specification, ORIGINAL)
    second = publish(specification, NEXT)
    for edition in (first, second):
        assert answer_to(client, edition, ORIGINAL) == "Remplacé"
        assert answer_to(client, edition, NEXT) == "Authentique"
    page = client.post(url_of(first), {"sha256": hashlib.sha256(ORIGINAL).hexdigest()}).content.decode()
    assert "de l’édition 1, remplacée depuis par l’édition 2" in page
    assert "Remplacée par l’édition 2" in client.get(url_of(first)).content.decode()
    assert "À jour" in client.get(url_of(second)).content.decode()


def test_a_copy_for_a_named_reader_counts_and_one_that_failed_does_not(
    specification: Specification, client: Client
) -> None:
    edition = publish(specification, ORIGINAL)
    composed(edition, NEXT, copy_for="Paul Durand (Intégrateur)")
    assert answer_to(client, edition, NEXT) == "Authentique"
    Export.objects.update(status=ExportStatus.FAILED)
    assert answer_to(client, edition, ORIGINAL) == "Inconnu"


def test_nothing_is_disclosed_but_number_date_and_status(
    specification: Specification, client: Client
) -> None:
    project = specification.project
    Project.objects.filter(pk=project.pk).update(name="Opération Zénith", organisation="Société Anonyme Rare")
    edition = publish(specification, ORIGINAL)
    for answer in (client.get(url_of(edition)), client.post(url_of(edition), {"sha256": "0" * 64})):
        page = answer.content.decode()
        assert "Édition 1" in page
        assert "Projet, non validé" in page
        for secret in ("Zénith", "Anonyme", edition.title, edition.author_name, project.slug, "Contexte"):
            assert secret not in page
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("typed", ["abcdefghjk", "ABCDE-FGHJK", " abcde fghjk ", "A8CDEFGHJK", "ABCDEFGHJ K"])
def test_a_code_is_read_as_people_type_it(typed: str, specification: Specification, client: Client) -> None:
    edition = publish(specification, ORIGINAL)
    Edition.objects.filter(pk=edition.pk).update(code="ABCDEFGHJK")
    answer = client.get("/v/", {"code": typed})
    assert answer.status_code == 302
    assert answer["Location"] == "/v/ABCDEFGHJK/"


def test_a_sign_taken_for_another_is_forgiven_unless_two_editions_could_be_meant(
    specification: Specification,
) -> None:
    first, second = publish(specification, ORIGINAL), publish(specification, NEXT)
    Edition.objects.filter(pk=first.pk).update(code="SSSSSSSSQ7")
    for typed in ("5SSSSSSSQ7", "SSSSSSSS07", "SSSSSSSSO1"):
        assert find_by_code(typed) == first
    assert find_by_code("555SSSSSQ7") is None
    Edition.objects.filter(pk=second.pk).update(code="5SSSSSSSQ7")
    assert find_by_code("5SSSSSSSQ7") == second
    assert find_by_code("SSSSSSSSO7") is None


@pytest.mark.parametrize(
    "typed", ["", "ABC", "ABCDEFGHJKM", "É" * 10, "A" * 5000, "ABCDEFGH%K", "../../../x"]
)
def test_what_cannot_be_a_code_has_no_reading(typed: str) -> None:
    assert list(readings(typed)) == []


def test_every_code_reads_as_itself_first_and_readings_are_bounded() -> None:
    for start in range(len(ALPHABET) - 10):
        code = ALPHABET[start : start + 10]
        assert next(readings(code)) == code
    assert list(readings("0O1IL0O1IL")) == []
    assert max(len(list(readings(code))) for code in ("5BSMN8ZUVG", "1SSSSSSSSS", "1LSSSSSSSS")) < 100


def test_an_unknown_code_says_what_to_do(client: Client, specification: Specification) -> None:
    for answer in (client.get("/v/ABCDEFGHJK/"), client.get("/v/", {"code": "ABCDEFGHJK"})):
        assert answer.status_code == 404
        assert "Aucune édition ne porte ce code" in answer.content.decode()
        assert "Contrôle du document" in answer.content.decode().replace("\u00a0", " ")
    edition = publish(specification, ORIGINAL)
    project = specification.project
    project.put_aside(read_version=project.version)
    assert client.get(url_of(edition)).status_code == 404


def test_the_page_is_asked_in_bounds(specification: Specification, client: Client) -> None:
    edition = publish(specification, ORIGINAL)
    for _ in range(verification.PER_MINUTE):
        assert client.get(url_of(edition)).status_code == 200
    slow = client.get(url_of(edition))
    assert slow.status_code == 429
    assert "Attendez une minute" in slow.content.decode()


def test_an_uploaded_file_is_kept_nowhere_and_bounded(
    specification: Specification, client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    edition = publish(specification, b"x" * 5_000_000)
    monkeypatch.setattr(settings, "FILE_UPLOAD_TEMP_DIR", str(tmp_path))
    before = set(Path(settings.MEDIA_ROOT).rglob("*"))
    assert answer_to(client, edition, b"x" * 5_000_000) == "Authentique"
    assert list(tmp_path.iterdir()) == []
    assert set(Path(settings.MEDIA_ROOT).rglob("*")) == before
    monkeypatch.setattr(verification, "MAX_BYTES", 1000)
    heavy = client.post(url_of(edition), {"file": SimpleUploadedFile("lourd.pdf", b"x" * 2000)})
    assert heavy.status_code == 413
    assert "trop lourd" in heavy.content.decode()


@pytest.mark.parametrize("data", [{}, {"sha256": ""}, {"file": ""}])
def test_no_file_is_said_in_words(data: dict[str, str], specification: Specification, client: Client) -> None:
    answer = client.post(url_of(publish(specification, ORIGINAL)), data)
    assert answer.status_code == 422
    assert "Choisissez le fichier PDF" in answer.content.decode()


@pytest.mark.parametrize("digest", ["é" * 64, "0" * 63, "g" * 64, "9" * 5000, "a\x00b"])
def test_a_digest_that_is_none_is_unknown(digest: str, specification: Specification, client: Client) -> None:
    answer = client.post(url_of(publish(specification, ORIGINAL)), {"sha256": digest})
    assert answer.status_code == 200
    assert "Inconnu" in answer.content.decode()


def test_the_qr_code_names_its_address_and_is_drawn_not_fetched() -> None:
    drawing = qr_code(verification_url("ABCDEFGHJK"))
    assert drawing.startswith("<svg")
    assert f"<title>Code QR vers {settings.SITE_URL}/v/ABCDEFGHJK</title>" in drawing
    assert "<path" in drawing
    assert "href" not in drawing


@pytest.mark.django_db(transaction=True)
def test_the_browser_hashes_the_file_and_sends_no_byte_of_it(
    project: Project, live_server: object, page: Page, tmp_path: Path
) -> None:
    specification = Specification.objects.create(project=project)
    SectionFactory(specification=specification, title="Contexte", text="<p>Le contexte.</p>")
    edition = publish(specification, ORIGINAL)
    sent: list[bytes] = []
    page.on("request", lambda one: sent.append(one.post_data_buffer or b"") if one.method == "POST" else None)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{live_server.url}{url_of(edition)}")  # type: ignore[attr-defined]
    for content, title in ((ORIGINAL, "Authentique"), (ORIGINAL[:-9], "Inconnu")):
        file = tmp_path / f"{title}.pdf"
        file.write_bytes(content)
        page.get_by_label("Choisissez le fichier PDF").set_input_files(file)
        expect(page.locator("#answer .callout-title")).to_have_text(title)
        expect(page.locator("#answer")).to_be_focused()
    assert len(sent) == 2
    assert all(io.BytesIO(one).getbuffer().nbytes < 100 for one in sent)
