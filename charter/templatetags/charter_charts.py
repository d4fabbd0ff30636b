"""The charter’s drawings in its blocks."""

from django import template

from charter import budgetdrawings, drawings

register = template.Library()

register.filter(budgetdrawings.budget_bars)
register.filter(budgetdrawings.budget_years)
register.filter(drawings.risk_matrix)
