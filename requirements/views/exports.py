"""Exports: asking for a PDF, following its composition, reading it."""

import re
import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.views.pages import is_htmx, project_page
from crmproject.toolkit import documents
from crmproject.toolkit.kept_files import kept_pdf
from requirements.actions import exports as exporting
from requirements.actions.exports import request_export, retry_export
from requirements.export_options import NO_OPTIONS, ExportOptions
from requirements.forms.exports import ExportOptionsForm
from requirements.models import Edition, Export, Section, Specification
from requirements.models.editions import EditionRef, ExportKind, ExportStatus
from requirements.pdf_sections import sections_in_pdf
from requirements.views.editions import find_edition
from requirements.views.workspace import find_section, specification_of

TEMPLATE = "requirements/editions/export.html"
# What some systems refuse in the name of a file.
UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Permission.EXPORT)
def export_draft(request: ProjectRequest) -> HttpResponseBase:
    """Ask for the PDF of the draft as it stands, with or without annexes."""
    specification = specification_of(request)
    form = ExportOptionsForm(specification.editions.all(), _posted(request))
    if not form.is_valid():
        return _options_page(request, specification, None, form)
    made = request_export(specification=specification, edition=None, by=request.user, options=form.options())
    return redirect("export", request.project.slug, made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Permission.EXPORT)
def export_edition(request: ProjectRequest, ref: EditionRef) -> HttpResponseBase:
    """Ask for the PDF of an edition; one with annexes has its own page, beside the edition’s."""
    found = find_edition(request, ref)
    form = ExportOptionsForm(found.specification.editions.filter(number__lt=found.number), _posted(request))
    if not form.is_valid():
        return _options_page(request, found.specification, found, form)
    options = form.options()
    made = request_export(specification=found.specification, edition=found, by=request.user, options=options)
    if options != NO_OPTIONS:
        return redirect("export", request.project.slug, made.pk)
    messages.success(request, "La composition du PDF est demandée.")
    return redirect(found)


@require_POST
@project_view(Permission.EXPORT)
def request_document(request: ProjectRequest, name: str) -> HttpResponseBase:
    """Ask for the PDF of a printable document of this project."""
    document = documents.get(name)
    if document is None:
        raise Http404("Ce document n’existe pas.")
    if document.permission not in request.access.permissions:
        raise PermissionDenied("Votre rôle dans ce projet ne permet pas cette action.")
    specification = specification_of(request)
    made = exporting.request_document(specification=specification, document=document, by=request.user)
    return redirect("export", request.project.slug, made.pk)


@require_POST
@project_view(Permission.VIEW)
def section_preview(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Ask for the PDF of one section as it stands: whoever reads the draft may."""
    made = exporting.request_preview(section=find_section(request, pk), by=request.user)
    return redirect("export", request.project.slug, made.pk)


@require_POST
@project_view(Permission.EXPORT)
def export_retry(request: ProjectRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Ask again for an export that failed."""
    found = find_export(request, pk)
    if not retry_export(export=found, by=request.user):
        messages.info(request, "Cet export n’est plus en échec.")
    return _to_page_of(found)


def _to_page_of(found: Export) -> HttpResponseBase:
    """The page of what this export prints, which follows its composition."""
    slug = found.specification.project.slug
    if found.workshop:
        return redirect("workshop_minutes", slug, found.workshop.pk)
    if printed := found.edition or found.meeting:
        return redirect(printed)
    return redirect("export", slug, found.pk)


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
    """The PDF, whole or in parts: in the page, or to download with `?telecharger`."""
    found = find_export(request, pk)
    if found.status != ExportStatus.DONE:
        raise Http404("Ce PDF n’est pas disponible.")
    return kept_pdf(
        request,
        str(found.file.name),
        filename=_file_name(found),
        tag=found.sha256,
        download="telecharger" in request.GET,
    )


def find_export(request: ProjectRequest, pk: uuid.UUID) -> Export:
    """An export of this project; 404 for any other."""
    exports = Export.objects.select_related(
        "edition__specification__project",
        "specification__project",
        "workshop__project",
        "meeting__project",
        "requested_by",
    )
    return get_object_or_404(exports, pk=pk, specification__project=request.project)


def _posted(request: ProjectRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _options_page(
    request: ProjectRequest, specification: Specification, edition: Edition | None, form: ExportOptionsForm
) -> HttpResponse:
    """The annexes to choose, and what was composed with some already."""
    exports = list(
        Export.objects.filter(specification=specification, edition=edition, kind=ExportKind.SPECIFICATION)
        .kept()
        .exclude(options={})
        .exclude(options__has_key="copy_for")[:20]
    )
    context = {
        "edition": edition,
        "form": form,
        "exports": [(one, ExportOptions.from_json(one.options).words) for one in exports],
    }
    template = "requirements/editions/export_options.html"
    return project_page(request, template, context, tab="editions", status=422 if form.errors else 200)


def _file_name(found: Export) -> str:
    slug = found.specification.project.slug
    if found.printable:
        project = UNSAFE.sub("-", found.specification.project.name)[:100].strip()
        return f"{found.printable.title} – {project}.pdf"
    if found.workshop:
        return f"compte-rendu-{slug}-atelier-{found.workshop.held_on}.pdf"
    if found.meeting:
        return f"compte-rendu-{slug}-comite-{found.meeting.number}.pdf"
    if found.section:
        return f"apercu-{slug}-section-{found.section}.pdf"
    if found.edition:
        annexes = "-annexes" if found.options else ""
        return f"cahier-des-charges-{slug}-edition-{found.edition.number}{annexes}.pdf"
    return f"cahier-des-charges-{slug}-brouillon.pdf"


def _context(request: ProjectRequest, found: Export) -> dict[str, Any]:
    return {
        "project": request.project,
        "access": request.access,
        "active_tab": found.printable.page if found.printable else "editions",
        "export": found,
        "previewed": _previewed(found),
        "edition": found.edition,
        "pdf_sections": sections_in_pdf(found, request.project.slug)
        if found.status == ExportStatus.DONE
        else {},
    }


def _previewed(found: Export) -> Section | None:
    """The section that this export shows alone."""
    if found.section is None:
        return None
    return Section.objects.filter(pk=found.section, specification=found.specification_id).first()
