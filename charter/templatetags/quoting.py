"""The line that says, on a screen of data, which sections show them."""

from itertools import groupby
from operator import attrgetter
from typing import Any

from django import template

from charter.quoting import quoting

register = template.Library()


@register.inclusion_tag("components/quoted_in.html", takes_context=True)
def quoted_in(context: dict[str, Any], screen: str, tab: str = "", **kwargs: str) -> dict[str, Any]:
    """« Repris dans les sections 1, 3 du cahier des charges » for the screen of this URL name and keyword arguments."""
    found = quoting(context["project"], screen, kwargs, tab)
    return {"places": [(place, list(some)) for place, some in groupby(found, attrgetter("place"))]}
