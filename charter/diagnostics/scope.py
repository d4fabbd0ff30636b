"""Rules on what the project covers."""

from collections.abc import Iterator

from charter.blocks import load_scope
from charter.diagnostics.links import list_url
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import Finding, Severity, counted, rule


@rule(
    "R-PERIMETRE",
    Severity.WARNING,
    "Périmètre tracé",
    "Un fournisseur chiffre ce qui est dedans\u00a0; ce qui est dehors évite de voir trop grand au premier lot.",
    source="Périmètre",
)
def scope(gathering: Gathering) -> Iterator[Finding]:
    items = gathering.once(load_scope)
    url = list_url(gathering, "perimetre")
    inside = sum(one.included for one in items)
    if not inside:
        yield Finding("Rien n’est dit de ce qui est dans le périmètre.", url)
    elif inside == len(items):
        number = counted(inside, "élément dans le périmètre", "éléments dans le périmètre")
        yield Finding(f"{number}, aucun en dehors\u00a0: dites ce que le premier lot laisse de côté.", url)
