"""The end of the outgoing tool, when a CRM replaces another one [R-REMPL]."""

import calendar
import datetime
from typing import ClassVar

import pghistory
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from charter.models.people import Membership
from charter.models.project import ProjectRow

LONGEST_NOTICE = 36


@pghistory.track()
class ExitPlan(ProjectRow):
    """How a project leaves its outgoing tool: what it does, what is taken over, when it stops, and who decides.

    Its name and the months of overlap are the project’s own (`outgoing_tool`, `overlap_months`).
    """

    role = models.TextField("ce que fait l’outil sortant", max_length=2000, blank=True)
    liked = models.TextField("ce que les utilisateurs y apprécient", max_length=2000, blank=True)
    contract_end = models.DateField("fin du contrat", null=True, blank=True)
    notice_months = models.PositiveSmallIntegerField(
        "préavis (mois)", null=True, blank=True, validators=[MaxValueValidator(LONGEST_NOTICE)]
    )
    overlap_start = models.DateField("début du recouvrement", null=True, blank=True)
    overlap_end = models.DateField("fin du recouvrement", null=True, blank=True)
    data = models.TextField("données à reprendre", max_length=2000, blank=True)
    closes_on = models.DateField("fermeture des accès", null=True, blank=True)
    archives = models.TextField("archives", max_length=2000, blank=True)
    decider = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, verbose_name="qui décide de l’arrêt"
    )

    class Meta(ProjectRow.Meta):
        verbose_name = "plan de sortie"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["project"], name="one_exit_plan"),
            models.CheckConstraint(
                condition=Q(overlap_start=None) | Q(overlap_end=None) | Q(overlap_end__gt=F("overlap_start")),
                name="overlap_ends_after_start",
                violation_error_message="La fin du recouvrement suit son début.",
            ),
            models.CheckConstraint(
                condition=Q(notice_months=None) | Q(notice_months__lte=LONGEST_NOTICE),
                name="notice_of_three_years_at_most",
                violation_error_message="Le préavis est de 36 mois au plus.",
            ),
        ]

    def __str__(self) -> str:
        return "Plan de sortie de l’outil"

    @property
    def notice_by(self) -> datetime.date | None:
        """The last day to give notice of the contract’s end; None while one of the two is unknown."""
        if self.contract_end is None or self.notice_months is None:
            return None
        return months_before(self.contract_end, self.notice_months)


def months_before(day: datetime.date, months: int) -> datetime.date:
    """This day so many months earlier; the last of the month where that one is shorter."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))
