"""How people are told, shown what they gain, trained and accompanied."""

from decimal import Decimal
from typing import ClassVar

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from charter.models.people import Department, Membership
from charter.models.project import ProjectRow


class Channel(models.TextChoices):
    MEETING = "meeting", "Réunion"
    EMAIL = "email", "E-mail"
    INTRANET = "intranet", "Intranet"
    POSTER = "poster", "Affichage"
    WEBINAR = "webinar", "Visioconférence"
    INTERVIEW = "interview", "Échange en face à face"
    OTHER = "other", "Autre"


@pghistory.track()
class Communication(ProjectRow):
    """Something said to an audience, on a date, by somebody; one of them is the launch meeting."""

    held_on = models.DateField("date")
    audience = models.CharField("public", max_length=200)
    channel = models.CharField("canal", max_length=10, choices=Channel, default=Channel.MEETING)
    message = models.TextField("message", max_length=2000)
    owner = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, verbose_name="responsable")
    is_launch = models.BooleanField("réunion de lancement", default=False)
    is_done = models.BooleanField("faite", default=False)

    class Meta(ProjectRow.Meta):
        verbose_name = "communication"

    def __str__(self) -> str:
        kind = "Réunion de lancement" if self.is_launch else self.get_channel_display()
        return f"{kind} — {self.audience}"


@pghistory.track()
class Benefit(ProjectRow):
    """What a profile of users concretely gains [R-BENEFICE]; without a department, the profile is met in several."""

    profile = models.CharField("profil d’utilisateur", max_length=160)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="benefits", verbose_name="service"
    )
    benefit = models.CharField("bénéfice concret", max_length=500)

    class Meta(ProjectRow.Meta):
        verbose_name = "bénéfice"

    def __str__(self) -> str:
        return f"{self.profile} — {self.benefit}"


class TrainingLevel(models.TextChoices):
    """The three levels of training."""

    IN_TOOL = "in_tool", "Aide dans l’outil et académie de l’éditeur"
    VENDOR = "vendor", "Session avec l’éditeur"
    CERTIFIED = "certified", "Organisme tiers certifié"


@pghistory.track()
class Training(ProjectRow):
    """A training of one of the three levels; a refresher comes one or two months after the first ones."""

    level = models.CharField("niveau", max_length=10, choices=TrainingLevel)
    audience = models.CharField("public", max_length=200)
    held_on = models.DateField("date", null=True, blank=True)
    hours = models.DecimalField(
        "durée (heures)",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.25")), MaxValueValidator(Decimal(400))],
    )
    people = models.PositiveIntegerField(
        "personnes", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(100_000)]
    )
    trainer = models.CharField("formateur", max_length=160, blank=True)
    is_refresher = models.BooleanField("perfectionnement", default=False)

    class Meta(ProjectRow.Meta):
        verbose_name = "formation"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(hours=None) | Q(hours__gt=0),
                name="training_lasts",
                violation_error_message="Une formation dure plus de zéro heure.",
            )
        ]

    def __str__(self) -> str:
        kind = "Perfectionnement" if self.is_refresher else self.get_level_display()
        return f"{kind} — {self.audience}"


class SupportKind(models.TextChoices):
    PILOT = "pilot", "Groupe pilote"
    BETA = "beta", "Réunion hebdomadaire des bêta-testeurs"
    REFERENT = "referent", "Référents de premier niveau"
    TUTORIAL = "tutorial", "Tutoriel fait par les intéressés"
    OTHER = "other", "Autre accompagnement"


@pghistory.track()
class Support(ProjectRow):
    """What accompanies users over a while: a pilot group, weekly meetings of beta testers, tutorials of their own."""

    kind = models.CharField("nature", max_length=10, choices=SupportKind)
    title = models.CharField("intitulé", max_length=200)
    people = models.CharField("par qui, avec qui", max_length=200, blank=True)
    starts_on = models.DateField("du", null=True, blank=True)
    ends_on = models.DateField("au", null=True, blank=True)
    owner = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, verbose_name="responsable")

    class Meta(ProjectRow.Meta):
        verbose_name = "accompagnement"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on__isnull=False, ends_on__gte=F("starts_on")),
                name="support_ends_after_start",
                violation_error_message="La fin suit le début, qui est à donner aussi.",
            )
        ]

    def __str__(self) -> str:
        return self.title
