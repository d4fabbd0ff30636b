"""The order of the columns: dragged, or moved one step at a time."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from charter.access import Permission, ProjectRequest, project_view
from charter.views.pages import is_htmx, project_page
from raci.actions import order_columns
from raci.matrix import load_matrix

TAB = "raci_matrix"
# More columns than any matrix; each key is a dozen characters.
MOST = 1000


@project_view(Permission.EDIT_RACI)
@require_http_methods(["GET", "HEAD", "POST"])
def raci_columns(request: ProjectRequest) -> HttpResponse:
    """All columns in order; a post gives all keys, or one key (`column`) and its `direction` (avant, apres)."""
    if request.method == "POST":
        keys = request.POST.getlist("keys")[:MOST]
        if "column" in request.POST:
            standing = [holder.key for holder in load_matrix(request.project.pk).holders]
            keys = _moved(standing, request.POST["column"], request.POST.get("direction", ""))
        order_columns(project=request.project, keys=keys)
        if not is_htmx(request):
            return redirect("raci_columns", request.project.slug)
    matrix = request.access.gathering.once(load_matrix)
    template = "raci/columns.html#columns" if request.method == "POST" else "raci/columns.html"
    return project_page(request, template, {"matrix": matrix}, tab=TAB)


def _moved(keys: list[str], key: str, direction: str) -> list[str]:
    if key not in keys:
        return keys
    old = keys.index(key)
    new = max(0, min(len(keys) - 1, old + (-1 if direction == "avant" else 1)))
    keys.insert(new, keys.pop(old))
    return keys
