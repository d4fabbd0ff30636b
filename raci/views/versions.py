"""The versions of the matrix, and two of them side by side."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.views.pages import project_page
from raci.comparing import compare_matrices
from raci.versions import LISTED, NOW, Version, holding_nodes, load_versions, matrix_of

TAB = "raci_matrix"


@project_view(Permission.VIEW)
@require_safe
def raci_versions(request: ProjectRequest) -> HttpResponse:
    """Every version that a section kept of the matrix, the newest first."""
    context = {
        "versions": load_versions(request.project),
        "listed": LISTED,
        "nodes": holding_nodes(request.access.gathering),
        "now": NOW,
    }
    return project_page(request, "raci/versions/list.html", context, tab=TAB)


@project_view(Permission.VIEW)
@require_safe
def raci_compare(request: ProjectRequest) -> HttpResponse:
    """Two versions as one matrix, its changed cells marked; « maintenant » is one too."""
    versions = load_versions(request.project)
    until = request.GET.get("a") or NOW
    since = request.GET.get("de") or _usual(versions)
    context: dict[str, object] = {
        "choices": [(NOW, "Maintenant"), *((one.key, one.label) for one in versions)],
        "since": since,
        "until": until,
    }
    if since:
        gathering = request.access.gathering
        before, after = (matrix_of(request.project, key, gathering) for key in (since, until))
        if before is None or after is None:
            raise Http404("Cette version de la matrice n’existe pas.")
        context["diff"] = compare_matrices(before, after)
    return project_page(request, "raci/versions/compare.html", context, tab=TAB)


def _usual(versions: list[Version]) -> str:
    """With what the matrix is compared unless somebody says: its latest validated version, or its latest one."""
    validated = next((one.key for one in versions if one.is_validated), "")
    return validated or next((one.key for one in versions), "")
