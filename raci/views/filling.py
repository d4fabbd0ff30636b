"""The matrix filled from the steps of the planning: seen first, then applied in one act."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.views.pages import CONFLICT, project_page
from crmproject.toolkit.diagnostics import counted
from crmproject.toolkit.refusals import ContentChangedError, RefusedError
from raci.actions.filling import fill_matrix, read_filling
from raci.defaults import FilledLine, Filling
from raci.holders import Holder, load_holders
from raci.letters import words

TAB = "raci_matrix"


@dataclass(frozen=True)
class ShownCell:
    """A cell of the preview: its letters, and whether they would be added."""

    letters: str
    is_added: bool

    @property
    def words(self) -> str:
        return words(self.letters)


@dataclass(frozen=True)
class ShownLine:
    line: FilledLine
    cells: list[ShownCell]


@project_view(Permission.EDIT_RACI)
@require_safe
def raci_fill(request: ProjectRequest) -> HttpResponse:
    """What would be added to the matrix."""
    return _page(request, read_filling(request.project))


@project_view(Permission.EDIT_RACI)
@require_POST
def raci_fill_apply(request: ProjectRequest) -> HttpResponse:
    """Add what was seen."""
    try:
        filling = fill_matrix(project=request.project, read=request.POST.get("read", ""))
    except (ContentChangedError, RefusedError) as refused:
        return _page(request, read_filling(request.project), str(refused), status=CONFLICT)
    lines = counted(sum(one.is_new for one in filling.lines), "ligne ajoutée", "lignes ajoutées")
    cells = counted(filling.cells, "case remplie", "cases remplies")
    messages.success(request, f"{lines}, {cells}.")
    return redirect(TAB, request.project.slug)


def _page(request: ProjectRequest, filling: Filling, moved: str = "", *, status: int = 200) -> HttpResponse:
    busy = {key for one in filling.lines for key in (*one.standing, *one.added)}
    columns = [one for one in load_holders(request.project.pk) if one.key in busy or not one.is_deleted]
    shown = [one for one in columns if one.key in busy]
    context = {
        "filling": filling,
        "columns": shown,
        "groups": _groups(filling, shown),
        "idle": [one for one in columns if one.key not in busy],
        "moved": moved,
    }
    return project_page(request, "raci/filling/page.html", context, tab=TAB, status=status)


def _groups(filling: Filling, columns: list[Holder]) -> list[tuple[str, list[ShownLine]]]:
    found: dict[str, list[ShownLine]] = {}
    for line in filling.lines:
        cells = [_cell(line, one.key) for one in columns]
        found.setdefault(line.group, []).append(ShownLine(line, cells))
    return list(found.items())


def _cell(line: FilledLine, key: str) -> ShownCell:
    added = line.added.get(key, "")
    return ShownCell(added or line.standing.get(key, ""), bool(added))
