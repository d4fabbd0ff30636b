"""Uploaded images: limited, and inspected by their bytes rather than by their name."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from PIL import Image

FORMATS = {"PNG", "JPEG", "WEBP"}


def inspect(upload: "File[bytes]", *, what: str, max_side: int) -> None:
    """Refuse what is too heavy, too large, or no PNG, JPEG or WebP image whatever its name says.

    `what` names the image in the refusal: « le logo ». Raises ValidationError.
    """
    if getattr(upload, "_committed", False):
        return  # A file that stands in the storage was looked at when it came in.
    limit = settings.MAX_UPLOAD_BYTES
    if upload.size and upload.size > limit:
        raise ValidationError(
            f"Ce fichier pèse {upload.size / 1_048_576:.0f} Mo\u00a0; la limite est de {limit // 1_048_576} Mo.",
            code="too_large",
        )
    try:
        upload.seek(0)
        _look_at(upload, what, max_side)
    except ValidationError:
        raise
    except Exception:
        # Pillow’s readers raise errors of any kind on a file made to break them.
        raise ValidationError(
            f"Ce fichier n’est pas une image lisible\u00a0: {what} doit être une image PNG, JPEG ou WebP.",
            code="wrong_type",
        ) from None
    finally:
        upload.seek(0)


def _look_at(upload: "File[bytes]", what: str, max_side: int) -> None:
    """Refuse a wrong type or size before anything is decoded; then decode all of it, as its use will."""
    subject = what[:1].upper() + what[1:]
    with Image.open(upload) as image:
        if image.format not in FORMATS:
            raise ValidationError(f"{subject} doit être une image PNG, JPEG ou WebP.", code="wrong_type")
        if max(image.size) > max_side:
            raise ValidationError(
                f"{subject} ne doit pas dépasser {max_side} pixels de côté.", code="too_wide"
            )
        image.load()
