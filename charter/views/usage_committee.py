"""The committee of the charter: who sits in it, and what is addressed to it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from charter.access import Permission, ProjectRequest, project_view
from charter.actions.usage_committee import address_from_member, follow_up
from charter.blocks import load_departments
from charter.forms.usage import CommitteeForm, FollowUpForm
from charter.models import UsageRequest
from charter.models.usage_committee import RequestState
from charter.usage.outcomes import outcomes_of
from charter.usage.reading import load_seats, sees_people
from charter.views.pages import CONFLICT, REFUSED, project_page
from charter.views.usage import writing
from crmproject.toolkit.refusals import RefusedError
from crmproject.toolkit.rows import StaleWriteError

SHOWN = 200


@never_cache
@project_view(Permission.VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def usage_committee(request: ProjectRequest) -> HttpResponse:
    """Who sits in the committee, how to write to it, and for those who sit in it what was written."""
    form = CommitteeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _committee_page(request, form)
    if not form.is_valid():
        return _committee_page(request, form, status=REFUSED)
    address_from_member(
        project=request.project, by=request.access.membership, user=request.user, **form.cleaned_data
    )
    messages.success(
        request, "Votre message est transmis au comité\u00a0: vous recevrez sa réponse par e-mail."
    )
    return redirect("usage_committee", request.project.slug)


def _committee_page(request: ProjectRequest, form: CommitteeForm, *, status: int = 200) -> HttpResponse:
    gathering = request.access.gathering
    seats = {seat.department_id: seat for seat in gathering.once(load_seats)}
    rows = UsageRequest.objects.live().filter(project=request.project).select_related("assigned__user")
    context: dict[str, Any] = {
        "places": [(one, seats.get(one.pk)) for one in gathering.once(load_departments)],
        "form": form,
        "own": list(rows.filter(author=request.user)[:SHOWN]),
        "sees_people": sees_people(request.access),
        **writing(request),
    }
    if context["sees_people"]:
        context["requests"] = list(rows[:SHOWN])
    return project_page(request, "charter/usage/committee.html", context, tab="charter", status=status)


@never_cache
@project_view(Permission.VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def usage_request(request: ProjectRequest, pk: int) -> HttpResponse:
    """One request, its history, and what is done about it; for others than the committee it doesn’t exist."""
    row = _request(request, pk)
    if request.method != "POST":
        return _request_page(request, row, _form(row))
    form = FollowUpForm(request.POST, request_row=row)
    if not form.is_valid():
        return _request_page(request, row, form, status=REFUSED)
    typed = dict(form.cleaned_data)
    read_version = typed.pop("version")
    try:
        follow_up(request=row, read_version=read_version, by=request.user, **typed)
    except RefusedError as refused:
        form.add_error(None, str(refused))
        return _request_page(request, row, form, status=REFUSED)
    except StaleWriteError:
        row = _request(request, pk)
        again = FollowUpForm(request_row=row, initial={**typed, "version": row.version})
        return _request_page(request, row, again, status=CONFLICT, stale=True)
    answered = typed["state"] == RequestState.ANSWERED
    messages.success(request, "Réponse envoyée à son auteur." if answered else "Suivi enregistré.")
    return redirect(row)


def _form(row: UsageRequest) -> FollowUpForm:
    return FollowUpForm(
        request_row=row,
        initial={
            "state": row.state,
            "assigned": row.assigned_id,
            "answer": row.answer,
            "version": row.version,
        },
    )


def _request(request: ProjectRequest, pk: int) -> UsageRequest:
    """A request of this project; 404 for any other, and for who may not read it."""
    rows = UsageRequest.objects.live().select_related("project", "assigned__user", "author")
    row = rows.filter(pk=pk, project=request.project).first()
    if row is None or not sees_people(request.access):
        raise Http404("Cette demande n’existe pas, ou elle ne vous est pas destinée.")
    return row  # type: ignore[no-any-return]  # rows of the manager are typed loosely


def _request_page(
    request: ProjectRequest, row: UsageRequest, form: FollowUpForm, *, status: int = 200, stale: bool = False
) -> HttpResponse:
    context = {
        "row": row,
        "form": form,
        "events": row.events.all(),
        "stale": stale,
        "outcomes": outcomes_of(row, request.access),
    }
    return project_page(request, "charter/usage/request.html", context, tab="charter", status=status)
