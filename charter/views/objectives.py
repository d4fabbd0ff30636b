"""The strategic objective, the check of an operational one while it is typed, and their tree."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.blocks import load_departments, load_objectives, load_strategic_objective
from charter.coverage import coverage_of
from charter.forms.objectives import OperationalObjectiveForm, StrategicObjectiveForm
from charter.history import last_write
from charter.models import StrategicObjective
from charter.models.objectives import Horizon
from charter.objectivetree import BY_DEPARTMENT, BY_HORIZON, Filter, grow
from charter.sentences import BLANKS, compose
from charter.views.pages import REFUSED, back_url, keeping_back, project_page, refusal

PAGE = "charter/objectives/strategic.html"


@project_view(Permission.EDIT_CHARTER)
@require_http_methods(["GET", "HEAD", "POST"])
def strategic_objective(request: ProjectRequest) -> HttpResponse:
    """The blanks of the one sentence, and the sentence touched up."""
    form = StrategicObjectiveForm(
        _data(request) if request.method == "POST" else None,
        instance=_objective(request),
        project=request.project,
    )
    if request.method != "POST":
        return _objective_page(request, form)
    if "touch" in request.POST:
        form.fields["wording"].widget.attrs["autofocus"] = True
        return _objective_page(request, form)
    if not form.is_valid():
        return _objective_page(request, form, status=REFUSED)
    if form.save_row() is None:
        return _objective_page(request, form, status=refusal(form), last=last_write(form.instance))
    if form.instance.is_outdated:
        messages.warning(
            request,
            "Enregistré. Une réponse a changé depuis votre retouche de la phrase\u00a0: gardez-la ou recomposez-la.",
        )
        return redirect(keeping_back(request, request.path))
    messages.success(request, "Objectif stratégique enregistré.")
    return redirect(back_url(request, reverse("charter", args=[request.project.slug])))


def _data(request: ProjectRequest) -> QueryDict:
    """What was sent: « Recomposer » gives the touched-up sentence up, « Retoucher » begins from the composed one."""
    data = request.POST.copy()
    if "recompose" in data:
        data["wording"] = ""
    if "touch" in data and not data.get("wording", "").strip():
        data["wording"] = compose({name: data.get(name, "") for name in BLANKS})
    return data


@project_view(Permission.EDIT_CHARTER)
@require_POST
def strategic_sentence(request: ProjectRequest) -> HttpResponse:
    """The sentence that these blanks would make; nothing is kept."""
    form = StrategicObjectiveForm(request.POST, instance=_objective(request), project=request.project)
    return project_page(request, f"{PAGE}#sentence", {"sentence": form.sentence()}, tab="charter")


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
        "sentence": form.sentence(),
        "conflicts": form.conflicts,
        "yours": "\n".join(f"{one.label}\u00a0: {one.typed}" for one in form.conflicts),
        "theirs": "\n".join(f"{one.label}\u00a0: {one.stored}" for one in form.conflicts),
        "back": back_url(request, reverse("charter", args=[request.project.slug])),
        "here": keeping_back(request, request.path),
        **extra,
    }
    return project_page(request, PAGE, context, tab="charter", status=status)


@project_view(Permission.EDIT_CHARTER)
@require_POST
def objective_check(request: ProjectRequest) -> HttpResponse:
    """What the SMART grid lacks in the objective being typed; nothing is kept."""
    form = OperationalObjectiveForm(request.POST, project=request.project)
    context = {"form": form}
    return project_page(request, "charter/objectives/form.html#check", context, tab="charter")


@project_view(Permission.VIEW)
@require_safe
def objective_tree(request: ProjectRequest) -> HttpResponse:
    """The strategic objective and those that decline it, with what covers each [R-TRACE]."""
    gathering = request.access.gathering
    departments = gathering.once(load_departments)
    asked = Filter(
        by=BY_HORIZON if request.GET.get("par") == BY_HORIZON else BY_DEPARTMENT,
        department=request.GET.get("service", ""),
        horizon=request.GET.get("horizon", ""),
        uncovered="manque" in request.GET,
    )
    context = {
        "strategic": gathering.once(load_strategic_objective),
        "tree": grow(
            gathering.once(load_objectives), departments, coverage_of(gathering), request.project.start, asked
        ),
        "asked": asked,
        "departments": departments,
        "horizons": Horizon.choices,
        "may_write": request.access.allows(Permission.EDIT_CHARTER),
    }
    return project_page(request, "charter/objectives/tree.html", context, tab="charter")
