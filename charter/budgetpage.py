"""What the page of the budget says beside its lines."""

from charter.access import ProjectRequest
from charter.blocks import load_budget, load_budget_settings
from charter.blocks.budget import plan_of
from charter.budgeting import Scenario, total_of
from charter.budgetsheet import sheet_of
from charter.ratios import ratios_of


def budget_context(request: ProjectRequest) -> dict[str, object]:
    """Totals, the plan as its block prints it, and the reference figures."""
    gathering = request.access.gathering
    settings = gathering.once(load_budget_settings)
    sheet = sheet_of(gathering.once(load_budget), settings)
    likely = sheet.likely
    return {
        "sheet": sheet,
        "is_set": settings is not None,
        "plan": plan_of(sheet) if sheet.lines else None,
        "first_year": likely.before_tax[0],
        "whole": total_of(likely.before_tax),
        "with_tax": total_of(likely.with_tax),
        "low": total_of(sheet.reckonings[Scenario.LOW].before_tax),
        "high": total_of(sheet.reckonings[Scenario.HIGH].before_tax),
        "ratios": ratios_of(sheet),
    }
