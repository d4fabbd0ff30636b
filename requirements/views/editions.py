"""Editions: their list, freezing one, reading it, deciding on it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from charter.access import Permission, ProjectRequest, project_view
from crmproject.toolkit import documents
from requirements.actions.editions import EmptySpecificationError, freeze_edition, record_decision
from requirements.actions.exports import request_export
from requirements.committee import pending_meeting_on
from requirements.forms.editions import EditionForm, OpinionForm
from requirements.models import Decision, Edition
from requirements.models.editions import EditionRef, ExportKind, ExportStatus
from requirements.openings import may_see_all, readings_for
from requirements.outline import outline
from requirements.pdf_sections import sections_in_pdf
from requirements.views.workspace import document_asked, outline_of


@require_safe
@project_view(Permission.VIEW)
def editions(request: ProjectRequest) -> HttpResponseBase:
    """The editions of this project, and what is not validated yet."""
    now = outline_of(request)
    context = {
        **_base(request),
        "editions": now.specification.editions.prefetch_related("decisions"),
        "outline": now,
        "drafts": now.specification.exports.kept().filter(edition=None, kind=ExportKind.SPECIFICATION)[:5],
        "documents": documents.all_documents(),
        "printed": now.specification.exports.filter(kind__in=[one.name for one in documents.all_documents()])[
            :8
        ],
    }
    return render(request, "requirements/editions/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Permission.PUBLISH)
def edition_new(request: ProjectRequest) -> HttpResponseBase:
    """Freeze the next edition, and ask for its PDF."""
    form = EditionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = freeze_edition(
                specification=document_asked(request),
                title=form.cleaned_data["title"],
                note=form.cleaned_data["note"],
                by=request.user,
            )
        except EmptySpecificationError as refused:
            form.add_error(None, str(refused))
        else:
            request_export(specification=made.specification, edition=made, by=request.user)
            messages.success(request, f"{made} publiée. Son PDF se compose.")
            return redirect(made)
    context = {**_base(request), "form": form, "outline": outline(document_asked(request))}
    return render(request, "requirements/editions/new.html", context, status=422 if form.errors else 200)


@require_safe
@project_view(Permission.VIEW)
def edition(request: ProjectRequest, ref: EditionRef) -> HttpResponseBase:
    """One edition: its PDF, its sections and their approvals, its decisions."""
    return _render_edition(request, find_edition(request, ref), OpinionForm())


@require_POST
@project_view(Permission.DECIDE)
def decide(request: ProjectRequest, ref: EditionRef) -> HttpResponseBase:
    """Record the decision of a member of the committee."""
    found = find_edition(request, ref)
    if request.access.membership is None:
        raise PermissionDenied("Seul un membre du comité de pilotage peut se prononcer.")
    form = OpinionForm(request.POST)
    if not form.is_valid():
        return _render_edition(request, found, form, status=422)
    record_decision(edition=found, member=request.access.membership, **form.cleaned_data)
    messages.success(request, "Votre décision est enregistrée.")
    return redirect(found)


def find_edition(request: ProjectRequest, ref: EditionRef) -> Edition:
    """An edition of this project; 404 for any other."""
    editions = Edition.objects.select_related("specification__project", "author")
    return get_object_or_404(
        editions, specification__project=request.project, specification__kind=ref.kind, number=ref.number
    )


def _render_edition(
    request: ProjectRequest, found: Edition, form: OpinionForm, *, status: int = 200
) -> HttpResponse:
    # Copies that bear a reader’s name, or annexes, have pages of their own.
    plain = found.exports.filter(kind=ExportKind.SPECIFICATION, options={})
    exports = list(plain.select_related("requested_by"))
    done = [one for one in exports if one.status == ExportStatus.DONE]
    context = {
        **_base(request),
        "edition": found,
        "entries": found.entries.select_related("revision"),
        "exports": exports,
        "pdf": done[0] if done else None,
        "running": next((one for one in exports if not one.is_over), None),
        "failed": exports[0] if exports and exports[0].status == ExportStatus.FAILED else None,
        "decisions": _decisions(found.decisions.all()),
        "decision_form": form,
        "meeting": pending_meeting_on(found),
        "readings": readings_for(found, request.access),
        "sees_all": may_see_all(request.access),
        "pdf_sections": sections_in_pdf(done[0], request.project.slug) if done else {},
    }
    return render(request, "requirements/editions/edition.html", context, status=status)


def _decisions(decisions: "QuerySet[Decision]") -> list[tuple[Decision, bool]]:
    """The decisions, the latest first, each with whether its member decided again since."""
    seen: set[int] = set()
    marked = []
    for decision in decisions:
        marked.append((decision, decision.member_id in seen))
        seen.add(decision.member_id)
    return marked


def _base(request: ProjectRequest) -> dict[str, Any]:
    return {"project": request.project, "access": request.access, "active_tab": "editions"}
