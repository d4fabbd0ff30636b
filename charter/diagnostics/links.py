"""Where a finding is mended."""

from django.urls import reverse

from charter.blocks import load_project
from crmproject.toolkit.blocks import Gathering


def list_url(gathering: Gathering, name: str) -> str:
    """The list of the project that mends this."""
    return reverse("register", args=[gathering.once(load_project).slug, name])


def page_url(gathering: Gathering, name: str) -> str:
    """The page of the project of this name."""
    return reverse(name, args=[gathering.once(load_project).slug])
