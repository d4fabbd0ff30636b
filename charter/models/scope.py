"""What the project covers, and what it leaves out."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from charter.models.people import Department
from charter.models.project import ProjectRow


class ScopeNature(models.TextChoices):
    """What an item of the scope is. One that says nothing else is a function."""

    FUNCTION = "function", "Fonction ou processus"
    SITE = "site", "Filiale ou site"
    DEPARTMENT = "department", "Service"
    OTHER = "other", "Autre"


@pghistory.track()
class ScopeItem(ProjectRow):
    """One item inside or outside the scope."""

    included = models.BooleanField(
        "position", choices=[(True, "Dans le périmètre"), (False, "Hors périmètre")], default=True
    )
    text = models.CharField("élément", max_length=300)
    nature = models.CharField("nature", max_length=20, choices=ScopeNature, default=ScopeNature.FUNCTION)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, verbose_name="service concerné"
    )

    class Meta(ProjectRow.Meta):
        verbose_name = "élément de périmètre"
        ordering: ClassVar[list[str]] = ["-included", "position", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(nature__in=ScopeNature.values),
                name="scope_nature_known",
                violation_error_message="Nature d’élément inconnue.",
            )
        ]

    def __str__(self) -> str:
        return self.text
