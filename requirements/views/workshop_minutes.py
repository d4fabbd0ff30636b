"""The minutes of a workshop: read, printed, told to those who came."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.views.pages import project_page
from crmproject.toolkit.refusals import RefusedError
from requirements.actions.exports import request_minutes
from requirements.actions.workshops import send_minutes
from requirements.models.editions import ExportStatus
from requirements.views.workshop_pages import TAB, find_workshop
from requirements.views.workspace import specification_of
from requirements.workshop_minutes import workshop_minutes


@require_safe
@project_view(Permission.VIEW)
def minutes(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """The minutes as they stand, and their PDF."""
    workshop = find_workshop(request, pk)
    exports = list(workshop.exports.select_related("requested_by")[:10])
    latest = exports[0] if exports else None
    context = {
        "workshop": workshop,
        "minutes": workshop_minutes(workshop),
        "pdf": next((one for one in exports if one.status == ExportStatus.DONE), None),
        "running": next((one for one in exports if not one.is_over), None),
        "failed": latest if latest and latest.status == ExportStatus.FAILED else None,
    }
    return project_page(request, "requirements/workshops/minutes.html", context, tab=TAB)


@require_POST
@project_view(Permission.ORGANISE)
def minutes_send(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Tell the participants that the minutes can be read."""
    workshop = find_workshop(request, pk)
    try:
        send_minutes(workshop=workshop, by=request.user)
    except RefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Les participants sont prévenus\u00a0: ils peuvent lire le compte rendu.")
    return redirect("workshop_minutes", request.project.slug, pk)


@require_POST
@project_view(Permission.EXPORT)
def minutes_export(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Ask for the PDF of the minutes."""
    workshop = find_workshop(request, pk)
    request_minutes(specification=specification_of(request), workshop=workshop, by=request.user)
    messages.success(request, "La composition du PDF est demandée.")
    return redirect("workshop_minutes", request.project.slug, pk)
