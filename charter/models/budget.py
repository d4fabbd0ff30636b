"""What the project costs, and how it is reckoned."""

from decimal import Decimal
from typing import Any, ClassVar

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Round

from charter.models.project import ProjectRow

NBSP = "\u00a0"
LONGEST_HORIZON = 10
NOT_NEGATIVE = [MinValueValidator(Decimal(0))]


class BudgetCategory(models.TextChoices):
    LICENCES = "licences", "Licences ou abonnements"
    INTEGRATION = "integration", "Intégration et paramétrage"
    MIGRATION = "migration", "Reprise des données"
    CONNECTORS = "connectors", "Connecteurs"
    TRAINING = "training", "Formation"
    CHANGE = "change", "Conduite du changement"
    POST_LAUNCH = "post_launch", "Développements après le déploiement"
    SUPPORT = "support", "Assistance"
    HARDWARE = "hardware", "Matériel"
    CONTINGENCY = "contingency", "Aléas"


class BudgetUnit(models.TextChoices):
    """What a quantity counts; without one, the amount is a plain one."""

    DAYS = "days", "Jours"
    USERS = "users", "Utilisateurs"
    MONTHS = "months", "Mois"
    PIECES = "pieces", "Unités"


def amount_field(name: str, **options: Any) -> "models.DecimalField[Any, Any]":
    """Euros before tax, to the cent."""
    return models.DecimalField(name, max_digits=12, decimal_places=2, validators=NOT_NEGATIVE, **options)


def percent_field(
    name: str, *, least: int = 0, most: int = 100, default: Decimal = Decimal(0)
) -> "models.DecimalField[Any, Any]":
    """A percentage with two decimals at most."""
    return models.DecimalField(
        name,
        max_digits=5,
        decimal_places=2,
        default=default,
        validators=[MinValueValidator(Decimal(least)), MaxValueValidator(Decimal(most))],
    )


@pghistory.track()
class BudgetLine(ProjectRow):
    """A cost in euros, before tax.

    `amount` is the likely one of the first year in which it is spent. It is typed, or else it is `quantity` times
    `unit_price`, times `months` where these are given. A cost that recurs comes back every year, for `years` years or
    up to the horizon, raised each time by `increase` %. `low` and `high` are the amount when all goes well or badly;
    without them the project’s usual percentages stand (see `charter.budgeting`).
    """

    category = models.CharField("poste", max_length=20, choices=BudgetCategory)
    label = models.CharField("libellé", max_length=200)
    amount = amount_field("montant (€ HT)")
    recurring = models.BooleanField("récurrent chaque année", default=False)
    internal = models.BooleanField("coût interne", default=False)
    unit = models.CharField("unité", max_length=10, choices=BudgetUnit, blank=True)
    quantity = models.DecimalField(
        "quantité", max_digits=9, decimal_places=2, null=True, blank=True, validators=NOT_NEGATIVE
    )
    unit_price = amount_field("prix unitaire (€ HT)", null=True, blank=True)
    months = models.PositiveSmallIntegerField(
        "mois par an", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    first_year = models.PositiveSmallIntegerField(
        "première année", default=1, validators=[MinValueValidator(1), MaxValueValidator(LONGEST_HORIZON)]
    )
    years = models.PositiveSmallIntegerField(
        "nombre d’années",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_HORIZON)],
    )
    increase = percent_field("hausse par an (%)", least=-50)
    low = amount_field("hypothèse basse (€ HT)", null=True, blank=True)
    high = amount_field("hypothèse haute (€ HT)", null=True, blank=True)

    class Meta(ProjectRow.Meta):
        verbose_name = "ligne de budget"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="budget_amount_positive",
                violation_error_message="Un montant ne peut pas être négatif.",
            ),
            models.CheckConstraint(
                condition=Q(unit="", quantity=None, unit_price=None, months=None)
                | Q(
                    ~Q(unit=""),
                    quantity__isnull=False,
                    unit_price__isnull=False,
                    amount=Round(F("quantity") * F("unit_price") * Coalesce(F("months"), Value(1)), 2),
                ),
                name="budget_amount_reckoned",
                violation_error_message="Le montant n’est pas la quantité multipliée par le prix unitaire.",
            ),
            models.CheckConstraint(
                condition=(Q(quantity=None) | Q(quantity__gte=0))
                & (Q(unit_price=None) | Q(unit_price__gte=0)),
                name="budget_quantity_positive",
                violation_error_message="Une quantité ou un prix ne peut pas être négatif.",
            ),
            models.CheckConstraint(
                condition=(Q(low=None) | Q(low__gte=0, low__lte=F("amount")))
                & (Q(high=None) | Q(high__gte=F("amount"))),
                name="budget_likely_between",
                violation_error_message="Le montant probable se tient entre l’hypothèse basse et l’hypothèse haute.",
            ),
            models.CheckConstraint(
                condition=Q(recurring=True) | Q(years=None, increase=0),
                name="budget_years_recur",
                violation_error_message="Un nombre d’années ou une hausse ne vaut que pour un coût récurrent.",
            ),
            models.CheckConstraint(
                condition=Q(first_year__range=(1, LONGEST_HORIZON))
                & (Q(years=None) | Q(years__range=(1, LONGEST_HORIZON)))
                & (Q(months=None) | Q(months__range=(1, 12)))
                & Q(increase__range=(-50, 100)),
                name="budget_years_in_range",
                violation_error_message="Les années vont de 1 à 10, les mois de 1 à 12, la hausse de −50 à 100\u00a0%.",
            ),
        ]

    def __str__(self) -> str:
        return self.label


@pghistory.track()
class BudgetSettings(ProjectRow):
    """How the whole budget of a project is reckoned; a project without a row has these defaults."""

    horizon = models.PositiveSmallIntegerField(
        "horizon (années)",
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_HORIZON)],
    )
    users = models.PositiveIntegerField(
        "utilisateurs au lancement",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(1_000_000)],
    )
    contingency = percent_field("aléas (%)")
    low_percent = percent_field("hypothèse basse\u00a0: en moins (%)", default=Decimal(10))
    high_percent = percent_field("hypothèse haute\u00a0: en plus (%)", most=300, default=Decimal(20))
    tax_shown = models.BooleanField("montrer la TVA et les totaux TTC", default=False)
    tax_rate = percent_field("taux de TVA (%)", default=Decimal(20))

    class Meta(ProjectRow.Meta):
        verbose_name = "réglages du budget"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["project"], name="one_budget_settings"),
            models.CheckConstraint(
                condition=Q(horizon__range=(1, LONGEST_HORIZON))
                & Q(contingency__range=(0, 100), low_percent__range=(0, 100))
                & Q(high_percent__range=(0, 300), tax_rate__range=(0, 100))
                & (Q(users=None) | Q(users__gte=1)),
                name="budget_settings_in_range",
                violation_error_message="Un réglage du budget sort de ses bornes.",
            ),
        ]

    def __str__(self) -> str:
        return "Réglages du budget"
