"""The lists of the charter, one module a concept."""

from charter.registers import budget, departments, objectives, risks, scope

__all__ = ["budget", "departments", "objectives", "risks", "scope"]
