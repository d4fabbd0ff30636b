"""The budget of a project as its page, its block and its file show it: lines in words, and what they come to."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from charter.budgeting import Assumptions, Reckoning, Scenario, Years, reckon, total_of
from charter.models import BudgetLine, BudgetSettings
from charter.models.budget import BudgetCategory, BudgetUnit
from crmproject.toolkit.templatetags.french import money, number

NBSP = "\u00a0"
# By these the drawing of the years finds its rows, in data that may have been frozen long ago.
ONE_OFF, RECURRING, PROVISION = "Dont ponctuel", "Dont récurrent", "Provision pour aléas"
COUNTED = {
    BudgetUnit.DAYS: ("jour", "jours"),
    BudgetUnit.USERS: ("utilisateur", "utilisateurs"),
    BudgetUnit.MONTHS: ("mois", "mois"),
    BudgetUnit.PIECES: ("unité", "unités"),
}


@dataclass(frozen=True)
class Sum:
    """A row of the table by year; `is_total` where it adds up those above."""

    label: str
    years: Years
    is_total: bool = False

    @property
    def total(self) -> Decimal:
        return total_of(self.years)


@dataclass(frozen=True)
class Sheet:
    """The lines in their order, how they are reckoned, and the result of each scenario."""

    lines: Sequence[BudgetLine]
    settings: BudgetSettings
    reckonings: dict[Scenario, Reckoning]

    @property
    def likely(self) -> Reckoning:
        return self.reckonings[Scenario.LIKELY]

    @property
    def years(self) -> list[str]:
        return [f"Année {year}" for year in range(1, self.settings.horizon + 1)]

    @property
    def beyond(self) -> list[BudgetLine]:
        """Lines that begin after the horizon: nothing counts them."""
        return [line for line in self.lines if line.first_year > self.settings.horizon]

    @property
    def categories(self) -> list[Sum]:
        """The likely cost of each category, in the order of the lines."""
        return [Sum(BudgetCategory(name).label, years) for name, years in self.likely.categories.items()]

    @property
    def kinds(self) -> list[Sum]:
        """The same total, told in two other ways."""
        likely = self.likely
        return [
            Sum(ONE_OFF, likely.one_off),
            Sum(RECURRING, likely.recurring),
            Sum("Dont externe", likely.external),
            Sum("Dont interne", likely.internal),
        ]

    @property
    def sums(self) -> list[Sum]:
        """What the lines come to, with contingency, and tax where it is shown."""
        likely, settings = self.likely, self.settings
        found = [Sum("Total des lignes", likely.total, is_total=True)]
        if settings.contingency:
            found += [
                Sum(f"{PROVISION} ({number(settings.contingency)}{NBSP}%)", likely.contingency),
                Sum("Total HT", likely.before_tax, is_total=True),
            ]
        if settings.tax_shown:
            found += [
                Sum(f"TVA ({number(settings.tax_rate)}{NBSP}%) sur les coûts externes", likely.tax),
                Sum("Total TTC", likely.with_tax, is_total=True),
            ]
        return found

    @property
    def scenarios(self) -> list[tuple[Scenario, Years]]:
        """What is spent before tax, contingency included, year by year in each scenario."""
        return [(scenario, self.reckonings[scenario].before_tax) for scenario in Scenario]


def sheet_of(lines: Sequence[BudgetLine], settings: BudgetSettings | None) -> Sheet:
    """The budget of these lines; without settings, with those of a new project."""
    settings = settings or BudgetSettings()
    assumptions = Assumptions(
        horizon=settings.horizon,
        contingency=settings.contingency,
        low_percent=settings.low_percent,
        high_percent=settings.high_percent,
        tax_rate=settings.tax_rate,
    )
    return Sheet(lines, settings, {one: reckon(lines, assumptions, one) for one in Scenario})


def spans_years(line: BudgetLine) -> bool:
    """Whether the line says more than one amount, spent once or each year from the first on."""
    return bool(line.first_year != 1 or line.years or line.increase)


def is_planned(lines: Sequence[BudgetLine], settings: BudgetSettings | None) -> bool:
    """Whether somebody looked beyond the amounts of the first year."""
    return settings is not None or any(
        spans_years(line) or line.low is not None or line.high is not None for line in lines
    )


def reckoned(line: BudgetLine) -> str:
    """« 4 utilisateurs × 60 € × 12 mois »; nothing for a plain amount."""
    if not line.unit or line.quantity is None or line.unit_price is None:
        return ""
    one, several = COUNTED[BudgetUnit(line.unit)]
    text = f"{number(line.quantity)}{NBSP}{several if line.quantity >= 2 else one} × {money(line.unit_price)}"
    return f"{text} × {line.months}{NBSP}mois" if line.months else text


def spread(line: BudgetLine) -> str:
    """« Une fois », « Chaque année », « De l’année 2 à l’année 4, +3 % par an »."""
    first = line.first_year
    if not line.recurring:
        return "Une fois" if first == 1 else f"Une fois, en année {first}"
    if line.years == 1:
        return f"En année {first}"
    text = "Chaque année" if first == 1 else f"À partir de l’année {first}"
    if line.years:
        text = f"De l’année {first} à l’année {first + line.years - 1}"
    sign = "+" if line.increase > 0 else "\u2212"
    return f"{text}, {sign}{number(abs(line.increase))}{NBSP}% par an" if line.increase else text
