"""A member leaves: what they hold passes on, in one step."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from charter.access import Permission, ProjectRequest, project_view
from charter.actions.departures import STILL_MANAGER, take_leave
from charter.forms.departures import DepartureForm
from charter.handover import Holding, holdings
from charter.models import Membership
from charter.views.members import find_member
from charter.views.pages import CONFLICT, REFUSED, project_page
from crmproject.toolkit.refusals import ContentChangedError, RefusedError
from crmproject.toolkit.rows import StaleWriteError

STALE = "Quelqu’un vient de modifier ce membre\u00a0: relisez la page, puis confirmez."


@project_view(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: ProjectRequest, pk: int) -> HttpResponse:
    """What this person holds, who takes it over, and their departure."""
    member = find_member(request.project, pk)
    found = holdings(member)
    if request.method != "POST":
        return _page(request, member, found, DepartureForm(member=member, found=found))
    form = DepartureForm(request.POST, member=member, found=found)
    if member.is_manager or not form.is_valid():
        return _page(request, member, found, form, status=REFUSED)
    try:
        received = take_leave(
            member=member,
            plan=form.plan,
            read=form.cleaned_data["read"],
            read_version=form.cleaned_data["version"] or 0,
            by=request.user,
        )
    except (ContentChangedError, StaleWriteError) as moved:
        text = str(moved) if isinstance(moved, ContentChangedError) else STALE
        return _read_again(request, pk, text)
    except RefusedError as refused:
        form.add_error(None, str(refused))
        return _page(request, member, found, form, status=REFUSED)
    told = ", ".join(str(one.user) for one in received)
    to = f" Ce dont cette personne avait la charge passe à\u00a0: {told}." if told else ""
    messages.success(request, f"{member.user} ne participe plus au projet.{to}")
    return redirect("members", request.project.slug)


def _read_again(request: ProjectRequest, pk: int, text: str) -> HttpResponse:
    """The list as it is now, with the choices that were made."""
    member = find_member(request.project, pk)
    found = holdings(member)
    fresh = DepartureForm(member=member, found=found)
    data: Any = request.POST.copy()
    data["version"], data["read"] = str(member.version), fresh["read"].value()
    form = DepartureForm(data, member=member, found=found)
    form.add_error(None, text)
    return _page(request, member, found, form, status=CONFLICT)


def _page(
    request: ProjectRequest,
    member: Membership,
    found: list[Holding],
    form: DepartureForm,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "member": member,
        "form": form,
        "ending": [one for one in found if one.duty.ends],
        "manages": STILL_MANAGER if member.is_manager else "",
        "whole": sum(len(one.items) for one in form.found),
    }
    return project_page(request, "charter/members/remove.html", context, tab="members", status=status)
