"""References of the planning: those that were taken, and the slippage against one."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.views.pages import REFUSED, project_page
from crmproject.toolkit.refusals import RefusedError
from planning.actions.baselines import take_baseline
from planning.baselines import slippage
from planning.forms.baselines import BaselineForm
from planning.models import Baseline
from planning.reading import load_planning

LIST, ONE = "planning/baselines/list.html", "planning/baselines/baseline.html"


@require_safe
@project_view(Permission.VIEW)
def baselines(request: ProjectRequest) -> HttpResponse:
    """The references, the latest first, each with the slippage since."""
    return _list_page(request, BaselineForm())


@require_POST
@project_view(Permission.EDIT_PLANNING)
def baseline_take(request: ProjectRequest) -> HttpResponse:
    """Keep the dates of today as a reference."""
    form = BaselineForm(request.POST)
    if not form.is_valid():
        return _list_page(request, form, status=REFUSED)
    try:
        taken = take_baseline(project=request.project, title=form.cleaned_data["title"], by=request.user)
    except RefusedError as refusal:
        form.add_error(None, str(refusal))
        return _list_page(request, form, status=REFUSED)
    messages.success(request, f"Référence {taken.number} prise\u00a0: {taken.title}.")
    return redirect("baselines", request.project.slug)


@require_safe
@project_view(Permission.VIEW)
def baseline(request: ProjectRequest, number: int) -> HttpResponse:
    """Each task and gate as this reference had it, and now."""
    rows = Baseline.objects.filter(project=request.project).prefetch_related("lines")
    found = rows.filter(number=number).first()
    if found is None:
        raise Http404("Cette référence n’existe pas.")
    planning = request.access.gathering.once(load_planning)
    context = {"baseline": found, "slippage": slippage(planning, found), "planning": planning}
    return project_page(request, ONE, context, tab="planning")


def _list_page(request: ProjectRequest, form: BaselineForm, status: int = 200) -> HttpResponse:
    planning = request.access.gathering.once(load_planning)
    rows = Baseline.objects.filter(project=request.project).prefetch_related("lines")
    context = {
        "compared": [slippage(planning, one) for one in rows],
        "form": form,
        "planning": planning,
        "may_edit": request.access.allows(Permission.EDIT_PLANNING),
    }
    return project_page(request, LIST, context, tab="planning", status=status)
