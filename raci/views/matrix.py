"""The matrix on screen, edited cell by cell."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.views.pages import is_htmx, project_page
from planning.models import Task
from raci.actions import AccountableTakenError, StaleCellError, add_missing_tasks, set_cell
from raci.actions.cells import gone
from raci.findings import findings
from raci.forms import LABELS, CellForm
from raci.holders import Holder, find_holder
from raci.letters import shown
from raci.matrix import Matrix, load_matrix
from raci.models import Activity

TAB = "raci_matrix"


@dataclass(frozen=True)
class Refusal:
    """Why a cell wasn’t written: what it says now, what was asked, and who holds the A that was asked for."""

    status: int
    text: str
    activity: Activity
    column: Holder
    wanted: str
    stored: str
    holder: Holder | None = None

    @property
    def wanted_shown(self) -> str:
        return shown(self.wanted)


@project_view(Permission.VIEW)
@require_safe
def raci_matrix(request: ProjectRequest) -> HttpResponse:
    """Activities × people and functions, with what the matrix lacks."""
    matrix = request.access.gathering.once(load_matrix)
    placed = {line.activity.task_id for line in matrix.lines}
    tasks = set(Task.objects.live().filter(project=request.project).values_list("pk", flat=True))
    context = {**_context(request, matrix), "missing_tasks": len(tasks - placed)}
    return project_page(request, "raci/matrix.html", context, tab=TAB)


@project_view(Permission.EDIT_RACI)
@require_http_methods(["GET", "HEAD", "POST"])
def raci_cell(request: ProjectRequest, activity_pk: int, holder: str) -> HttpResponse:
    """One cell: its form, and its writing."""
    activities = Activity.objects.live().filter(project=request.project).select_related("task")
    activity = get_object_or_404(activities, pk=activity_pk)
    column = find_holder(request.project.pk, holder)
    if column is None:
        raise Http404("Cette colonne n’est pas dans la matrice.")
    if request.method != "POST":
        return _cell_page(request, activity, column, CellForm(initial=_stored(request, activity, column)))
    form = CellForm(request.POST)
    if form.is_valid() and (reason := gone(column, form.cleaned_data["letters"])):
        form.add_error("letters", reason)
    if not form.is_valid():
        return _cell_page(request, activity, column, form, status=422)
    refusal = _write(form, activity, column)
    if is_htmx(request):
        return _line(request, activity, refusal)
    if refusal:
        return _cell_page(request, activity, column, form, refusal=refusal, status=refusal.status)
    return redirect(f"{reverse('raci_matrix', args=[request.project.slug])}#activite-{activity.pk}")


@project_view(Permission.EDIT_RACI)
@require_POST
def raci_take_tasks(request: ProjectRequest) -> HttpResponse:
    """Give a line to every task of the planning that has none."""
    count = add_missing_tasks(project=request.project)
    if count:
        messages.success(
            request, f"{count} ligne{'s' * (count > 1)} ajoutée{'s' * (count > 1)} à la matrice."
        )
    else:
        messages.info(request, "Toutes les tâches du planning ont déjà leur ligne.")
    return redirect("raci_matrix", request.project.slug)


def _context(request: ProjectRequest, matrix: Matrix) -> dict[str, object]:
    return {
        "matrix": matrix,
        "findings": findings(matrix),
        "choices": LABELS.items(),
        "may_edit": request.access.allows(Permission.EDIT_RACI),
    }


def _stored(request: ProjectRequest, activity: Activity, column: Holder) -> dict[str, str]:
    line = request.access.gathering.once(load_matrix).line(activity.pk)
    letters = line.letters.get(column.key, "") if line else ""
    return {"letters": letters, "read": letters}


def _write(form: CellForm, activity: Activity, column: Holder) -> Refusal | None:
    wanted, read = form.cleaned_data["letters"], form.cleaned_data["read"]
    try:
        set_cell(
            activity=activity,
            holder=column,
            letters=wanted,
            read=read,
            take_from=form.cleaned_data["take_from"] or None,
        )
    except AccountableTakenError as taken:
        text = f"Une seule personne approuve (A)\u00a0: ici, {taken.holder or 'quelqu’un d’autre'}."
        return Refusal(422, text, activity, column, wanted, read, taken.holder)
    except StaleCellError as stale:
        now = (
            f"dit maintenant «\u00a0{shown(stale.letters)}\u00a0»" if stale.letters else "est maintenant vide"
        )
        text = f"Quelqu’un vient de modifier cette case\u00a0: elle {now}."
        return Refusal(409, text, activity, column, wanted, stale.letters)
    return None


def _line(request: ProjectRequest, activity: Activity, refusal: Refusal | None) -> HttpResponse:
    """The line as it now stands, with the findings and the refusal beside it."""
    matrix = request.access.gathering.once(load_matrix)
    context = {
        **_context(request, matrix),
        "line": matrix.line(activity.pk),
        "refusal": refusal,
        "out_of_band": True,
    }
    return project_page(
        request, "raci/_answer.html", context, tab=TAB, status=refusal.status if refusal else 200
    )


def _cell_page(
    request: ProjectRequest,
    activity: Activity,
    column: Holder,
    form: CellForm,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"activity": activity, "column": column, "form": form, "refusal": refusal}
    return project_page(request, "raci/cell.html", context, tab=TAB, status=status)
