"""One line of the matrix as a form: every column with its letters, for phones and for pages without JavaScript."""

from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from charter.access import Permission, ProjectRequest, project_view
from charter.views.pages import project_page
from crmproject.toolkit.refusals import RefusedError
from raci.actions import CellChange, CellRefusal, CellsRefusedError, set_cells
from raci.forms import LABELS
from raci.holders import Holder
from raci.matrix import ActivityLine, Matrix, load_matrix

TAB = "raci_matrix"
# Longer than any letters; what is longer is no letters anyway.
LONGEST = 20


@dataclass(frozen=True)
class Choice:
    """A column of the form: what the cell said when it was read, what is asked for, and why that is refused."""

    holder: Holder
    read: str
    letters: str
    refusal: str = ""

    @property
    def options(self) -> list[tuple[str, str]]:
        """What may be chosen: who left can only keep their letters or lose them."""
        if self.holder.is_deleted:
            return [(letters, label) for letters, label in LABELS.items() if letters in {"", self.read}]
        return list(LABELS.items())


@project_view(Permission.EDIT_RACI)
@require_http_methods(["GET", "HEAD", "POST"])
def raci_activity(request: ProjectRequest, activity_pk: int) -> HttpResponse:
    """The form of one line."""
    matrix = request.access.gathering.once(load_matrix)
    line = matrix.line(activity_pk)
    if line is None:
        raise Http404("Cette activité n’est pas dans la matrice.")
    if request.method != "POST":
        choices = [Choice(cell.holder, cell.letters, cell.letters) for cell in line.cells]
        return _page(request, matrix, line, choices)
    choices = [_posted(request, holder, line) for holder in matrix.holders]
    changes = [
        CellChange(activity_pk, one.holder.key, one.letters, one.read)
        for one in choices
        if one.letters != one.read
    ]
    try:
        if changes:
            set_cells(project=request.project, changes=changes)
    except CellsRefusedError as error:
        stale = any(one.is_stale for one in error.refusals)
        return _page(request, matrix, line, _told(choices, error.refusals), status=409 if stale else 422)
    except RefusedError as error:
        return _page(request, matrix, line, choices, text=str(error), status=409)
    messages.success(request, f"Enregistré\u00a0: {line.activity}")
    return redirect(f"{reverse('raci_matrix', args=[request.project.slug])}#activite-{activity_pk}")


def _posted(request: ProjectRequest, holder: Holder, line: ActivityLine) -> Choice:
    """What the form says of this column; a column that it doesn’t show stays as it is."""
    standing = line.letters.get(holder.key, "")
    if f"case-{holder.key}" not in request.POST:
        return Choice(holder, standing, standing)
    read = request.POST.get(f"lu-{holder.key}", "")[:LONGEST]
    return Choice(holder, read, request.POST[f"case-{holder.key}"][:LONGEST])


def _told(choices: list[Choice], refusals: list[CellRefusal]) -> list[Choice]:
    """The form as it was filled, with each refusal beside its column and the newest cells as read."""
    reasons = {one.change.holder: one for one in refusals}
    return [
        replace(one, refusal=refused.text, read=refused.stored)
        if (refused := reasons.get(one.holder.key))
        else one
        for one in choices
    ]


def _page(
    request: ProjectRequest,
    matrix: Matrix,
    line: ActivityLine,
    choices: list[Choice],
    *,
    text: str = "",
    status: int = 200,
) -> HttpResponse:
    place = matrix.lines.index(line)
    context = {
        "line": line,
        "choices": choices,
        "refused": [one for one in choices if one.refusal],
        "text": text,
        "before": matrix.lines[place - 1] if place else None,
        "after": matrix.lines[place + 1] if place + 1 < len(matrix.lines) else None,
    }
    return project_page(request, "raci/activity.html", context, tab=TAB, status=status)
