"""Workshops: their list, preparing one, its page, its date for calendars."""

import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.history import last_write
from charter.views.pages import project_page, refusal
from crmproject.toolkit.http import posted_int, whole_number
from crmproject.toolkit.ics import CONTENT_TYPE, Event, calendar_file, uid_of
from requirements.actions.workshops import (
    announce_workshop,
    cancel_workshop,
    plan_of,
    put_on_table,
    restore_workshop,
)
from requirements.forms.workshops import WorkshopForm
from requirements.models import Workshop, WorkshopAction, WorkshopSection
from requirements.views.workshop_pages import TAB, find_workshop, render_workshop
from requirements.workshops import following_agenda, unsettled_sections, when_of

FORM = "requirements/workshops/form.html"
WEEK = datetime.timedelta(days=7)


@require_safe
@project_view(Permission.VIEW)
def workshops(request: ProjectRequest) -> HttpResponseBase:
    """Workshops to come, and those that were held."""
    rows = (
        Workshop.objects.live()
        .filter(project=request.project)
        .select_related("project")
        .prefetch_related(
            "attendees",
            Prefetch("sections", WorkshopSection.objects.live()),
            Prefetch("actions", WorkshopAction.objects.live()),
        )
    )
    may_write = request.access.allows(Permission.ORGANISE)
    context = {
        "to_come": rows.to_come(),
        "held": rows.held(),
        "removed": Workshop.objects.deleted().filter(project=request.project) if may_write else [],
        "may_write": may_write,
    }
    return project_page(request, "requirements/workshops/list.html", context, tab=TAB)


@require_safe
@project_view(Permission.VIEW)
def workshop(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """One workshop: who, where, what is on the table, what was said and promised."""
    return render_workshop(request, find_workshop(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Permission.ORGANISE)
def workshop_add(request: ProjectRequest) -> HttpResponseBase:
    """Prepare a workshop, possibly the one that follows another (`suite`), and invite its participants."""
    before = _followed(request)
    initial = _following(before) if before else {}
    form = WorkshopForm(request.POST or None, project=request.project, initial=initial)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            added = form.save_row()
            if added is not None:
                announce_workshop(workshop=added, before=None, by=request.user)
                if before is not None:
                    put_on_table(workshop=added, sections=unsettled_sections(before))
        if added is not None:
            invited = "\u00a0; ses participants sont prévenus" if added.is_to_come else ""
            messages.success(request, f"Atelier enregistré{invited}.")
            return redirect(added)
    return _form_page(request, form, followed=before)


def _followed(request: ProjectRequest) -> Workshop | None:
    pk = whole_number(request.GET.get("suite", ""))
    return find_workshop(request, pk) if pk else None


def _following(before: Workshop) -> dict[str, Any]:
    """What the form of the next workshop takes over."""
    return {
        "title": before.title,
        "held_on": max(before.held_on, timezone.localdate()) + WEEK,
        "starts_at": before.starts_at,
        "ends_at": before.ends_at,
        "place": before.place,
        "link": before.link,
        "agenda": following_agenda(before),
        "attendees": list(before.attendees.live()),
        "guests": before.guests,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Permission.ORGANISE)
def workshop_edit(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Change a workshop; whoever is expected is told when the date or the place moves."""
    edited = find_workshop(request, pk)
    before = plan_of(edited)
    form = WorkshopForm(request.POST or None, instance=edited, project=request.project)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            saved = form.save_row()
            if saved is not None:
                announce_workshop(workshop=saved, before=before, by=request.user)
        if saved is not None:
            messages.success(request, "Atelier enregistré.")
            return redirect(saved)
    return _form_page(request, form, edited=find_workshop(request, pk))


def _form_page(
    request: ProjectRequest,
    form: WorkshopForm,
    *,
    edited: Workshop | None = None,
    followed: Workshop | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "edited": edited, "followed": followed}
    if form.conflicts and edited is not None:
        context |= {
            "yours": "\n".join(f"{one.label}\u00a0: {one.typed}" for one in form.conflicts),
            "theirs": "\n".join(f"{one.label}\u00a0: {one.stored}" for one in form.conflicts),
            "last": last_write(edited),
        }
    status = refusal(form) if request.method == "POST" else 200
    return project_page(request, FORM, context, tab=TAB, status=status)


@require_POST
@project_view(Permission.ORGANISE)
def workshop_delete(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Put a workshop aside; it can be brought back."""
    found = find_workshop(request, pk)
    cancel_workshop(workshop=found, read_version=posted_int(request, "version"), by=request.user)
    messages.info(
        request, f"Atelier «\u00a0{found}\u00a0» retiré. Vous pouvez le restaurer au bas de la liste."
    )
    return redirect("workshops", request.project.slug)


@require_POST
@project_view(Permission.ORGANISE)
def workshop_restore(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """Bring back a workshop that was put aside."""
    found = find_workshop(request, pk, deleted=True)
    restore_workshop(workshop=found, by=request.user)
    messages.success(request, f"Atelier «\u00a0{found}\u00a0» restauré.")
    return redirect(found)


@require_safe
@project_view(Permission.VIEW)
def workshop_calendar(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """The workshop as a file for one’s own calendar."""
    found = find_workshop(request, pk)
    url = request.build_absolute_uri(found.get_absolute_url())
    event = Event(
        uid=uid_of("atelier", found.pk),
        sequence=found.version,
        title=f"{found} – {request.project.name}",
        day=found.held_on,
        starts_at=found.starts_at,
        ends_at=found.ends_at,
        place=found.place or found.link,
        description="\n\n".join(filter(None, [when_of(found), found.link, found.agenda, url])),
        url=url,
    )
    response = HttpResponse(calendar_file([event]), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="atelier-{found.pk}.ics"'
    return response
