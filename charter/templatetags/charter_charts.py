"""The charter’s drawings in its blocks."""

from django import template

from charter import drawings

register = template.Library()

register.filter(drawings.budget_bars)
register.filter(drawings.risk_matrix)
