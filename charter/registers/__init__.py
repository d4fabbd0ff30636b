"""The lists of the charter, one module a concept."""

from charter.registers import (
    budget,
    change,
    constraints,
    departments,
    indicators,
    listening,
    objectives,
    risks,
    scope,
    team,
    usage,
)

__all__ = [
    "budget",
    "change",
    "constraints",
    "departments",
    "indicators",
    "listening",
    "objectives",
    "risks",
    "scope",
    "team",
    "usage",
]
