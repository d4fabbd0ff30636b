"""The feasibility study."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from charter.access import Permission, ProjectRequest, project_view
from charter.blocks import load_risks, load_scope
from charter.blocks.feasibility import load_constraints, load_feasibility
from charter.diagnostics.feasibility import first_year
from charter.forms.feasibility import FeasibilityForm
from charter.models.risks import LEVELS
from charter.views.single import edit_single


@project_view(Permission.EDIT_CHARTER)
@require_http_methods(["GET", "HEAD", "POST"])
def feasibility(request: ProjectRequest) -> HttpResponse:
    """What is aimed at, what binds, what is there, and the opinion that follows."""
    gathering, project = request.access.gathering, request.project
    risks = [one.level for one in gathering.once(load_risks)]
    return edit_single(
        request,
        FeasibilityForm,
        "charter/framing/feasibility.html",
        row=gathering.once(load_feasibility),
        done="Étude de faisabilité enregistrée.",
        home=reverse("framing", args=[project.slug]),
        target=[one.text for one in gathering.once(load_scope) if one.included],
        bonds=gathering.once(load_constraints),
        first_year=first_year(gathering),
        risks=[(word, risks.count(word)) for _, word in LEVELS if word in risks],
    )
