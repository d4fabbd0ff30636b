"""Fears left without a name: what keeps anybody from linking one to its author (see docs/anonymat.md)."""

import uuid
from typing import ClassVar

from django.db import models

from charter.models.project import Project
from charter.models.risks import Risk

LONGEST_FEAR = 300


class FearCollection(models.Model):
    """Where fears are left for a project: a secret address, while it is open; closing it makes another address.

    Whoever holds the address may leave one, member or not; it says nothing of who they are.
    """

    project = models.OneToOneField(
        Project, models.CASCADE, related_name="fear_collection", verbose_name="projet"
    )
    token = models.CharField("jeton", max_length=64, unique=True)
    is_open = models.BooleanField("ouvert", default=True)
    invitation = models.CharField("mot d’accueil", max_length=500, blank=True)

    class Meta:
        verbose_name = "recueil de craintes"
        verbose_name_plural = "recueils de craintes"

    def __str__(self) -> str:
        return f"Recueil de {self.project}"


class WaitingFear(models.Model):
    """A fear that was left and that nobody may read yet.

    No author, no address, no date, no rank: a random key, and the table is written anew, shuffled, at each arrival.
    The database checks no reference to the project, since that check would mark the project’s row.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(
        Project, models.CASCADE, related_name="waiting_fears", db_constraint=False, verbose_name="projet"
    )
    text = models.CharField("crainte", max_length=LONGEST_FEAR)

    class Meta:
        verbose_name = "crainte en attente"
        verbose_name_plural = "craintes en attente"

    def __str__(self) -> str:
        return "Crainte en attente"


class AnonymousFear(models.Model):
    """A fear that was shown to the manager together with others, in an order that says nothing.

    `released_on` is the day on which its batch was read, not that on which it was left.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(
        Project, models.CASCADE, related_name="anonymous_fears", verbose_name="projet"
    )
    text = models.CharField("crainte", max_length=LONGEST_FEAR)
    released_on = models.DateField("relevée le")
    # The entry of the charter that it became, and whether it was left out.
    risk = models.ForeignKey(Risk, models.SET_NULL, null=True, blank=True, related_name="+")
    is_aside = models.BooleanField("écartée", default=False)

    class Meta:
        verbose_name = "crainte anonyme"
        verbose_name_plural = "craintes anonymes"
        # Within a batch, random keys give the order.
        ordering: ClassVar[list[str]] = ["-released_on", "id"]

    def __str__(self) -> str:
        return self.text

    @property
    def is_taken(self) -> bool:
        """Whether the charter holds it."""
        return self.risk is not None and not self.risk.is_deleted
