"""The picture of a person: chosen by oneself alone, kept as a small square, shown to people of one’s projects."""

import io
import secrets

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse, Http404
from PIL import Image, ImageOps

from accounts.models import User
from crmproject.toolkit.images import inspect

MAX_SIDE = 5000
# What is kept: enough for the largest avatar on a fine screen, and nothing of the camera, place or date.
SIDE = 256
QUALITY = 84


def validate_picture(upload: "File[bytes]") -> None:
    """Refuse what is too heavy, too large, or no PNG, JPEG or WebP image whatever its name says."""
    inspect(upload, what="la photo", max_side=MAX_SIDE)


def squared(upload: "File[bytes]") -> "ContentFile[bytes]":
    """The middle of this image, upright, as a JPEG of SIDE pixels without its metadata."""
    upload.seek(0)
    with Image.open(upload) as image:
        upright = ImageOps.exif_transpose(image).convert("RGBA")
    flat = Image.new("RGB", upright.size, "white")
    flat.paste(upright, mask=upright.getchannel("A"))
    stream = io.BytesIO()
    ImageOps.fit(flat, (SIDE, SIDE)).save(stream, "JPEG", quality=QUALITY, optimize=True)
    return ContentFile(stream.getvalue())


@transaction.atomic
def change_picture(*, user: User, upload: "File[bytes] | None") -> None:
    """Keep this image, inspected already, as the picture of this person; None takes it away.

    Its name is drawn at random, so that a browser never shows the former one.
    """
    former = User.objects.select_for_update().values_list("picture", flat=True).get(pk=user.pk)
    kept = default_storage.save(f"pictures/{secrets.token_hex(16)}.jpg", squared(upload)) if upload else ""
    User.objects.filter(pk=user.pk).update(picture=kept)
    user.picture = kept
    if former:
        transaction.on_commit(lambda: default_storage.delete(former))


def picture_of(user: User) -> FileResponse:
    """The picture as an answer; raises Http404 where there is none."""
    if not user.picture or not default_storage.exists(user.picture):
        raise Http404("Cette personne n’a pas de photo.")
    return FileResponse(default_storage.open(user.picture), content_type="image/jpeg")
