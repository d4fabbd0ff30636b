"""What the holder of a link sees, without an account: one edition, and nothing else of the site.

Reading begins with a button, which notes the opening and lets this browser’s session in; the link itself is looked
at again for each page and file, so that revoking it closes them all at once.
"""

import functools
from collections.abc import Callable
from typing import Any, Concatenate

from django.contrib.auth.hashers import check_password
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import limits
from charter.front import Front
from crmproject.toolkit.kept_files import kept_pdf
from crmproject.toolkit.marks import open_view
from crmproject.toolkit.tokens import digest_of
from requirements.forms.sharing import SharedPasswordForm
from requirements.models import OpeningWay, ShareLink
from requirements.models.editions import ExportStatus
from requirements.openings import record_opening

WHY = "le lien lui-même tient lieu de clef, jusqu’à son terme"
GRANTED = "shared_links"
TRIES = 10
TRIES_BY_ALL = 100
TRIES_SECONDS = 600

type View = Callable[Concatenate[HttpRequest, ShareLink, ...], HttpResponseBase]


def with_link(view: View) -> Callable[..., HttpResponseBase]:
    """Find the open link of this token: an unknown one gets 404, a closed one 410, and neither any data.

    CSRF: the address of these pages is a secret already, and browsers that are told to name no referrer send no
    origin either.
    """

    @functools.wraps(view)
    @csrf_exempt
    def guarded(request: HttpRequest, token: str) -> HttpResponseBase:
        links = ShareLink.objects.select_related("edition__specification__project", "export")
        link = links.filter(token_sha256=digest_of(token)).first()
        if link is None:
            answer: HttpResponseBase = _closed(request, "unknown", 404)
        elif link.revoked_at is not None or link.edition.specification.project.is_deleted:
            answer = _closed(request, "revoked", 410)
        elif not link.is_open:
            answer = _closed(request, "expired", 410)
        else:
            answer = view(request, link, token=token)
        answer["Referrer-Policy"] = "no-referrer"
        answer["X-Robots-Tag"] = "noindex, nofollow"
        answer["Cache-Control"] = "private, no-store"
        return answer

    return guarded


@open_view(WHY)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@with_link
def shared(request: HttpRequest, link: ShareLink, *, token: str) -> HttpResponseBase:
    """What the link leads to, and the button that opens it; then the document."""
    if request.method == "POST":
        return _open(request, link, token)
    if is_granted(request, link):
        return render(request, "requirements/sharing/reading.html", _context(link, token))
    return render(request, "requirements/sharing/door.html", _context(link, token, form=SharedPasswordForm()))


@open_view(WHY)
@xframe_options_sameorigin
@csp_override({"frame-ancestors": [CSP.SELF]})
@require_safe
@with_link
def shared_file(request: HttpRequest, link: ShareLink, *, token: str) -> HttpResponseBase:
    """The copy of this link’s reader, shown in the page."""
    return _file(request, link, token, download=False)


@open_view(WHY)
@require_POST
@with_link
def shared_download(request: HttpRequest, link: ShareLink, *, token: str) -> HttpResponseBase:
    """The same copy to keep, which is noted."""
    answer = _file(request, link, token, download=True)
    if isinstance(answer, FileResponse):
        record_opening(edition=link.edition, link=link, way=OpeningWay.PDF)
    return answer


def is_granted(request: HttpRequest, link: ShareLink) -> bool:
    """Whether this session went through the door of this link."""
    return link.pk in request.session.get(GRANTED, [])


def _open(request: HttpRequest, link: ShareLink, token: str) -> HttpResponseBase:
    if link.password:
        if not _may_try(request, link):
            return render(request, "requirements/sharing/slow.html", status=429)
        form = SharedPasswordForm(request.POST)
        if form.is_valid() and not check_password(form.cleaned_data["password"], link.password):
            form.add_error("password", "Ce n’est pas le mot de passe de ce lien.")
        if not form.is_valid():
            context = _context(link, token, form=form)
            return render(request, "requirements/sharing/door.html", context, status=422)
    record_opening(edition=link.edition, link=link, way=OpeningWay.READING)
    request.session[GRANTED] = sorted({*request.session.get(GRANTED, []), link.pk})
    return redirect("shared", token)


def _may_try(request: HttpRequest, link: ShareLink) -> bool:
    address = request.META.get("REMOTE_ADDR", "")
    here = limits.take(f"share:{link.pk}:{address}", limit=TRIES, seconds=TRIES_SECONDS)
    return here and limits.take(f"share:{link.pk}", limit=TRIES_BY_ALL, seconds=TRIES_SECONDS)


def _file(request: HttpRequest, link: ShareLink, token: str, *, download: bool) -> HttpResponseBase:
    export = link.export
    if export is None or export.status != ExportStatus.DONE:
        return redirect("shared", token)
    name = str(export.file.name)
    if not is_granted(request, link) or not default_storage.exists(name):
        return redirect("shared", token)
    return kept_pdf(
        request,
        name,
        filename=f"cahier-des-charges-edition-{link.edition.number}.pdf",
        tag=export.sha256,
        download=download,
    )


def _closed(request: HttpRequest, why: str, status: int) -> HttpResponse:
    return render(request, "requirements/sharing/closed.html", {"why": why}, status=status)


def _context(link: ShareLink, token: str, **more: Any) -> dict[str, Any]:
    edition = link.edition
    return {
        "link": link,
        "token": token,
        "edition": edition,
        "front": Front.from_json(edition.front),
        "export": link.export,
        **more,
    }
