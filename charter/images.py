"""The image of a project: its logo."""

from django.core.files import File

from crmproject.toolkit.images import inspect

MAX_SIDE = 4000


def validate_logo(upload: "File[bytes]") -> None:
    """Refuse what is too heavy, too large, or no PNG, JPEG or WebP image whatever its name says."""
    inspect(upload, what="le logo", max_side=MAX_SIDE)
