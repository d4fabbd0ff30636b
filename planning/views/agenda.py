"""The month of a project, and what awaits each person."""

import datetime
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.agenda import Entry, entries
from charter.members import load_members
from charter.models import Membership
from charter.views.pages import CONFLICT, REFUSED, project_page
from crmproject.toolkit.http import whole_number
from crmproject.toolkit.refusals import RefusedError
from crmproject.toolkit.rows import StaleWriteError
from planning.actions.progress import report_progress
from planning.duties import duties_of
from planning.forms.agenda import ProgressForm
from planning.gates import Facts, GateState, review_gates
from planning.models import Task
from planning.month import WEEKDAYS, month_named, month_of, nearest_month
from planning.reading import GateLine, load_planning

TAB = "planning"
WHO = "personne"
STALE = (
    "Quelqu’un a modifié cette tâche entre-temps\u00a0: votre chiffre est gardé ci-dessous, relisez puis "
    "enregistrez."
)
TONES = {
    GateState.PASSED: "ok",
    GateState.CONDITIONAL: "warn",
    GateState.POSTPONED: "danger",
    GateState.READY: "info",
    GateState.PREPARING: "",
}


@require_safe
@project_view(Permission.VIEW)
def planning_calendar(request: ProjectRequest) -> HttpResponse:
    """A month of the project: what lasts as bars, day by day on a phone."""
    first = month_named(request.GET.get("mois", ""))
    person = _asked(request)
    planning = request.access.gathering.once(load_planning)
    shown = [
        one
        for one in _with_gate_states(request, entries(request.project, request.access.gathering))
        if _is_shown(request, one, person)
    ]
    month = month_of(first, shown, planning)
    near = None if month.entries else nearest_month(first, shown)
    context = {
        "month": month,
        "weekdays": WEEKDAYS,
        "person": person,
        "people": request.access.gathering.once(load_members),
        "problem": planning.problem,
        "today": timezone.localdate(),
        "near": near,
        "near_url": _month_url(request, near, person),
        "previous_url": _month_url(request, month.previous, person),
        "next_url": _month_url(request, month.following, person),
        "today_url": _month_url(request, timezone.localdate(), person),
    }
    return project_page(request, "planning/agenda/calendar.html", context, tab=TAB)


@require_safe
@project_view(Permission.VIEW)
def my_deadlines(request: ProjectRequest) -> HttpResponse:
    """What awaits this person; who writes the planning looks at anybody’s."""
    return _deadlines(request, _whose(request))


@require_POST
@project_view(Permission.VIEW)
def task_progress(request: ProjectRequest, pk: int) -> HttpResponse:
    """How far a task is, said by its owner or by who writes the planning."""
    task = Task.objects.live().filter(project=request.project, pk=pk).first()
    if task is None:
        raise Http404("Cette tâche n’existe pas.")
    member = request.access.membership
    own = member is not None and task.owner_id == member.pk
    if not own and not request.access.allows(Permission.EDIT_PLANNING):
        raise PermissionDenied("Seul le responsable de la tâche dit où elle en est.")
    whose = member if own else task.owner
    form = ProgressForm(request.POST)
    if not form.is_valid():
        return _deadlines(request, whose, failed=(task.pk, form), status=REFUSED)
    try:
        report_progress(
            task=task,
            progress=form.cleaned_data["progress"],
            read_version=form.cleaned_data["version"],
        )
    except StaleWriteError:
        form.add_error("progress", STALE)
        return _deadlines(request, whose, failed=(task.pk, form), status=CONFLICT)
    except RefusedError as refused:
        form.add_error("progress", str(refused))
        return _deadlines(request, whose, failed=(task.pk, form), status=REFUSED)
    messages.success(request, f"{task.key}\u00a0: {task.progress}\u00a0%.")
    query = "" if own or whose is None else f"?{urlencode({WHO: whose.pk})}"
    return redirect(f"{reverse('my_deadlines', args=[request.project.slug])}{query}#tache-{task.pk}")


def _deadlines(
    request: ProjectRequest,
    whose: Membership | None,
    *,
    failed: tuple[int, ProgressForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    found = entries(request.project, request.access.gathering)
    mine = request.access.membership
    may_choose = request.access.allows(Permission.EDIT_PLANNING)
    context: dict[str, Any] = {
        "whose": whose,
        "is_own": whose is not None and mine is not None and whose.pk == mine.pk,
        "duties": duties_of(whose.pk, found, today) if whose else None,
        "may_choose": may_choose,
        "people": request.access.gathering.once(load_members) if may_choose else [],
        "may_report": may_choose or (whose is not None and whose == mine),
        "failed_task": failed[0] if failed else 0,
        "failed_form": failed[1] if failed else None,
        "problem": request.access.gathering.once(load_planning).problem,
        "today": today,
    }
    return project_page(request, "planning/agenda/deadlines.html", context, tab=TAB, status=status)


def _asked(request: ProjectRequest) -> Membership | None:
    """The person whom the address names, if they take part today."""
    wanted = whole_number(request.GET.get(WHO, ""))
    return next((one for one in request.access.gathering.once(load_members) if one.pk == wanted), None)


def _whose(request: ProjectRequest) -> Membership | None:
    asked, mine = _asked(request), request.access.membership
    if asked is None or asked == mine:
        return mine
    if not request.access.allows(Permission.EDIT_PLANNING):
        raise PermissionDenied(
            "Chacun voit ses propres échéances\u00a0; le chef de projet voit celles de tous."
        )
    return asked


def _is_shown(request: ProjectRequest, one: Entry, person: Membership | None) -> bool:
    """What everybody sees; what awaits one person, for this person and for who writes the planning."""
    if person is None:
        return one.is_shared
    own = person == request.access.membership or request.access.allows(Permission.EDIT_PLANNING)
    return one.concerns(person.pk) and (one.is_shared or own)


def _with_gate_states(request: ProjectRequest, found: list[Entry]) -> list[Entry]:
    """The same entries, each gate with the state that its validations give it."""
    states = {
        one.gate.pk: one.state for one in review_gates(Facts(request.project, request.access.gathering))
    }
    return [
        replace(one, state=str(states[one.row.gate.pk].label), tone=TONES[states[one.row.gate.pk]])
        if isinstance(one.row, GateLine) and one.row.gate.pk in states
        else one
        for one in found
    ]


def _month_url(request: ProjectRequest, month: datetime.date | None, person: Membership | None) -> str:
    if month is None:
        return ""
    query = {"mois": f"{month:%Y-%m}", **({WHO: person.pk} if person else {})}
    return f"{reverse('planning_calendar', args=[request.project.slug])}?{urlencode(query)}"
