"""The journey map of the customers."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.views.pages import project_page
from requirements.journeys import load_journeys


@project_view(Permission.VIEW)
@require_safe
def journeys(request: ProjectRequest) -> HttpResponse:
    """Touchpoints by journey and by stage, with what customers feel there."""
    context = {
        "journeys": load_journeys(request.project),
        "may_write": request.access.allows(Permission.DRAFT),
    }
    return project_page(request, "requirements/journeys/map.html", context, tab="specification")
