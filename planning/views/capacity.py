"""The load of each person against the time that they give."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.views.pages import project_page
from crmproject.toolkit.http import whole_number
from planning import capacity, capacitydrawings
from planning.capacity import PersonLoad, Workload
from planning.reading import load_planning


@require_safe
@project_view(Permission.VIEW)
def workload(request: ProjectRequest) -> HttpResponse:
    """Everybody’s load, and week by week that of one person (`?personne=`), the most overloaded unless told."""
    planning = request.access.gathering.once(load_planning)
    found = capacity.workload(planning)
    person = _chosen(request, found)
    context = {
        "planning": planning,
        "workload": found,
        "drawings": capacitydrawings.people_bars(found),
        "person": person,
        "weeks": capacitydrawings.week_bars(person) if person else [],
        "may_edit": request.access.allows(Permission.EDIT_PLANNING),
    }
    return project_page(request, "planning/workload.html", context, tab="planning")


def _chosen(request: ProjectRequest, found: Workload) -> PersonLoad | None:
    if "personne" not in request.GET:
        return next((one for one in found.people if one.weeks), None)
    person = found.of(whole_number(request.GET["personne"]) or 0)
    if person is None:
        raise Http404("Cette personne n’a pas de tâche dans ce planning.")
    return person
