"""Rules on what the project covers."""

from collections.abc import Iterator

from charter.blocks import load_departments, load_scope
from charter.diagnostics.links import list_url
from charter.models.scope import ScopeNature
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import Finding, Severity, counted, listed, rule


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
    # Once a department is placed, those of which nothing is said leave a doubt.
    placed = {one.department_id for one in items if one.nature == ScopeNature.DEPARTMENT}
    left = [one.name for one in gathering.once(load_departments) if one.pk not in placed] if placed else []
    if left:
        number = counted(len(left), "service n’est", "services ne sont")
        yield Finding(f"{number} ni dans le périmètre ni dehors\u00a0: {listed(left)}.", url)
