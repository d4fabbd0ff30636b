"""A requirement on the screen, with what this person may do with it."""

from dataclasses import dataclass
from typing import Any, cast

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from charter.access import ProjectRequest
from requirements.forms.needs import RequirementFilter
from requirements.models import Requirement
from requirements.models.needs import RequirementQuerySet, RequirementStatus
from requirements.needs_rights import NeedRights

LIST = "requirements/needs/list.html"


@dataclass
class Card:
    """One requirement of the list.

    `url` is its own address, under which its actions stand; `focus` names the button that takes the focus back after
    a swap.
    """

    requirement: Requirement
    url: str
    may_edit: bool
    may_decide: bool
    may_move: bool = False
    focus: str = ""

    @property
    def may_accept(self) -> bool:
        return self.may_decide and self.requirement.status != RequirementStatus.ACCEPTED

    @property
    def may_reject(self) -> bool:
        return self.may_decide and self.requirement.status == RequirementStatus.PROPOSED


def card(requirement: Requirement, rights: NeedRights, *, may_move: bool = False, focus: str = "") -> Card:
    return Card(
        requirement,
        url=reverse("requirement", args=[rights.access.project.slug, requirement.ref]),
        may_edit=rights.may_edit(requirement),
        may_decide=rights.writes_all,
        may_move=may_move and rights.writes_all,
        focus=focus,
    )


def all_rows(request: ProjectRequest) -> RequirementQuerySet:
    """Every requirement of the project, those put aside included, with what a card shows."""
    rows = Requirement.objects.filter(project=request.project)
    return rows.select_related("department", "objective", "author")


def find(request: ProjectRequest, ref: str) -> Requirement:
    """The live requirement of this reference; 404 for any other."""
    found = all_rows(request).live().filter(ref=ref).first()
    if found is None:
        raise Http404("Cette exigence n’existe pas, ou a été mise à la corbeille.")
    return cast("Requirement", found)


def current_query(request: ProjectRequest) -> QueryDict:
    """The query of the page that sent this HTMX request."""
    return QueryDict(request.headers.get("HX-Current-URL", "").partition("?")[2].partition("#")[0])


def shown_in_order(request: ProjectRequest) -> bool:
    """Whether the page that sent this HTMX request shows its list whole, and so offers to move rows."""
    narrowing = set(RequirementFilter.base_fields) - {"service"}
    return not narrowing & {name for name, value in current_query(request).items() if value}


def base_context(request: ProjectRequest, **more: Any) -> dict[str, Any]:
    return {
        "project": request.project,
        "access": request.access,
        "active_tab": "specification",
        "rights": NeedRights(request.access),
        **more,
    }


def render_card(
    request: ProjectRequest, requirement: Requirement, *, status: int = 200, notice: str = ""
) -> HttpResponse:
    """The inside of a row of the list."""
    shown = card(requirement, NeedRights(request.access), may_move=shown_in_order(request), focus="modifier")
    return render(request, f"{LIST}#card", base_context(request, card=shown, notice=notice), status=status)


def list_url(request: ProjectRequest, requirement: Requirement | None = None) -> str:
    """The list, at this requirement’s department."""
    url = reverse("requirements", args=[request.project.slug])
    return f"{url}?service={requirement.department.code}#{requirement.ref}" if requirement else url
