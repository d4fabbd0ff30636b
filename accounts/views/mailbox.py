"""The e-mails of a demo, read in the site: nothing leaves it. Elsewhere these pages don’t exist."""

from pathlib import Path
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from accounts import mailbox
from accounts.mailbox import Kept
from crmproject.toolkit.marks import open_view

PAGE_SIZE = 30
# A message may show itself and open a link in the window when one clicks on it; nothing else.
SANDBOX = "allow-popups allow-top-navigation-by-user-activation"
MAIL_CSP: dict[str, Any] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "img-src": ["data:"],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
    "sandbox": [SANDBOX],
}


@open_view("la démonstration seule garde les e-mails\u00a0: ailleurs, la page n’existe pas")
@login_required
@require_safe
def listing(request: Any) -> HttpResponse:
    """The messages sent to whoever is signed in, or to everybody."""
    box = _folder()
    everybody = request.GET.get("pour") == "tous"
    kept = mailbox.messages(box, None if everybody else request.user.email)
    page = Paginator(kept, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "accounts/mailbox.html", {"page": page, "everybody": everybody})


@open_view("la démonstration seule garde les e-mails\u00a0: ailleurs, la page n’existe pas")
@login_required
@require_safe
def message(request: Any, name: str, place: int) -> HttpResponse:
    """One message, with its text and its look."""
    kept = _found(name, place)
    context = {"kept": kept, "text": kept.text(), "has_html": bool(kept.html()), "sandbox": SANDBOX}
    return render(request, "accounts/mailbox_message.html", context)


@open_view("la démonstration seule garde les e-mails\u00a0: ailleurs, la page n’existe pas")
@login_required
@require_safe
@xframe_options_sameorigin
@csp_override(MAIL_CSP)
def body(request: Any, name: str, place: int) -> HttpResponse:
    """The HTML of a message, without any right: neither script, nor form, nor this site’s cookies."""
    # Links leave the frame: the page that they lead to refuses to be framed.
    return HttpResponse('<base target="_top">' + _found(name, place).html().replace('target="_blank"', ""))


def _folder() -> Path:
    box = mailbox.folder()
    if box is None:
        raise Http404("Ce site ne garde pas d’e-mails.")
    return box


def _found(name: str, place: int) -> Kept:
    kept = mailbox.find(_folder(), name, place)
    if kept is None:
        raise Http404("Ce message n’existe pas.")
    return kept
