"""A validator lets somebody of the department decide in his place for a while."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from charter.models import Membership, ProjectRow


@pghistory.track()
class Delegation(ProjectRow):
    """From `starts` to `ends`, both included, `delegate` may decide wherever `principal` is a validator.

    It is visible to everyone, and names the person who really signed on each decision. Putting it aside revokes it.
    """

    principal = models.ForeignKey(
        Membership, models.PROTECT, related_name="delegations_given", verbose_name="validateur"
    )
    delegate = models.ForeignKey(
        Membership, models.PROTECT, related_name="delegations_received", verbose_name="délégué"
    )
    starts = models.DateField("du")
    ends = models.DateField("au")
    reason = models.CharField("motif", max_length=300, blank=True)

    class Meta(ProjectRow.Meta):
        verbose_name = "délégation"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="delegation_ends_after_start",
                violation_error_message="La délégation finit avant de commencer.",
            ),
            models.CheckConstraint(
                condition=~Q(principal=F("delegate")),
                name="delegation_between_two_people",
                violation_error_message="On ne délègue pas à soi-même.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.principal} → {self.delegate}"
