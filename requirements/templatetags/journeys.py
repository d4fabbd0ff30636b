"""The journey map in its block."""

from django import template

from requirements import journeys

register = template.Library()

register.filter(journeys.felt_journeys)
register.filter(journeys.says)
register.filter(journeys.journeys_of)
