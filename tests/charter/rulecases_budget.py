"""How to break the sound project for each rule on its budget and its indicators, and what the rule then says."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from charter.models import BudgetLine, BudgetSettings, Indicator

EMAILS = Indicator.objects.filter(name="Fiches clients avec une adresse e-mail")


def line(category: str, **values: Any) -> Callable[[], Any]:
    return lambda: BudgetLine.objects.filter(category=category).update(**values)


def indicator(**values: Any) -> Callable[[], Any]:
    return lambda: EMAILS.all().update(**values)


CASES: dict[str, tuple[Callable[[], Any], str]] = {
    "R-BUDGET-PERFECTIONNEMENT": (
        line("training", label="Formation initiale"),
        "3 000 € de formation, dont aucune ligne ne nomme un perfectionnement".replace(" 000", "\u202f000"),
    ),
    "R-ALEAS": (
        lambda: BudgetSettings.objects.update(contingency=0),
        "Ni provision (0 %) ni ligne d’aléas parmi 6 lignes de budget.",
    ),
    "R-PRESTATION": (
        lambda: BudgetSettings.objects.update(users=90),
        "jours de prestation, d’après les montants pour 90 utilisateurs : moins de 45 jours.",
    ),
    "R-JOURNEE": (
        line("integration", quantity=Decimal(6), unit_price=Decimal(1500)),
        "1 sur 1 ligne comptée en jours hors de 700 à 1 000 € le jour",
    ),
    "R-INDICATEURS": (lambda: Indicator.objects.all().delete(), "Aucun indicateur de succès"),
    "R-INDICATEUR-CHIFFRE": (
        indicator(baseline=None),
        "1 sur 5 indicateurs sans valeur de départ, sans cible ou sans date",
    ),
    "R-INDICATEUR-PROPRIETAIRE": (indicator(owner=None), "1 sur 5 indicateurs sans propriétaire"),
    "R-INDICATEUR-BILAN": (
        indicator(due=date(2027, 1, 14)),
        "1 indicateur dont la date est passée sans mesure",
    ),
}
