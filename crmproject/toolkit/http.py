"""Reading what was posted."""

from django.http import HttpRequest


def posted_int(request: HttpRequest, name: str) -> int:
    """The posted whole number of this name; 0, which no row has as version, when it is missing or unreadable."""
    try:
        return int(request.POST.get(name, "0"))
    except ValueError:
        return 0
