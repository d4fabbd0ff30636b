"""The planning on screen."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from charter.access import Permission, ProjectRequest, project_view
from planning.change import deadlines
from planning.gates import Facts, review_gates
from planning.reading import as_data, load_planning


@project_view(Permission.VIEW)
def planning(request: ProjectRequest) -> HttpResponse:
    """Gantt chart and its table twin."""
    found = request.access.gathering.once(load_planning)
    dated = deadlines(request.access.gathering)
    context = {
        "project": request.project,
        "access": request.access,
        "active_tab": "planning",
        "planning": found,
        "chart": {**as_data(found), "change": [one.as_data() for one in dated]},
        "deadlines": dated,
        "edits_charter": request.access.allows(Permission.EDIT_CHARTER),
        "reviews": review_gates(Facts(request.project, request.access.gathering)),
        "today": timezone.localdate(),
        "may_edit": request.access.allows(Permission.EDIT_PLANNING),
    }
    return render(request, "planning/planning.html", context)
