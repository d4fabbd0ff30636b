"""Uploaded images: limited, and inspected by their bytes rather than by their name."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from PIL import Image

FORMATS = {"PNG", "JPEG", "WEBP"}
MAX_SIDE = 4000


def validate_logo(upload: "File[bytes]") -> None:
    """Refuse what is too heavy, too large, or no PNG, JPEG or WebP image whatever its name says."""
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
        _look_at(upload)
    except ValidationError:
        raise
    except Exception:
        # Pillow’s readers raise errors of any kind on a file made to break them.
        raise ValidationError(
            "Ce fichier n’est pas une image lisible\u00a0: le logo doit être une image PNG, JPEG ou WebP.",
            code="wrong_type",
        ) from None
    finally:
        upload.seek(0)


def _look_at(upload: "File[bytes]") -> None:
    """Refuse a wrong type or size before anything is decoded; then decode all of it, as printing it will."""
    with Image.open(upload) as image:
        if image.format not in FORMATS:
            raise ValidationError("Le logo doit être une image PNG, JPEG ou WebP.", code="wrong_type")
        if max(image.size) > MAX_SIDE:
            raise ValidationError(f"Le logo ne doit pas dépasser {MAX_SIDE} pixels de côté.", code="too_wide")
        image.load()
