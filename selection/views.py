"""The choice of a solution on screen."""

from django.http import HttpResponse
from django.shortcuts import render

from charter.access import Permission, ProjectRequest, project_view
from selection.reading import load_criteria


@project_view(Permission.VIEW)
def selection(request: ProjectRequest) -> HttpResponse:
    """Criteria with their weights and shares."""
    context = {
        "project": request.project,
        "access": request.access,
        "active_tab": "selection",
        "criteria": request.access.gathering.once(load_criteria),
        "may_edit": request.access.allows(Permission.EDIT_SELECTION),
    }
    return render(request, "selection/selection.html", context)
