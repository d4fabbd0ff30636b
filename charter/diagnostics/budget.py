"""Rules on what it costs."""

from collections.abc import Iterator
from decimal import Decimal

from charter.blocks import load_budget
from charter.diagnostics.links import list_url
from charter.models.budget import BudgetCategory
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import Finding, Severity, counted, rule


def _by_category(gathering: Gathering) -> dict[str, Decimal]:
    """What each category costs; empty when there is no budget yet."""
    found: dict[str, Decimal] = {}
    for line in gathering.once(load_budget):
        found[line.category] = found.get(line.category, Decimal(0)) + line.amount
    return found


@rule(
    "R-BUDGET",
    Severity.WARNING,
    "Un budget",
    "Sans budget par poste, ni l’ampleur du projet ni les offres ne peuvent être jugées.",
    source="Budget",
)
def budget_exists(gathering: Gathering) -> Iterator[Finding]:
    if not _by_category(gathering):
        yield Finding("Aucune ligne de budget n’est écrite.", list_url(gathering, "budget"))


@rule(
    "E-BUDGET",
    Severity.WARNING,
    "Tout le budget dans les licences",
    "La solution n’est qu’une part\u00a0: paramétrage, reprise, formation et conduite du changement font le succès.",
    source="Erreurs à éviter",
)
def budget_beyond_licences(gathering: Gathering) -> Iterator[Finding]:
    spent = {category for category, amount in _by_category(gathering).items() if amount}
    if spent == {BudgetCategory.LICENCES.value}:
        yield Finding(
            "Tout le budget (100\u00a0%) est en licences ou abonnements.", list_url(gathering, "budget")
        )


def _lacks(gathering: Gathering, category: BudgetCategory, text: str) -> Iterator[Finding]:
    """A finding when there is a budget, and nothing in this category."""
    spent = _by_category(gathering)
    if spent and not spent.get(category.value):
        yield Finding(
            f"{text} parmi {counted(len(spent), 'poste', 'postes')} de budget.", list_url(gathering, "budget")
        )


@rule(
    "R-FORMATION",
    Severity.WARNING,
    "Formation au budget",
    "Un outil que personne ne sait utiliser n’est pas utilisé\u00a0: la formation se prévoit, initiale et ensuite.",
    source="Budget",
)
def training_budget(gathering: Gathering) -> Iterator[Finding]:
    return _lacks(gathering, BudgetCategory.TRAINING, "Aucun poste de formation")


@rule(
    "R-REPRISE",
    Severity.WARNING,
    "Reprise des données au budget",
    "La reprise de l’antérieur est la première cause de difficulté citée (18\u00a0% des projets).",
    source="Budget",
)
def migration_budget(gathering: Gathering) -> Iterator[Finding]:
    return _lacks(gathering, BudgetCategory.MIGRATION, "Aucun poste de reprise des données")


@rule(
    "R-RESERVE",
    Severity.WARNING,
    "Réserve d’après-déploiement",
    "Les premiers mois d’usage demandent des ajustements\u00a0: sans réserve, ils ne se feront pas.",
    source="Budget",
)
def reserve(gathering: Gathering) -> Iterator[Finding]:
    return _lacks(gathering, BudgetCategory.POST_LAUNCH, "Aucune réserve d’après-déploiement")
