"""The file of a PDF, asked for whole or in parts; where its sections are, and what is said of them."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from charter.models import Department, Membership, Project
from crmproject.toolkit.kept_files import UnsatisfiableRangeError, asked_range
from requirements.actions.editions import freeze_edition
from requirements.actions.sections import start_specification
from requirements.models import Comment, Edition, Export, Section
from requirements.models.editions import ExportStatus
from requirements.pdf_sections import places_in_pdf, sections_in_pdf
from tests.factories import SectionFactory
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db

DATA = bytes(range(256)) * 10
TAG = "a" * 64


@pytest.fixture
def edition(project: Project, com: Department) -> Edition:
    """The first edition of the default plan."""
    specification = start_specification(project)
    return freeze_edition(specification=specification, title="Pour le comité", note="", by=project.manager)


@pytest.fixture
def pdf(edition: Edition) -> Export:
    """A finished export of the edition."""
    export = Export(
        specification=edition.specification,
        edition=edition,
        requested_by=edition.author,
        status=ExportStatus.DONE,
        sha256=TAG,
        pages=3,
    )
    export.file.save("essai.pdf", ContentFile(DATA))
    return export


def address(pdf: Export) -> str:
    return reverse("export_file", args=["negoce", pdf.pk])


def body(answer: Any) -> bytes:
    """What was sent, read to its end, which closes the file."""
    return b"".join(answer)


@pytest.mark.parametrize(
    ("header", "asked"),
    [
        ("bytes=0-99", range(100)),
        ("bytes=900-", range(900, 1000)),
        ("bytes=990-5000", range(990, 1000)),
        ("bytes=-10", range(990, 1000)),
        ("bytes=-5000", range(1000)),
        ("", None),
        ("bytes=", None),
        ("bytes=-", None),
        ("bytes=9-3", None),
        ("bytes=0-1,5-6", None),
        ("pages=1-2", None),
        ("bytes=a-b", None),
        (f"bytes={'9' * 30}-", None),
    ],
)
def test_a_range_names_the_bytes_it_can(header: str, asked: range | None) -> None:
    assert asked_range(header, 1000) == asked


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=5000-6000", "bytes=-0"])
def test_a_range_beyond_the_end_is_refused(header: str) -> None:
    with pytest.raises(UnsatisfiableRangeError):
        asked_range(header, 1000)


def test_a_part_is_sent_alone_with_its_place(pdf: Export, client_for: ClientFor) -> None:
    reader = client_for("reader")
    answer = reader.get(address(pdf), headers={"Range": "bytes=256-511"})
    assert answer.status_code == 206
    assert answer["Content-Range"] == f"bytes 256-511/{len(DATA)}"
    assert answer["Content-Length"] == "256"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["ETag"] == f'"{TAG}"'
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert body(answer) == DATA[256:512]


def test_the_whole_file_says_that_parts_may_be_asked_for(pdf: Export, client_for: ClientFor) -> None:
    reader = client_for("reader")
    whole = reader.get(address(pdf))
    assert (whole.status_code, whole["Accept-Ranges"], body(whole)) == (200, "bytes", DATA)
    head = reader.head(address(pdf), headers={"Range": "bytes=0-9"})
    assert (head.status_code, head["Content-Length"]) == (200, str(len(DATA)))
    assert body(head) == b""


def test_a_part_beyond_the_end_is_refused_with_the_size(pdf: Export, client_for: ClientFor) -> None:
    answer = client_for("reader").get(address(pdf), headers={"Range": "bytes=99999-"})
    assert (answer.status_code, answer["Content-Range"], answer.content) == (416, f"bytes */{len(DATA)}", b"")


def test_a_part_of_another_version_is_not_sent(pdf: Export, client_for: ClientFor) -> None:
    reader = client_for("reader")
    for tag, status in ((f'"{TAG}"', 206), ('"autre"', 200)):
        answer = reader.get(address(pdf), headers={"Range": "bytes=0-9", "If-Range": tag})
        assert answer.status_code == status
        body(answer)


def test_access_is_checked_for_each_part(pdf: Export, client_for: ClientFor) -> None:
    reader, part = client_for("reader"), {"Range": "bytes=0-9"}
    body(reader.get(address(pdf), headers=part))
    Membership.objects.filter(user__pk=reader.session["_auth_user_id"]).delete()
    assert reader.get(address(pdf), headers=part).status_code == 404
    assert client_for("stranger").get(address(pdf), headers=part).status_code == 404
    assert Client().get(address(pdf), headers=part).status_code == 302


def test_a_file_that_the_storage_lost_is_not_found(pdf: Export, client_for: ClientFor) -> None:
    default_storage.delete(str(pdf.file.name))
    assert client_for("reader").get(address(pdf)).status_code == 404


def test_each_section_leads_to_its_comments_and_tells_how_many_are_open(
    pdf: Export, com: Department, client_for: ClientFor
) -> None:
    section = Section.objects.get(specification=pdf.specification, department=com)
    question = Comment.objects.create(section=section, author=pdf.requested_by, text="Quel volume\u00a0?")
    Comment.objects.create(section=section, author=pdf.requested_by, text="Vu.", parent=question)
    Comment.objects.create(
        section=section, author=pdf.requested_by, text="Fait.", resolved_at=question.created_at
    )
    told = sections_in_pdf(pdf, "negoce")
    place = places_in_pdf(pdf.specification)[section.pk]
    name = place.url.partition("#")[2]
    assert told[name] == {
        "number": name.removeprefix("section-").replace("-", "."),
        "title": section.title,
        "url": f"{section.get_absolute_url()}?volet=commentaires#volet",
        "open": 1,
    }
    page = client_for("reader").get(place.url).content.decode()
    assert 'id="pdf-sections"' in page
    assert f'"{name}"' in page


def test_a_section_withdrawn_since_leads_nowhere(pdf: Export, com: Department) -> None:
    section = Section.objects.get(specification=pdf.specification, department=com)
    before = len(sections_in_pdf(pdf, "negoce"))
    section.put_aside(read_version=section.version)
    assert len(sections_in_pdf(pdf, "negoce")) == before - 1


def test_a_section_leads_to_its_place_in_the_latest_pdf(
    pdf: Export, com: Department, client_for: ClientFor
) -> None:
    section = Section.objects.get(specification=pdf.specification, department=com)
    place = places_in_pdf(pdf.specification, section)[section.pk]
    assert place.edition == 1
    for url in (
        f"{section.get_absolute_url()}?volet=commentaires",
        section.get_absolute_url(),
    ):
        assert place.url in client_for("reader").get(url).content.decode()
    new = SectionFactory(specification=pdf.specification, title="Nouvelle")
    assert places_in_pdf(pdf.specification, new) == {}
    assert "Voir dans le PDF" not in client_for("reader").get(new.get_absolute_url()).content.decode()


def test_the_list_of_comments_leads_to_the_pdf(pdf: Export, com: Department, client_for: ClientFor) -> None:
    section = Section.objects.get(specification=pdf.specification, department=com)
    Comment.objects.create(section=section, author=pdf.requested_by, text="Vu.")
    page = client_for("reader").get("/projets/negoce/cahier-des-charges/commentaires/").content.decode()
    assert places_in_pdf(pdf.specification)[section.pk].url in page
