"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """The product’s name, whether this is the demonstration, and the project of the page with one’s access to it."""
    return {
        "site_name": "Cadrage CRM",
        "demo": settings.DEMO,
        "project": getattr(request, "project", None),
        "access": getattr(request, "access", None),
    }
