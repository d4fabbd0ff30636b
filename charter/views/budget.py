"""The budget beside its lines: settings, the amount of a line being written, and the file for a spreadsheet."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.blocks import load_budget, load_budget_settings
from charter.budgetfile import budget_rows
from charter.budgetsheet import reckoned, sheet_of, spread
from charter.forms.budget import BudgetLineForm, BudgetSettingsForm
from charter.history import last_write
from charter.models import BudgetLine
from charter.views.pages import REFUSED, keeping_back, project_page, refusal
from crmproject.toolkit.frenchcsv import ENCODING, french_csv
from crmproject.toolkit.templatetags.french import money

NBSP = "\u00a0"


@project_view(Permission.EDIT_CHARTER)
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: ProjectRequest) -> HttpResponse:
    """Horizon, contingency, scenarios and tax of the whole budget."""
    row = load_budget_settings(request.project.pk)
    form = BudgetSettingsForm(request.POST or None, instance=row, project=request.project)
    if request.method != "POST":
        return _settings_page(request, form)
    if not form.is_valid():
        return _settings_page(request, form, status=REFUSED)
    if form.save_row() is None:
        return _settings_page(request, form, status=refusal(form), last=last_write(form.instance))
    messages.success(request, "Réglages du budget enregistrés.")
    return redirect(_budget_url(request))


@project_view(Permission.EDIT_CHARTER)
@require_safe
def amount(request: ProjectRequest) -> HttpResponse:
    """What the line being written would cost; nothing is kept."""
    form = BudgetLineForm(request.GET, project=request.project)
    form.is_valid()
    return project_page(
        request, "charter/budget/form.html#amount", {"told": _told(form, request.project.pk)}, tab="charter"
    )


@project_view(Permission.VIEW)
@require_safe
def csv(request: ProjectRequest) -> HttpResponse:
    """The lines, every year of the horizon and the totals, for a spreadsheet."""
    gathering = request.access.gathering
    sheet = sheet_of(gathering.once(load_budget), gathering.once(load_budget_settings))
    answer = HttpResponse(french_csv(budget_rows(sheet)), content_type=f"text/csv; charset={ENCODING}")
    answer["Content-Disposition"] = f'attachment; filename="budget-{request.project.slug}.csv"'
    return answer


def _told(form: BudgetLineForm, project_id: int) -> str:
    """The amount in words, as long as what it needs can be read."""
    data = form.cleaned_data
    if data.get("amount") is None or form.errors.keys() & {
        "amount",
        "unit",
        "quantity",
        "unit_price",
        "months",
    }:
        return ""
    names = ("amount", "unit", "quantity", "unit_price", "months", "recurring", "internal", "low", "high")
    line = BudgetLine(
        **{name: data.get(name) for name in names if name in data},
        first_year=data.get("first_year") or 1,
        years=data.get("years") if data.get("recurring") else None,
        increase=(data.get("increase") or 0) if data.get("recurring") else 0,
    )
    line.unit = line.unit or ""
    sheet = sheet_of([line], load_budget_settings(project_id))
    counted = f"{reckoned(line)} = " if line.unit else ""
    text = f"{counted}{money(line.amount)} hors taxes. {spread(line)}"
    if not line.recurring:
        return f"{text}."
    years = sheet.settings.horizon
    return f"{text}{NBSP}: {money(sum(sheet.likely.total))} sur {years}{NBSP}an{'s' * (years > 1)}."


def _budget_url(request: ProjectRequest) -> str:
    return reverse("register", args=[request.project.slug, "budget"])


def _settings_page(
    request: ProjectRequest, form: BudgetSettingsForm, *, status: int = 200, **extra: Any
) -> HttpResponse:
    context = {
        "form": form,
        "conflicts": form.conflicts,
        "yours": "\n".join(f"{one.label}\u00a0: {one.typed}" for one in form.conflicts),
        "theirs": "\n".join(f"{one.label}\u00a0: {one.stored}" for one in form.conflicts),
        "budget_url": _budget_url(request),
        "here": keeping_back(request, request.path),
        **extra,
    }
    return project_page(request, "charter/budget/settings.html", context, tab="charter", status=status)
