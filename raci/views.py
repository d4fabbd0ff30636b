"""The matrix on screen, edited cell by cell."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from charter.access import Permission, ProjectRequest, project_view
from charter.models import Membership
from planning.models import Task
from raci.actions import AccountableTakenError, StaleCellError, add_missing_tasks, set_cell
from raci.forms import LABELS, CellForm
from raci.matrix import Matrix, load_matrix
from raci.models import Activity


@dataclass(frozen=True)
class Refusal:
    """Why a cell wasn’t written: what it says now, what was asked, and who holds the A that was asked for."""

    status: int
    text: str
    activity: Activity
    member: Membership
    wanted: str
    stored: str
    holder: Membership | None = None

    @property
    def wanted_shown(self) -> str:
        return "/".join(self.wanted)


@project_view(Permission.VIEW)
def raci_matrix(request: ProjectRequest) -> HttpResponse:
    """Activities × people, with what the matrix lacks."""
    matrix = request.access.gathering.once(load_matrix)
    placed = {line.activity.task_id for line in matrix.lines}
    tasks = set(Task.objects.live().filter(project=request.project).values_list("pk", flat=True))
    context = {**_context(request, matrix), "missing_tasks": len(tasks - placed)}
    return render(request, "raci/matrix.html", context)


@project_view(Permission.EDIT_RACI)
@require_http_methods(["GET", "HEAD", "POST"])
def raci_cell(request: ProjectRequest, activity_pk: int, member_pk: int) -> HttpResponse:
    """One cell: its form, and its writing."""
    activities = Activity.objects.live().filter(project=request.project).select_related("task")
    activity = get_object_or_404(activities, pk=activity_pk)
    member = get_object_or_404(
        Membership.objects.filter(project=request.project).select_related("user"), pk=member_pk
    )
    if request.method != "POST":
        return _cell_page(request, activity, member, CellForm(initial=_stored(request, activity, member)))
    form = CellForm(request.POST)
    if form.is_valid() and member.is_deleted and form.cleaned_data["letters"]:
        form.add_error(
            "letters", "Cette personne a quitté le projet\u00a0: sa case peut seulement être vidée."
        )
    if not form.is_valid():
        return _cell_page(request, activity, member, form, status=422)
    refusal = _write(form, activity, member)
    if request.htmx:  # type: ignore[attr-defined]  # set by its middleware
        return _line(request, activity, refusal)
    if refusal:
        return _cell_page(request, activity, member, form, refusal=refusal, status=refusal.status)
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
        "project": request.project,
        "access": request.access,
        "active_tab": "raci_matrix",
        "matrix": matrix,
        "choices": LABELS.items(),
        "may_edit": request.access.allows(Permission.EDIT_RACI),
    }


def _stored(request: ProjectRequest, activity: Activity, member: Membership) -> dict[str, str]:
    line = request.access.gathering.once(load_matrix).line(activity.pk)
    cells = line.cells if line else []
    letters = next((cell.letters for cell in cells if cell.member.pk == member.pk), "")
    return {"letters": letters, "read": letters}


def _write(form: CellForm, activity: Activity, member: Membership) -> Refusal | None:
    wanted, read = form.cleaned_data["letters"], form.cleaned_data["read"]
    try:
        set_cell(
            activity=activity,
            member=member,
            letters=wanted,
            read=read,
            take_from=form.cleaned_data["take_from"],
        )
    except AccountableTakenError as taken:
        text = f"Une seule personne approuve (A)\u00a0: ici, {taken.holder or 'quelqu’un d’autre'}."
        return Refusal(422, text, activity, member, wanted, read, taken.holder)
    except StaleCellError as stale:
        now = (
            f"dit maintenant «\u00a0{'/'.join(stale.letters)}\u00a0»"
            if stale.letters
            else "est maintenant vide"
        )
        text = f"Quelqu’un vient de modifier cette case : elle {now}."
        return Refusal(409, text, activity, member, wanted, stale.letters)
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
    return render(request, "raci/_answer.html", context, status=refusal.status if refusal else 200)


def _cell_page(
    request: ProjectRequest,
    activity: Activity,
    member: Membership,
    form: CellForm,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "project": request.project,
        "access": request.access,
        "active_tab": "raci_matrix",
        "activity": activity,
        "member": member,
        "form": form,
        "refusal": refusal,
    }
    return render(request, "raci/cell.html", context, status=status)
