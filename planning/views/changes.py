"""Change requests: their list, asking for one, the page of one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.blocks import load_departments
from charter.history import last_write
from charter.models import UsageRequest
from charter.usage.reading import sees_people
from charter.views.pages import REFUSED, project_page, refusal
from crmproject.toolkit.http import whole_number
from planning.actions.changes import note_edited, submit_change
from planning.execution.changes import (
    DECIDE,
    OPINION,
    STUDY,
    TASKS,
    ChangeLine,
    counts_of,
    lines_of,
    load_requests,
)
from planning.forms.changes import (
    OVER,
    WAITING,
    ChangeFilter,
    ChangeRequestForm,
    DecisionForm,
    NoteForm,
    OpinionForm,
    ReopenForm,
    StudyForm,
)
from planning.models import ChangeRequest, ChangeState
from planning.models.changes import AMENDING
from planning.routing import holds, load_routing, routing_of

PAGE_SIZE = 50
TITLE, NEED = 200, 5000
LIST, PAGE = "planning/execution/changes.html", "planning/execution/change.html"
FORM = "planning/execution/change_form.html"


@require_safe
@project_view(Permission.VIEW)
def change_requests(request: ProjectRequest) -> HttpResponse:
    """Every request, with its state, who has to move, and what awaits this person."""
    gathering = request.access.gathering
    found, departments = gathering.once(load_requests), gathering.once(load_departments)
    filters = ChangeFilter(request.GET, project=request.project, departments=departments)
    routing = routing_of(gathering)
    lines = [(line, _tasks(line, request)) for line in lines_of(found, routing)]
    kept = [(line, tasks) for line, tasks in lines if _is_chosen(line.request, tasks, filters.chosen)]
    context = {
        "filters": filters,
        "page": Paginator(kept, PAGE_SIZE).get_page(request.GET.get("page")),
        "number": len(kept),
        "total": len(found),
        "counts": counts_of(found),
        "routing": routing,
        "default": None if routing.routes else routing.through(""),
    }
    return project_page(request, LIST, context, tab="planning")


def _tasks(line: ChangeLine, request: ProjectRequest) -> list[str]:
    return [TASKS[task] for task in line.awaits(request.user.pk)]


def _is_chosen(change: ChangeRequest, tasks: list[str], chosen: dict[str, Any]) -> bool:
    state = chosen.get("etat", "")
    if (state == WAITING and not change.is_pending) or (state == OVER and change.is_pending):
        return False
    if state in ChangeState.values and change.state != state:
        return False
    if "service" in chosen and (change.department is None or change.department.code != chosen["service"]):
        return False
    return bool(tasks) or "moi" not in chosen


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Permission.REQUEST_CHANGE)
def change_add(request: ProjectRequest) -> HttpResponse:
    """Ask for a change; from a message to the committee of the charter (`comite`), for those who read it."""
    asked = _asked(request)
    routing = routing_of(request.access.gathering)
    form = ChangeRequestForm(
        request.POST or None, project=request.project, routing=routing, initial=_first_values(request, asked)
    )
    context = {"form": form, "routing": routing, "asked": asked}
    if request.method != "POST":
        return project_page(request, FORM, context, tab="planning")
    if not form.is_valid():
        return project_page(request, FORM, context, tab="planning", status=REFUSED)
    form.instance.usage_request = asked
    form.instance.source = f"{asked}, adressée au comité de la charte d’usage" if asked else ""
    made = submit_change(
        request=form.instance, requirements=form.cleaned_data["requirements"], by=request.user
    )
    messages.success(request, f"{made.ref} déposée\u00a0: les personnes qui s’en occupent sont prévenues.")
    return redirect(made)


def _asked(request: ProjectRequest) -> UsageRequest | None:
    """The message to the committee from which this request is made; 404 for who may not read it, or when it was."""
    if "comite" not in request.GET:
        return None
    pk = whole_number(request.GET["comite"])
    rows = UsageRequest.objects.live().filter(pk=pk, project=request.project) if pk else None
    found: UsageRequest | None = rows.first() if rows is not None else None
    if found is None or not sees_people(request.access):
        raise Http404("Cette demande au comité n’existe pas, ou elle ne vous est pas destinée.")
    standing = found.change_requests.exclude(state=ChangeState.WITHDRAWN).first()
    if standing is not None:
        raise Http404(f"Cette demande au comité est déjà devenue {standing.ref}.")
    return found


def _first_values(request: ProjectRequest, asked: UsageRequest | None) -> dict[str, Any]:
    """What the form holds before anybody types: one’s own department, or the words written to the committee."""
    member = request.access.membership
    values: dict[str, Any] = {"department": member.department_id if member else None}
    if asked is not None:
        named = [
            one for one in request.access.gathering.once(load_departments) if one.name == asked.department
        ]
        values = {"need": asked.text[:NEED], "department": named[0].pk if named else None}
    return values


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Permission.REQUEST_CHANGE)
def change_edit(request: ProjectRequest, number: int) -> HttpResponse:
    """Mend a request before its instruction, by its author or the manager."""
    change = find_change(request, number)
    if change.author_id != request.user.pk and not request.access.is_manager:
        raise PermissionDenied("Une demande est corrigée par son auteur ou par le chef de projet.")
    if change.state != ChangeState.SUBMITTED:
        return change_page(
            request,
            change,
            refusal="Cette demande est déjà instruite\u00a0: elle ne se corrige plus.",
            status=REFUSED,
        )
    routing = routing_of(request.access.gathering)
    form = ChangeRequestForm(request.POST or None, instance=change, project=request.project, routing=routing)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            saved = form.save_row()
            if saved is not None:
                note_edited(request=saved, by=request.user)
        if saved is not None:
            messages.success(request, "Demande corrigée.")
            return redirect(saved)
    status = 200 if request.method != "POST" else refusal(form)
    context = {"form": form, "routing": routing, "change": change, "last": last_write(change), **_texts(form)}
    return project_page(request, FORM, context, tab="planning", status=status)


def _texts(form: ChangeRequestForm) -> dict[str, Any]:
    return {
        "conflicts": form.conflicts,
        "yours": "\n".join(f"{one.label}\u00a0: {one.typed}" for one in form.conflicts),
        "theirs": "\n".join(f"{one.label}\u00a0: {one.stored}" for one in form.conflicts),
    }


@require_safe
@project_view(Permission.VIEW)
def change_request(request: ProjectRequest, number: int) -> HttpResponse:
    """One request: what is asked, who deals with it, what was said and decided."""
    return change_page(request, find_change(request, number))


def find_change(request: ProjectRequest, number: int) -> ChangeRequest:
    """The request of this number in this project; 404 for any other."""
    rows = ChangeRequest.objects.live().filter(project=request.project, number=number)
    found: ChangeRequest | None = rows.select_related("department", "author", "usage_request").first()
    if found is None:
        raise Http404("Cette demande d’évolution n’existe pas.")
    found.project = request.project
    return found


def change_page(
    request: ProjectRequest,
    change: ChangeRequest,
    *,
    status: int = 200,
    refusal: str = "",
    retyped: tuple[str, Form] | None = None,
) -> HttpResponse:
    """The page of a request; `retyped` is the form that comes back, under its name.

    Where the page has no such form any more, what was typed is shown all the same.
    """
    # Read anew: what a refused move saw may be older.
    route = load_routing(request.project.pk).through(change.line)
    opinions = list(change.opinions.all())
    line = ChangeLine(change, route, opinions)
    tasks = line.awaits(request.user.pk)
    user, access = request.user, request.access
    decides, instructs = holds(route.approvers, user.pk), holds(route.instructors, user.pk)
    requirements = change.requirements.filter(deleted_at=None).order_by("ref")
    own = next((one for one in opinions if access.membership and one.member_id == access.membership.pk), None)
    version = {"version": change.version}
    context = {
        "change": change,
        "line": line,
        "route": route,
        "routing_rows": route.rows,
        "tasks": [TASKS[task] for task in tasks],
        "opinions": opinions,
        "steps": change.steps.all(),
        "requirements": list(requirements),
        "today": timezone.localdate(),
        "own": own,
        "may_edit": change.state == ChangeState.SUBMITTED
        and (change.author_id == user.pk or access.is_manager),
        "may_make": change.state in AMENDING and access.allows(Permission.DRAFT),
        "reads_committee": change.usage_request_id is not None and sees_people(access),
        "study_form": StudyForm(initial={**version, **_study(change)})
        if change.is_pending and instructs
        else None,
        "decision_form": DecisionForm(initial=version) if DECIDE in tasks else None,
        "opinion_form": OpinionForm(initial={"text": own.text if own else ""})
        if change.is_pending and holds(route.consulted, user.pk)
        else None,
        "reopen_form": ReopenForm(initial=version) if change.is_decided and decides else None,
        "done_form": NoteForm(initial=version)
        if change.state == ChangeState.ACCEPTED and (instructs or access.is_manager)
        else None,
        "withdraw_form": NoteForm(initial=version)
        if change.is_pending and change.author_id == user.pk
        else None,
        "awaits_study": STUDY in tasks,
        "awaits_opinion": OPINION in tasks,
        "refusal": refusal,
    }
    if retyped:
        context |= _retyped(context, *retyped)
    return project_page(request, PAGE, context, tab="planning", status=status)


def _retyped(context: dict[str, Any], name: str, form: Form) -> dict[str, Any]:
    """This form in its place, or its words where the page no longer offers it."""
    if context[name] is not None:
        return {name: form}
    shown = [(str(field.label), str(field.value() or "")) for field in form if not field.is_hidden]
    return {"kept": [(label, value) for label, value in shown if value]}


def _study(change: ChangeRequest) -> dict[str, Any]:
    return {name: getattr(change, name) for name in ("impact", "cost", "days", "opinion")}
