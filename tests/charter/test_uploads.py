"""Files that people send: whatever they hold, the page says what is wrong and keeps what was typed."""

import importlib
import io
import struct
import urllib.error
import urllib.request
import uuid
import zlib
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageFile
from pytest_django.live_server_helper import LiveServer

from charter.models import Project
from tests.personas import ClientFor

MEGABYTE = 1024 * 1024
TYPED = "Nom déjà tapé"


@pytest.fixture
def manager(client_for: ClientFor) -> Client:
    return client_for("manager")


def values(project: Project) -> dict[str, str]:
    """The settings of this project as its form posts them, with another name."""
    return {
        "name": TYPED,
        "organisation": project.organisation,
        "activity": "",
        "setup": "new",
        "outgoing_tool": "",
        "overlap_months": "0",
        "procurement": "tender",
        "start": "2027-01-11",
        "target_end": "2027-09-30",
        "version": str(project.version),
    }


def png(size: tuple[int, int] = (40, 20)) -> bytes:
    stream = io.BytesIO()
    Image.effect_noise(size, 90).save(stream, "PNG")
    return stream.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def of_size(width: int, height: int) -> bytes:
    """A PNG that claims these dimensions in a few dozen bytes."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def with_chunk(kind: bytes, data: bytes) -> bytes:
    """A PNG with one more chunk behind its header."""
    image = png()
    return image[:33] + chunk(kind, data) + image[33:]


SWOLLEN = zlib.compress(b"0" * 80 * MEGABYTE)

HOSTILE = {
    "html": b"<!doctype html><title>x</title><script>alert(1)</script>",
    "svg": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "html behind a signature": b"\x89PNG\r\n\x1a\n<!doctype html><script>alert(1)</script>",
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\nshowpage\n",
    "too wide": of_size(5000, 10),
    "huge": of_size(30_000, 30_000),
    "larger than memory": of_size(2**31 - 1, 2**31 - 1),
    "swollen text": with_chunk(b"zTXt", b"k\0\0" + SWOLLEN),
    "swollen profile": with_chunk(b"iCCP", b"k\0\0" + SWOLLEN)[:-200],
    "short header": b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"\0\0"),
    "cut short": png((200, 200))[:-9000],
    "no pixels": of_size(40, 20),
}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_disguised_or_broken_logo_is_refused_in_words(project: Project, manager: Client, kind: str) -> None:
    upload = SimpleUploadedFile("logo.png", HOSTILE[kind], content_type="image/png")
    answer = manager.post(
        reverse("project_settings", args=[project.slug]), {**values(project), "logo": upload}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "PNG, JPEG ou WebP" in page or "4000 pixels" in page
    assert f'value="{TYPED}"' in page
    project.refresh_from_db()
    assert (bool(project.logo), project.name == TYPED) == (False, False)


def test_the_renderer_leaves_the_reading_of_images_strict() -> None:
    """WeasyPrint loosens Pillow for the whole process when it is imported."""
    importlib.import_module("crmproject.toolkit.pdf.renderer")
    assert not ImageFile.LOAD_TRUNCATED_IMAGES


class Sender:
    """Sends real HTTP requests as the signed-in manager."""

    def __init__(self, server: LiveServer, manager: Client, project: Project) -> None:
        self.url = f"{server.url}{reverse('project_settings', args=[project.slug])}"
        session = manager.cookies[settings.SESSION_COOKIE_NAME].value
        token = "a" * 32
        self.fields = {**values(project), "csrfmiddlewaretoken": token}
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={token}"

    def post(self, fields: dict[str, str], logo: bytes) -> tuple[int, str]:
        """Status and page of a form sent with these fields and this file."""
        boundary = uuid.uuid4().hex
        body = b"".join(self._parts(boundary, {**self.fields, **fields}, logo))
        headers = {"Cookie": self.cookie, "Content-Type": f"multipart/form-data; boundary={boundary}"}
        request = urllib.request.Request(self.url, body, headers)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.read().decode()

    @staticmethod
    def _parts(boundary: str, fields: dict[str, str], logo: bytes) -> Iterator[bytes]:
        for name, value in fields.items():
            head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
            yield f"{head}{value}\r\n".encode()
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="logo"; filename="logo.png"'
        yield f"{head}\r\nContent-Type: image/png\r\n\r\n".encode() + logo
        yield f"\r\n--{boundary}--\r\n".encode()


@pytest.mark.django_db(transaction=True)
def test_a_server_refuses_30_megabytes_with_the_limit_and_keeps_what_was_typed(
    live_server: LiveServer, project: Project, manager: Client
) -> None:
    sender = Sender(live_server, manager, project)
    status, page = sender.post({}, png() + b"0" * 30 * MEGABYTE)
    assert status == 422
    assert "Ce fichier pèse 30 Mo" in page
    assert "la limite est de 2 Mo" in page
    assert f'value="{TYPED}"' in page
    # Typed where a text goes, as much is no form that anyone fills in.
    status, page = sender.post({"activity": "x" * 30 * MEGABYTE}, png())
    assert status == 400
    assert "Cette demande n’est pas valable" in page
    project.refresh_from_db()
    assert not project.logo
    # The same request with a fair file passes: it was not refused for another reason.
    status, _ = sender.post({}, png())
    assert status == 200
    project.refresh_from_db()
    assert (bool(project.logo), project.name) == (True, TYPED)
