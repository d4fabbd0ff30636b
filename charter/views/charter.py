"""The charter as a document, and its strategic objective."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.forms.registers import StrategicObjectiveForm
from charter.history import last_write
from charter.models import StrategicObjective
from charter.views.pages import REFUSED, back_url, keeping_back, project_page, refusal
from crmproject.toolkit import blocks
from crmproject.toolkit.blocks import Place

CHAPTERS = ["project_identity", "strategic_objective", "objectives", "scope", "budget", "risks"]


@project_view(Permission.VIEW)
@require_safe
def charter(request: ProjectRequest) -> HttpResponse:
    """All that the charter holds, in the order in which it is read."""
    chapters = []
    for block in filter(None, map(blocks.get, CHAPTERS)):
        data = block.collect(request.access.gathering, Place())
        edit = reverse(block.edit_url, kwargs={"slug": request.project.slug, **block.edit_kwargs})
        # Identity is in the settings, which only the manager opens; so are the other screens to write in.
        chapters.append({"block": block, "data": data, "is_empty": block.is_empty(data), "edit_url": edit})
    context = {"chapters": chapters, "may_write": request.access.allows(Permission.EDIT_CHARTER)}
    return project_page(request, "charter/charter.html", context, tab="charter")


@project_view(Permission.EDIT_CHARTER)
@require_http_methods(["GET", "HEAD", "POST"])
def strategic_objective(request: ProjectRequest) -> HttpResponse:
    """The blanks of the one sentence."""
    row = _objective(request)
    form = StrategicObjectiveForm(request.POST or None, instance=row, project=request.project)
    if request.method != "POST":
        return _objective_page(request, form)
    if not form.is_valid():
        return _objective_page(request, form, status=REFUSED)
    if form.save_row() is None:
        return _objective_page(request, form, status=refusal(form), last=last_write(form.instance))
    messages.success(request, "Objectif stratégique enregistré.")
    return redirect(back_url(request, reverse("charter", args=[request.project.slug])))


@project_view(Permission.EDIT_CHARTER)
@require_safe
def strategic_sentence(request: ProjectRequest) -> HttpResponse:
    """The sentence that these blanks would make; nothing is kept."""
    names = StrategicObjectiveForm.Meta.fields
    draft = StrategicObjective(**{name: request.GET.get(name, "").strip() for name in names})
    return project_page(
        request, "charter/strategic_objective.html#sentence", {"sentence": draft.sentence}, tab="charter"
    )


def _objective(request: ProjectRequest) -> StrategicObjective | None:
    found: StrategicObjective | None = (
        StrategicObjective.objects.live().filter(project=request.project).first()
    )
    return found


def _objective_page(
    request: ProjectRequest, form: StrategicObjectiveForm, *, status: int = 200, **extra: Any
) -> HttpResponse:
    context = {
        "form": form,
        "sentence": form.instance.sentence,
        "conflicts": form.conflicts,
        "yours": "\n".join(f"{one.label}\u00a0: {one.typed}" for one in form.conflicts),
        "theirs": "\n".join(f"{one.label}\u00a0: {one.stored}" for one in form.conflicts),
        "back": back_url(request, reverse("charter", args=[request.project.slug])),
        "here": keeping_back(request, request.path),
        **extra,
    }
    return project_page(request, "charter/strategic_objective.html", context, tab="charter", status=status)
