"""The lists of the charter, one module a concept."""

from charter.registers import budget, change, constraints, departments, objectives, risks, scope

__all__ = [
    "budget",
    "change",
    "constraints",
    "departments",
    "objectives",
    "risks",
    "scope",
]
