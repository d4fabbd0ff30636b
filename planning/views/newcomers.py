"""Newcomers: who arrives, how far each has come, and the path that they follow."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from charter import register as registry
from charter.access import Permission, ProjectRequest, project_view
from charter.views.pages import project_page
from charter.views.registers import list_page
from crmproject.toolkit.http import posted_int
from crmproject.toolkit.refusals import RefusedError
from planning.actions.newcomers import forget_newcomer, start_path, tick_step
from planning.execution.delays import load_closed
from planning.execution.newcomers import Follow, StepLine, follows, load_steps
from planning.models import Newcomer

LIST = "nouveaux-arrivants"


@require_safe
@project_view(Permission.VIEW)
def newcomers(request: ProjectRequest) -> HttpResponse:
    """Everybody who arrived or is expected, with their progress."""
    listed = registry.get(LIST)
    assert listed is not None  # noqa: S101  # the planning’s own
    return list_page(request, listed)


@require_safe
@project_view(Permission.VIEW)
def newcomer(request: ProjectRequest, pk: int) -> HttpResponse:
    """The path of one newcomer, step by step."""
    follow = _follow(request, pk)
    context = {
        "follow": follow,
        "newcomer": follow.newcomer,
        "lines": [(line, _may_tick(request, follow, line)) for line in follow.lines],
        "may_edit": request.access.allows(Permission.EDIT_PLANNING),
    }
    return project_page(request, "planning/execution/newcomer.html", context, tab="planning")


@require_POST
@project_view(Permission.VIEW)
def newcomer_tick(request: ProjectRequest, pk: int) -> HttpResponse:
    """Note that a step is done (`done` = 1), or undo it: the referent, who helps at the step, or the manager."""
    follow = _follow(request, pk)
    asked = posted_int(request, "step")
    line = next((one for one in follow.lines if one.step.pk == asked), None)
    if line is None:
        raise Http404("Cette étape n’existe pas, ou elle a été retirée du parcours.")
    if not _may_tick(request, follow, line):
        raise PermissionDenied(
            "Le référent, la personne qui aide à l’étape et le chef de projet notent ce qui est fait."
        )
    member = request.access.membership
    name = member.display_name if member else str(request.user)
    tick_step(
        newcomer=follow.newcomer,
        step=line.step,
        done=request.POST.get("done") == "1",
        by=request.user,
        name=name,
    )
    return HttpResponseRedirect(f"{follow.newcomer.get_absolute_url()}#etape-{line.step.pk}")


@require_POST
@project_view(Permission.EDIT_PLANNING)
def newcomer_forget(request: ProjectRequest, pk: int) -> HttpResponse:
    """Erase a name for good, from a newcomer who was put aside as well."""
    row = _row(request, pk, put_aside_too=True)
    forget_newcomer(newcomer=row, read_version=posted_int(request, "version"))
    messages.success(request, "Nom effacé\u00a0: seules les dates et les étapes restent.")
    return redirect("newcomers", request.project.slug)


@require_POST
@project_view(Permission.EDIT_PLANNING)
def newcomer_path_start(request: ProjectRequest) -> HttpResponse:
    """Begin the path with the usual steps."""
    try:
        made = start_path(project=request.project)
    except RefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{len(made)} étapes ajoutées\u00a0: adaptez-les à votre entreprise.")
    return HttpResponseRedirect(reverse("register", args=[request.project.slug, "parcours-arrivants"]))


def _row(request: ProjectRequest, pk: int, *, put_aside_too: bool = False) -> Newcomer:
    rows = Newcomer.objects.filter(project=request.project, pk=pk).select_related(
        "department", "referent__user"
    )
    found: Newcomer | None = (rows if put_aside_too else rows.filter(deleted_at=None)).first()
    if found is None:
        raise Http404("Cette personne n’est pas parmi les nouveaux arrivants.")
    found.project = request.project
    return found


def _follow(request: ProjectRequest, pk: int) -> Follow:
    gathering = request.access.gathering
    found = follows([_row(request, pk)], gathering.once(load_steps), gathering.once(load_closed))
    return found[0]


def _may_tick(request: ProjectRequest, follow: Follow, line: StepLine) -> bool:
    return request.access.allows(Permission.EDIT_PLANNING) or follow.helps(request.access.membership, line)
