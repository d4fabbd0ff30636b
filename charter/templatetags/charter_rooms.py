"""The navigation between the rooms of the charter."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse

register = template.Library()

# Label; URL name of the room, or slug of the list that is it; folders of its other pages; slugs of its lists.
ROOMS: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("Note de cadrage", "charter", (), ()),
    ("Préparation", "framing", ("preparation",), ("perimetre", "contraintes", "services")),
    ("Objectifs", "list:objectifs", ("objectifs", "objectif-strategique"), ("objectifs",)),
    ("Équipe", "team", ("equipe",), ("intervenants",)),
    ("Budget", "list:budget", ("budget",), ("budget",)),
    ("Risques", "list:risques", ("risques", "craintes"), ("risques", "craintes")),
    (
        "Changement",
        "change_plan",
        ("changement",),
        ("communications", "benefices", "formations", "accompagnement"),
    ),
    ("Indicateurs", "indicators", ("indicateurs",), ("indicateurs",)),
    ("Écoute", "questionnaires", ("ecoute",), ("etiquettes",)),
    ("Charte d’usage", "usage_charter", ("usage",), ("articles-charte-usage", "comite-charte-usage")),
)


@dataclass(frozen=True)
class Room:
    """A room with its address; `here` is « page » on that page, « true » on another page of the room."""

    label: str
    url: str
    here: str


@register.inclusion_tag("charter/_room_nav.html", takes_context=True)
def charter_rooms(context: dict[str, Any]) -> dict[str, Any]:
    """The rooms of the charter, the one that is open marked."""
    slug, path = context["project"].slug, context["request"].path
    return {"rooms": [_room(slug, path, *one) for one in ROOMS]}


def _room(
    slug: str, path: str, label: str, name: str, folders: tuple[str, ...], lists: tuple[str, ...]
) -> Room:
    kind, _, listed = name.partition(":")
    url = reverse("register", args=[slug, listed]) if kind == "list" else reverse(name, args=[slug])
    home = reverse("charter", args=[slug])
    within = [f"{home}{folder}/" for folder in folders]
    within += [reverse("register", args=[slug, one]) for one in lists]
    if path == url:
        return Room(label, url, "page")
    return Room(label, url, "true" if path.startswith(tuple(within)) else "")
