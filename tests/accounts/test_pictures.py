"""Pictures of people: inspected, kept as a small square, shown to those who share a project only."""

import io
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from accounts.pictures import SIDE
from charter.models import Membership, Project
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db


def photo(size: tuple[int, int] = (640, 480), kind: str = "JPEG") -> bytes:
    """A picture that knows where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "Appareil de Camille"
    stream = io.BytesIO()
    Image.new("RGBA" if kind == "PNG" else "RGB", size, "teal").save(stream, kind, exif=exif)
    return stream.getvalue()


def send(client: Client, content: bytes, **data: object) -> Any:
    upload = SimpleUploadedFile("photo.jpg", content, content_type="image/jpeg")
    return client.post(reverse("profile"), {"name": "Camille Durand", "picture": upload, **data})


def kept(user: User) -> bytes:
    user.refresh_from_db()
    with default_storage.open(user.picture) as file:
        content: bytes = file.read()
    return content


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_kept_as_a_small_square_without_its_metadata(
    personas: dict[str, User], client_for: ClientFor, kind: str
) -> None:
    assert send(client_for("reader"), photo(kind=kind)).status_code == 302
    content = kept(personas["reader"])
    image = Image.open(io.BytesIO(content))
    assert (image.format, image.size) == ("JPEG", (SIDE, SIDE))
    assert not image.getexif()
    assert b"Camille" not in content


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<!doctype html><script>alert(1)</script>", "n’est pas une image lisible"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "n’est pas une image lisible"),
        (photo()[:900], "n’est pas une image lisible"),
        (photo((5001, 10)), "5000 pixels"),
        (b"0" * 3 * 1024 * 1024, "la limite est de 2 Mo"),
    ],
)
def test_a_wrong_picture_is_refused_in_words_and_the_name_stays_typed(
    personas: dict[str, User], client_for: ClientFor, content: bytes, reason: str
) -> None:
    answer = send(client_for("reader"), content, name="Nom tapé")
    assert answer.status_code == 422
    assert reason in answer.content.decode()
    assert 'value="Nom tapé"' in answer.content.decode()
    personas["reader"].refresh_from_db()
    assert personas["reader"].picture == ""


def test_a_new_picture_and_its_removal_leave_no_file_behind(
    personas: dict[str, User],
    client_for: ClientFor,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    client, user = client_for("reader"), personas["reader"]
    send(client, photo())
    user.refresh_from_db()
    first = user.picture
    with django_capture_on_commit_callbacks(execute=True):
        send(client, photo((50, 400)))
    user.refresh_from_db()
    assert (default_storage.exists(first), default_storage.exists(user.picture)) == (False, True)
    second = user.picture
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("profile"), {"name": "Camille", "remove_picture": "on"})
    user.refresh_from_db()
    assert (user.picture, default_storage.exists(second)) == ("", False)


def test_a_picture_is_shown_to_those_who_share_a_project_only(
    project: Project, personas: dict[str, User], client_for: ClientFor
) -> None:
    send(client_for("head"), photo())
    place = Membership.objects.get(project=project, user=personas["head"])
    url = reverse("member_picture", args=[project.slug, place.pk])
    answer = client_for("contributor").get(url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert "private" in answer["Cache-Control"]
    assert answer.getvalue()[:2] == b"\xff\xd8"
    assert client_for("stranger").get(url).status_code == 404
    assert client_for("anonymous").get(url).status_code == 302
    place.put_aside(read_version=place.version)
    assert client_for("contributor").get(url).status_code == 404


def test_the_team_shows_the_picture_or_initials(
    project: Project, personas: dict[str, User], client_for: ClientFor
) -> None:
    team = reverse("team", args=[project.slug])
    place = Membership.objects.get(project=project, user=personas["head"])
    url = reverse("member_picture", args=[project.slug, place.pk])
    assert url not in client_for("reader").get(team).content.decode()
    send(client_for("head"), photo())
    assert f"{url}?v=" in client_for("reader").get(team).content.decode()


def test_one_sees_one_s_own_picture(personas: dict[str, User], client_for: ClientFor) -> None:
    client = client_for("reader")
    assert client.get(reverse("my_picture")).status_code == 404
    send(client, photo())
    answer = client.get(reverse("my_picture"))
    assert answer.getvalue()[:2] == b"\xff\xd8"
    assert reverse("my_picture") in client.get(reverse("profile")).content.decode()
