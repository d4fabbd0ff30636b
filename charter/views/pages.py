"""What the screens of a project share: their context, and where « Retour » leads."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from charter.access import ProjectRequest
from charter.models import Project
from crmproject.toolkit.forms import RowForm

BACK = "retour"
REFUSED = 422
CONFLICT = 409


def project_page(
    request: ProjectRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    tab: str,
    status: int = 200,
) -> HttpResponse:
    """Render a page of the project under this navigation tab."""
    base = {"project": request.project, "access": request.access, "active_tab": tab}
    return render(request, template, {**base, **(context or {})}, status=status)


def refusal(form: RowForm[Any]) -> int:
    """The status of a write that `save_row` refused: a conflict, or a value taken a moment before."""
    return CONFLICT if form.conflicts else REFUSED


def is_htmx(request: HttpRequest) -> bool:
    """Whether HTMX asks for a part of the page."""
    return "HX-Request" in request.headers


def back_url(request: HttpRequest, default: str) -> str:
    """Where the person came from (`?retour=`), when that is a page of this site."""
    url = request.GET.get(BACK, "")
    safe = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if safe else default


def keeping_back(request: HttpRequest, url: str) -> str:
    """This address, carrying on `?retour=`."""
    back = back_url(request, "")
    if not back:
        return url
    return f"{url}{'&' if '?' in url else '?'}{urlencode({BACK: back})}"


def tab_url(project: Project, tab: str) -> str:
    """The page of a navigation tab, or the project’s home where that tab has none."""
    try:
        return reverse(tab, args=[project.slug])
    except NoReverseMatch:
        return project.get_absolute_url()
