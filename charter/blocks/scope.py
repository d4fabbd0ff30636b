"""What the project covers, and what it leaves out."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from charter.blocks.reading import load_scope
from charter.models import ScopeItem
from charter.models.scope import ScopeNature
from crmproject.toolkit.blocks import Block, Gathering, Json, Place, register

# The natures that have a line of their own, under that of functions.
LINES = {
    ScopeNature.SITE: "Filiales et sites",
    ScopeNature.DEPARTMENT: "Services",
    ScopeNature.OTHER: "Autres éléments",
}


@register
class ScopeBlock(Block):
    """`included` and `excluded` hold the functions; `rows` the rest, and only where there is some."""

    name = "scope"
    title = "Périmètre"
    template = "blocks/scope.html"
    edit_url = "register"
    edit_kwargs = {"register": "perimetre"}
    empty_text = "Le périmètre n’est pas encore tracé."
    sources = ("périmètre",)
    labels: ClassVar[Mapping[str, str]] = {
        "included": "Dans le périmètre",
        "excluded": "Hors périmètre",
        "rows": "Filiales, services et autres",
        "title": "Nature",
    }

    def collect(self, gathering: Gathering, place: Place) -> dict[str, Json]:
        items = gathering.once(load_scope)
        functions = [item for item in items if item.nature == ScopeNature.FUNCTION]
        rows: list[Json] = [
            {"title": title, **_halves(one for one in items if one.nature == nature)}
            for nature, title in LINES.items()
            if any(one.nature == nature for one in items)
        ]
        return {**_halves(functions), **({"rows": rows} if rows else {})}


def _halves(items: Iterable[ScopeItem]) -> dict[str, Json]:
    found = list(items)
    return {
        "included": [_said(item) for item in found if item.included],
        "excluded": [_said(item) for item in found if not item.included],
    }


def _said(item: ScopeItem) -> str:
    """« Tickets (Service client) », unless the text says the department already."""
    department = item.department.name if item.department else ""
    return f"{item.text} ({department})" if department and department not in item.text else item.text
