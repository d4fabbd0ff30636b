"""Signing campaigns: opening one, who signed, reminders one by one, and the proofs."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.actions.usage_signing import (
    Added,
    add_people,
    ask_again,
    asked_before,
    close_campaign,
    open_campaign,
    people_of,
    reopen_campaign,
    revoke,
)
from charter.forms.usage import AddPeopleForm, CampaignForm, PeopleForm
from charter.models import UsageCampaign, UsageInvitation, UsageSignature
from charter.models.usage_signing import InvitationState
from charter.usage.coverage import as_data, coverage_bars, coverage_of
from charter.usage.links import token_of
from charter.usage.listing import Wanted, csv_of, people_on, signatures_alone
from charter.usage.proofs import proof_file, proof_name
from charter.usage.reading import UsageState, load_usage, own_invitation, sees_people
from charter.views.pages import REFUSED, project_page
from charter.views.usage import writing
from crmproject.toolkit.diagnostics import counted, listed
from crmproject.toolkit.http import whole_number
from crmproject.toolkit.refusals import RefusedError

PER_PAGE = 50
DENIED = "Seuls le comité de la charte et le chef de projet voient les adresses et les signatures une à une."


@never_cache
@project_view(Permission.VIEW)
@require_safe
def usage_campaign(request: ProjectRequest) -> HttpResponse:
    """How far a version is signed by department; the manager and the committee see who."""
    return _campaign_page(request, AddPeopleForm())


def _campaign_page(request: ProjectRequest, form: PeopleForm, *, status: int = 200) -> HttpResponse:
    state = request.access.gathering.once(load_usage)
    asked = whole_number(request.GET.get("version", ""))
    version = next((one for one in state.versions if one.number == asked), state.latest)
    campaign = next((one for one in state.campaigns if version and one.version_id == version.pk), None)
    everybody = people_on(campaign)
    alone = signatures_alone(version)
    coverage = coverage_of(everybody, alone)
    context: dict[str, Any] = {
        "state": state,
        "version": version,
        "campaign": campaign,
        "coverage": coverage,
        "bars": coverage_bars(as_data(coverage)),
        "form": form,
        "sees_people": sees_people(request.access),
        **writing(request),
    }
    if context["sees_people"]:
        wanted = Wanted.read(request.GET)
        page = Paginator(wanted.among(everybody), PER_PAGE).get_page(request.GET.get("page"))
        departments = sorted({one.department for one in everybody if one.department})
        context |= {"page": page, "wanted": wanted, "states": InvitationState, "departments": departments}
        context["alone"] = alone
    return project_page(request, "charter/usage/campaign.html", context, tab="charter", status=status)


@never_cache
@project_view(Permission.EDIT_CHARTER)
@require_http_methods(["GET", "HEAD", "POST"])
def usage_campaign_open(request: ProjectRequest) -> HttpResponse:
    """Ask everybody to sign the latest version."""
    state = request.access.gathering.once(load_usage)
    if state.latest is None:
        messages.warning(
            request, "Publiez d’abord une version de la charte\u00a0: c’est elle que l’on signe."
        )
        return redirect("usage_publish", request.project.slug)
    if state.campaign is not None:
        messages.info(request, f"La {state.latest} a déjà sa campagne.")
        return redirect("usage_campaign", request.project.slug)
    form = CampaignForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _open_page(request, state, form)
    if not form.is_valid():
        return _open_page(request, state, form, status=REFUSED)
    try:
        campaign, added = open_campaign(version=state.latest, by=request.user, **form.cleaned_data)
    except RefusedError as refused:
        form.add_error("people", str(refused))
        return _open_page(request, state, form, status=REFUSED)
    _told(request, added, form.repeated, f"La campagne de la {campaign.version} est ouverte")
    return redirect("usage_campaign", request.project.slug)


def _open_page(
    request: ProjectRequest, state: UsageState, form: CampaignForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "state": state,
        "form": form,
        "before": len(asked_before(request.project)),
        "members": len(people_of(request.project)),
        "running": next((one for one in state.campaigns if one.is_open), None),
    }
    return project_page(request, "charter/usage/campaign_open.html", context, tab="charter", status=status)


def _told(request: ProjectRequest, added: Added, repeated: list[str], done: str) -> None:
    """Say how many messages leave, and what was merged."""
    said = [f"{done}\u00a0: {counted(added.asked, 'demande part', 'demandes partent')} par e-mail."]
    if repeated:
        said.append(f"Adresses données deux fois, retenues une seule\u00a0: {listed(repeated)}.")
    if added.already:
        said.append(f"Déjà dans la campagne\u00a0: {listed(added.already)}.")
    messages.success(request, " ".join(said))


def _latest_campaign(request: ProjectRequest) -> UsageCampaign:
    """The campaign that is shown; 404 where there is none."""
    campaigns = UsageCampaign.objects.select_related("version", "charter__project")
    found = campaigns.filter(charter__project=request.project).first()
    if found is None:
        raise Http404("Ce projet n’a pas de campagne de signature.")
    return found


@never_cache
@project_view(Permission.EDIT_CHARTER)
@require_POST
def usage_campaign_add(request: ProjectRequest) -> HttpResponse:
    """Ask newcomers too."""
    campaign = _latest_campaign(request)
    form = AddPeopleForm(request.POST)
    if not form.is_valid():
        return _campaign_page(request, form, status=REFUSED)
    try:
        added = add_people(campaign=campaign, people=form.cleaned_data["people"])
    except RefusedError as refused:
        form.add_error("people", str(refused))
        return _campaign_page(request, form, status=REFUSED)
    _told(request, added, form.repeated, "Destinataires ajoutés" if added.asked else "Personne de nouveau")
    return redirect("usage_campaign", request.project.slug)


@project_view(Permission.EDIT_CHARTER)
@require_POST
def usage_campaign_close(request: ProjectRequest) -> HttpResponse:
    """End the campaign, or take it up again."""
    campaign = _latest_campaign(request)
    if request.POST.get("sens") == "rouvrir":
        try:
            reopen_campaign(campaign=campaign)
            messages.success(
                request, "La campagne est rouverte\u00a0: les liens mènent de nouveau à la charte."
            )
        except RefusedError as refused:
            messages.error(request, str(refused))
    elif close_campaign(campaign=campaign):
        messages.success(request, "La campagne est close\u00a0: plus personne n’est relancé.")
    else:
        messages.info(request, "La campagne était déjà close.")
    return redirect("usage_campaign", request.project.slug)


def _invitation(request: ProjectRequest, pk: int) -> UsageInvitation:
    """Somebody asked in this project; 404 for any other."""
    rows = UsageInvitation.objects.select_related("campaign__charter__project", "signature")
    return get_object_or_404(rows, pk=pk, campaign__charter__project=request.project)


@project_view(Permission.EDIT_CHARTER)
@require_POST
def usage_ask_again(request: ProjectRequest, pk: int) -> HttpResponse:
    """Send the link again, or a new one where it was closed."""
    invitation = _invitation(request, pk)
    try:
        ask_again(invitation=invitation)
        messages.success(request, f"Un nouveau message part vers {invitation.email}.")
    except RefusedError as refused:
        messages.error(request, str(refused))
    return redirect("usage_campaign", request.project.slug)


@project_view(Permission.EDIT_CHARTER)
@require_POST
def usage_revoke(request: ProjectRequest, pk: int) -> HttpResponse:
    """Close the link of one person."""
    invitation = _invitation(request, pk)
    try:
        revoke(invitation=invitation)
        messages.success(request, f"Le lien de {invitation} est révoqué\u00a0: il ne mène plus à rien.")
    except RefusedError as refused:
        messages.error(request, str(refused))
    return redirect("usage_campaign", request.project.slug)


@never_cache
@project_view(Permission.VIEW)
@require_safe
def usage_campaign_csv(request: ProjectRequest) -> HttpResponse:
    """Who was asked and who signed, for a spreadsheet."""
    _only_who_sees_people(request)
    campaign = _latest_campaign(request)
    rows = csv_of(campaign.version, people_on(campaign), signatures_alone(campaign.version))
    answer = HttpResponse(rows, content_type="text/csv; charset=cp1252")
    name = f"signatures-charte-usage-v{campaign.version.number}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@never_cache
@project_view(Permission.VIEW)
@require_safe
def usage_signature(request: ProjectRequest, pk: int) -> HttpResponse:
    """The proof of one signature, as a file."""
    _only_who_sees_people(request)
    rows = UsageSignature.objects.select_related("version__charter__project")
    return proof_answer(get_object_or_404(rows, pk=pk, version__charter__project=request.project))


def proof_answer(signature: UsageSignature) -> HttpResponse:
    """The proof to download."""
    answer = HttpResponse(proof_file(signature), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{proof_name(signature)}"'
    return answer


def _only_who_sees_people(request: ProjectRequest) -> None:
    if not sees_people(request.access):
        raise PermissionDenied(DENIED)


@project_view(Permission.VIEW)
@require_safe
def usage_mine(request: ProjectRequest) -> HttpResponse:
    """One’s own page of signature, for a member who was asked."""
    invitation = own_invitation(request.project, request.access)
    if invitation is None:
        messages.info(request, "Aucune signature de la charte d’usage ne vous est demandée en ce moment.")
        return redirect("usage_charter", request.project.slug)
    return redirect(reverse("usage_sign", args=[token_of(invitation.seed)]))
