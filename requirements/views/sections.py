"""Drafting: the outline, a section, its text and its settings."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.views.pages import is_htmx, project_page, refusal
from crmproject.toolkit.http import posted_int, whole_number, whole_numbers
from crmproject.toolkit.rows import place
from requirements.forms.sections import SectionForm, SectionTextForm
from requirements.history import former_text
from requirements.models import Section
from requirements.models.sections import SectionQuerySet
from requirements.outline import outline
from requirements.views.workspace import (
    context_of,
    document_asked,
    find_section,
    opened,
    outline_of,
    render_section,
)

TEMPLATE = "requirements/sections/section.html"


@require_safe
@project_view(Permission.VIEW)
def specification(request: ProjectRequest) -> HttpResponseBase:
    """The plan with the state of each section."""
    shown = outline_of(request)
    retired = Section.objects.filter(specification=shown.specification).deleted()
    context = {"outline": shown, "retired": retired}
    return project_page(request, "requirements/sections/specification.html", context, tab="specification")


@require_safe
@project_view(Permission.VIEW)
def section(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """One section in the three-pane workspace."""
    return render_section(request, *opened(request, pk))


@require_POST
@project_view(Permission.DRAFT)
def section_text(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Save the text, typed or autosaved; a stale one is given back beside the stored one."""
    form = SectionTextForm(request.POST, instance=find_section(request, pk))
    saved = form.save_row() if form.is_valid() else None
    shown, node = opened(request, pk)
    if saved is None:
        return _text_refused(request, form, context_of(request, shown, node, text_form=form))
    if is_htmx(request):
        return render(request, f"{TEMPLATE}#saved", context_of(request, shown, node))
    messages.success(request, "Texte enregistré.")
    return redirect(node.section)


def _text_refused(request: ProjectRequest, form: SectionTextForm, context: dict[str, object]) -> HttpResponse:
    status = refusal(form)
    if not is_htmx(request):
        return render(request, TEMPLATE, context, status=status)
    response = render(request, f"{TEMPLATE}#refused", context, status=status)
    response["HX-Retarget"], response["HX-Reswap"] = "#text-refused", "innerHTML"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Permission.DRAFT)
def section_add(request: ProjectRequest) -> HttpResponseBase:
    """Add a section or a sub-section."""
    initial = {"parent": request.GET.get("parent")}
    form = SectionForm(request.POST or None, specification=document_asked(request), initial=initial)
    if request.method == "POST" and form.is_valid() and (added := form.save_row()):
        messages.success(request, f"Section «\u00a0{added.title}\u00a0» ajoutée.")
        return redirect(added)
    return _settings_page(request, form, section=None)


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Permission.DRAFT)
def section_edit(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Rename a section, change its place, its department or the data that it shows."""
    edited = find_section(request, pk)
    form = SectionForm(request.POST or None, instance=edited, specification=edited.specification)
    if request.method == "POST" and form.is_valid() and form.save_row():
        messages.success(request, "Section mise à jour.")
        return redirect(edited)
    return _settings_page(request, form, section=edited)


def _settings_page(request: ProjectRequest, form: SectionForm, *, section: Section | None) -> HttpResponse:
    status = refusal(form) if request.method == "POST" else 200
    context = {"form": form, "section": section, "document": form.specification}
    tab = form.specification.page
    return project_page(request, "requirements/sections/settings.html", context, tab=tab, status=status)


@require_POST
@project_view(Permission.DRAFT)
def section_place(request: ProjectRequest) -> HttpResponseBase:
    """Put sibling sections in the order of the posted ids (drag and drop)."""
    posted = request.POST.getlist("ids")
    ids = whole_numbers(posted)
    if not ids or len(ids) < len(posted):
        return HttpResponseBadRequest("Aucune section à ordonner, ou ordre illisible.")
    first = find_section(request, ids[0])
    place(_siblings(first), ids=ids)
    if not is_htmx(request):
        return redirect(first.specification)
    shown = outline(first.specification)
    open_now = whole_number(request.GET.get("courante", ""))
    context = {
        "project": request.project,
        "access": request.access,
        "outline": shown,
        "node": shown.node(open_now) if open_now else None,
    }
    return render(request, f"{TEMPLATE}#outline", context)


@require_POST
@project_view(Permission.DRAFT)
def section_move(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Move a section one place up or down among its siblings (keyboard)."""
    moved = find_section(request, pk)
    with transaction.atomic():
        ids = list(_siblings(moved).values_list("pk", flat=True))
        old = ids.index(moved.pk)
        new = max(0, min(len(ids) - 1, old + (-1 if request.POST.get("sens") == "haut" else 1)))
        ids.insert(new, ids.pop(old))
        place(_siblings(moved), ids=ids)
    return redirect(moved)


def _siblings(one: Section) -> SectionQuerySet:
    return Section.objects.live().filter(specification=one.specification_id, parent=one.parent_id)


@require_POST
@project_view(Permission.DRAFT)
def section_retire(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Take a section out of the plan; it can be brought back."""
    retired = find_section(request, pk)
    retired.put_aside(read_version=posted_int(request, "version"))
    messages.info(
        request, f"Section «\u00a0{retired.title}\u00a0» retirée. Vous pouvez la rétablir au bas du plan."
    )
    return redirect(retired.specification)


@require_POST
@project_view(Permission.DRAFT)
def section_restore(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Bring back a section that was taken out."""
    restored = find_section(request, pk, retired=True)
    if restored.parent and restored.parent.is_deleted:
        messages.error(
            request,
            f"Rétablissez d’abord la section «\u00a0{restored.parent.title}\u00a0», où elle se range.",
        )
        return redirect(restored.specification)
    restored.restore(read_version=restored.version)
    messages.success(request, f"Section «\u00a0{restored.title}\u00a0» rétablie.")
    return redirect(restored)


@require_POST
@project_view(Permission.DRAFT)
def section_text_restore(request: ProjectRequest, pk: int, event: int) -> HttpResponseBase:
    """Bring back a former text; the present one stays in the history."""
    edited = find_section(request, pk)
    text = former_text(edited, event)
    if text is None:
        return HttpResponseBadRequest("Ce texte n’est pas de cette section.")
    edited.write(read_version=posted_int(request, "version"), text=text)
    messages.success(request, "Ancien texte rétabli\u00a0; celui qu’il remplace reste dans l’historique.")
    return redirect(edited)
