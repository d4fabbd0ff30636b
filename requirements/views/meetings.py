"""Meetings of the steering committee: their list, the pack of each, convening and closing them."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.history import last_write
from charter.models import Membership, Role
from charter.views.pages import CONFLICT, REFUSED, project_page, refusal
from crmproject.toolkit.http import posted_int
from crmproject.toolkit.refusals import RefusedError
from crmproject.toolkit.rows import StaleWriteError
from requirements.actions.editions import record_decision
from requirements.actions.exports import request_minutes
from requirements.actions.meetings import (
    CLOSED,
    cancel_meeting,
    close_meeting,
    convene_meeting,
    facts_of,
    plan_meeting,
    restore_meeting,
    tell_of_changes,
)
from requirements.committee import in_words
from requirements.forms.editions import OpinionForm
from requirements.forms.meetings import ClosingForm, MeetingForm
from requirements.models import Edition, Meeting
from requirements.models.editions import ExportStatus
from requirements.openings import may_see_all
from requirements.packs import Pack, latest_pdf, pack_of

TAB = "meetings"
NOT_CLOSED = "Le compte rendu se compose une fois la réunion close."
GONE = "Cette réunion a été retirée pendant votre saisie\u00a0: rétablissez-la depuis la liste, puis recommencez."
CHANGED = (
    "Quelqu’un a modifié cette réunion depuis que vous l’avez ouverte. Votre saisie est gardée\u00a0: vérifiez le "
    "dossier, puis clôturez à nouveau."
)


@require_safe
@project_view(Permission.VIEW)
def meetings(request: ProjectRequest) -> HttpResponseBase:
    """The meetings to come, those held, and those put aside."""
    rows = Meeting.objects.filter(project=request.project).select_related("edition", "project")
    context = {
        "pending": rows.pending().order_by("held_on", "number"),
        "closed": rows.closed(),
        "aside": rows.deleted() if request.access.allows(Permission.ORGANISE) else [],
    }
    return project_page(request, "requirements/meetings/list.html", context, tab=TAB)


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Permission.ORGANISE)
def meeting_add(request: ProjectRequest) -> HttpResponseBase:
    """Plan the next meeting, or note one already held."""
    latest = Edition.objects.of_specification(request.project).first()
    form = MeetingForm(request.POST or None, project=request.project, initial={"edition": latest})
    if request.method == "POST" and form.is_valid():
        made = plan_meeting(meeting=form.save(commit=False))
        messages.success(request, f"{made} enregistré.")
        return redirect(made)
    return _form_page(request, form, status=REFUSED if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Permission.ORGANISE)
def meeting_edit(request: ProjectRequest, number: int) -> HttpResponseBase:
    """Change a meeting; those who were convened are told what moved."""
    found = find_meeting(request, number, aside=request.method == "POST")
    if found.is_closed and request.method != "POST":
        messages.error(request, CLOSED)
        return redirect(found)
    before = facts_of(found)
    form = MeetingForm(request.POST or None, instance=found, project=request.project)
    if request.method != "POST":
        return _form_page(request, form, meeting=found)
    if found.is_closed or found.is_deleted:
        form.add_error(None, CLOSED if found.is_closed else GONE)
        return _form_page(request, form, meeting=found, status=CONFLICT)
    if not form.is_valid():
        return _form_page(request, form, meeting=found, status=REFUSED)
    with transaction.atomic():
        saved = form.save_row()
        if saved is not None:
            tell_of_changes(meeting=saved, before=before, by=request.user)
    if saved is None:
        return _form_page(request, form, meeting=found, status=refusal(form), last=last_write(found))
    messages.success(request, "Réunion enregistrée.")
    return redirect(found)


@require_safe
@project_view(Permission.VIEW)
def meeting(request: ProjectRequest, number: int) -> HttpResponseBase:
    """The pack of a meeting: the same page for all who read it, before and after."""
    return _pack_page(request, find_meeting(request, number), OpinionForm())


@require_POST
@project_view(Permission.ORGANISE)
def meeting_convene(request: ProjectRequest, number: int) -> HttpResponseBase:
    """Ask the committee to come."""
    found = find_meeting(request, number)
    try:
        convene_meeting(meeting=found, by=request.user)
    except RefusedError as refused:
        return _pack_page(request, found, OpinionForm(), refusal=str(refused), status=REFUSED)
    messages.success(request, "Convocation envoyée au comité, au sponsor et au chef de projet.")
    return redirect(found)


@require_POST
@project_view(Permission.DECIDE)
def meeting_decide(request: ProjectRequest, number: int) -> HttpResponseBase:
    """Record the opinion of a member of the committee on the edition of this meeting."""
    found = find_meeting(request, number)
    form = OpinionForm(request.POST)
    member = request.access.membership
    if found.edition is None:
        form.add_error(None, "Cette réunion n’examine encore aucune édition.")
    if not form.is_valid() or found.edition is None or member is None:
        return _pack_page(request, found, form, status=REFUSED)
    try:
        record_decision(edition=found.edition, member=member, meeting=found, **form.cleaned_data)
    except RefusedError as refused:
        form.add_error(None, str(refused))
        return _pack_page(request, found, form, status=CONFLICT)
    messages.success(request, "Votre avis est enregistré.")
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Permission.ORGANISE)
def meeting_close(request: ProjectRequest, number: int) -> HttpResponseBase:
    """Write down who was there and what was decided; the minutes can’t change from then on."""
    found = find_meeting(request, number)
    form = ClosingForm(request.POST or None, project=request.project, initial=_closing(found))
    if request.method != "POST" or not form.is_valid():
        return _closing_page(request, found, form, status=REFUSED if form.errors else 200)
    try:
        close_meeting(
            meeting=found,
            read_version=form.cleaned_data["version"] or 0,
            present=form.cleaned_data["present"],
            opinion=form.cleaned_data["opinion"],
            outcome=form.cleaned_data["outcome"],
            by=request.user,
        )
    except RefusedError as refused:
        form.add_error(None, str(refused))
        return _closing_page(request, found, form, status=REFUSED)
    except StaleWriteError:
        return _closing_again(request, number)
    messages.success(request, "Réunion close\u00a0: son compte rendu est prêt.")
    return redirect(found)


@require_POST
@project_view(Permission.EXPORT)
def meeting_minutes_export(request: ProjectRequest, number: int) -> HttpResponseBase:
    """Ask for the PDF of the minutes again."""
    found = find_meeting(request, number)
    if not found.is_closed or found.edition is None:
        return _pack_page(request, found, OpinionForm(), refusal=NOT_CLOSED, status=REFUSED)
    request_minutes(specification=found.edition.specification, meeting=found, by=request.user)
    messages.success(request, "La composition du compte rendu est demandée.")
    return redirect(found)


@require_POST
@project_view(Permission.ORGANISE)
def meeting_cancel(request: ProjectRequest, number: int) -> HttpResponseBase:
    """Put a meeting aside."""
    found = find_meeting(request, number)
    try:
        cancel_meeting(meeting=found, read_version=posted_int(request, "version"), by=request.user)
    except RefusedError as refused:
        return _pack_page(request, found, OpinionForm(), refusal=str(refused), status=REFUSED)
    messages.success(request, f"{found} retiré\u00a0: vous pouvez le rétablir depuis cette liste.")
    return redirect("meetings", request.project.slug)


@require_POST
@project_view(Permission.ORGANISE)
def meeting_restore(request: ProjectRequest, number: int) -> HttpResponseBase:
    """Bring back a meeting that was put aside."""
    found = find_meeting(request, number, aside=True)
    if not found.is_deleted:
        raise Http404("Cette réunion n’a pas été retirée.")
    restore_meeting(meeting=found, read_version=posted_int(request, "version"), by=request.user)
    messages.success(request, f"{found} rétabli.")
    return redirect(found)


def find_meeting(request: ProjectRequest, number: int, *, aside: bool = False) -> Meeting:
    """A meeting of this project; 404 for any other, and for one put aside unless `aside`."""
    rows = Meeting.objects.filter(project=request.project, number=number)
    rows = (rows if aside else rows.live()).select_related("edition__specification", "project__manager")
    found: Meeting | None = rows.first()
    if found is None:
        raise Http404("Cette réunion n’existe pas ou a été retirée.")
    if found.edition:
        found.edition.specification.project = found.project
    return found


def _pack_page(
    request: ProjectRequest, found: Meeting, form: OpinionForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    pack = pack_of(found)
    minutes = list(found.exports.select_related("requested_by")[:10]) if found.is_closed else []
    sees_all = may_see_all(request.access)
    context = {
        "meeting": found,
        "when": in_words(found),
        "pack": pack,
        "compare_url": _compare_url(request, pack),
        "pdf": latest_pdf(found.edition) if found.edition else None,
        "minutes": next((one for one in minutes if one.status == ExportStatus.DONE), None),
        "minutes_pending": minutes[0] if minutes and minutes[0].status != ExportStatus.DONE else None,
        "readings": [one for one in pack.readings if sees_all or one.user_id == request.user.pk],
        "sees_all": sees_all,
        "opinion_form": form,
        "refusal": refusal,
        "may_answer": request.access.allows(Permission.DECIDE) and found.edition and not found.is_closed,
    }
    return project_page(request, "requirements/meetings/pack.html", context, tab=TAB, status=status)


def _compare_url(request: ProjectRequest, pack: Pack) -> str:
    """The page that compares the edition with the one that the committee looked at before; "" when it is the same."""
    if pack.edition is None or pack.since in {None, pack.edition.number}:
        return ""
    query = urlencode({"de": pack.since, "a": pack.edition.number})
    return f"{reverse('edition_compare', args=[request.project.slug])}?{query}"


def _form_page(
    request: ProjectRequest, form: MeetingForm, *, status: int = 200, **extra: object
) -> HttpResponse:
    conflicts = form.conflicts
    context = {
        "form": form,
        "conflicts": conflicts,
        "yours": "\n".join(f"{one.label}\u00a0: {one.typed}" for one in conflicts),
        "theirs": "\n".join(f"{one.label}\u00a0: {one.stored}" for one in conflicts),
        "here": request.path,
        **extra,
    }
    return project_page(request, "requirements/meetings/form.html", context, tab=TAB, status=status)


def _closing(found: Meeting) -> dict[str, Any]:
    """The closing form as it first opens: the committee is ticked."""
    seats = Membership.objects.with_role(Role.STEERING).filter(project=found.project_id)
    return {"version": found.version, "present": list(seats.values_list("pk", flat=True))}


def _closing_page(
    request: ProjectRequest, found: Meeting, form: ClosingForm, *, status: int = 200, stale: str = ""
) -> HttpResponse:
    context = {
        "meeting": found,
        "when": in_words(found),
        "form": form,
        "pack": pack_of(found),
        "stale": stale,
    }
    return project_page(request, "requirements/meetings/close.html", context, tab=TAB, status=status)


def _closing_again(request: ProjectRequest, number: int) -> HttpResponse:
    """What was typed, with the version that stands now: sending it again is a choice."""
    current = find_meeting(request, number)
    typed = request.POST.copy()
    typed["version"] = str(current.version)
    form = ClosingForm(typed, project=request.project)
    return _closing_page(request, current, form, status=CONFLICT, stale=CHANGED)
