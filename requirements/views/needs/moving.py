"""Withdrawing and restoring a requirement, deciding on a proposal, and the order within a department."""

import json
from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBadRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from charter.access import Permission, ProjectRequest, project_view
from charter.models import Department
from charter.views.pages import is_htmx
from crmproject.toolkit.http import posted_int, whole_numbers
from crmproject.toolkit.rows import StaleWriteError
from requirements.actions.needs import arrange_requirements, decide_requirement, shift_requirement
from requirements.models import Requirement
from requirements.models.needs import RequirementStatus
from requirements.needs_rights import NeedRights
from requirements.views.needs.cards import (
    LIST,
    all_rows,
    base_context,
    current_query,
    find,
    list_url,
    render_card,
)
from requirements.views.needs.listing import render_list

CHANGED = (
    "Cette exigence a changé pendant que vous la lisiez. Voici son état actuel\u00a0: décidez à nouveau."
)


@require_POST
@project_view(Permission.DRAFT, Permission.EXPRESS_NEED)
def requirement_delete(request: ProjectRequest, ref: str) -> HttpResponseBase:
    """Put a requirement in the bin; the answer offers to undo it."""
    requirement = find(request, ref)
    if not NeedRights(request.access).may_edit(requirement):
        raise PermissionDenied(
            "Vous retirez seulement vos propositions, tant qu’elles attendent une réponse."
        )
    try:
        requirement.put_aside(read_version=posted_int(request, "version"))
    except StaleWriteError as stale:
        return _changed(request, stale)
    if is_htmx(request):
        return render(request, f"{LIST}#removed", base_context(request, requirement=requirement))
    messages.info(request, f"{requirement.ref} est à la corbeille, d’où vous pouvez la restaurer.")
    return redirect("requirement_bin", slug=request.project.slug)


@require_POST
@project_view(Permission.DRAFT, Permission.EXPRESS_NEED)
def requirement_restore(request: ProjectRequest, ref: str) -> HttpResponseBase:
    """Bring a requirement back from the bin, under its own reference."""
    requirement = cast("Requirement | None", all_rows(request).deleted().filter(ref=ref).first())
    if requirement is None:
        raise Http404("Cette exigence n’est pas à la corbeille.")
    if not NeedRights(request.access).may_edit(requirement):
        raise PermissionDenied("Vous restaurez seulement vos propositions.")
    requirement.restore(read_version=requirement.version)
    return _answer(request, requirement, f"{requirement.ref} restaurée.")


@require_POST
@project_view(Permission.DRAFT)
def requirement_accept(request: ProjectRequest, ref: str) -> HttpResponseBase:
    """Accept a proposal: it enters the specification."""
    return _decide(request, ref, RequirementStatus.ACCEPTED, "retenue")


@require_POST
@project_view(Permission.DRAFT)
def requirement_reject(request: ProjectRequest, ref: str) -> HttpResponseBase:
    """Reject a proposal: it stays in the list, and out of the specification."""
    return _decide(request, ref, RequirementStatus.REJECTED, "écartée")


def _decide(request: ProjectRequest, ref: str, to: RequirementStatus, word: str) -> HttpResponseBase:
    requirement = find(request, ref)
    try:
        decide_requirement(requirement=requirement, to=to, read_version=posted_int(request, "version"))
    except StaleWriteError as stale:
        return _changed(request, stale)
    return _answer(request, requirement, f"{requirement.ref} {word}.")


def _changed(request: ProjectRequest, stale: StaleWriteError) -> HttpResponseBase:
    """409 with the row as it stands now; without HTMX, the site’s page for refused writes."""
    current = cast("Requirement | None", stale.current)
    if current is None or current.is_deleted or not is_htmx(request):
        raise stale
    return render_card(request, find(request, current.ref), status=409, notice=CHANGED)


def _answer(request: ProjectRequest, requirement: Requirement, text: str) -> HttpResponseBase:
    if not is_htmx(request):
        messages.success(request, text)
        return redirect(list_url(request, requirement))
    response = render_card(request, requirement)
    response["HX-Trigger"] = json.dumps({"toast": {"level": "success", "text": text}})
    return response


@require_POST
@project_view(Permission.DRAFT)
def requirement_place(request: ProjectRequest, department: int) -> HttpResponseBase:
    """Put the rows shown of a department in the posted order (drag and drop)."""
    found = Department.objects.filter(project=request.project, pk=department).first()
    if found is None:
        raise Http404("Ce service n’est pas de ce projet.")
    posted = request.POST.getlist("ids")
    ids = whole_numbers(posted)
    if len(ids) < len(posted):
        return HttpResponseBadRequest("Ordre illisible.")
    arrange_requirements(department=found, ids=ids)
    if not is_htmx(request):
        return redirect(list_url(request))
    response = HttpResponse(status=204)
    response["HX-Trigger"] = json.dumps({"toast": {"level": "success", "text": "Ordre enregistré."}})
    return response


@require_POST
@project_view(Permission.DRAFT)
def requirement_move(request: ProjectRequest, ref: str) -> HttpResponseBase:
    """Move a requirement one place up or down (buttons, keyboard)."""
    requirement = find(request, ref)
    way = "haut" if request.POST.get("sens") == "haut" else "bas"
    rank = shift_requirement(requirement=requirement, step=-1 if way == "haut" else 1)
    if not is_htmx(request):
        return redirect(list_url(request, requirement))
    # The list comes back as the page shows it.
    request.GET = current_query(request)  # type: ignore[assignment]  # both are read only
    response = render_list(request, moved=ref, focus=way)
    text = f"{ref} est à la place {rank} de son service."
    response["HX-Trigger"] = json.dumps({"toast": {"level": "success", "text": text}})
    return response
