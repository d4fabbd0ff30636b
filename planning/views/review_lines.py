"""The tables of the review that are written line by line: objectives, risks, what was really spent."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from charter.access import Permission, ProjectRequest, project_view
from charter.blocks import load_objectives, load_risks
from charter.models import OperationalObjective, Risk
from charter.models.budget import BudgetCategory
from charter.views.pages import CONFLICT, REFUSED, project_page
from crmproject.toolkit.templatetags.french import money
from planning.actions.review import CLOSED
from planning.forms.review import CostForm, OutcomeForm, Table, VerdictForm, table_of
from planning.models import ActualCost, ObjectiveVerdict, RiskOutcome
from planning.review.content import foreseen_costs
from planning.review.reading import load_costs, load_outcomes, load_review, load_verdicts

METHODS = ["GET", "HEAD", "POST"]
TEMPLATE = "planning/review/lines.html"


@dataclass(frozen=True)
class _Sheet:
    """What a page says around its table."""

    title: str
    lead: str
    empty: str
    subject: str


OBJECTIVES = _Sheet(
    "Juger les objectifs",
    "Pour chacun, ce que le bilan en dit, et pourquoi.",
    "Aucun objectif opérationnel n’est encore fixé dans la charte.",
    "Objectif",
)
RISKS = _Sheet(
    "Ce que les risques sont devenus",
    "Ceux qui sont survenus apprennent quelque chose au prochain projet.",
    "Aucun risque n’est nommé dans la charte.",
    "Risque",
)
COSTS = _Sheet(
    "Dépenses constatées",
    "En euros hors taxes, pour la première année\u00a0: «\u00a01\u00a0234,50\u00a0», «\u00a012k\u00a0» ou "
    "«\u00a01,2\u00a0M€\u00a0».",
    "Aucun poste.",
    "Poste",
)


@project_view(Permission.EDIT_PLANNING)
@require_http_methods(METHODS)
def review_objectives(request: ProjectRequest) -> HttpResponse:
    """What the review says of each operational objective."""
    gathering = request.access.gathering

    def told(one: OperationalObjective) -> tuple[str, str]:
        return f"{one.ref} {one.title}", one.department.name

    table = table_of(
        gathering.once(load_objectives),
        VerdictForm,
        rows=gathering.once(load_verdicts),
        key=lambda one: one.pk,
        new=lambda one: ObjectiveVerdict(objective=one),
        told=told,
        project=request.project,
        data=request.POST or None,
    )
    return _edit(request, table, OBJECTIVES)


@project_view(Permission.EDIT_PLANNING)
@require_http_methods(METHODS)
def review_risks(request: ProjectRequest) -> HttpResponse:
    """What became of each risk."""
    gathering = request.access.gathering

    def told(one: Risk) -> tuple[str, str]:
        return one.title, "crainte exprimée" if one.is_fear else f"criticité {one.level}"

    table = table_of(
        gathering.once(load_risks),
        OutcomeForm,
        rows=gathering.once(load_outcomes),
        key=lambda one: one.pk,
        new=lambda one: RiskOutcome(risk=one),
        told=told,
        project=request.project,
        data=request.POST or None,
    )
    return _edit(request, table, RISKS)


@project_view(Permission.EDIT_PLANNING)
@require_http_methods(METHODS)
def review_costs(request: ProjectRequest) -> HttpResponse:
    """What each category of the budget really cost."""
    gathering = request.access.gathering
    foreseen = foreseen_costs(gathering)

    def told(one: BudgetCategory) -> tuple[str, str]:
        return str(one.label), f"prévu\u00a0: {money(foreseen[one]) if one in foreseen else 'rien'}"

    table = table_of(
        list(BudgetCategory),
        CostForm,
        rows=gathering.once(load_costs),
        key=lambda one: one.value,
        new=lambda one: ActualCost(category=one.value),
        told=told,
        project=request.project,
        data=request.POST or None,
    )
    return _edit(request, table, COSTS)


def _edit(request: ProjectRequest, table: Table, sheet: _Sheet) -> HttpResponse:
    review = request.access.gathering.once(load_review)
    closed = review is not None and not review.is_open
    if request.method != "POST":
        if closed:
            messages.warning(request, CLOSED)
            return redirect("review", request.project.slug)
        return _page(request, table, sheet)
    if closed:
        return _page(request, table, sheet, refusal=CLOSED, status=CONFLICT)
    if not table.is_valid():
        return _page(request, table, sheet, status=REFUSED)
    if not table.save():
        return _page(request, table, sheet, status=CONFLICT if table.conflicts else REFUSED)
    messages.success(request, "Modifications enregistrées.")
    return redirect("review", request.project.slug)


def _page(
    request: ProjectRequest, table: Table, sheet: _Sheet, *, status: int = 200, **extra: Any
) -> HttpResponse:
    conflicts = table.conflicts
    context = {
        "sheet": sheet,
        "table": table,
        "conflicts": conflicts,
        "errors": status == REFUSED,
        "yours": "\n".join(f"{one.label}\u00a0: {one.typed}" for one in conflicts),
        "theirs": "\n".join(f"{one.label}\u00a0: {one.stored}" for one in conflicts),
        **extra,
    }
    return project_page(request, TEMPLATE, context, tab="planning", status=status)
