"""The navigation between the rooms of the active tab."""

from typing import Any

from django import template

from charter.navigation import doors, label_of

register = template.Library()


@register.inclusion_tag("components/room_nav.html", takes_context=True)
def project_rooms(context: dict[str, Any]) -> dict[str, Any]:
    """The rooms of the active tab, the one that is open marked; nothing where the tab has none."""
    tab, path = context.get("active_tab", ""), context["request"].path
    return {"rooms": doors(tab, context["project"].slug, path), "label": label_of(tab)}
