"""Sharing outside: a link gives one edition to one reader, until its last day or until it is revoked."""

import datetime
import subprocess
from pathlib import Path

import pikepdf
import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from charter.models import Project
from crmproject.toolkit.tokens import digest_of
from requirements import claims
from requirements.actions.editions import freeze_edition
from requirements.actions.sharing import extend_link, make_link, revoke_link
from requirements.building import build
from requirements.models import Edition, Export, Opening, OpeningWay, ShareLink, Specification
from requirements.models.editions import ExportStatus
from requirements.views import shared
from tests.clients import ReadOnlyGetClient
from tests.factories import SectionFactory
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db

LONG_NAME = (
    "Entreprise des Fournisseurs Réunis du Grand Sud-Ouest, de la Méditerranée et des Îles " + "é" * 14
)


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def edition(project: Project) -> Edition:
    specification = Specification.objects.create(project=project)
    SectionFactory(specification=specification, title="Contexte", text="<p>Le contexte.</p>")
    return freeze_edition(specification=specification, title="Pour le comité", note="", by=project.manager)


def shared_with(
    edition: Edition, *, password: str = "", days: int = 30, ready: bool = True
) -> tuple[ShareLink, str]:
    link, token = make_link(
        edition=edition,
        recipient="Paul Durand",
        organisation="Intégrateur",
        email="",
        expires_on=timezone.localdate() + datetime.timedelta(days=days),
        password=password,
        by=edition.author,
    )
    if ready and link.export:
        link.export.file.save("copie.pdf", ContentFile(b"%PDF-1.7 copie"), save=False)
        link.export.status, link.export.pages = ExportStatus.DONE, 1
        link.export.save()
    return link, f"/partage/{token}/"


def form(**values: str) -> dict[str, str]:
    last = timezone.localdate() + datetime.timedelta(days=30)
    return {
        "recipient": "Paul Durand",
        "organisation": "Intégrateur",
        "expires_on": last.isoformat(),
        **values,
    }


def read(client: Client, url: str) -> bytes:
    answer = client.get(url + "fichier/")
    assert answer.status_code == 200
    return bytes(b"".join(answer))


def test_a_link_is_shown_once_and_only_its_digest_is_kept(edition: Edition, client_for: ClientFor) -> None:
    manager = client_for("manager")
    page = manager.post("/projets/negoce/editions/1/partage/", form())
    url = page.context["url"]
    link = ShareLink.objects.get()
    token = url.rstrip("/").rsplit("/", 1)[1]
    assert url in page.content.decode()
    assert link.token_sha256 == digest_of(token)
    assert len(token) >= 43
    for address in (
        reverse("share_links", args=["negoce", 1]),
        reverse("share_link", args=["negoce", link.pk]),
    ):
        assert token not in manager.get(address).content.decode()
    assert link.export is not None
    assert link.export.options == {"copy_for": "Paul Durand (Intégrateur)"}


def test_looking_writes_nothing_and_the_button_notes_the_opening_and_lets_in(edition: Edition) -> None:
    link, url = shared_with(edition)
    reader = ReadOnlyGetClient()
    door = reader.get(url).content.decode()
    assert "Consulter" in door
    assert reader.get(url + "fichier/").status_code == 302
    assert not Opening.objects.exists()
    assert reader.post(url).status_code == 302
    assert read(reader, url) == b"%PDF-1.7 copie"
    assert "<iframe" in reader.get(url).content.decode()
    kept = reader.post(url + "telecharger/")
    assert kept["Content-Disposition"].startswith("attachment")
    # Read to its end, which closes the file.
    assert b"".join(kept) == b"%PDF-1.7 copie"
    assert [one.way for one in link.openings.order_by("pk")] == [OpeningWay.READING, OpeningWay.PDF]


def test_browsers_that_name_no_origin_are_let_in(edition: Edition) -> None:
    _, url = shared_with(edition)
    reader = Client(enforce_csrf_checks=True)
    assert reader.post(url, headers={"Origin": "null"}).status_code == 302
    assert "<iframe" in reader.get(url).content.decode()


def test_another_browser_must_go_through_the_door_too(edition: Edition) -> None:
    _, url = shared_with(edition)
    _, other = shared_with(edition)
    reader = ReadOnlyGetClient()
    reader.post(url)
    assert ReadOnlyGetClient().get(url + "fichier/").status_code == 302
    assert ReadOnlyGetClient().post(url + "telecharger/").status_code == 302
    assert reader.get(other + "fichier/").status_code == 302


def test_what_holds_a_link_is_kept_from_caches_engines_and_referrers(edition: Edition) -> None:
    _, url = shared_with(edition)
    reader = ReadOnlyGetClient()
    answers = [
        reader.get(url),
        reader.post(url),
        reader.get(url),
        reader.get(url + "fichier/"),
        reader.get("/partage/x/"),
    ]
    for answer in answers:
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert answer["Cache-Control"] == "private, no-store"
        # Read to its end, which closes the file.
        b"".join(answer)


def test_no_page_of_a_link_leads_into_the_site(edition: Edition) -> None:
    _, url = shared_with(edition)
    reader = ReadOnlyGetClient()
    pages = [reader.get(url).content.decode()]
    reader.post(url)
    pages.append(reader.get(url).content.decode())
    for page in pages:
        assert "/projets/" not in page
        assert 'href="/compte/' not in page
    assert reader.get(edition.get_absolute_url()).status_code == 302


def test_revoking_is_immediate_for_who_is_reading(edition: Edition, client_for: ClientFor) -> None:
    link, url = shared_with(edition)
    reader = ReadOnlyGetClient()
    reader.post(url)
    assert read(reader, url)
    client_for("manager").post(f"/projets/negoce/partage/{link.pk}/revoquer/")
    for answer in (
        reader.get(url),
        reader.post(url),
        reader.get(url + "fichier/"),
        reader.post(url + "telecharger/"),
    ):
        assert answer.status_code == 410
        said = answer.content.decode()
        assert "révoqué" in said
        for secret in ("Paul Durand", "Intégrateur", edition.specification.project.name, "Édition"):
            assert secret not in said


def test_an_expired_link_says_so_without_data_and_can_be_extended(
    edition: Edition, client_for: ClientFor
) -> None:
    link, url = shared_with(edition, days=0)
    reader = ReadOnlyGetClient()
    assert reader.post(url).status_code == 302
    with time_machine.travel(timezone.now() + datetime.timedelta(days=2)):
        gone = reader.get(url + "fichier/")
        assert gone.status_code == 410
        assert "a expiré" in gone.content.decode()
        assert "Paul Durand" not in gone.content.decode()
        manager = client_for("manager")
        assert "Expiré" in manager.get(f"/projets/negoce/partage/{link.pk}/").content.decode()
        day = (timezone.localdate() + datetime.timedelta(days=5)).isoformat()
        manager.post(f"/projets/negoce/partage/{link.pk}/prolonger/", {"expires_on": day})
        assert reader.get(url).status_code == 200


def test_a_revoked_link_is_extended_no_more(edition: Edition, client_for: ClientFor) -> None:
    link, _ = shared_with(edition)
    assert revoke_link(link=link)
    assert not revoke_link(link=link)
    day = (timezone.localdate() + datetime.timedelta(days=5)).isoformat()
    answer = client_for("manager").post(f"/projets/negoce/partage/{link.pk}/prolonger/", {"expires_on": day})
    assert answer.status_code == 409
    assert "est révoqué" in answer.content.decode()


def test_an_unknown_token_and_a_deleted_project_lead_nowhere(edition: Edition, client: Client) -> None:
    for token in ("inconnu", "é" * 50, "x" * 5000):
        answer = client.get(f"/partage/{token}/")
        assert answer.status_code == 404
        assert "Ce lien n’existe pas" in answer.content.decode()
    _, url = shared_with(edition)
    project = edition.specification.project
    project.put_aside(read_version=project.version)
    assert client.get(url).status_code == 410


def test_a_password_is_asked_first_hashed_and_never_shown(edition: Edition, client_for: ClientFor) -> None:
    link, url = shared_with(edition, password="trois chats gris")
    assert "trois chats gris" not in link.password
    reader = ReadOnlyGetClient()
    door = reader.get(url).content.decode()
    assert "Un mot de passe est demandé" in door
    assert edition.specification.project.name not in door
    wrong = reader.post(url, {"password": "trois chats"})
    assert wrong.status_code == 422
    assert "Ce n’est pas le mot de passe" in wrong.content.decode()
    assert not Opening.objects.exists()
    assert reader.get(url + "fichier/").status_code == 302
    assert reader.post(url, {"password": "trois chats gris"}).status_code == 302
    assert read(reader, url)
    assert (
        link.password not in client_for("manager").get(f"/projets/negoce/partage/{link.pk}/").content.decode()
    )


def test_passwords_are_tried_a_few_times_only(edition: Edition) -> None:
    _, url = shared_with(edition, password="trois chats gris")
    _, other = shared_with(edition, password="trois chats gris")
    reader = ReadOnlyGetClient()
    for _ in range(shared.TRIES):
        assert reader.post(url, {"password": "essai"}).status_code == 422
    assert reader.post(url, {"password": "trois chats gris"}).status_code == 429
    assert reader.post(other, {"password": "trois chats gris"}).status_code == 302


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("expires_on", "2020-01-01", "Cette date est passée"),
        ("expires_on", "2999-01-01", "un an au plus"),
        ("expires_on", "demain", "date valide"),
        ("recipient", "", "obligatoire"),
        ("recipient", "x" * 101, "100"),
        ("password", "court", "8"),
        ("email", "pas une adresse", "valide"),
    ],
)
def test_bad_input_is_refused_in_words_and_kept(
    field: str, value: str, said: str, edition: Edition, client_for: ClientFor
) -> None:
    answer = client_for("manager").post(
        "/projets/negoce/editions/1/partage/", form(**{"recipient": "Paul", field: value})
    )
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not ShareLink.objects.exists()
    assert not Export.objects.exists()


def test_the_link_is_mailed_when_there_is_an_address(edition: Edition, client_for: ClientFor) -> None:
    page = client_for("manager").post(
        "/projets/negoce/editions/1/partage/",
        form(email="paul@integrateur.exemple", password="trois chats gris"),
    )
    (message,) = mail.outbox
    assert message.to == ["paul@integrateur.exemple"]
    assert page.context["url"] in message.body
    html = str(message.alternatives[0][0])  # type: ignore[attr-defined]
    assert page.context["url"] in html
    assert "trois chats gris" not in message.body + html


def test_only_the_manager_shares(edition: Edition, client_for: ClientFor, personas: dict[str, User]) -> None:
    for persona in ("sponsor", "head", "steering", "reader"):
        assert client_for(persona).post("/projets/negoce/editions/1/partage/", form()).status_code == 403
    assert not ShareLink.objects.exists()


def test_while_the_copy_is_composed_the_page_says_so(edition: Edition) -> None:
    _, url = shared_with(edition, ready=False)
    reader = ReadOnlyGetClient()
    reader.post(url)
    assert "Le document se prépare" in reader.get(url).content.decode()
    assert reader.get(url + "fichier/").status_code == 302
    edition.exports.update(status=ExportStatus.FAILED)
    assert "n’a pas pu être préparé" in reader.get(url).content.decode()


def test_the_edition_page_does_not_show_the_copy_of_a_reader(edition: Edition, client_for: ClientFor) -> None:
    link, _ = shared_with(edition)
    page = client_for("reader").get(edition.get_absolute_url()).content.decode()
    assert str(link.export_id) not in page
    assert edition.code in page


def test_ten_links_cost_no_more_queries_than_one(edition: Edition, client_for: ClientFor) -> None:
    manager = client_for("manager")

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            manager.get("/projets/negoce/editions/1/partage/")
        return len(seen)

    ReadOnlyGetClient().post(shared_with(edition)[1])
    one = queries()
    for _ in range(9):
        ReadOnlyGetClient().post(shared_with(edition)[1])
    assert queries() <= one


def test_extending_moves_the_end_to_the_last_second_of_the_day(edition: Edition) -> None:
    link, _ = shared_with(edition)
    extend_link(link=link, expires_on=datetime.date(2027, 3, 28))
    link.refresh_from_db()
    assert timezone.localtime(link.expires_at).isoformat() == "2027-03-28T23:59:59+02:00"


@pytest.mark.django_db(transaction=True)
def test_every_page_of_the_copy_bears_its_readers_name(edition: Edition) -> None:
    link, _ = make_link(
        edition=edition,
        recipient=LONG_NAME,
        organisation="",
        email="",
        expires_on=timezone.localdate(),
        password="",
        by=edition.author,
    )
    claim = claims.take(link.export_id or "")
    assert claim is not None
    build(claim)
    link.refresh_from_db()
    assert link.export is not None
    file = Path(settings.MEDIA_ROOT) / str(link.export.file.name)
    with pikepdf.open(file) as pdf:
        assert f"exemplaire de {LONG_NAME}" in str(pdf.docinfo.Subject)
    text = _text(file)
    pages = text.removesuffix("\f").split("\f")
    assert len(pages) == link.export.pages
    for page in pages:
        assert f"Exemplaire de {LONG_NAME}" in " ".join(page.split())


def _text(file: Path) -> str:
    run = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, text=True, check=True)
    return run.stdout


@pytest.mark.django_db(transaction=True)
def test_a_reader_without_an_account_opens_the_link_on_a_phone(
    edition: Edition, live_server: object, page: Page
) -> None:
    link, url = shared_with(edition, password="trois chats gris", ready=False)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{live_server.url}{url}")  # type: ignore[attr-defined]
    page.get_by_label("Mot de passe").fill("trois chats gris")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Le document se prépare.")).to_be_visible()
    export = link.export
    assert export is not None
    export.file.save("copie.pdf", ContentFile(b"%PDF-1.7 copie"), save=False)
    export.status = ExportStatus.DONE
    export.save()
    expect(page.get_by_role("button", name="Télécharger le PDF")).to_be_visible(timeout=15_000)
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger le PDF").click()
    assert download.value.suggested_filename == "cahier-des-charges-edition-1.pdf"
    assert {one.way for one in link.openings.all()} == {OpeningWay.READING, OpeningWay.PDF}
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
