"""What the screens of a questionnaire share."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from charter.access import Permission, ProjectRequest
from charter.models import Questionnaire
from charter.views.pages import project_page
from crmproject.toolkit.refusals import RefusedError

# Those who read answers: the manager, the sponsor, the heads of departments.
READERS = (Permission.EDIT_CHARTER, Permission.VALIDATE)
WRITERS = (Permission.EDIT_CHARTER,)


def find(request: ProjectRequest, pk: int, *, deleted_too: bool = False) -> Questionnaire:
    """The questionnaire of this project; 404 for any other."""
    rows = Questionnaire.objects.filter(project=request.project, pk=pk).counted()
    found: Questionnaire | None = (rows if deleted_too else rows.live()).first()
    if found is None:
        raise Http404("Ce questionnaire n’existe pas, ou il a été supprimé.")
    found.project = request.project
    return found


def page(
    request: ProjectRequest,
    template: str,
    questionnaire: Questionnaire | None,
    context: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """A page of this room, under its heading and its tabs."""
    base = {
        "questionnaire": questionnaire,
        "may_write": request.access.allows(Permission.EDIT_CHARTER),
        "may_read": bool(request.access.permissions.intersection(READERS)),
    }
    return project_page(request, template, {**base, **(context or {})}, tab="charter", status=status)


def moved(
    request: ProjectRequest, move: Callable[[], object], done: str, back: str, *args: object
) -> HttpResponseBase:
    """Make this move and say that it is done, or why it was refused; then the page of this name."""
    try:
        move()
    except RefusedError as refused:
        messages.error(request, str(refused))
    else:
        if done:
            messages.success(request, done)
    return redirect(back, request.project.slug, *args)
