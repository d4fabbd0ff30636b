"""Signing a section, taking an approval back, and the proof of a decision."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.identity import TooManyTriesError, proves
from charter.access import Permission, ProjectRequest, project_view
from charter.models import Membership
from charter.views.pages import CONFLICT, REFUSED, project_page
from crmproject.toolkit.http import whole_number
from crmproject.toolkit.refusals import RefusedError
from requirements.actions.agreement import decide, withdraw
from requirements.awaiting import next_to_decide
from requirements.delegations import Seat, active_delegations, open_seats
from requirements.diffs.since import since_last_decision
from requirements.forms.reviews import SignForm, WithdrawForm
from requirements.models import Approval, Workshop
from requirements.models.validation import Verdict
from requirements.outline import Node, Outline
from requirements.proofs import proof_file, proof_name
from requirements.signing import attended_workshop, unsigned
from requirements.views.agreeing import CHANGED, read_before, taken_seat
from requirements.views.workspace import find_section, opened, shown_blocks

TOO_MANY = 429


@dataclass(frozen=True)
class Signature:
    """Who is about to sign what, from which place."""

    outline: Outline
    node: Node
    person: Membership
    seat: Seat
    places: list[Seat]  # those that are still to take
    workshop: Workshop | None
    workshop_refused: bool

    @property
    def is_open(self) -> bool:
        """Whether a decision is awaited from this place on the content that stands."""
        return self.seat in self.places

    @property
    def draft(self) -> Approval | None:
        """The approval as it would be kept, with its statement."""
        submission = self.node.record.submission
        if not self.is_open or submission is None:
            return None
        submission.section = self.node.section
        return unsigned(
            submission=submission,
            member=self.seat.member,
            person=self.person,
            delegation=self.seat.delegation,
            verdict=Verdict.APPROVED,
            workshop=self.workshop,
        )


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Permission.VIEW)
def section_sign(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Read what is approved, in words, and sign it with one’s password."""
    asked = request.POST if request.method == "POST" else request.GET
    signature = signature_of(request, pk, pour=asked.get("pour", ""), atelier=asked.get("atelier", ""))
    if request.method != "POST":
        return sign_page(request, signature, blank_form(signature))
    form = SignForm(request.POST)
    valid = form.is_valid()
    if request.POST.get("read", "") not in {"", signature.node.fingerprint}:
        # Said before anything else: whoever signs next signs what the page now shows.
        return sign_page(request, signature, form, status=CONFLICT, refusal=CHANGED)
    if not valid:
        return sign_page(request, signature, form, status=REFUSED)
    if signature.workshop_refused:
        form.add_error(None, "Cet atelier ne peut pas être cité ici\u00a0: retirez-le, puis signez.")
        return sign_page(request, signature, form, status=REFUSED)
    try:
        if not proves(request.user, form.cleaned_data["password"]):
            form.add_error("password", "Ce mot de passe n’est pas le vôtre\u00a0: rien n’a été enregistré.")
            return sign_page(request, signature, form, status=REFUSED)
        sign(signature, form.cleaned_data)
    except TooManyTriesError as stopped:
        return sign_page(request, signature, form, status=TOO_MANY, refusal=str(stopped))
    except RefusedError as refused:
        # Something moved during the request itself: the page is made from what stands now.
        signature = signature_of(request, pk, pour=asked.get("pour", ""), atelier=asked.get("atelier", ""))
        return sign_page(request, signature, form, status=CONFLICT, refusal=str(refused))
    messages.success(request, f"Vous avez signé et approuvé «\u00a0{signature.node.section.title}\u00a0».")
    return redirect(signature.node.section)


def signature_of(request: ProjectRequest, pk: int, *, pour: str, atelier: str) -> Signature:
    """Who signs, and from which place: the one that `pour` names, else the first that is open.

    Raises PermissionDenied for somebody who has no place, or not that one.
    """
    shown, node = opened(request, pk)
    person, seat = taken_seat(request, node, pour)
    delegations = request.access.gathering.once(active_delegations)
    places = open_seats(node.record, node.fingerprint, person, delegations)
    number = whole_number(atelier)
    workshop = (
        attended_workshop(section=node.section, fingerprint=node.fingerprint, person=person, pk=number)
        if number
        else None
    )
    return Signature(shown, node, person, seat, places, workshop, bool(atelier) and workshop is None)


def blank_form(signature: Signature) -> SignForm:
    """The form before anything is typed."""
    return SignForm(
        initial={
            "read": signature.node.fingerprint,
            "pour": signature.seat.member.pk,
            "atelier": signature.workshop.pk if signature.workshop else None,
        }
    )


def sign(signature: Signature, typed: dict[str, Any]) -> Approval:
    """Record the approval. Raises RefusedError when the content changed, or something was said already."""
    return decide(
        section=signature.node.section,
        member=signature.seat.member,
        verdict=Verdict.APPROVED,
        reason=typed["reason"],
        read=typed["read"],
        by=signature.person,
        workshop=signature.workshop,
    )


def sign_page(
    request: ProjectRequest, signature: Signature, form: SignForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    """The page of the signature; what was typed comes back on the content that the page now shows."""
    node = signature.node
    read = form.data.get("read", "") if form.is_bound else ""
    if form.is_bound:
        form.data = {**request.POST.dict(), "read": node.fingerprint}
    delegations = request.access.gathering.once(active_delegations)
    context = {
        "node": node,
        "section": node.section,
        "blocks": shown_blocks(node.content, request.project),
        "signature": signature,
        "draft": signature.draft,
        "since": since_last_decision(node, signature.seat.member),
        "form": form,
        "refusal": refusal,
        "read_before": read_before(node, read),
        "next_node": next_to_decide(
            signature.outline, request.access.membership, delegations, after=node.section
        ),
    }
    tab = node.section.specification.page
    return project_page(request, "requirements/sections/sign.html", context, tab=tab, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Permission.VIEW)
def approval_withdraw(request: ProjectRequest, pk: int, approval: int) -> HttpResponseBase:
    """Take an approval back, with a reason."""
    found = find_approval(request, pk, approval)
    person = request.access.membership
    if person is None or person.pk not in found.holders:
        raise PermissionDenied(
            "Seul le signataire, ou le validateur qu’il représentait, retire une approbation."
        )
    form = WithdrawForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = REFUSED
        if form.is_valid():
            try:
                withdraw(approval=found, by=person, reason=form.cleaned_data["reason"])
            except RefusedError as refused:
                form.add_error(None, str(refused))
                status = CONFLICT
            else:
                messages.success(
                    request, "Approbation retirée. Elle reste dans l’historique, avec votre motif."
                )
                return redirect(found.submission.section)
    context = {"section": found.submission.section, "approval": found, "form": form}
    tab = found.submission.section.specification.page
    return project_page(request, "requirements/sections/withdraw.html", context, tab=tab, status=status)


@require_safe
@project_view(Permission.VIEW)
def section_proof(request: ProjectRequest, pk: int, approval: int) -> HttpResponseBase:
    """The proof of a decision, to keep outside the site."""
    found = find_approval(request, pk, approval)
    response = HttpResponse(proof_file(found), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{proof_name(found)}"'
    return response


def find_approval(request: ProjectRequest, pk: int, approval: int) -> Approval:
    """A decision on this section of the project; 404 for any other."""
    section = find_section(request, pk)
    found = (
        Approval.objects.filter(pk=approval, submission__section=section)
        .select_related("submission__revision", "member__user", "member__project", "delegation", "workshop")
        .first()
    )
    if found is None:
        raise Http404("Cette décision n’existe pas.")
    found.submission.section = section
    return found
