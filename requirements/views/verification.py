"""Checking a copy, by anyone: what an edition is, and whether a file is one of its copies.

Nothing is said but an edition’s number, date and status.
"""

import functools
import hashlib
import io
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts import limits
from charter.views.pages import is_htmx
from crmproject.toolkit.marks import open_view
from requirements.forms.sharing import CodeForm
from requirements.models import Edition
from requirements.verification import current_number, find_by_code, judge

PER_MINUTE = 60
MAX_BYTES = 100 * 1024 * 1024
PAGE = "requirements/verification/edition.html"


def unlisted[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Keep what this view answers out of search engines and caches."""

    @functools.wraps(view)
    def answering(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        answer = view(*args, **kwargs)
        answer["X-Robots-Tag"] = "noindex, nofollow"
        answer["Cache-Control"] = "private, no-store"
        return answer

    return answering


def too_often(request: HttpRequest, what: str) -> bool:
    """Whether this address asked too much within a minute."""
    address = request.META.get("REMOTE_ADDR", "")
    return not limits.take(f"{what}:{address}", limit=PER_MINUTE, seconds=60)


@open_view("qui tient un exemplaire peut le vérifier")
@unlisted
@require_safe
def verification_start(request: HttpRequest) -> HttpResponse:
    """Type the code of a copy."""
    form = CodeForm(request.GET or None)
    if not form.is_valid():
        return _start(request, form, status=422 if form.errors else 200)
    if too_often(request, "verify"):
        return render(request, "requirements/verification/slow.html", status=429)
    found = find_by_code(form.cleaned_data["code"])
    return redirect("verification", found.code) if found else _start(request, form, unknown=True, status=404)


@open_view("qui tient un exemplaire peut le vérifier")
@unlisted
# Nothing is written, and nobody needs to be signed in: there is nothing to forge. It also leaves the file unread
# until the view says how to read it.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def verification(request: HttpRequest, code: str) -> HttpResponse:
    """What this edition is; and, for a posted digest or file, whether it is one of its copies."""
    if too_often(request, "verify"):
        return render(request, "requirements/verification/slow.html", status=429)
    edition = find_by_code(code)
    if edition is None:
        return _start(request, CodeForm(initial={"code": code[:64]}), unknown=True, status=404)
    if request.method != "POST":
        return _shown(request, edition)
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES:
        return _shown(request, edition, problem="too_large", status=413)
    request.upload_handlers = [Hashing(request)]
    digest = request.POST.get("sha256", "").strip().lower() or _digest_of(request.FILES.get("file"))
    if not digest:
        return _shown(request, edition, problem="no_file", status=422)
    return _shown(request, edition, verdict=judge(edition, digest))


def _start(request: HttpRequest, form: CodeForm, *, unknown: bool = False, status: int) -> HttpResponse:
    context = {"form": form, "unknown": unknown}
    return render(request, "requirements/verification/start.html", context, status=status)


def _shown(request: HttpRequest, edition: Edition, *, status: int = 200, **more: Any) -> HttpResponse:
    template = f"{PAGE}#answer" if is_htmx(request) else PAGE
    context = {
        "edition": edition,
        "current": current_number(edition),
        "max_megabytes": MAX_BYTES // 1024 // 1024,
        **more,
    }
    return render(request, template, context, status=status)


class HashedFile(UploadedFile):  # type: ignore[type-arg]  # generic in the stubs alone
    """What is left of a file once it was read: its SHA-256."""

    def __init__(self, name: str, digest: str) -> None:
        super().__init__(io.BytesIO(), name)
        self.digest = digest


class Hashing(FileUploadHandler):
    """Reads an uploaded file piece by piece, and keeps nothing of it but its digest."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.sha256 = hashlib.sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.sha256.update(raw_data)

    def file_complete(self, file_size: int) -> HashedFile:
        return HashedFile(self.file_name or "", self.sha256.hexdigest())


def _digest_of(file: object) -> str:
    return file.digest if isinstance(file, HashedFile) else ""
