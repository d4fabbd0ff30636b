"""The drawings of requirements in their blocks."""

from django import template

from requirements import drawings

register = template.Library()

register.filter(drawings.has_scores)
register.filter(drawings.priority_bars)
register.filter(drawings.priority_figures)
register.filter(drawings.priority_quadrants)
