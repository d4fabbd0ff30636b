"""The charter’s pieces of a document, one module a concept."""

from charter.blocks import (
    budget,
    change,
    feasibility,
    framing,
    indicators,
    leaving,
    objectives,
    project,
    risks,
    scope,
    team,
)
from charter.blocks.reading import (
    load_budget,
    load_budget_settings,
    load_departments,
    load_indicators,
    load_objectives,
    load_project,
    load_risks,
    load_scope,
    load_strategic_objective,
)

__all__ = [
    "budget",
    "change",
    "feasibility",
    "framing",
    "indicators",
    "leaving",
    "load_budget",
    "load_budget_settings",
    "load_departments",
    "load_indicators",
    "load_objectives",
    "load_project",
    "load_risks",
    "load_scope",
    "load_strategic_objective",
    "objectives",
    "project",
    "risks",
    "scope",
    "team",
]
