"""The list of requirements, its bin, and one requirement alone."""

from itertools import groupby
from operator import attrgetter
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.harvest import sources_of
from charter.views.listening.shared import READERS as ANSWER_READERS
from charter.views.pages import back_url, is_htmx
from requirements.forms.needs import RequirementFilter
from requirements.models import Requirement
from requirements.models.needs import RequirementStatus
from requirements.needs_rights import NeedRights
from requirements.related import related_to
from requirements.views.needs.cards import LIST, all_rows, base_context, card, find, list_url, render_card

PAGE_SIZE = 50


@require_safe
@project_view(Permission.VIEW)
def requirements(request: ProjectRequest) -> HttpResponseBase:
    """All requirements by department, filtered and searched."""
    return render_list(request)


def render_list(request: ProjectRequest, *, moved: str = "", focus: str = "") -> HttpResponse:
    """The list for the request’s query; after a move, the row `moved` has the focus on its button `focus`."""
    filters = RequirementFilter(request.GET, project=request.project)
    found = filters.narrowed(all_rows(request).live())
    totals = dict(found.values_list("department__code").annotate(Count("pk")).order_by())
    page = _page(found, request.GET.get("page"))
    context = base_context(
        request,
        filters=filters,
        page=page,
        groups=_groups(page, totals, NeedRights(request.access), filters.keeps_order, (moved, focus)),
        found=sum(totals.values()),
        back=back_url(request, ""),
        **_counts(request),
    )
    # Going back through the history asks for the whole page, though HTMX asks.
    is_part = is_htmx(request) and not request.headers.get("HX-History-Restore-Request")
    response = render(request, f"{LIST}#results" if is_part else LIST, context)
    if is_part and request.method == "GET":
        header = "HX-Push-Url" if request.headers.get("HX-Boosted") else "HX-Replace-Url"
        response[header] = _clean_url(request, filters, page)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _page(found: "QuerySet[Requirement]", number: str | None) -> "Page[Requirement]":
    rows = found.order_by("department__position", "department__code", "position", "pk")
    return Paginator(rows.defer("search_text"), PAGE_SIZE).get_page(number)


def _groups(
    page: "Page[Requirement]",
    totals: dict[str, int],
    rights: NeedRights,
    may_move: bool,
    moved: tuple[str, str],
) -> list[dict[str, Any]]:
    return [
        {
            "department": department,
            "total": totals[department.code],
            "may_move": may_move and rights.writes_all,
            "cards": [
                card(row, rights, may_move=may_move, focus=moved[1] if row.ref == moved[0] else "")
                for row in rows
            ],
        }
        for department, rows in groupby(page.object_list, key=attrgetter("department"))
    ]


def _counts(request: ProjectRequest) -> dict[str, int]:
    """How many requirements the project has in all, how many proposals wait, how many were put aside."""
    live = Q(deleted_at=None)
    counts: dict[str, int] = Requirement.objects.filter(project=request.project).aggregate(
        total=Count("pk", filter=live),
        waiting=Count("pk", filter=live & Q(status=RequirementStatus.PROPOSED)),
        put_aside=Count("pk", filter=~live),
    )
    return counts


def _clean_url(request: ProjectRequest, filters: RequirementFilter, page: "Page[Requirement]") -> str:
    """The address of what is shown, without the filters that narrow nothing."""
    query = request.GET.copy()
    for name in list(query):
        if name not in filters.chosen:
            del query[name]
    if page.number > 1:
        query["page"] = str(page.number)
    return f"{request.path}?{query.urlencode()}" if query else request.path


@require_safe
@project_view(Permission.VIEW)
def requirement(request: ProjectRequest, ref: str) -> HttpResponseBase:
    """One requirement: a page of its own, or its row of the list for HTMX."""
    found = find(request, ref)
    if is_htmx(request):
        return render_card(request, found)
    reads = request.access.permissions.intersection(ANSWER_READERS)
    context = base_context(
        request,
        card=card(found, NeedRights(request.access)),
        back=list_url(request, found),
        sources=sources_of(request.project, "requirement", found.pk) if reads else [],
        related=related_to(found),
    )
    return render(request, "requirements/needs/detail.html", context)


@require_safe
@project_view(Permission.VIEW)
def requirement_bin(request: ProjectRequest) -> HttpResponseBase:
    """Requirements that were put aside, each to restore by those who might edit it."""
    rights = NeedRights(request.access)
    rows = all_rows(request).deleted()
    page = Paginator(rows.defer("search_text"), PAGE_SIZE).get_page(request.GET.get("page"))
    cards = [card(row, rights) for row in page.object_list]
    return render(request, "requirements/needs/bin.html", base_context(request, page=page, cards=cards))
