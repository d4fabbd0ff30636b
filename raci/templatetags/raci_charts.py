"""The load of each person in the block and beside the matrix."""

from django import template

from raci import drawings

register = template.Library()

register.filter(drawings.load_bars)
register.filter(drawings.matrix_bars)
