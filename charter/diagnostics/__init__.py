"""Coherence rules of the charter: why, who, how much, and what could go wrong."""

from charter.diagnostics import (
    budget,
    change,
    feasibility,
    framing,
    functions,
    indicators,
    leaving,
    listening,
    objectives,
    risks,
    scope,
    team,
    usage,
)
from charter.diagnostics.links import list_url, page_url

__all__ = [
    "budget",
    "change",
    "feasibility",
    "framing",
    "functions",
    "indicators",
    "leaving",
    "list_url",
    "listening",
    "objectives",
    "page_url",
    "risks",
    "scope",
    "team",
    "usage",
]
