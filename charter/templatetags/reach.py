"""Whether a link of the site leads somewhere for the person who reads it."""

from urllib.parse import urlsplit

from django import template
from django.urls import Resolver404, resolve

from charter.access import Access

register = template.Library()


@register.filter
def reachable(url: str, access: Access) -> bool:
    """Whether the page at this path of the project is open to this person."""
    try:
        view = resolve(urlsplit(url).path).func
    except Resolver404:
        return False
    return bool(access.permissions.intersection(getattr(view, "required_permissions", ())))
