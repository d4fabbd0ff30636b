"""Changing one task from the planning: its effect is shown first, and nothing is written before it is accepted."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from charter.access import Permission, ProjectRequest, project_view
from charter.history import last_write
from charter.views.pages import CONFLICT, REFUSED, is_htmx, project_page
from crmproject.toolkit.http import posted_int
from crmproject.toolkit.refusals import RefusedError
from crmproject.toolkit.rows import StaleWriteError
from crmproject.toolkit.rows import place as place_rows
from planning import notation
from planning.actions.moves import PlanningMovedError, TaskWrite, write_moves
from planning.assigning import telling_owners
from planning.effects import span, tell
from planning.forms.moves import AskingForm, GestureForm, RowForm, Wanted
from planning.models import Task
from planning.reading import Planning, TaskLine, load_planning
from planning.schedule import ScheduleError, too_long
from planning.whatif import Effect, Network, what_if

SAVE = "save"
# What the page itself adds to what a person asks.
OURS = {"csrfmiddlewaretoken", "do", "read", "version"}
STALE = "Quelqu’un a modifié cette tâche pendant que vous la changiez."
BAD_GESTURE = "Ce changement ne se lit pas\u00a0: rien n’a été enregistré."


@dataclass(frozen=True)
class Asked:
    """A change under examination: the planning as it stands, the task, and where its answers are posted."""

    request: ProjectRequest
    planning: Planning
    line: TaskLine
    name: str

    @property
    def url(self) -> str:
        return reverse(self.name, args=[self.request.project.slug, self.line.task.pk])

    @cached_property
    def network(self) -> Network:
        return Network.of(self.planning)


@project_view(Permission.EDIT_PLANNING)
@require_POST
def planning_move(request: ProjectRequest, pk: int) -> HttpResponse:
    """A gesture on the chart: its effect, then its writing when `do` is « save »."""
    asked = _asked(request, pk, "planning_move")
    form = GestureForm(request.POST)
    if not form.is_valid():
        return _refused(asked, BAD_GESTURE)
    return _answer(asked, form)


@project_view(Permission.EDIT_PLANNING)
@require_http_methods(["GET", "HEAD", "POST"])
def planning_row(request: ProjectRequest, pk: int) -> HttpResponse:
    """A task edited in its row, with the same effect first; a page of its own without JavaScript."""
    asked = _asked(request, pk, "planning_row")
    known = asked.network.tasks
    if request.method != "POST":
        return _row_page(asked, RowForm(line=asked.line, known=known))
    form = RowForm(request.POST, line=asked.line, known=known)
    if not form.is_valid():
        return _row_page(asked, form, status=REFUSED)
    return _answer(asked, form)


@project_view(Permission.EDIT_PLANNING)
@require_POST
def planning_order(request: ProjectRequest) -> HttpResponse:
    """Put the task that « haut » names one step up within its phase, or the one that « bas » names one step down."""
    step, name = (-1, "haut") if "haut" in request.POST else (1, "bas")
    pk = posted_int(request, name)
    planning = load_planning(request.project.pk)
    phases = [[line.task.pk for line in phase.tasks] for phase in planning.phases]
    rows = next((rows for rows in phases if pk in rows), None)
    if rows is None:
        raise Http404("Cette tâche n’existe pas, ou elle a été supprimée.")
    old = rows.index(pk)
    new = max(0, min(len(rows) - 1, old + step))
    rows.insert(new, rows.pop(old))
    place_rows(
        Task.objects.live().filter(project=request.project), ids=[one for rows in phases for one in rows]
    )
    if is_htmx(request):
        return _done(pk, "")
    return _to_row(request, next(line.task.key for line in planning.tasks if line.task.pk == pk))


def _asked(request: ProjectRequest, pk: int, name: str) -> Asked:
    planning = load_planning(request.project.pk)
    line = next((one for one in planning.tasks if one.task.pk == pk), None)
    if line is None:
        raise Http404("Cette tâche n’existe pas, ou elle a été supprimée.")
    return Asked(request, planning, line, name)


def _answer(asked: Asked, form: AskingForm) -> HttpResponse:
    """The effect of this form, or its writing; a refusal says why and keeps what was asked."""
    try:
        wanted = form.wanted(asked.network, asked.line)
        effect = what_if(asked.network, {wanted.task.key: wanted.task})
    except (RefusedError, ScheduleError) as error:
        return _refused(asked, str(error))
    if problem := too_long(effect.dates, before=asked.planning.dates):
        return _refused(asked, problem)
    version = form.cleaned_data["version"]
    if version != asked.line.task.version:
        return _told(asked, wanted, effect, conflict=STALE)
    if asked.request.POST.get("do") != SAVE:
        return _told(asked, wanted, effect)
    return _save(asked, form, wanted)


def _save(asked: Asked, form: AskingForm, wanted: Wanted) -> HttpResponse:
    request, task = asked.request, asked.line.task
    write = TaskWrite(task.pk, form.cleaned_data["version"], wanted.values, wanted.links)
    try:
        with telling_owners(project=request.project, by=request.user):
            write_moves(project=request.project, writes=[write], seen=request.POST.get("read", ""))
    except (StaleWriteError, PlanningMovedError) as error:
        why = STALE if isinstance(error, StaleWriteError) else str(error)
        return _conflict(_asked(request, task.pk, asked.name), form, why)
    except ScheduleError as error:
        return _refused(asked, str(error))
    said = f"{task.key} enregistrée."
    if is_htmx(request):
        return _done(task.pk, said)
    messages.success(request, said)
    return _to_row(request, task.key)


def _conflict(fresh: Asked, form: AskingForm, why: str) -> HttpResponse:
    """The same change on what stands now, if that still makes sense."""
    try:
        wanted = form.wanted(fresh.network, fresh.line)
        effect = what_if(fresh.network, {wanted.task.key: wanted.task})
        return _told(fresh, wanted, effect, conflict=why)
    except (RefusedError, ScheduleError) as error:
        return _refused(fresh, f"{why} {error}")


def _done(pk: int, said: str) -> HttpResponse:
    """Nothing more to show in the panel: the page reads its parts again."""
    told: dict[str, Any] = {"planning-saved": {"task": pk}}
    if said:
        told["toast"] = {"level": "success", "text": said}
    return HttpResponse("", headers={"HX-Trigger": json.dumps(told)})


def _to_row(request: ProjectRequest, key: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('planning', args=[request.project.slug])}#tache-{key}")


def _told(asked: Asked, wanted: Wanted, effect: Effect, *, conflict: str = "") -> HttpResponse:
    """The effect, and the form that accepts it; with `conflict`, what stands now and the effect upon that."""
    line = asked.line
    story = tell(asked.planning, line, wanted, effect, target=asked.request.project.target_end)
    kept = {name: value for name, value in asked.request.POST.items() if name not in OURS}
    fields = {**kept, "version": line.task.version, "read": asked.network.stamp}
    link = next((one for one in wanted.links or () if one.key == kept.get("predecessor")), None)
    context = {
        "line": line,
        "story": story,
        "url": asked.url,
        "fields": {name: value for name, value in fields.items() if not link or name not in {"kind", "lag"}},
        "link": link,
        "drawn": {f"t{pk}": days for pk, days in _drawn(asked, effect.dates)},
        "conflict": conflict,
        "standing": _standing(line) if conflict else [],
        "last": last_write(line.task) if conflict == STALE else None,
    }
    return _panel(asked, context, status=CONFLICT if conflict else 200)


def _drawn(asked: Asked, dates: Any) -> list[tuple[int, list[str]]]:
    """Where the tasks that move would stand on the chart."""
    found = []
    for line in asked.planning.tasks:
        after = dates.get(line.task.key)
        if after and line.dates and (after.start, after.end) != (line.dates.start, line.dates.end):
            found.append((line.task.pk, [after.start.isoformat(), after.end.isoformat()]))
    return found


def _standing(line: TaskLine) -> list[tuple[str, str]]:
    """What stands now of this task."""
    dates = span(line.dates.start, line.dates.end) if line.dates else "sans dates"
    return [
        ("Dates", dates),
        ("Durée", f"{line.task.days}\u00a0jours ouvrés"),
        ("Avancement", f"{line.task.progress}\u00a0%"),
        ("Responsable", line.owner or "sans responsable"),
        ("Après", notation.write(line.links) or "rien"),
    ]


def _refused(asked: Asked, why: str) -> HttpResponse:
    return _panel(asked, {"line": asked.line, "refusal": why, "url": asked.url}, status=REFUSED)


def _panel(asked: Asked, context: dict[str, Any], *, status: int) -> HttpResponse:
    template = "planning/_effect.html" if is_htmx(asked.request) else "planning/effect.html"
    return project_page(asked.request, template, context, tab="planning", status=status)


def _row_page(asked: Asked, form: RowForm, *, status: int = 200) -> HttpResponse:
    context = {"line": asked.line, "form": form, "url": asked.url}
    template = "planning/_row.html" if is_htmx(asked.request) else "planning/row.html"
    answer = project_page(asked.request, template, context, tab="planning", status=status)
    if status == REFUSED and is_htmx(asked.request):
        # The row itself comes back, with what was typed, and not the panel of effects.
        answer["HX-Retarget"] = f"#tache-{asked.line.task.key}"
        answer["HX-Reswap"] = "outerHTML"
    return answer
