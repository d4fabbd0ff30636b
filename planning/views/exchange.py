"""The planning out of the site, and back in: exports, and a file whose effects are read before they are written."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.views.pages import CONFLICT, REFUSED, project_page
from crmproject.toolkit.refusals import ContentChangedError, RefusedError
from crmproject.toolkit.shelf import Reading, Shelf
from planning.actions.exchange import apply_import
from planning.assigning import telling_owners
from planning.exchange.columns import FIELDS
from planning.exchange.compare import compare
from planning.exchange.draft import Draft
from planning.exchange.dryrun import DryRun, Fate
from planning.exchange.mspdi_write import HOURS, LEAVE
from planning.exchange.outputs import OUTPUTS, mspdi
from planning.forms.exchange import ImportForm
from planning.reading import load_planning

GONE = 404
USE = "planning"


@project_view(Permission.VIEW)
@require_safe
def exchange(request: ProjectRequest) -> HttpResponse:
    """What the planning can leave as, and the way in for those who edit it."""
    return _page(request, ImportForm())


@project_view(Permission.VIEW)
@require_safe
def export(request: ProjectRequest, kind: str) -> HttpResponse:
    """The planning of now as a file."""
    output = OUTPUTS.get(kind)
    if output is None:
        raise Http404("Le planning ne s’exporte pas sous cette forme.")
    planning = request.access.gathering.once(load_planning)
    hours = request.GET.get("heures", "")
    if kind == "xml" and hours in {str(one) for one in LEAVE}:
        content = mspdi(request.project, planning, int(hours))
    else:
        content = output.make(request.project, planning)
    answer = HttpResponse(content, content_type=output.content_type)
    answer["Content-Disposition"] = f'attachment; filename="{output.filename(request.project)}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@project_view(Permission.EDIT_PLANNING)
@require_POST
def send(request: ProjectRequest) -> HttpResponse:
    """Read a file and keep what it says; nothing of the planning is written."""
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=REFUSED)
    reading = _shelf(request).put(form.cleaned_data["file"].name, form.draft)
    return redirect("planning_import_review", request.project.slug, reading.token)


@project_view(Permission.EDIT_PLANNING)
@require_safe
def review(request: ProjectRequest, token: str) -> HttpResponse:
    """What applying the file would do, line by line."""
    reading = _reading(request, token)
    if reading is None:
        return _gone(request)
    return _review(request, reading, removes=bool(request.GET.get("retirer")))


@project_view(Permission.EDIT_PLANNING)
@require_POST
def apply(request: ProjectRequest, token: str) -> HttpResponse:
    """Write what was read over: all of it, or nothing when the planning moved since."""
    reading = _reading(request, token)
    if reading is None:
        return _gone(request)
    removes = bool(request.POST.get("retirer"))
    try:
        with telling_owners(project=request.project, by=request.user):
            run = apply_import(
                project=request.project,
                draft=reading.draft,
                read=token,
                remove=removes,
                stamp=request.POST.get("stamp", ""),
            )
    except ContentChangedError as moved:
        return _review(request, reading, removes=removes, refused=str(moved), status=CONFLICT)
    except RefusedError as refused:
        return _review(request, reading, removes=removes, refused=str(refused), status=REFUSED)
    _shelf(request).forget(token)
    messages.success(
        request, f"Planning mis à jour depuis «\u00a0{reading.filename}\u00a0»\u00a0: {_told(run)}."
    )
    return redirect("planning", request.project.slug)


@project_view(Permission.EDIT_PLANNING)
@require_POST
def drop(request: ProjectRequest, token: str) -> HttpResponse:
    """Give the reading up; the planning stays as it is."""
    _shelf(request).forget(token)
    messages.info(request, "Lecture abandonnée\u00a0: le planning n’a pas changé.")
    return redirect("planning_exchange", request.project.slug)


def _told(run: DryRun) -> str:
    words = {
        Fate.CREATED: "créée",
        Fate.CHANGED: "modifiée",
        Fate.RESTORED: "reprise",
        Fate.REMOVED: "retirée",
    }
    counts = [(run.count(fate), word) for fate, word in words.items()]
    return ", ".join(
        f"{number} ligne{'s' * (number > 1)} {word}{'s' * (number > 1)}" for number, word in counts if number
    )


def _shelf(request: ProjectRequest) -> Shelf:
    return Shelf(USE, request.project.pk, request.user.pk)


def _reading(request: ProjectRequest, token: str) -> Reading[Draft] | None:
    return _shelf(request).take(token, Draft)


def _page(request: ProjectRequest, form: ImportForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "outputs": OUTPUTS.values(),
        "hours": HOURS,
        "fields": [one for one in FIELDS if not one.is_computed],
        "planning": request.access.gathering.once(load_planning),
        "may_edit": request.access.allows(Permission.EDIT_PLANNING),
    }
    return project_page(request, "planning/exchange/page.html", context, tab="planning", status=status)


def _gone(request: ProjectRequest) -> HttpResponse:
    return project_page(request, "planning/exchange/gone.html", tab="planning", status=GONE)


def _review(
    request: ProjectRequest, reading: Reading[Draft], *, removes: bool, refused: str = "", status: int = 200
) -> HttpResponse:
    run = compare(request.project, reading.draft, remove=removes, read=reading.token)
    context = {"reading": reading, "run": run, "removes": removes, "refused": refused}
    return project_page(request, "planning/exchange/review.html", context, tab="planning", status=status)
