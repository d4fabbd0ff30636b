"""Rules on what it costs."""

from collections.abc import Iterator
from decimal import Decimal

from charter.blocks import load_budget, load_budget_settings
from charter.budgetsheet import Sheet, sheet_of
from charter.diagnostics.links import list_url, page_url
from charter.models.budget import BudgetCategory
from charter.ratios import (
    DAYS_PER_USER,
    day_lines,
    days_in_words,
    has_contingency,
    has_refresher,
    service_days,
    unusual_rates,
)
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import Finding, Severity, among, counted, listed, rule
from crmproject.toolkit.templatetags.french import money, number

NBSP = "\u00a0"


def load_sheet(gathering: Gathering) -> Sheet:
    """The whole budget, reckoned."""
    return sheet_of(gathering.once(load_budget), gathering.once(load_budget_settings))


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


@rule(
    "R-BUDGET-PERFECTIONNEMENT",
    Severity.WARNING,
    "Perfectionnement au budget",
    "Un à deux mois après la mise en place, les questions sont les bonnes\u00a0: y répondre se prévoit avec le reste.",
    source="Budget",
)
def refresher_budget(gathering: Gathering) -> Iterator[Finding]:
    lines = gathering.once(load_budget)
    trained = sum((line.amount for line in lines if line.category == BudgetCategory.TRAINING), Decimal(0))
    # Without any training at all, R-FORMATION speaks.
    if trained and not has_refresher(lines):
        yield Finding(
            f"{money(trained)} de formation, dont aucune ligne ne nomme un perfectionnement ni ne revient ensuite.",
            list_url(gathering, "budget"),
        )


@rule(
    "R-ALEAS",
    Severity.WARNING,
    "Provision pour aléas",
    "Un budget sans marge se dépasse à la première surprise\u00a0: une provision se décide, elle ne se quémande pas.",
    source="Budget",
)
def contingency(gathering: Gathering) -> Iterator[Finding]:
    sheet = load_sheet(gathering)
    if sheet.lines and not has_contingency(sheet):
        number_of_lines = counted(len(sheet.lines), "ligne de budget", "lignes de budget")
        yield Finding(
            f"Ni provision (0{NBSP}%) ni ligne d’aléas parmi {number_of_lines}.",
            page_url(gathering, "budget_settings"),
        )


@rule(
    "R-PRESTATION",
    Severity.WARNING,
    "Assez de prestation par utilisateur",
    "Il faut 0,5 à 1\u00a0jour de prestation par utilisateur au minimum pour paramétrer, reprendre, former.",
    source="Budget",
)
def service_per_user(gathering: Gathering) -> Iterator[Finding]:
    sheet = load_sheet(gathering)
    users = sheet.settings.users
    if not users or not sheet.lines:
        return
    days = service_days(sheet.lines)
    # The most days that the amounts can pay: below it, there is no doubt.
    if days.most < DAYS_PER_USER * users:
        people = counted(users, "utilisateur", "utilisateurs")
        least = number(DAYS_PER_USER * users)
        yield Finding(
            f"{days_in_words(days)} pour {people}\u00a0: moins de {least}{NBSP}jours.",
            list_url(gathering, "budget"),
        )


@rule(
    "R-JOURNEE",
    Severity.ADVICE,
    "Prix du jour habituel",
    "Un jour de prestation se paie 700 à 1\u00a0000\u00a0€\u00a0: au-dessous on s’interroge, au-dessus on négocie.",
    source="Budget",
)
def day_rate(gathering: Gathering) -> Iterator[Finding]:
    lines = gathering.once(load_budget)
    found = unusual_rates(lines)
    if found:
        told = among(len(found), len(day_lines(lines)), "ligne comptée en jours", "lignes comptées en jours")
        names = listed(f"«{NBSP}{line.label}{NBSP}» ({money(line.unit_price)})" for line in found)
        yield Finding(
            f"{told} hors de 700 à 1{NBSP}000{NBSP}€ le jour{NBSP}: {names}.", list_url(gathering, "budget")
        )
