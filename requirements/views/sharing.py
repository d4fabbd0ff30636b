"""Links for people outside: the manager makes them, sees who opened them, extends and revokes them."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Max
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.views.pages import REFUSED, project_page
from crmproject.toolkit.refusals import RefusedError
from requirements.actions.sharing import extend_link, make_link, revoke_link
from requirements.forms.sharing import ExtendForm, ShareForm
from requirements.models import ShareLink
from requirements.models.editions import EditionRef
from requirements.sharing_mail import send_link, shared_url
from requirements.views.editions import find_edition

LIST = "requirements/sharing/links.html"
ONE = "requirements/sharing/link.html"
MADE = "requirements/sharing/made.html"
SHOWN_OPENINGS = 200


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("password")
@project_view(Permission.SHARE)
def share_links(request: ProjectRequest, ref: EditionRef) -> HttpResponseBase:
    """The links to an edition, and the form of another one; the new link is shown once, in the answer itself."""
    edition = find_edition(request, ref)
    form = ShareForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        link, token = make_link(edition=edition, by=request.user, **form.cleaned_data)
        sent = send_link(link=link, token=token, by=request.user) if link.email else None
        context = {"edition": edition, "link": link, "url": shared_url(token), "sent": sent}
        return project_page(request, MADE, context, tab="editions")
    links = (
        ShareLink.objects.filter(edition=edition)
        .select_related("export", "created_by")
        .annotate(times=Count("openings"), latest=Max("openings__opened_at"))
    )
    context = {"edition": edition, "links": links, "form": form}
    return project_page(request, LIST, context, tab="editions", status=REFUSED if form.errors else 200)


@require_safe
@project_view(Permission.SHARE)
def share_link(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """One link: its state, and each time it was opened."""
    return _one(request, find_link(request, pk), ExtendForm())


@require_POST
@project_view(Permission.SHARE)
def share_extend(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Set another last day."""
    link = find_link(request, pk)
    form = ExtendForm(request.POST)
    if not form.is_valid():
        return _one(request, link, form, status=REFUSED)
    try:
        extend_link(link=link, expires_on=form.cleaned_data["expires_on"])
    except RefusedError as refused:
        form.add_error(None, str(refused))
        return _one(request, link, form, status=409)
    messages.success(request, f"Le lien de {link.recipient} est prolongé.")
    return redirect("share_link", request.project.slug, link.pk)


@require_POST
@project_view(Permission.SHARE)
def share_revoke(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Close a link at once, also for who is reading."""
    link = find_link(request, pk)
    if revoke_link(link=link):
        messages.success(request, f"Le lien de {link.recipient} est révoqué\u00a0: il ne mène plus à rien.")
    else:
        messages.info(request, "Ce lien était déjà révoqué.")
    return redirect("share_links", request.project.slug, link.edition.ref)


def find_link(request: ProjectRequest, pk: int) -> ShareLink:
    """A link to an edition of this project; 404 for any other."""
    links = ShareLink.objects.select_related("edition__specification", "export", "created_by")
    return get_object_or_404(links, pk=pk, edition__specification__project=request.project)


def _one(request: ProjectRequest, link: ShareLink, form: ExtendForm, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "link": link,
        "edition": link.edition,
        "openings": link.openings.all()[:SHOWN_OPENINGS],
        "times": link.openings.count(),
        "form": form,
    }
    return project_page(request, ONE, context, tab="editions", status=status)
