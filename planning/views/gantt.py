"""The data of the chart in the page."""

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.agendas import change_plan
from planning.chartdata import chart_data
from planning.gates import Facts, review_gates
from planning.live import load_slippage
from planning.reading import load_planning


@project_view(Permission.VIEW)
@require_safe
def gantt_data(request: ProjectRequest) -> HttpResponse:
    """Rows, links and marks of the chart, as they stand now."""
    gathering = request.access.gathering
    data = chart_data(
        gathering.once(load_planning),
        reviews=review_gates(Facts(request.project, gathering)),
        slipped=load_slippage(gathering),
        dated=change_plan(request.project, gathering),
        today=timezone.localdate(),
    )
    return JsonResponse(data, headers={"Cache-Control": "no-store"})
