"""Rules on whether the project can be done."""

from collections.abc import Iterator
from decimal import Decimal

from charter.blocks.feasibility import load_constraints, load_feasibility
from charter.diagnostics.links import list_url, page_url
from crmproject.toolkit import blocks
from crmproject.toolkit.blocks import Gathering, Place
from crmproject.toolkit.diagnostics import Finding, Severity, rule
from crmproject.toolkit.templatetags.french import money


@rule(
    "R-FAISABILITE",
    Severity.ADVICE,
    "Étude de faisabilité",
    "Dire tôt ce qui s’impose et ce qui manque évite de le découvrir quand tout est signé.",
    source="Étude de faisabilité",
)
def study(gathering: Gathering) -> Iterator[Finding]:
    url = page_url(gathering, "feasibility")
    found = gathering.once(load_feasibility)
    if found is None or not found.opinion:
        yield Finding("Aucun avis de faisabilité n’est donné.", url)
    if not gathering.once(load_constraints):
        yield Finding(
            "Aucun impératif ni contrainte n’est nommé\u00a0: technique, règles, calendrier, organisation, argent.",
            list_url(gathering, "contraintes"),
        )


@rule(
    "R-ENVELOPPE",
    Severity.WARNING,
    "Budget dans l’enveloppe",
    "Un budget qui dépasse ce que la direction a laissé entendre se réduit ou se défend, mais ne se tait pas.",
    source="Étude de faisabilité",
)
def envelope(gathering: Gathering) -> Iterator[Finding]:
    found = gathering.once(load_feasibility)
    total = first_year(gathering)
    if found is None or found.known_budget is None or total <= found.known_budget:
        return
    yield Finding(
        f"La première année coûte {money(total)}, {money(total - found.known_budget)} de plus que l’enveloppe connue "
        f"({money(found.known_budget)}).",
        page_url(gathering, "feasibility"),
    )


def first_year(gathering: Gathering) -> Decimal:
    """What the budget comes to in its first year, in euros without tax, as its own block says."""
    budget = blocks.get("budget")
    data = budget.collect(gathering, Place()) if budget else {}
    return Decimal(str(data.get("total") or 0))
