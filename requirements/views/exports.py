"""Exports: asking for a PDF, following its composition, reading it."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.views.pages import is_htmx
from requirements.actions.exports import request_export, retry_export
from requirements.models import Export
from requirements.models.editions import ExportStatus
from requirements.views.editions import find_edition
from requirements.views.workspace import specification_of

TEMPLATE = "requirements/editions/export.html"


@require_POST
@project_view(Permission.EXPORT)
def export_draft(request: ProjectRequest) -> HttpResponseBase:
    """Ask for the PDF of the draft as it stands."""
    made = request_export(specification=specification_of(request), edition=None, by=request.user)
    return redirect("export", request.project.slug, made.pk)


@require_POST
@project_view(Permission.EXPORT)
def export_edition(request: ProjectRequest, number: int) -> HttpResponseBase:
    """Ask for the PDF of an edition."""
    found = find_edition(request, number)
    request_export(specification=found.specification, edition=found, by=request.user)
    messages.success(request, "La composition du PDF est demandée.")
    return redirect(found)


@require_POST
@project_view(Permission.EXPORT)
def export_retry(request: ProjectRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Ask again for an export that failed."""
    found = find_export(request, pk)
    if not retry_export(export=found, by=request.user):
        messages.info(request, "Cet export n’est plus en échec.")
    return redirect(found.edition) if found.edition else redirect("export", request.project.slug, found.pk)


@require_safe
@project_view(Permission.VIEW)
def export(request: ProjectRequest, pk: uuid.UUID) -> HttpResponseBase:
    """One export: its progress, then its PDF."""
    return render(request, TEMPLATE, _context(request, find_export(request, pk)))


@require_safe
@project_view(Permission.VIEW)
def export_progress(request: ProjectRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Where the composition stands; once it is done the page is shown anew, with the PDF in it."""
    found = find_export(request, pk)
    if not is_htmx(request):
        return redirect("export", request.project.slug, found.pk)
    if found.status == ExportStatus.DONE:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, f"{TEMPLATE}#progress", _context(request, found))


@require_safe
@xframe_options_sameorigin
@csp_override({"frame-ancestors": [CSP.SELF]})
@project_view(Permission.VIEW)
def export_file(request: ProjectRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The PDF: in the page, or to download with `?telecharger`."""
    found = find_export(request, pk)
    if found.status != ExportStatus.DONE or not default_storage.exists(str(found.file.name)):
        raise Http404("Ce PDF n’est pas disponible.")
    name = _file_name(found)
    response = FileResponse(
        default_storage.open(str(found.file.name), "rb"),
        as_attachment="telecharger" in request.GET,
        filename=name,
        content_type="application/pdf",
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def find_export(request: ProjectRequest, pk: uuid.UUID) -> Export:
    """An export of this project; 404 for any other."""
    exports = Export.objects.select_related("edition__specification__project", "requested_by")
    return get_object_or_404(exports, pk=pk, specification__project=request.project)


def _file_name(found: Export) -> str:
    slug = found.specification.project.slug
    if found.edition:
        return f"cahier-des-charges-{slug}-edition-{found.edition.number}.pdf"
    return f"cahier-des-charges-{slug}-brouillon.pdf"


def _context(request: ProjectRequest, found: Export) -> dict[str, Any]:
    return {
        "project": request.project,
        "access": request.access,
        "active_tab": "editions",
        "export": found,
        "edition": found.edition,
    }
