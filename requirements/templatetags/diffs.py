"""The difference between a content that was read and the present one, inside any template."""

from django import template

from requirements.diffs import SectionDiff, compare
from requirements.models import Revision
from requirements.outline import Node

register = template.Library()


@register.filter
def changed_to(read: Revision, node: Node) -> SectionDiff:
    """What became of this revision in the section as it stands."""
    return compare(read.content, dict(node.content)).limited(limit=60, only_changes=True)
