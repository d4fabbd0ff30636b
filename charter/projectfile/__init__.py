"""The charter’s keys of a project file, one module a concept."""

from charter.projectfile import (
    budget,
    change,
    feasibility,
    framing,
    indicators,
    leaving,
    listening,
    objectives,
    people,
    project,
    risks,
    scope,
    team,
    usage,
)

__all__ = [
    "budget",
    "change",
    "feasibility",
    "framing",
    "indicators",
    "leaving",
    "listening",
    "objectives",
    "people",
    "project",
    "risks",
    "scope",
    "team",
    "usage",
]
