"""The charter’s keys of a project file, one module a concept."""

from charter.projectfile import (
    budget,
    change,
    feasibility,
    framing,
    indicators,
    leaving,
    objectives,
    people,
    project,
    risks,
    scope,
    team,
)

__all__ = [
    "budget",
    "change",
    "feasibility",
    "framing",
    "indicators",
    "leaving",
    "objectives",
    "people",
    "project",
    "risks",
    "scope",
    "team",
]
