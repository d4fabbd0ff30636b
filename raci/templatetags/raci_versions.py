"""Whether the matrix is validated, for the pages that show it."""

from django import template

from charter.access import Access
from raci.versions import holding_nodes
from requirements.outline import Node

register = template.Library()


@register.simple_tag
def raci_sections(access: Access) -> list[Node]:
    """The sections that show the matrix, with their states."""
    return holding_nodes(access.gathering)
