"""The load of each person in the block and beside the matrix, and the letters of a cell in words."""

from django import template

from raci import drawings
from raci.letters import read_letters, shown
from raci.loads import load_words

register = template.Library()

register.filter(drawings.load_bars)
register.filter(drawings.matrix_bars)
register.filter(load_words)


@register.filter
def shown_letters(typed: str) -> str:
    """« A/R » for letters however typed; what no cell may say stays as it is."""
    letters = read_letters(typed)
    return typed if letters is None else shown(letters)
