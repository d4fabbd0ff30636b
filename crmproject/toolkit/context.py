"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """The product’s name, and whether this is the demonstration."""
    return {"site_name": "Cadrage CRM", "demo": settings.DEMO}
