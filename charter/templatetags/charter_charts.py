"""The charter’s drawings in its blocks."""

from django import template

from charter import budgetdrawings, drawings, indicatordrawings, objectivedrawings

register = template.Library()

register.filter(budgetdrawings.budget_bars)
register.filter(budgetdrawings.budget_years)
register.filter(indicatordrawings.indicator_trend)
register.filter(objectivedrawings.objective_tree)
register.filter(objectivedrawings.reach)
register.filter(drawings.risk_matrix)
