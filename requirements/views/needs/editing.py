"""Adding and editing a requirement, in the list or on a page of its own."""

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from charter.access import Permission, ProjectRequest, project_view
from charter.models import Department
from charter.views.pages import is_htmx
from crmproject.toolkit.http import posted_int, whole_number
from requirements.forms.needs import RequirementForm
from requirements.models import Requirement, Section
from requirements.models.needs import RequirementStatus
from requirements.needs_rights import NeedRights
from requirements.views.needs.cards import all_rows, base_context, list_url, render_card

FORM = "requirements/needs/form.html"

FOREIGN = "Vous exprimez des besoins pour votre service seulement."


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Permission.DRAFT, Permission.EXPRESS_NEED)
def requirement_add(request: ProjectRequest) -> HttpResponseBase:
    """Add a requirement, or propose one."""
    rights = NeedRights(request.access)
    if not rights.may_add:
        raise PermissionDenied(
            "Votre fiche de membre ne nomme aucun service\u00a0: demandez au chef de projet."
        )
    _refuse_foreign_department(request, rights)
    if "fermer" in request.GET:  # the form opened in the list is left: its place is emptied
        return HttpResponse()
    initial = {"department": _asked_department(request)}
    form = RequirementForm(request.POST or None, project=request.project, rights=rights, initial=initial)
    if request.method == "GET" or not form.is_valid() or (added := form.save_row()) is None:
        return _render_form(request, form)
    proposed = added.status == RequirementStatus.PROPOSED
    text = f"{added.ref} {'proposée au chef de projet' if proposed else 'ajoutée'}."
    return _done(request, added, text, in_place=HttpResponse())


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Permission.DRAFT, Permission.EXPRESS_NEED)
def requirement_edit(request: ProjectRequest, ref: str) -> HttpResponseBase:
    """Edit a requirement; a stale write gives both texts back."""
    rights = NeedRights(request.access)
    edited = all_rows(request).filter(ref=ref).first()
    if edited is None:
        raise Http404("Cette exigence n’existe pas.")
    _refuse_foreign_department(request, rights)
    before = edited.department_id
    form = RequirementForm(request.POST or None, instance=edited, project=request.project, rights=rights)
    if closed := _closed(request, edited, rights):
        form.is_valid()
        form.add_error(None, closed)
        return _render_form(request, form, status=409, closed=True)
    if request.method == "GET" or not form.is_valid() or (saved := form.save_row()) is None:
        return _render_form(request, form)
    moved = saved.department_id != before
    response = _done(request, saved, f"{saved.ref} enregistrée.", in_place=render_card(request, saved))
    if moved and "HX-Trigger" in response:
        response["HX-Trigger"] = json.dumps({**json.loads(response["HX-Trigger"]), "needsChanged": {}})
    return response


def _refuse_foreign_department(request: ProjectRequest, rights: NeedRights) -> None:
    posted = request.POST.get("department")
    if posted and not rights.may_add_to(posted):
        raise PermissionDenied(FOREIGN)


def _closed(request: ProjectRequest, edited: Requirement, rights: NeedRights) -> str:
    """Why what was typed can’t be saved any more, when it could at the time it was opened; "" when it can."""
    stale = request.method == "POST" and posted_int(request, "version") != edited.version
    if edited.is_deleted:
        if not stale:
            raise Http404("Cette exigence est à la corbeille.")
        return (
            "Cette exigence a été mise à la corbeille pendant votre saisie. Copiez votre texte, "
            "restaurez-la, puis modifiez-la."
        )
    if rights.may_edit(edited):
        return ""
    if stale and edited.author_id == request.user.pk:
        return (
            "Le chef de projet s’est prononcé sur votre proposition pendant votre saisie\u00a0: elle ne se "
            "modifie plus. Copiez votre texte et proposez une nouvelle exigence, ou commentez la section."
        )
    raise PermissionDenied("Vous modifiez seulement vos propositions, tant qu’elles attendent une réponse.")


def _asked_department(request: ProjectRequest) -> Department | None:
    """The department for which the list asks for a requirement."""
    asked = request.GET.get("service", "")
    departments = Department.objects.live().filter(project=request.project) if asked else ()
    return next((one for one in departments if one.code == asked), None)


def asked_section(request: ProjectRequest) -> Section | None:
    """The section from whose page this form was opened."""
    pk = whole_number(request.POST.get("section") or request.GET.get("section") or "")
    if pk is None:
        return None
    found = Section.objects.live().filter(pk=pk, specification__project=request.project)
    section: Section | None = found.select_related("specification__project").first()
    return section


def _render_form(
    request: ProjectRequest, form: RequirementForm, *, status: int = 0, closed: bool = False
) -> HttpResponse:
    status = status or (200 if request.method == "GET" else 409 if form.conflicts else 422)
    context = base_context(
        request, form=form, section=asked_section(request), closed=closed, **both_texts(form)
    )
    context["requirement"] = form.instance if form.instance.pk else None
    part = is_htmx(request)
    context["is_part"] = part
    if form.conflicts:
        context["theirs_url"] = list_url(request, form.instance)
    return render(request, f"{FORM}#form" if part else FORM, context, status=status)


def both_texts(form: RequirementForm) -> dict[str, Any]:
    """The fields that differ, as two texts side by side."""
    return {
        side: "\n\n".join(
            f"{conflict.label}\u00a0:\n{getattr(conflict, name) or '–'}" for conflict in form.conflicts
        )
        for side, name in (("yours", "typed"), ("theirs", "stored"))
    }


def _done(
    request: ProjectRequest, requirement: Requirement, text: str, *, in_place: HttpResponse
) -> HttpResponseBase:
    """Saved: `in_place` with a toast for HTMX, otherwise back to the section or the list."""
    section = asked_section(request)
    if not is_htmx(request):
        messages.success(request, text)
        return redirect(section or list_url(request, requirement))
    events: dict[str, Any] = {"toast": {"level": "success", "text": text}}
    # A new row has its place in the list, and a section shows a block of data: both read themselves again.
    if section or not in_place.content:
        events["needsChanged"] = {}
    if section:
        in_place = HttpResponse(status=204)
    in_place["HX-Trigger"] = json.dumps(events)
    return in_place
