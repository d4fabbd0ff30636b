"""What the holder of a personal link sees, with or without an account: the charter to read, sign, or refuse.

The link opens a door that says to whom it was sent; reading begins with a button, which notes the opening. Signing asks
for a code sent to that address at that moment: a link that was forwarded signs for nobody.
"""

import functools
from collections.abc import Callable
from typing import Any, Concatenate

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from charter.actions.usage_committee import address_from_link
from charter.actions.usage_signing import (
    CodeError,
    excuse,
    misdirect,
    note_opening,
    refuse,
    request_code,
    sign,
)
from charter.forms.usage import CommitteeForm, RefusalForm, SignCharterForm
from charter.models import UsageInvitation
from charter.models.usage_signing import InvitationState
from charter.usage.links import masked
from charter.usage.proofs import holds
from charter.views.pages import CONFLICT, REFUSED
from charter.views.usage_campaign import proof_answer
from crmproject.toolkit.marks import open_view
from crmproject.toolkit.refusals import RefusedError
from crmproject.toolkit.tokens import digest_of

WHY = "le lien personnel tient lieu de clef, et un code envoyé par e-mail de signature"
GRANTED = "usage_links"
GONE, NOT_FOUND, TOO_MANY = 410, 404, 429
CLOSED = "charter/usage/signing/closed.html"

type View = Callable[Concatenate[HttpRequest, UsageInvitation, ...], HttpResponseBase]


def with_invitation(view: View) -> Callable[..., HttpResponseBase]:
    """Find whom this link was sent to: an unknown link gets 404, a closed one 410, and neither any data.

    CSRF: the address of these pages is a secret already, and browsers that are told to name no referrer send no
    origin either.
    """

    @functools.wraps(view)
    @csrf_exempt
    def guarded(request: HttpRequest, token: str) -> HttpResponseBase:
        rows = UsageInvitation.objects.select_related(
            "campaign__version", "campaign__charter__project__manager", "signature__version__charter__project"
        )
        invitation = rows.filter(token_sha256=digest_of(token)).first()
        why = _closed_because(invitation)
        if invitation is None or why:
            status = NOT_FOUND if invitation is None else GONE
            answer: HttpResponseBase = render(
                request, CLOSED, {"why": why, "invitation": invitation}, status=status
            )
        else:
            answer = view(request, invitation, token=token)
        answer["Referrer-Policy"] = "no-referrer"
        answer["X-Robots-Tag"] = "noindex, nofollow"
        answer["Cache-Control"] = "private, no-store"
        return answer

    return guarded


def _closed_because(invitation: UsageInvitation | None) -> str:
    """Why this link leads nowhere; empty when it leads somewhere. A signature can always be read again."""
    if invitation is None:
        return "unknown"
    if invitation.campaign.charter.project.is_deleted:
        return "revoked"
    if invitation.state is InvitationState.SIGNED:
        return ""
    if invitation.state in {InvitationState.REVOKED, InvitationState.MISDIRECTED}:
        return str(invitation.state.value)
    return "" if invitation.campaign.is_open else "ended"


@open_view(WHY)
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@with_invitation
def usage_sign(request: HttpRequest, invitation: UsageInvitation, *, token: str) -> HttpResponseBase:
    """The door, then the charter to sign, then the proof; each button says what it does by `do`."""
    if request.method == "POST":
        act = ACTS.get(request.POST.get("do", ""))
        free = act in {_open, _not_me}
        if act is None or not (free or is_granted(request, invitation)):
            return redirect("usage_sign", token)
        return act(request, invitation, token)
    if not is_granted(request, invitation):
        return render(request, "charter/usage/signing/door.html", _context(request, invitation, token))
    return _page(request, invitation, token)


@open_view(WHY)
@require_safe
@with_invitation
def usage_sign_proof(request: HttpRequest, invitation: UsageInvitation, *, token: str) -> HttpResponseBase:
    """The proof of one’s own signature, to keep."""
    if invitation.signed is None or not is_granted(request, invitation):
        return redirect("usage_sign", token)
    return proof_answer(invitation.signed)


def is_granted(request: HttpRequest, invitation: UsageInvitation) -> bool:
    """Whether this browser went through the door of this link."""
    return invitation.token_sha256 in request.session.get(GRANTED, [])


def _open(request: HttpRequest, invitation: UsageInvitation, token: str) -> HttpResponse:
    note_opening(invitation=invitation)
    request.session[GRANTED] = sorted({*request.session.get(GRANTED, []), invitation.token_sha256})
    return redirect("usage_sign", token)


def _not_me(request: HttpRequest, invitation: UsageInvitation, token: str) -> HttpResponse:
    misdirect(invitation=invitation)
    return render(request, CLOSED, {"why": "thanks", "invitation": invitation})


def _excuse(request: HttpRequest, invitation: UsageInvitation, token: str) -> HttpResponse:
    excuse(invitation=invitation)
    request.session[GRANTED] = [
        one for one in request.session.get(GRANTED, []) if one != invitation.token_sha256
    ]
    return redirect("usage_sign", token)


def _code(request: HttpRequest, invitation: UsageInvitation, token: str) -> HttpResponse:
    form = SignCharterForm(request.POST, coded=False)
    if not form.is_valid():
        return _page(request, invitation, token, status=REFUSED, form=form)
    try:
        request_code(invitation=invitation)
    except CodeError as refused:
        form.add_error(None, str(refused))
        return _page(request, invitation, token, status=REFUSED, form=form)
    again = SignCharterForm(initial=form.cleaned_data, coded=True)
    return _page(request, invitation, token, form=again, sent=True)


def _sign(request: HttpRequest, invitation: UsageInvitation, token: str) -> HttpResponse:
    form = SignCharterForm(request.POST, coded=True)
    if not form.is_valid():
        return _page(request, invitation, token, status=REFUSED, form=form)
    typed = form.cleaned_data
    try:
        sign(invitation=invitation, name=typed["name"], code=typed["code"])
    except CodeError as refused:
        form.add_error("code", str(refused))
        return _page(request, invitation, token, status=REFUSED, form=form)
    except RefusedError as refused:
        fresh = UsageInvitation.objects.select_related("signature__version", "campaign__version").get(
            pk=invitation.pk
        )
        return _page(request, fresh, token, status=CONFLICT, form=form, refusal=str(refused))
    return redirect("usage_sign", token)


def _refuse(request: HttpRequest, invitation: UsageInvitation, token: str) -> HttpResponse:
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return _page(request, invitation, token, status=REFUSED, refusal_form=form)
    try:
        refuse(invitation=invitation, reason=form.cleaned_data["reason"])
    except RefusedError as refused:
        return _page(request, invitation, token, status=CONFLICT, refusal=str(refused))
    return redirect("usage_sign", token)


def _write(request: HttpRequest, invitation: UsageInvitation, token: str) -> HttpResponse:
    form = CommitteeForm(request.POST)
    if not form.is_valid():
        return _page(request, invitation, token, status=REFUSED, committee_form=form)
    try:
        address_from_link(invitation=invitation, **form.cleaned_data)
    except RefusedError as refused:
        form.add_error(None, str(refused))
        return _page(request, invitation, token, status=TOO_MANY, committee_form=form)
    return _page(request, invitation, token, written=True)


ACTS: dict[str, Callable[[HttpRequest, UsageInvitation, str], HttpResponse]] = {
    "open": _open,
    "not_me": _not_me,
    "excuse": _excuse,
    "code": _code,
    "sign": _sign,
    "refuse": _refuse,
    "write": _write,
}


def _page(
    request: HttpRequest, invitation: UsageInvitation, token: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The charter to sign, or the proof where it is signed; what was typed comes back."""
    context = _context(request, invitation, token)
    context["committee_form"] = CommitteeForm()
    if invitation.signed:
        context |= {"signature": invitation.signed, "holds": holds(invitation.signed), **more}
        return render(request, "charter/usage/signing/proof.html", context, status=status)
    waits = invitation.code_until is not None and invitation.code_until > timezone.now()
    context["form"] = SignCharterForm(coded=waits, initial={"name": invitation.name})
    context["refusal_form"] = RefusalForm()
    context |= more
    return render(request, "charter/usage/signing/page.html", context, status=status)


def _context(request: HttpRequest, invitation: UsageInvitation, token: str) -> dict[str, Any]:
    account = request.user.email if request.user.is_authenticated else ""
    return {
        "invitation": invitation,
        "state": invitation.state,
        "token": token,
        "campaign": invitation.campaign,
        "version": invitation.campaign.version,
        "charter_project": invitation.campaign.charter.project,
        "sent_to": masked(invitation.email),
        "other_account": account if account.lower() != invitation.email.lower() else "",
    }
