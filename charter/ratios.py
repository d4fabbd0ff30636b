"""The trade’s reference figures beside those of a budget.

From the charter’s « Budget »: 0.5 to 1 day of service per user at least, 700 to 1,000 € the day; initial training, a
refresher and a reserve for after the launch are to be foreseen; the solution is not the whole of it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from charter.budgeting import total_of
from charter.budgetsheet import Sheet
from charter.models import BudgetLine
from charter.models.budget import BudgetCategory, BudgetUnit
from crmproject.toolkit.templatetags.french import money, number
from crmproject.toolkit.text import normalised

NBSP = "\u00a0"
DAYS_PER_USER = Decimal("0.5")
DAY_RATES = (Decimal(700), Decimal(1000))
# What is bought in days of somebody’s time.
SERVICES = {
    BudgetCategory.INTEGRATION,
    BudgetCategory.MIGRATION,
    BudgetCategory.CONNECTORS,
    BudgetCategory.TRAINING,
    BudgetCategory.CHANGE,
    BudgetCategory.POST_LAUNCH,
}
REFRESHER = re.compile(r"perfectionn|approfondi|recyclage|rappel|niveau 2|avance")


class Verdict(StrEnum):
    """Where a figure stands."""

    GOOD = "good"
    LOOK = "look"
    BAD = "bad"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return {"good": "Conforme", "look": "À vérifier", "bad": "Hors repère", "unknown": "Inconnu"}[
            self.value
        ]

    @property
    def icon(self) -> str:
        return {
            "good": "check-circle-fill",
            "look": "exclamation-circle",
            "bad": "exclamation-triangle-fill",
            "unknown": "question-circle",
        }[self.value]


@dataclass(frozen=True)
class Ratio:
    """A figure of the project, the reference, and which coherence rule follows it."""

    title: str
    figure: str
    reference: str
    verdict: Verdict
    rule: str


@dataclass(frozen=True)
class Days:
    """Days of service bought outside: those counted, and those that plain amounts would pay at the usual rates."""

    counted: Decimal
    least: Decimal
    most: Decimal

    @property
    def is_exact(self) -> bool:
        return self.least == self.most


def ratios_of(sheet: Sheet) -> list[Ratio]:
    """Every reference figure, in the order in which one would look at them."""
    return [
        _days_per_user(sheet),
        _day_rate(sheet.lines),
        _licences(sheet),
        _present("Formation initiale", sheet.lines, BudgetCategory.TRAINING, "R-FORMATION"),
        _refresher(sheet.lines),
        _present("Réserve d’après-déploiement", sheet.lines, BudgetCategory.POST_LAUNCH, "R-RESERVE"),
        _contingency(sheet),
    ]


def service_days(lines: Iterable[BudgetLine]) -> Days:
    """The days of service that these lines buy outside the company, in their first year."""
    bought = [line for line in lines if not line.internal and line.amount]
    counted = sum((_days(line) for line in bought), Decimal(0))
    plain = sum(
        (line.amount for line in bought if line.category in SERVICES and line.unit != BudgetUnit.DAYS),
        Decimal(0),
    )
    cheap, dear = DAY_RATES
    return Days(counted, counted + plain / dear, counted + plain / cheap)


def _days(line: BudgetLine) -> Decimal:
    return (line.quantity or Decimal(0)) * (line.months or 1) if line.unit == BudgetUnit.DAYS else Decimal(0)


def day_lines(lines: Iterable[BudgetLine]) -> list[BudgetLine]:
    """The lines that tell a price of the day asked by somebody outside."""
    return [line for line in lines if line.unit == BudgetUnit.DAYS and not line.internal and line.unit_price]


def unusual_rates(lines: Iterable[BudgetLine]) -> list[BudgetLine]:
    """Those whose price of the day is not between 700 and 1,000 €."""
    least, most = DAY_RATES
    return [line for line in day_lines(lines) if not least <= (line.unit_price or least) <= most]


def has_refresher(lines: Iterable[BudgetLine]) -> bool:
    """Whether training goes on after the first one: a line says so, comes back each year, or begins later."""
    return any(
        line.recurring or line.first_year > 1 or REFRESHER.search(normalised(line.label))
        for line in lines
        if line.category == BudgetCategory.TRAINING and line.amount
    )


def has_contingency(sheet: Sheet) -> bool:
    """Whether something is set aside for what nobody foresaw."""
    return bool(sheet.settings.contingency) or any(
        line.amount for line in sheet.lines if line.category == BudgetCategory.CONTINGENCY
    )


def _days_per_user(sheet: Sheet) -> Ratio:
    title, rule = "Prestation par utilisateur", "R-PRESTATION"
    reference = f"0,5 à 1{NBSP}jour par utilisateur au minimum"
    days, users = service_days(sheet.lines), sheet.settings.users
    told = days_in_words(days)
    if not users:
        figure = f"{told}{NBSP}; dites le nombre d’utilisateurs au lancement dans les réglages"
        return Ratio(title, figure, reference, Verdict.UNKNOWN, rule)
    least, most = days.least / users, days.most / users
    share = _tenth(least) if _tenth(least) == _tenth(most) else f"{_tenth(least)} à {_tenth(most)}"
    figure = f"{told} pour {number(users)}{NBSP}utilisateur{'s' * (users > 1)}, soit {share}{NBSP}jour par personne"
    verdict = Verdict.BAD if most < DAYS_PER_USER else Verdict.LOOK if least < DAYS_PER_USER else Verdict.GOOD
    return Ratio(title, figure, reference, verdict, rule)


def days_in_words(days: Days) -> str:
    """« 12 jours », or « environ 18 à 25 jours d’après les montants »."""
    if days.is_exact:
        return f"{_tenth(days.counted)}{NBSP}jour{'s' * (days.counted >= 2)} de prestation"
    return (
        f"Environ {_tenth(days.least)} à {_tenth(days.most)}{NBSP}jours de prestation, d’après les montants"
    )


def _tenth(value: Decimal) -> str:
    return number(round(value, 1))


def _day_rate(lines: Sequence[BudgetLine]) -> Ratio:
    title, rule = "Prix du jour", "R-JOURNEE"
    reference = f"700 à 1{NBSP}000{NBSP}€ le jour"
    found = day_lines(lines)
    if not found:
        return Ratio(
            title, "Aucune prestation externe n’est comptée en jours", reference, Verdict.UNKNOWN, rule
        )
    rates = sorted({line.unit_price or Decimal(0) for line in found})
    figure = " à ".join(money(rate) for rate in dict.fromkeys((rates[0], rates[-1])))
    verdict = Verdict.LOOK if unusual_rates(lines) else Verdict.GOOD
    return Ratio(title, f"{figure} le jour", reference, verdict, rule)


def _licences(sheet: Sheet) -> Ratio:
    total = total_of(sheet.likely.total)
    licences = total_of(sheet.likely.categories.get(BudgetCategory.LICENCES.value, ()))
    title, reference, rule = "Part des licences", "Une part du budget, jamais le tout", "E-BUDGET"
    if not total:
        return Ratio(title, "Rien n’est encore chiffré", reference, Verdict.UNKNOWN, rule)
    years = sheet.settings.horizon
    figure = (
        f"{money(licences)} sur {money(total)} en {years}{NBSP}an{'s' * (years > 1)}, "
        f"soit {round(100 * licences / total)}{NBSP}%"
    )
    return Ratio(title, figure, reference, Verdict.BAD if licences == total else Verdict.GOOD, rule)


def _present(title: str, lines: Sequence[BudgetLine], category: BudgetCategory, rule: str) -> Ratio:
    amount = sum((line.amount for line in lines if line.category == category), Decimal(0))
    reference = "À prévoir"
    if amount:
        return Ratio(
            title, f"{money(amount)} au poste «{NBSP}{category.label}{NBSP}»", reference, Verdict.GOOD, rule
        )
    return Ratio(title, f"Rien au poste «{NBSP}{category.label}{NBSP}»", reference, _missing(lines), rule)


def _refresher(lines: Sequence[BudgetLine]) -> Ratio:
    found = has_refresher(lines)
    figure = (
        "Une ligne de formation le prévoit"
        if found
        else "Aucune ligne de formation ne le nomme ni ne revient"
    )
    return Ratio(
        "Perfectionnement",
        figure,
        "À prévoir, un à deux mois après",
        Verdict.GOOD if found else _missing(lines),
        "R-BUDGET-PERFECTIONNEMENT",
    )


def _contingency(sheet: Sheet) -> Ratio:
    found = has_contingency(sheet)
    likely = sheet.likely
    amount = total_of(likely.contingency) + total_of(
        likely.categories.get(BudgetCategory.CONTINGENCY.value, ())
    )
    figure = money(amount) if found else "Aucune provision, aucune ligne d’aléas"
    return Ratio("Aléas", figure, "À prévoir", Verdict.GOOD if found else _missing(sheet.lines), "R-ALEAS")


def _missing(lines: Sequence[BudgetLine]) -> Verdict:
    """What is not there is missed once there is a budget."""
    return Verdict.BAD if lines else Verdict.UNKNOWN
