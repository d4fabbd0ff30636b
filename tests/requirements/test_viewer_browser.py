"""The PDF in the page, in a browser: its pages, contents, search, comments, and what is said when something fails."""

import base64
import io
import os
import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer
from weasyprint import HTML

from charter.models import Department, Project
from requirements.actions.editions import freeze_edition
from requirements.actions.sections import start_specification
from requirements.actions.sharing import make_link
from requirements.models import Comment, Edition, EditionSection, Export
from requirements.models.editions import ExportStatus
from tests.personas import ClientFor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]

SETTINGS = {"resultTypes": ["violations"], "rules": {"aria-required-children": {"enabled": False}}}
FILE = re.compile(r"/fichier/$")


@pytest.fixture
def edition(project: Project, com: Department) -> Edition:
    specification = start_specification(project)
    return freeze_edition(specification=specification, title="Pour le comité", note="", by=project.manager)


@pytest.fixture
def pdf(edition: Edition) -> Export:
    """A PDF of the edition’s plan: a page for each section, and enough weight to come in parts."""
    export = Export(
        specification=edition.specification,
        edition=edition,
        requested_by=edition.author,
        status=ExportStatus.DONE,
        finished_at=timezone.now(),
        sha256="a" * 64,
    )
    export.file.save("essai.pdf", ContentFile(written(edition)))
    return export


def written(edition: Edition) -> bytes:
    """The sections under their names, as the product prints them."""
    noise = io.BytesIO()
    Image.frombytes("RGB", (420, 420), os.urandom(420 * 420 * 3)).save(noise, "PNG")
    picture = f'<img alt="Points" src="data:image/png;base64,{base64.b64encode(noise.getvalue()).decode()}">'
    entries = list(edition.entries.select_related("revision"))
    links = "".join(f'<p><a href="#{anchor(one)}">{one.number}</a></p>' for one in entries)
    sections = "".join(
        f'<h{one.level} id="{anchor(one)}" title="{one.number}  {one.revision.content["title"]}">'
        f"{one.number} {one.revision.content['title']}</h{one.level}><p>Un résumé exécutif.</p>"
        + picture
        * (one is entries[-1])
        for one in entries
    )
    style = "h1, h2 { break-before: page; bookmark-label: attr(title) } img { width: 100% }"
    page = (
        f'<html lang="fr"><title>Essai</title><style>{style}</style><p>Couverture</p>{links}{sections}</html>'
    )
    return bytes(HTML(string=page).write_pdf(pdf_variant="pdf/ua-1"))


def anchor(entry: EditionSection) -> str:
    return f"section-{entry.number.replace('.', '-')}"


@pytest.fixture
def problems(page: Page) -> list[str]:
    """What the console complains of, a policy of security that refuses something included."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("console", lambda line: found.append(line.text) if line.type in {"error", "warning"} else None)
    return found


@pytest.fixture
def reader(page: Page, live_server: LiveServer, client_for: ClientFor, problems: list[str]) -> Page:
    """The browser of someone who may only read."""
    session = client_for("reader").cookies["sessionid"].value
    cookie: Any = {"name": "sessionid", "value": session, "url": live_server.url}
    page.context.add_cookies([cookie])
    page.set_default_timeout(20_000)
    expect.set_options(timeout=20_000)
    return page


def written_page(page: Page, number: int) -> Any:
    return page.locator(f".page[data-page-number='{number}'] .textLayer [role=presentation]").first


def test_the_contents_lead_to_each_section_and_the_page_to_its_comments(
    reader: Page, live_server: LiveServer, edition: Edition, pdf: Export, com: Department, problems: list[str]
) -> None:
    entry = edition.entries.get(revision__section__department=com)
    section = entry.revision.section
    Comment.objects.create(section=section, author=edition.author, text="À préciser.")
    parts: list[int] = []
    reader.on("response", lambda answer: parts.append(answer.status) if FILE.search(answer.url) else None)
    reader.goto(f"{live_server.url}{edition.get_absolute_url()}#{anchor(entry)}")
    current = reader.locator(".pdf-outline [aria-current]")
    expect(current).to_have_text(f"{entry.number} {section.title}")
    here = reader.locator("[data-pdf-here-comments]")
    expect(here).to_have_text(re.compile("1 fil ouvert"))
    expect(here).to_have_attribute("href", f"{section.get_absolute_url()}?volet=commentaires#volet")
    assert set(parts) == {206}
    assert len(parts) > 1

    field = reader.locator("[data-pdf-page]")
    there = field.input_value()
    reader.locator(".pdf-outline a", has_text="1 Résumé exécutif").press("Enter")
    expect(field).to_have_value("2")
    assert reader.url.endswith("#section-1")
    expect(reader.locator(".textLayer:focus")).to_have_count(1)
    reader.go_back()
    expect(field).to_have_value(there)
    field.fill("1")
    field.press("Enter")
    expect(reader.locator("[data-pdf-previous]")).to_be_disabled()
    reader.locator(".page[data-page-number='1'] .linkAnnotation a").first.click()
    expect(field).to_have_value("2")
    assert problems == []


def test_words_are_found_with_or_without_accents_by_keyboard_alone(
    reader: Page, live_server: LiveServer, edition: Edition, pdf: Export
) -> None:
    reader.goto(f"{live_server.url}{edition.get_absolute_url()}#page=2")
    expect(written_page(reader, 2)).to_be_attached()
    reader.locator("[data-pdf-scroll]").press("Control+f")
    expect(reader.get_by_label("Mots à chercher")).to_be_focused()
    reader.keyboard.type("resume EXECUTIF")
    found = reader.locator("[data-pdf-found]")
    many = edition.entries.count() + 1
    expect(found).to_have_text(f"1 sur {many} occurrences")
    expect(reader.locator(".textLayer .highlight.selected")).to_have_count(1)
    before = reader.evaluate("scrollY")
    reader.keyboard.press("Enter")
    expect(found).to_have_text(f"2 sur {many} occurrences")
    assert reader.evaluate("scrollY") == before
    reader.keyboard.type(" introuvable")
    expect(found).to_have_text("Aucune occurrence.")
    reader.keyboard.press("Escape")
    expect(reader.get_by_role("button", name="Rechercher")).to_be_focused()
    expect(reader.locator(".textLayer .highlight")).to_have_count(0)


def test_a_lost_network_is_told_and_reading_goes_on_with_it(
    reader: Page, live_server: LiveServer, edition: Edition, pdf: Export
) -> None:
    reader.route(FILE, first_part_only)
    reader.goto(f"{live_server.url}{edition.get_absolute_url()}#page=2")
    told = reader.get_by_role("alert").filter(has_text="La connexion est interrompue")
    expect(told).to_be_visible()
    reader.unroute(FILE)
    reader.get_by_role("button", name="Réessayer").click()
    expect(written_page(reader, 2)).to_be_attached()
    expect(told).to_be_hidden()
    expect(reader.locator("[data-pdf-page]")).to_have_value("2")


def test_a_file_that_is_damaged_or_missing_is_told_in_words_and_can_be_asked_for_again(
    reader: Page, live_server: LiveServer, edition: Edition, pdf: Export
) -> None:
    name = str(pdf.file.name)
    with default_storage.open(name, "rb") as kept:
        good = kept.read()
    with default_storage.open(name, "wb") as kept:
        kept.write(b"%PDF-1.7\nrien\n" * 99)
    reader.goto(f"{live_server.url}{edition.get_absolute_url()}")
    told = reader.locator("[data-pdf-fault-words]")
    expect(told).to_have_text(re.compile("Ce fichier est endommagé"))
    default_storage.delete(name)
    again = reader.get_by_role("button", name="Réessayer")
    again.click()
    expect(told).to_have_text(re.compile("Ce PDF n’est plus disponible"))
    reader.route(FILE, lambda route: to_sign_in(route))
    again.click()
    expect(told).to_have_text(re.compile("votre session est peut-être finie"))
    reader.unroute(FILE)
    with default_storage.open(name, "wb") as kept:
        kept.write(good)
    again.click()
    expect(written_page(reader, 1)).to_be_attached()
    expect(told).to_be_hidden()


def first_part_only(route: Route) -> None:
    """The network is lost after the beginning of the file."""
    if route.request.headers["range"].startswith("bytes=0-"):
        route.continue_()
    else:
        route.abort()


def to_sign_in(route: Route) -> None:
    """The answer to someone whose session ended."""
    route.fulfill(status=200, content_type="text/html", body="<p>Connexion</p>")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_viewer_is_accessible_and_fits_a_phone(
    scheme: Any, reader: Page, live_server: LiveServer, edition: Edition, pdf: Export
) -> None:
    reader.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    reader.goto(f"{live_server.url}{reverse('export', args=['negoce', pdf.pk])}#page=2")
    expect(reader.locator(".pdf-outline [aria-current]")).to_have_count(1)
    expect(written_page(reader, 2)).to_be_attached()
    reader.set_viewport_size({"width": 360, "height": 780})
    for pane in ("Rechercher", "Sommaire"):
        reader.get_by_role("button", name=pane).click()
        # The rule does not know yet that a table may own its caption (ARIA 1.2).
        found = Axe().run(reader, options=SETTINGS).response["violations"]
        assert [one for one in found if one["impact"] in {"serious", "critical"}] == []
        assert reader.evaluate("document.documentElement.scrollWidth") <= 360
    reader.locator(".pdf-outline a").last.click()
    expect(reader.locator("[data-pdf-contents]")).to_be_hidden()


def test_who_holds_a_link_reads_in_the_same_viewer_without_a_way_into_the_site(
    page: Page, live_server: LiveServer, edition: Edition, pdf: Export
) -> None:
    link, token = make_link(
        edition=edition,
        recipient="Ana Roy",
        organisation="Intégrateur",
        email="",
        expires_on=timezone.localdate(),
        password="",
        by=edition.author,
    )
    assert link.export is not None
    Export.objects.filter(pk=link.export.pk).update(status=ExportStatus.DONE, file=pdf.file.name)
    page.goto(f"{live_server.url}{reverse('shared', args=[token])}")
    page.get_by_role("button", name="Consulter").click()
    expect(page.locator(".pdf-outline a").first).to_be_visible(timeout=20_000)
    assert page.locator("a[href*='/projets/']").count() == 0
