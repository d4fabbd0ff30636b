"""The planning on screen."""

from collections.abc import Collection
from typing import Any, cast

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override

from charter.access import Permission, ProjectRequest, project_view
from charter.agenda import Entry
from charter.agendas import change_plan
from charter.views.pages import is_htmx, project_page
from crmproject.toolkit.blocks import Json
from planning.gates import Facts, review_gates
from planning.live import live_data, load_slippage
from planning.reading import as_data, load_planning
from planning.twin import Sieve, twin_of

# The chart library places its rows and bars by style attributes: they are allowed here, and style sheets are not.
_STRICT = cast("dict[str, Collection[str]]", settings.SECURE_CSP)
_CSP = {**_STRICT, "style-src-attr": [CSP.UNSAFE_INLINE]}


@csp_override(_CSP)
@project_view(Permission.VIEW)
def planning(request: ProjectRequest) -> HttpResponse:
    """The chart and its table twin; HTMX asks for the table alone."""
    twin = _twin(request)
    if is_htmx(request):
        return project_page(request, "planning/_refreshed.html", twin, tab="planning")
    gathering = request.access.gathering
    found, dated = gathering.once(load_planning), change_plan(request.project, gathering)
    reviews = review_gates(Facts(request.project, gathering))
    context = {
        **twin,
        "chart": {**as_data(found), "change": [_drawn(one) for one in dated]},
        "live": live_data(found, reviews, load_slippage(gathering)),
        "deadlines": dated,
        "edits_charter": request.access.allows(Permission.EDIT_CHARTER),
        "reviews": reviews,
    }
    return project_page(request, "planning/planning.html", context, tab="planning")


def _drawn(one: Entry) -> Json:
    """What the chart draws of a dated action."""
    return {
        "title": one.title,
        "nature": one.nature,
        "start": one.start.isoformat(),
        "end": one.end.isoformat(),
    }


def _twin(request: ProjectRequest) -> dict[str, Any]:
    gathering, today = request.access.gathering, timezone.localdate()
    found, slipped = gathering.once(load_planning), load_slippage(gathering)
    return {
        "planning": found,
        "twin": twin_of(found, Sieve.of(request.GET), slipped=slipped, today=today),
        "slipped": slipped,
        "find_query": request.get_full_path(),
        "today": today,
        "may_edit": request.access.allows(Permission.EDIT_PLANNING),
    }
