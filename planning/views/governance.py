"""Governance meetings: the bodies and their dates, who is invited, minutes, decisions and actions."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from charter import register as registry
from charter.access import Permission, ProjectRequest, project_view
from charter.models import Membership
from charter.views.pages import CONFLICT, REFUSED, project_page, refusal
from charter.views.registers import list_page
from crmproject.toolkit.http import posted_int
from crmproject.toolkit.ics import CONTENT_TYPE, calendar_file
from crmproject.toolkit.refusals import ContentChangedError, RefusedError
from planning.actions.governance import (
    mark_done,
    minutes_sent,
    readers_of,
    send_minutes,
    tell_owner,
    tell_sitting,
)
from planning.execution.governance import body_lines
from planning.execution.sittings import Sitting, event_of, find_sitting
from planning.forms.governance import GovernanceItemForm
from planning.models import GovernanceItem, GovernanceMeeting

LIST = "instances-gouvernance"
PAGE, ITEM = "planning/execution/meeting.html", "planning/execution/meeting_item.html"
SITTING = "planning/execution/sitting.html"


@require_safe
@project_view(Permission.VIEW)
def governance(request: ProjectRequest) -> HttpResponse:
    """The bodies, when each meets next, and what it decided."""
    listed = registry.get(LIST)
    assert listed is not None  # noqa: S101  # the planning’s own
    return list_page(request, listed)


@require_safe
@project_view(Permission.VIEW)
def governance_calendar(request: ProjectRequest, pk: int) -> HttpResponse:
    """The next dates of a body as a file for one’s own calendar."""
    line = next((one for one in body_lines(request.access.gathering) if one.body.pk == pk), None)
    if line is None:
        raise Http404("Cette instance n’existe pas, ou elle a été supprimée.")
    events = [event_of(line, day, request.project) for day in line.next_dates]
    content = calendar_file(events, name=f"{line.body.title} – {request.project.name}")
    answer = HttpResponse(content, content_type=CONTENT_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="gouvernance-{pk}.ics"'
    return answer


@require_safe
@project_view(Permission.VIEW)
def governance_sitting(request: ProjectRequest, pk: int, day: str) -> HttpResponse:
    """One meeting to come: when, where, and who is invited."""
    return _sitting_page(request, _sitting(request, pk, day))


@require_POST
@project_view(Permission.EDIT_PLANNING)
def governance_invite(request: ProjectRequest, pk: int, day: str) -> HttpResponse:
    """Tell the participants of a meeting to come, or what changed of it, those only who don’t know."""
    sitting = _sitting(request, pk, day)
    known = [one for one, _ in sitting.reached]
    try:
        reached = tell_sitting(sitting=sitting, project=request.project, read=request.POST.get("read", ""))
    except ContentChangedError as moved:
        return _sitting_page(request, sitting, str(moved), CONFLICT)
    except RefusedError as refused:
        return _sitting_page(request, sitting, str(refused), REFUSED)
    messages.success(request, _told("Message envoyé", reached, known))
    return HttpResponseRedirect(sitting.get_absolute_url())


def _told(said: str, reached: Iterable[Membership], known: Iterable[Membership]) -> str:
    """« Message envoyé à … Déjà prévenus : … »."""
    now, before = _named(reached), _named(known)
    if not now:
        return f"Tout le monde est déjà prévenu\u00a0: {before}. Rien n’a été envoyé."
    return f"{said} à {now}." + (f" Déjà prévenus\u00a0: {before}." if before else "")


def _named(people: Iterable[Membership]) -> str:
    return ", ".join(one.display_name for one in people)


def _sitting(request: ProjectRequest, pk: int, day: str) -> Sitting:
    try:
        found = find_sitting(request.access.gathering, pk, datetime.date.fromisoformat(day))
    except ValueError:
        found = None
    if found is None:
        raise Http404("Cette instance ne se réunit pas ce jour-là, ou elle a été supprimée.")
    return found


def _sitting_page(
    request: ProjectRequest, sitting: Sitting, refusal: str = "", status: int = 200
) -> HttpResponse:
    held = GovernanceMeeting.objects.live().filter(body=sitting.line.body, held_on=sitting.day)
    context = {
        "sitting": sitting,
        "body": sitting.line.body,
        "held": held.select_related("project").first(),
        "may_edit": request.access.allows(Permission.EDIT_PLANNING),
        "refusal": refusal,
    }
    return project_page(request, SITTING, context, tab="planning", status=status)


@require_safe
@project_view(Permission.VIEW)
def governance_meeting(request: ProjectRequest, pk: int) -> HttpResponse:
    """One meeting: who was there, its minutes, what it decided."""
    return _page(request, _meeting(request, pk))


@require_POST
@project_view(Permission.EDIT_PLANNING)
def governance_minutes_send(request: ProjectRequest, pk: int) -> HttpResponse:
    """Send the minutes to those who don’t have them as they stand."""
    meeting = _meeting(request, pk)
    known = [one for one, _, is_current in minutes_sent(meeting, readers_of(meeting)) if is_current]
    try:
        reached = send_minutes(meeting=meeting)
    except RefusedError as refused:
        return _page(request, meeting, refused=str(refused), status=REFUSED)
    messages.success(request, _told("Compte rendu envoyé", reached, known))
    return HttpResponseRedirect(meeting.get_absolute_url())


@require_POST
@project_view(Permission.EDIT_PLANNING)
def governance_item_add(request: ProjectRequest, pk: int) -> HttpResponse:
    """Write down a decision, or who promises what by when; whoever promised is told."""
    meeting = _meeting(request, pk)
    form = GovernanceItemForm(request.POST, meeting=meeting)
    if _save(form, request.user) is None:
        return _page(request, meeting, form=form, status=REFUSED)
    return _back(meeting)


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Permission.EDIT_PLANNING)
def governance_item(request: ProjectRequest, pk: int, item: int) -> HttpResponse:
    """Mend a decision or an action."""
    found = _item(request, pk, item)
    form = GovernanceItemForm(request.POST or None, instance=found, meeting=found.meeting)
    if request.method == "POST" and _save(form, request.user) is not None:
        return _back(found.meeting)
    context = {
        "meeting": found.meeting,
        "item": found,
        "form": form,
        "conflicts": form.conflicts,
        "yours": "\n".join(f"{one.label}\u00a0: {one.typed}" for one in form.conflicts),
        "theirs": "\n".join(f"{one.label}\u00a0: {one.stored}" for one in form.conflicts),
    }
    status = refusal(form) if request.method == "POST" else 200
    return project_page(request, ITEM, context, tab="planning", status=status)


@require_POST
@project_view(Permission.VIEW)
def governance_item_done(request: ProjectRequest, pk: int, item: int) -> HttpResponse:
    """Say that an action is done (`done` = 1), or that it is not: whoever promised it, or the manager."""
    found = _item(request, pk, item)
    member = request.access.membership
    is_owner = member is not None and member.pk == found.owner_id
    if not is_owner and not request.access.allows(Permission.EDIT_PLANNING):
        raise PermissionDenied("Le responsable de l’action et le chef de projet disent qu’elle est faite.")
    if not found.is_action:
        raise Http404("Une décision n’est pas à faire.")
    mark_done(item=found, done=request.POST.get("done") == "1")
    return _back(found.meeting)


@require_POST
@project_view(Permission.EDIT_PLANNING)
def governance_item_delete(request: ProjectRequest, pk: int, item: int) -> HttpResponse:
    """Take a decision or an action away; it can be brought back."""
    found = _item(request, pk, item)
    found.put_aside(read_version=posted_int(request, "version"))
    return _back(found.meeting)


@require_POST
@project_view(Permission.EDIT_PLANNING)
def governance_item_restore(request: ProjectRequest, pk: int, item: int) -> HttpResponse:
    """Bring back what was taken away."""
    found = _item(request, pk, item, deleted=True)
    found.restore(read_version=found.version)
    return _back(found.meeting)


def _save(form: GovernanceItemForm, by: User) -> GovernanceItem | None:
    if not form.is_valid():
        return None
    with transaction.atomic():
        saved = form.save_row()
        if saved is not None:
            tell_owner(item=saved, by=by)
    return saved


def _meeting(request: ProjectRequest, pk: int) -> GovernanceMeeting:
    rows = GovernanceMeeting.objects.live().filter(project=request.project, pk=pk, body__deleted_at=None)
    found: GovernanceMeeting | None = rows.select_related("body").first()
    if found is None:
        raise Http404("Cette réunion n’existe pas, ou elle a été supprimée.")
    found.project = request.project
    return found


def _item(request: ProjectRequest, pk: int, item: int, *, deleted: bool = False) -> GovernanceItem:
    meeting = _meeting(request, pk)
    rows = GovernanceItem.objects.deleted() if deleted else GovernanceItem.objects.live()
    found: GovernanceItem | None = rows.filter(pk=item, meeting=meeting).select_related("owner__user").first()
    if found is None:
        raise Http404("Cette décision ou cette action n’existe pas, ou elle a été retirée.")
    found.meeting = meeting
    return found


def _page(
    request: ProjectRequest,
    meeting: GovernanceMeeting,
    *,
    form: GovernanceItemForm | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    may_edit = request.access.allows(Permission.EDIT_PLANNING)
    items = GovernanceItem.objects.filter(meeting=meeting).select_related("owner__user")
    member = request.access.membership
    readers = readers_of(meeting)
    sent = minutes_sent(meeting, readers)
    has_it = {one.pk for one, _, is_current in sent if is_current}
    context: dict[str, Any] = {
        "meeting": meeting,
        "sent": sent,
        "unsent": [one for one in readers if one.pk not in has_it],
        "is_held": meeting.held_on <= timezone.localdate(),
        "refused": refused,
        "present": list(meeting.present.select_related("user")),
        "items": [one for one in items if not one.is_deleted],
        "removed": [one for one in items if one.is_deleted and may_edit],
        "me": member.pk if member else 0,
        "may_edit": may_edit,
        "form": (form or GovernanceItemForm(meeting=meeting)) if may_edit else None,
    }
    return project_page(request, PAGE, context, tab="planning", status=status)


def _back(meeting: GovernanceMeeting) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{meeting.get_absolute_url()}#decisions")
