"""Days on which the company is closed, beside weekends and public holidays."""

from datetime import date, timedelta
from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from charter.models import ProjectRow

# A closing of more than so many days is a slip of the pen.
LONGEST_CLOSING = 92


@pghistory.track()
class Closing(ProjectRow):
    """A period during which nobody works on the project: both days are included."""

    title = models.CharField("fermeture", max_length=120)
    first_day = models.DateField("du")
    last_day = models.DateField("au")

    class Meta(ProjectRow.Meta):
        verbose_name = "fermeture"
        ordering: ClassVar[list[str]] = ["first_day", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="closing_ends_after_start",
                violation_error_message="Une fermeture finit le jour où elle commence, ou plus tard.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def days(self) -> list[date]:
        count = (self.last_day - self.first_day).days + 1
        return [self.first_day + timedelta(days=number) for number in range(count)]
