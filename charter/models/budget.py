"""What the project costs."""

from decimal import Decimal
from typing import ClassVar

import pghistory
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from charter.models.project import ProjectRow


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


@pghistory.track()
class BudgetLine(ProjectRow):
    """A cost in euros, before tax, of the first year when it recurs."""

    category = models.CharField("poste", max_length=20, choices=BudgetCategory)
    label = models.CharField("libellé", max_length=200)
    amount = models.DecimalField(
        "montant (€ HT)", max_digits=12, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )
    recurring = models.BooleanField("récurrent chaque année", default=False)
    internal = models.BooleanField("coût interne", default=False)

    class Meta(ProjectRow.Meta):
        verbose_name = "ligne de budget"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="budget_amount_positive",
                violation_error_message="Un montant ne peut pas être négatif.",
            )
        ]

    def __str__(self) -> str:
        return self.label
