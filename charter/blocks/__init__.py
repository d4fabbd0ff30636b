"""The charter’s pieces of a document, one module a concept."""

from charter.blocks import budget, objectives, project, risks
from charter.blocks.reading import (
    load_budget,
    load_departments,
    load_objectives,
    load_project,
    load_risks,
    load_scope,
    load_strategic_objective,
)

__all__ = [
    "budget",
    "load_budget",
    "load_departments",
    "load_objectives",
    "load_project",
    "load_risks",
    "load_scope",
    "load_strategic_objective",
    "objectives",
    "project",
    "risks",
]
