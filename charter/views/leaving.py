"""The exit plan of the outgoing tool."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from charter.access import Permission, ProjectRequest, project_view
from charter.blocks.leaving import load_exit_plan
from charter.forms.leaving import ExitPlanForm
from charter.views.single import edit_single


@project_view(Permission.EDIT_CHARTER)
@require_http_methods(["GET", "HEAD", "POST"])
def exit_plan(request: ProjectRequest) -> HttpResponse:
    """What the outgoing tool does, what is taken over, when it stops. A first CRM is told it has none."""
    return edit_single(
        request,
        ExitPlanForm,
        "charter/framing/exit_plan.html",
        row=load_exit_plan(request.project.pk),
        done="Plan de sortie enregistré.",
        home=reverse("framing", args=[request.project.slug]),
    )
