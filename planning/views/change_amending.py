"""Changing a requirement that stands for an accepted change request, with the request beside."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.views.pages import CONFLICT, REFUSED, project_page, refusal
from planning.actions.changes import MovedError, note_amended
from planning.forms.changes import AmendChoiceForm
from planning.models import ChangeRequest
from planning.models.changes import AMENDING
from planning.views.changes import change_page, find_change
from requirements.forms.needs import RequirementForm
from requirements.models import Requirement
from requirements.needs_rights import NeedRights
from requirements.views.needs.editing import both_texts

CHOICE = "planning/execution/change_amend_choice.html"
FORM = "planning/execution/change_amend.html"
NOT_ACCEPTED = "Seule une demande acceptée modifie une exigence."
BINNED = (
    "Cette exigence a été mise à la corbeille pendant votre saisie. Copiez votre texte, restaurez-la, puis "
    "modifiez-la."
)


@require_safe
@project_view(Permission.DRAFT)
def change_amend(request: ProjectRequest, number: int) -> HttpResponse:
    """Choose the requirement (`exigence`, its reference) that an accepted request changes."""
    change = find_change(request, number)
    if change.state not in AMENDING:
        return change_page(request, change, refusal=NOT_ACCEPTED, status=REFUSED)
    form = AmendChoiceForm(request.GET if "exigence" in request.GET else None, change=change)
    if form.is_valid():
        return redirect(
            "change_amend_requirement", request.project.slug, number, form.cleaned_data["exigence"].ref
        )
    status = REFUSED if form.is_bound else 200
    return project_page(request, CHOICE, {"form": form, "change": change}, tab="planning", status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Permission.DRAFT)
def change_amend_requirement(request: ProjectRequest, number: int, ref: str) -> HttpResponse:
    """Edit a requirement for an accepted request: saved, the request lists it, and is one of its sources."""
    change = find_change(request, number)
    if change.state not in AMENDING and request.method != "POST":
        return change_page(request, change, refusal=NOT_ACCEPTED, status=REFUSED)
    edited = _requirement(request, ref)
    form = RequirementForm(
        request.POST or None,
        instance=edited,
        project=request.project,
        rights=NeedRights(request.access),
        initial={"source": source_with(edited.source, change)},
    )
    if request.method != "POST":
        return _page(request, change, form, 200)
    if not form.is_valid():
        return _page(request, change, form, REFUSED)
    # What was typed stays in the page, whatever became meanwhile of the request or of the requirement.
    if edited.is_deleted:
        form.add_error(None, BINNED)
        return _page(request, change, form, CONFLICT)
    try:
        with transaction.atomic():
            saved = form.save_row()
            if saved is not None:
                note_amended(request=change, requirement=saved, by=request.user)
    except MovedError as moved:
        form.add_error(None, str(moved))
        return _page(request, change, form, CONFLICT)
    if saved is None:
        return _page(request, change, form, refusal(form))
    messages.success(request, f"{saved.ref} modifiée, et liée à {change.ref}.")
    return redirect(change)


def _requirement(request: ProjectRequest, ref: str) -> Requirement:
    """The requirement of this reference; one put aside only for who typed something about it."""
    rows = Requirement.objects.filter(project=request.project, ref=ref)
    found: Requirement | None = (rows if request.method == "POST" else rows.live()).first()
    if found is None:
        raise Http404("Cette exigence n’existe pas, ou elle est à la corbeille.")
    return found


def source_with(source: str, change: ChangeRequest) -> str:
    """The source of a requirement with this request for one of them, where it has room and does not name it yet."""
    named = f"Demande d’évolution {change.ref}"
    longest = Requirement._meta.get_field("source").max_length or 0
    wanted = f"{source}\u00a0; {named[0].lower()}{named[1:]}" if source else named
    return source if change.ref in source or len(wanted) > longest else wanted


def _page(request: ProjectRequest, change: ChangeRequest, form: RequirementForm, status: int) -> HttpResponse:
    context = {"change": change, "requirement": form.instance, "form": form, **both_texts(form)}
    return project_page(request, FORM, context, tab="planning", status=status)
