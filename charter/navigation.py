"""The rooms of a tab: pages that stand side by side under one entry of the project’s navigation.

An app declares those of its tab in `rooms.py`; the page of a project shows them wherever that tab is the active one.
"""

from dataclasses import dataclass, replace

from django.urls import reverse


@dataclass(frozen=True)
class Room:
    """One room: `page` is a URL name taking the project’s slug, or « list:slug » for an editing list.

    `folders` are the paths of its other pages below the tab’s own; `lists` the slugs of the lists that belong to it.
    """

    label: str
    page: str
    folders: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()

    def url(self, slug: str) -> str:
        kind, _, listed = self.page.partition(":")
        return reverse("register", args=[slug, listed]) if kind == "list" else reverse(self.page, args=[slug])


@dataclass(frozen=True)
class Door:
    """A room with its address; `here` is « page » on that page, « true » on another page of the room."""

    label: str
    url: str
    here: str


@dataclass(frozen=True)
class _Tab:
    label: str
    rooms: tuple[Room, ...]


_tabs: dict[str, _Tab] = {}


def register_rooms(tab: str, label: str, rooms: tuple[Room, ...]) -> None:
    """Give a tab its rooms; `tab` is the URL name of its first page, `label` names the navigation."""
    if tab in _tabs:
        raise ValueError(f"the rooms of {tab!r} are declared twice")
    _tabs[tab] = _Tab(label, rooms)


def label_of(tab: str) -> str:
    """How the navigation of this tab is named; empty where it has no rooms."""
    return _tabs[tab].label if tab in _tabs else ""


def doors(tab: str, slug: str, path: str) -> list[Door]:
    """The rooms of this tab in this project, the one to which the path belongs marked.

    A page below the tab’s own that no other room claims belongs to the tab’s first page.
    """
    if tab not in _tabs:
        return []
    home = reverse(tab, args=[slug])
    found = [_door(room, slug, path, home) for room in _tabs[tab].rooms]
    if path.startswith(home) and not any(door.here for door in found):
        return [replace(door, here="true") if door.url == home else door for door in found]
    return found


def _door(room: Room, slug: str, path: str, home: str) -> Door:
    url = room.url(slug)
    within = [f"{home}{folder}/" for folder in room.folders]
    within += [reverse("register", args=[slug, one]) for one in room.lists]
    if path == url:
        return Door(room.label, url, "page")
    return Door(room.label, url, "true" if path.startswith(tuple(within)) else "")
